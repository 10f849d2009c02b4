"""What a family's file says: the shape that its settings mean, and where each weight lies."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from shotglass.architecture import ModelConfig, weight_shapes

from ....checkpoint import Floats
from ..settings import Settings


@dataclass(frozen=True)
class Place:
    """Where a canonical weight lies: in tensor ``name``, which may hold it ``transposed``, as
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
        """Of a weight with so many outputs, how many the tensor has."""
        return self.heads * self.room or outputs

    def cut(self, array: Floats, outputs: int) -> Floats:
        """The weight's rows of the tensor's, (outputs, ...)."""
        size, rest = outputs // self.heads, array.shape[1:]
        groups = array.reshape(self.heads, -1, *rest)[:, self.start : self.start + size]
        if self.order:
            groups = groups[:, list(self.order)]
        rows = groups.reshape(outputs, *rest)
        return rows + np.float32(self.plus) if self.plus else rows


Places = dict[str, Place]


@dataclass(frozen=True)
class Family:
    """``prefix`` is what tensors of a model with a head begin with, and of one without do not.

    ``ignored``: tensors, by their names without the prefix, that hold no weights of the model:
    masks and positions that follow from its shape, heads for other tasks. ``copies``: tensors that
    repeat another one when the head is tied, by name.
    """

    config: Callable[[Settings], ModelConfig]
    places: Callable[[ModelConfig], Places]
    prefix: str
    ignored: Sequence[str] = ()
    copies: Callable[[ModelConfig], Mapping[str, str]] = lambda _config: {}
    renamed: Sequence[tuple[str, str]] = ()  # endings of old names, and of today's
    old_prefix: str = ""  # of files from before there was another

    def canonical(self, stored: str) -> str:
        """A stored name without prefix, as the family writes it today."""
        name = stored.removeprefix(self.prefix).removeprefix(self.old_prefix)
        for old, new in self.renamed:
            if name.endswith(old):
                return name[: -len(old)] + new
        return name

    def ignores(self, name: str) -> bool:
        return any(re.fullmatch(pattern, name) for pattern in self.ignored)


def layered(
    config: ModelConfig, top: Mapping[str, str], layer: Mapping[str, str], prefix: str
) -> Iterator[tuple[str, Place]]:
    """Places of all weights and biases from the names of their linears and norms, ours to theirs;
    a layer's are behind ``prefix.N.``."""
    for name in weight_shapes(config):
        stem, _, suffix = name.rpartition(".")
        if stem in top:
            yield name, Place(f"{top[stem]}.{suffix}")
        elif stem.startswith("layers."):
            _, number, leaf = stem.split(".", 2)
            if leaf in layer:
                yield name, Place(f"{prefix}.{number}.{layer[leaf]}.{suffix}")


def in_pairs(head_size: int, rotary_size: int) -> tuple[int, ...]:
    """Where the numbers of a head go, of which the first ``rotary_size`` are turned in pairs half
    of that apart, so that all pairs are half a head apart and the first ones are turned. Queries
    and keys are put in the same order, so their products stay what they are."""
    if not rotary_size:
        return ()
    half, rest = rotary_size // 2, (head_size - rotary_size) // 2
    kept = range(rotary_size, head_size)
    return (*range(half), *kept[:rest], *range(half, rotary_size), *kept[rest:])
