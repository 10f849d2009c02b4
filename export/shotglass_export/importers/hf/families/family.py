"""What a family's file says: the shape that its settings mean, and where each weight lies."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from shotglass.architecture import ModelConfig, weight_shapes

from ..settings import Settings


@dataclass(frozen=True)
class Place:
    """Where a canonical weight lies: in tensor ``name``, which may hold it ``transposed``, as
    (in, out), and may be ``parts`` such weights along the outputs, of which it is ``part``."""

    name: str
    transposed: bool = False
    part: int = 0
    parts: int = 1


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

    def canonical(self, stored: str) -> str:
        """A stored name without prefix, as the family writes it today."""
        name = stored.removeprefix(self.prefix)
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
