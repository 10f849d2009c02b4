"""GGUF files of the llama architecture, as llama.cpp writes them: read, never run.

Tensors are dequantised one at a time when asked for, so a file is never whole in memory.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from pathlib import Path

import numpy as np
from gguf import GGUFReader, ReaderTensor, dequantize

from shotglass.architecture import ModelConfig, weight_shapes
from shotglass.errors import ImportFailed, ModelFolderError

from ..checkpoint import Card, Checkpoint, Floats
from .gguf_tokenizer import build_tokenizer, end_ids
from .metadata import Metadata

_LAYER_NAMES = {
    "attention_norm.weight": "attn_norm.weight",
    "attention.query.weight": "attn_q.weight",
    "attention.key.weight": "attn_k.weight",
    "attention.value.weight": "attn_v.weight",
    "attention.query.bias": "attn_q.bias",
    "attention.key.bias": "attn_k.bias",
    "attention.value.bias": "attn_v.bias",
    "attention.output.weight": "attn_output.weight",
    "attention.output.bias": "attn_output.bias",
    "ffn_norm.weight": "ffn_norm.weight",
    "ffn.gate.weight": "ffn_gate.weight",
    "ffn.up.weight": "ffn_up.weight",
    "ffn.down.weight": "ffn_down.weight",
}
_TOP_NAMES = {
    "embedding.weight": "token_embd.weight",
    "final_norm.weight": "output_norm.weight",
    "head.weight": "output.weight",
}


def read_gguf(path: Path) -> Checkpoint:
    """Raises ImportFailed for a file that is damaged or describes a model we cannot run."""
    reader = _open(path)
    metadata = Metadata(reader)
    tensors = {tensor.name: tensor for tensor in reader.tensors}
    config = _config(metadata, tensors)
    weights = GgufWeights(config, tensors)
    _refuse_unread(tensors, weights)
    return Checkpoint(config, weights, build_tokenizer(metadata), _card(metadata, tensors, path))


def _open(path: Path) -> GGUFReader:
    if not path.is_file():
        raise ImportFailed(f"There is no file {path.name}; the path of a .gguf file was expected.")
    try:
        return GGUFReader(path)
    except Exception as error:  # the reader raises whatever a damaged byte leads it to
        raise ImportFailed(
            f"{path.name} cannot be read as GGUF ({error}): it is damaged, cut short, or of "
            "another kind; download it again."
        ) from error


def _config(metadata: Metadata, tensors: Mapping[str, ReaderTensor]) -> ModelConfig:
    architecture = metadata.text("general.architecture")
    if architecture != "llama":
        raise ImportFailed(
            f"The file holds a model of architecture {architecture!r}; 'llama' is what can be read."
        )
    heads, width = metadata.integer("llama.attention.head_count"), _width(metadata)
    head_size = metadata.integer("llama.attention.key_length", width // max(heads, 1))
    _refuse_scaling(metadata, tensors, head_size)
    try:
        return ModelConfig(
            vocabulary=len(metadata.strings("tokenizer.ggml.tokens")),
            context=metadata.integer("llama.context_length"),
            layers=metadata.integer("llama.block_count"),
            width=width,
            heads=heads,
            kv_heads=metadata.integer("llama.attention.head_count_kv", heads),
            head_size=head_size,
            ffn_width=metadata.integer("llama.feed_forward_length"),
            norm="rms",
            norm_epsilon=metadata.decimal("llama.attention.layer_norm_rms_epsilon"),
            positions="rotary",
            activation="silu",
            gated=True,
            tied="output.weight" not in tensors,
            attention_bias="blk.0.attn_q.bias" in tensors,
            output_bias="blk.0.attn_output.bias" in tensors,
            rope_theta=metadata.decimal("llama.rope.freq_base", 10_000.0),
        )
    except ModelFolderError as error:
        raise ImportFailed(f"The file's shape is not usable: {error.detail}") from error


def _width(metadata: Metadata) -> int:
    return metadata.integer("llama.embedding_length")


def _refuse_scaling(
    metadata: Metadata, tensors: Mapping[str, ReaderTensor], head_size: int
) -> None:
    """Refuse what would be computed wrongly: stretched or partial rotary positions, experts."""
    rotated = metadata.integer("llama.rope.dimension_count", head_size)
    if rotated != head_size:
        raise ImportFailed(
            f"Only {rotated} of {head_size} head dimensions are rotated; all were expected."
        )
    scaling = metadata.text("llama.rope.scaling.type", "none")
    if scaling != "none" or "rope_freqs.weight" in tensors:
        raise ImportFailed(
            f"The file stretches its rotary positions (scaling {scaling!r}); plain ones were "
            "expected: import the model of the original context."
        )
    if metadata.integer("llama.expert_count", 0):
        raise ImportFailed("The file is a mixture of experts; a dense model was expected.")


class GgufWeights(Mapping[str, Floats]):
    """Canonical weights of a llama GGUF, dequantised at each look-up."""

    def __init__(self, config: ModelConfig, tensors: Mapping[str, ReaderTensor]) -> None:
        self._config = config
        self._tensors = tensors
        self._names = {name: _gguf_name(name) for name in weight_shapes(config)}

    def __getitem__(self, name: str) -> Floats:
        """Raises KeyError for a name that the file does not have."""
        tensor = self._tensors[self._names[name]]
        array = dequantize(tensor.data, tensor.tensor_type).astype(np.float32, copy=False)
        if heads := _rotated_heads(self._config, name):
            return unpermute(array, heads)
        return array

    def __iter__(self) -> Iterator[str]:
        return (name for name, stored in self._names.items() if stored in self._tensors)

    def __len__(self) -> int:
        return sum(1 for _ in self)

    @property
    def stored_names(self) -> set[str]:
        return set(self._names.values())


def _gguf_name(name: str) -> str:
    if name in _TOP_NAMES:
        return _TOP_NAMES[name]
    _, layer, leaf = name.split(".", 2)
    return f"blk.{layer}.{_LAYER_NAMES[leaf]}"


def _rotated_heads(config: ModelConfig, name: str) -> int:
    if ".attention.query." in name:
        return config.heads
    return config.kv_heads if ".attention.key." in name else 0


def unpermute(array: Floats, heads: int) -> Floats:
    """Undo llama.cpp's row order, which puts a rotated pair's rows side by side.

    (heads * d, ...) -> the same shape with row i of a head beside row i + d/2 again, as the
    half-split rotation of our graphs wants them.
    """
    pairs = array.reshape(heads, -1, 2, *array.shape[1:])
    return np.ascontiguousarray(pairs.swapaxes(1, 2)).reshape(array.shape)


def _refuse_unread(tensors: Mapping[str, ReaderTensor], weights: GgufWeights) -> None:
    """A tensor we would ignore is a part of the model we would compute without."""
    if unread := sorted(set(tensors) - weights.stored_names):
        raise ImportFailed(
            f"The file has tensors that a plain llama has not, such as {unread[0]} "
            f"({len(unread)} of {len(tensors)}); the model would be computed wrongly without them."
        )


def _card(metadata: Metadata, tensors: Mapping[str, ReaderTensor], path: Path) -> Card:
    types = Counter(tensor.tensor_type.name for tensor in tensors.values())
    return Card(
        name=metadata.text("general.name", path.stem),
        licence=metadata.text("general.license", "not stated in the file"),
        languages=tuple(metadata.strings("general.languages", ())),
        chat_template=metadata.text("tokenizer.chat_template", "") or None,
        start_id=metadata.optional_integer("tokenizer.ggml.bos_token_id"),
        stop_ids=end_ids(metadata),
        provenance={"file": path.name, "tensor_types": dict(sorted(types.items()))},
    )
