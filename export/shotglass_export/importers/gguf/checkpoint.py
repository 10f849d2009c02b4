"""GGUF files as llama.cpp writes them, of the families in ``families.py``: read, never run.

Tensors are found under canonical names and dequantised one at a time, when they are asked for, so
that a file is never whole in memory.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from pathlib import Path

import numpy as np
from gguf import dequantize
from gguf.constants import GGMLQuantizationType

from shotglass.architecture import ModelConfig, Shape, weight_shapes
from shotglass.errors import ImportFailed

from ...checkpoint import Card, Checkpoint, Floats
from .ends import read_ends
from .families import ROPE_FACTORS, Family, family_of
from .header import Metadata, StoredTensor, read_header
from .tokenizer import build_tokenizer

_STEMS = {
    "embedding": "token_embd",
    "position": "position_embd",
    "final_norm": "output_norm",
    "head": "output",
    "attention_norm": "attn_norm",
    "attention.query": "attn_q",
    "attention.key": "attn_k",
    "attention.value": "attn_v",
    "attention.output": "attn_output",
    "ffn_norm": "ffn_norm",
    "ffn.gate": "ffn_gate",
    "ffn.up": "ffn_up",
    "ffn.down": "ffn_down",
}
_FUSED = "attn_qkv"


class GgufWeights(Mapping[str, Floats]):
    """Canonical weights of a GGUF, dequantised at each look-up.

    Raises ImportFailed at once for a tensor of another shape than the architecture's.
    """

    def __init__(
        self,
        path: Path,
        config: ModelConfig,
        tensors: Mapping[str, StoredTensor],
        family: Family,
    ) -> None:
        self._path, self._config, self._family = path, config, family
        self._tensors = tensors
        shapes = weight_shapes(config)
        self._names = {name: _gguf_name(name, family) for name in shapes}
        for name, stored in self._names.items():
            if stored in tensors:
                self._check(tensors[stored], shapes[name])

    def __getitem__(self, name: str) -> Floats:
        """Raises KeyError for a name that the file does not have."""
        tensor = self._tensors[self._names[name]]
        array = dequantised(self._path, tensor)
        if tensor.name.split(".")[-2] == _FUSED:
            array = np.ascontiguousarray(array[_rows(self._config, name)])
        heads = _rotated_heads(self._config, name) if self._family.pairs else 0
        return unpermute(array, heads) if heads else array

    def __iter__(self) -> Iterator[str]:
        return (name for name, stored in self._names.items() if stored in self._tensors)

    def __len__(self) -> int:
        return sum(1 for _ in self)

    @property
    def stored_names(self) -> set[str]:
        return set(self._names.values())

    def _check(self, tensor: StoredTensor, shape: Shape) -> None:
        if f".{_FUSED}." in tensor.name:
            shape = (self._config.query_width + 2 * self._config.kv_width, *shape[1:])
        if tensor.shape != shape:
            raise ImportFailed(
                f"The tensor {tensor.name} has the shape {tensor.shape}; the file's own "
                f"architecture needs {shape}."
            )


def dequantised(path: Path, tensor: StoredTensor) -> Floats:
    """A tensor as float32, of its own shape."""
    raw = np.memmap(path, np.uint8, "r", tensor.start, (tensor.bytes,))
    if tensor.type in ("F32", "F16"):
        plain = raw.view("<f4" if tensor.type == "F32" else "<f2")
        return plain.reshape(tensor.shape).astype(np.float32)
    rows = raw.reshape(*tensor.shape[:-1], -1)
    found: Floats = dequantize(rows, GGMLQuantizationType[tensor.type])
    return found.astype(np.float32, copy=False).reshape(tensor.shape)


def _gguf_name(name: str, family: Family) -> str:
    stem, _, suffix = name.rpartition(".")
    if stem in _STEMS:
        return f"{_STEMS[stem]}.{suffix}"
    _, layer, leaf = stem.split(".", 2)
    fused = family.fused and leaf in ("attention.query", "attention.key", "attention.value")
    return f"blk.{layer}.{_FUSED if fused else _STEMS[leaf]}.{suffix}"


def _rows(config: ModelConfig, name: str) -> slice:
    """Which rows of the one tensor are the query's, the key's or the value's."""
    start, key = config.query_width, config.kv_width
    if ".query." in name:
        return slice(0, start)
    return slice(start, start + key) if ".key." in name else slice(start + key, start + 2 * key)


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


def read_gguf(path: Path) -> Checkpoint:
    """Raises ImportFailed for a file that is damaged or describes a model we cannot run."""
    if not path.is_file():
        raise ImportFailed(f"There is no file {path.name}; the path of a .gguf file was expected.")
    header = read_header(path, lambda values: family_of(Metadata(values)))
    metadata, tensors = Metadata(header.values), header.tensors
    family = family_of(metadata)
    config = family.config(metadata, tensors, _rope_factors(path, tensors))
    tokenizer = build_tokenizer(metadata)
    weights = GgufWeights(path, config, tensors, family)
    _refuse_unread(tensors, weights)
    return Checkpoint(config, weights, tokenizer, _card(metadata, tensors, path))


def _rope_factors(path: Path, tensors: Mapping[str, StoredTensor]) -> tuple[float, ...] | None:
    """By how much each pair of a head turns more slowly, where the file says so."""
    if (stored := tensors.get(ROPE_FACTORS)) is None:
        return None
    return tuple(map(float, dequantised(path, stored).ravel()))


def _refuse_unread(tensors: Mapping[str, StoredTensor], weights: GgufWeights) -> None:
    """A tensor we would ignore is a part of the model we would compute without."""
    if unread := sorted(set(tensors) - weights.stored_names - {ROPE_FACTORS}):
        raise ImportFailed(
            f"The file has tensors that its architecture has not, such as {unread[0][:60]} "
            f"({len(unread)} of {len(tensors)}); the model would be computed wrongly without them."
        )


def _card(metadata: Metadata, tensors: Mapping[str, StoredTensor], path: Path) -> Card:
    types = Counter(tensor.type for tensor in tensors.values())
    ends = read_ends(metadata)
    return Card(
        name=metadata.text("general.name", path.stem),
        licence=metadata.text("general.license", "not stated in the file"),
        languages=tuple(metadata.strings("general.languages", ())),
        chat_template=metadata.text("tokenizer.chat_template", "") or None,
        notes=ends.notes,
        start_id=ends.start,
        stop_ids=ends.stops,
        end_id=ends.end,
        adds_start=ends.adds_start,
        provenance={"file": path.name, "tensor_types": dict(sorted(types.items()))},
    )
