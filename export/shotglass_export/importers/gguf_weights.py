"""The tensors of a llama GGUF under canonical names.

They are dequantised one at a time when asked for, so a file is never whole in memory.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import numpy as np
from gguf import ReaderTensor, dequantize

from shotglass.architecture import ModelConfig, weight_shapes

from ..checkpoint import Floats

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
