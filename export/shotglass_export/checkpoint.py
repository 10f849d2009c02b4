"""A checkpoint as every importer returns it: shape, canonical weights, tokenizer, and its card.

Knows no file format and writes nothing.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Protocol, runtime_checkable

import numpy as np
from numpy.typing import NDArray

from shotglass.architecture import ModelConfig

Floats = NDArray[np.float32]
Weights = Mapping[str, Floats]


@runtime_checkable
class InPieces(Protocol):
    """Weights of which a large one need not be whole in memory."""

    def pieces(self, name: str) -> Iterator[Floats]:
        """Yields the weight's rows, some at a time, in their order."""


@dataclass(frozen=True)
class Card:
    """The facts about a checkpoint beside its numbers; they go into the manifest, which says what
    the tokens are."""

    name: str
    licence: str
    languages: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    chat_template: str | None = None
    start_id: int | None = None
    stop_ids: tuple[int, ...] = ()
    end_id: int | None = None
    adds_start: bool = False
    provenance: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Checkpoint:
    """``weights`` holds exactly the names and shapes of ``architecture.weight_shapes``.

    It may read lazily, a tensor at each look-up, so that a large checkpoint is never whole in
    memory. ``tokenizer`` is the content of a ``tokenizer.json``.
    """

    config: ModelConfig
    weights: Weights
    tokenizer: Mapping[str, Any]
    card: Card
