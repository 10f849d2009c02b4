"""GGUF files of the llama architecture, as llama.cpp writes them: read, never run."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from pathlib import Path

from gguf import GGUFReader, ReaderTensor

from shotglass.architecture import ModelConfig
from shotglass.errors import ImportFailed, ModelFolderError

from ..checkpoint import Card, Checkpoint
from .gguf_tokenizer import build_tokenizer, end_ids
from .gguf_weights import GgufWeights
from .metadata import Metadata


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
