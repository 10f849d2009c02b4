"""The changes inside a model that can be asked for, before they are read against a text.

Tokens are those of the prompt: from 0, or from its end, -1 being the last. Layers and heads are
counted from 0.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from ..runtime.token_changes import Place

MOST_CHANGES = 1024
MOST_TEXTS = 16  # whose states and means are read for one request


@dataclass(frozen=True)
class HeadOff:
    """A head gives nothing at any token, or, ``by`` its mean, what it gives on average over the
    tokens of the texts ``over``, of the prompt itself where there are none."""

    layer: int
    head: int
    by: Literal["zero", "mean"] = "zero"
    over: tuple[str, ...] = ()


@dataclass(frozen=True)
class AttentionCut:
    """The tokens ``queries`` no longer see the tokens ``keys``; without ``queries`` no other token
    does, those that are written included. In all layers and heads but where one is named."""

    keys: tuple[int, ...]
    queries: tuple[int, ...] | None = None
    layer: int | None = None
    head: int | None = None


@dataclass(frozen=True)
class PromptState:
    """The residual stream at one ``token`` of another ``prompt``."""

    prompt: str
    token: int


@dataclass(frozen=True)
class StateDifference:
    """The state of one prompt less that of another."""

    more: PromptState
    less: PromptState


@dataclass(frozen=True)
class StatePatch:
    """Replaces the residual stream at ``token`` by ``state``: numbers, or the state of another
    prompt."""

    place: Place
    token: int
    state: Sequence[float] | PromptState


@dataclass(frozen=True)
class Steering:
    """``scale`` times a vector, added to the residual stream at the ``tokens``, else at every token
    from ``start`` on, those that are written included."""

    place: Place
    vector: Sequence[float] | StateDifference
    scale: float = 1.0
    tokens: tuple[int, ...] | None = None
    start: int = 0


Change = HeadOff | AttentionCut | StatePatch | Steering
Changes = Sequence[Change] | None  # None: the model as it is
