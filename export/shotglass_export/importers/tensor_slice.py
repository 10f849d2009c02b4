"""The rows of a file's tensor that a canonical weight lies in, and the orders of a head's rows."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import numpy as np

from shotglass.architecture import ModelConfig, Shape, weight_shapes

from ..checkpoint import Floats


@dataclass(frozen=True)
class TensorSlice:
    """The place of a canonical weight: in tensor ``name``, which may hold it ``transposed``, as
    (in, out).

    The tensor's outputs are ``heads`` groups, each of ``room`` of them (0: of the weight's alone),
    of which the weight's begin at ``start``; so one tensor may hold several weights, side by side
    or head by head. ``order``: which of a head's outputs stand where, of heads that are turned in
    part. ``plus``: what is added to every number (Gemma's norms are stored less 1).
    """

    name: str
    transposed: bool = False
    heads: int = 1
    start: int = 0
    room: int = 0
    order: tuple[int, ...] = ()
    plus: float = 0.0

    def stored(self, outputs: int) -> int:
        """Returns how many outputs the tensor has of a weight with so many."""
        return self.heads * self.room or outputs

    def cut(self, array: Floats, outputs: int) -> Floats:
        """The weight's rows of the tensor's, (outputs, ...)."""
        size, rest = outputs // self.heads, array.shape[1:]
        groups = array.reshape(self.heads, -1, *rest)[:, self.start : self.start + size]
        if self.order:
            groups = groups[:, list(self.order)]
        rows = groups.reshape(outputs, *rest)
        return rows + np.float32(self.plus) if self.plus else rows

    def put(self, array: Floats, into: Floats) -> None:
        """The other way round: the weight (outputs, ...) into its rows of the tensor's."""
        size, rest = len(array) // self.heads, array.shape[1:]
        groups = into.reshape(self.heads, -1, *rest)[:, self.start : self.start + size]
        order = list(self.order) or slice(None)
        groups[:, order] = array.reshape(self.heads, size, *rest) - np.float32(self.plus)


TensorSlices = dict[str, TensorSlice]


def whole_tensors(
    config: ModelConfig, slices: TensorSlices
) -> Iterator[tuple[str, Shape, dict[str, TensorSlice]]]:
    """Each tensor's name, its shape before it is transposed, and the weights that lie in it."""
    shapes: dict[str, Shape] = {}
    parts: defaultdict[str, dict[str, TensorSlice]] = defaultdict(dict)
    canonical_shapes = weight_shapes(config)
    for canonical, part in slices.items():
        rows, *rest = canonical_shapes[canonical]
        shapes.setdefault(part.name, (part.stored(rows), *rest))
        parts[part.name][canonical] = part
    for name, shape in shapes.items():
        yield name, shape, parts[name]


def layered(
    config: ModelConfig, top: Mapping[str, str], layer: Mapping[str, str], prefix: str
) -> Iterator[tuple[str, TensorSlice]]:
    """Returns where all weights and biases lie, from the names of their linears and norms, ours to
    theirs; a layer's are behind ``prefix.N.``."""
    for name in weight_shapes(config):
        stem, _, suffix = name.rpartition(".")
        if stem in top:
            yield name, TensorSlice(f"{top[stem]}.{suffix}")
        elif stem.startswith("layers."):
            _, number, leaf = stem.split(".", 2)
            if leaf in layer:
                yield name, TensorSlice(f"{prefix}.{number}.{layer[leaf]}.{suffix}")


def in_pairs(head_size: int, rotary_size: int) -> tuple[int, ...]:
    """Returns the order of a head's numbers, of which the first ``rotary_size`` are turned in pairs
    half of that apart, so that all pairs are half a head apart and the first ones are turned.
    Queries and keys are put in the same order, so their products stay what they are."""
    if not rotary_size:
        return ()
    half, rest = rotary_size // 2, (head_size - rotary_size) // 2
    unturned = range(rotary_size, head_size)
    return (*range(half), *unturned[:rest], *range(half, rotary_size), *unturned[rest:])
