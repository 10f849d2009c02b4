"""Changes inside a model while it is asked: heads off, attention cut, states replaced, vectors
added. The fields are those of ``interventions`` in docs/api.md.

Tokens are the prompt's: from 0, or from its end, -1 being the last. A place is a layer, whose input
it is, or a name of TransformerLens such as ``blocks.5.hook_resid_pre``.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any, Literal

from ..engine.asking import Changes
from ..engine.interventions.changes import (
    AttentionCut,
    Change,
    HeadOff,
    PromptState,
    StateDifference,
    StatePatch,
    Steering,
)
from ..engine.interventions.points import place_of
from ..engine.runtime.token_changes import Place
from ..errors import InvalidRequest, quoted

Vector = Iterable[float]
"""(D,) numbers, such as an array of numpy."""


def head_off(
    layer: int, head: int, by: Literal["zero", "mean"] = "zero", over: Sequence[str] = ()
) -> HeadOff:
    """A head that gives nothing at any token, or, ``by`` its mean, what it gives on average over
    the tokens of the texts ``over``, of the prompt itself without any."""
    return HeadOff(layer, head, by, tuple(over))


def attention_cut(
    to: Iterable[int],
    by: Iterable[int] | None = None,
    *,
    layer: int | None = None,
    head: int | None = None,
) -> AttentionCut:
    """The tokens ``by`` no longer look at the tokens ``to``; without ``by`` no other token does. In
    all layers and heads but where one is named."""
    return AttentionCut(tuple(to), None if by is None else tuple(by), layer, head)


def patch(
    place: int | str, token: int, state: str | Vector, *, source: int | None = None
) -> StatePatch:
    """The residual stream at ``token`` is ``state``: a vector, or that of another prompt at its
    token ``source``, which is the same number without one. Raises InvalidRequest."""
    if isinstance(state, str):
        other = PromptState(state, token if source is None else source)
        return StatePatch(_place(place), token, other)
    return StatePatch(_place(place), token, _numbers(state))


def steer(
    place: int | str,
    vector: Vector | tuple[str, str],
    scale: float = 1.0,
    *,
    token: int = -1,
    tokens: Iterable[int] | None = None,
    start: int = 0,
) -> Steering:
    """``scale`` times a vector, added at the ``tokens``, else at every token from ``start`` on,
    those that are written included. The vector is one's own, or the state of the first of two texts
    less that of the second, each at its ``token``. Raises InvalidRequest."""
    added: tuple[float, ...] | StateDifference
    match vector:
        case (str(more), str(less)):
            added = StateDifference(PromptState(more, token), PromptState(less, token))
        case _:
            added = _numbers(vector)
    chosen = None if tokens is None else tuple(tokens)
    return Steering(_place(place), added, scale, chosen, start)


def _place(place: int | str) -> Place:
    return place_of(place, "/interventions") if isinstance(place, str) else Place(place)


def _numbers(vector: Iterable[Any]) -> tuple[float, ...]:
    return tuple(float(number) for number in vector)


def changes_of(interventions: Changes) -> Changes:
    """Returns the changes as they are given. Raises InvalidRequest for anything that is no list of
    changes."""
    if interventions is None:
        return None
    if not isinstance(interventions, Sequence) or not all(
        isinstance(each, Change) for each in interventions
    ):
        raise InvalidRequest(
            f"interventions are {quoted(interventions, 60)}; a list of changes was expected, such "
            "as [sg.head_off(0, 1)].",
            pointer="/interventions",
        )
    return interventions
