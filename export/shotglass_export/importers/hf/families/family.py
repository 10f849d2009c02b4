"""The file of a family: the shape that its settings mean, and where each weight lies."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from shotglass.architecture import ModelConfig

from ...tensor_slice import TensorSlices
from ..settings import Settings

_HEADS = ("lm_head.", "cls.")  # what stands outside the prefix


@dataclass(frozen=True)
class HfFamily:
    """``prefix`` is what tensors of a model with a head begin with, and of one without do not.

    ``ignored``: tensors, by their names without the prefix, that hold no weights of the model:
    masks and positions that follow from its shape, heads for other tasks. ``copies``: tensors that
    repeat another one when the head is tied, by name.
    """

    config: Callable[[Settings], ModelConfig]
    slices: Callable[[ModelConfig], TensorSlices]
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

    def stored(self, name: str) -> str:
        """The other way round, of a model with a head."""
        return name if name.startswith(_HEADS) else self.prefix + name

    def ignores(self, name: str) -> bool:
        return any(re.fullmatch(pattern, name) for pattern in self.ignored)


def head_of(embedding: str) -> Callable[[ModelConfig], Mapping[str, str]]:
    """A family's ``copies``: the head alone, which repeats the tensor ``embedding``."""
    return lambda config: {"lm_head.weight": embedding} if config.tied else {}
