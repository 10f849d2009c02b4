"""Changes inside a model as JSON: what the body of a request and the file of a run hold. The fields
are those of ``interventions`` in docs/api.md.

Which layers, heads and tokens there are is checked where a change is read against a prompt.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from ...errors import InvalidRequest
from ..runtime.token_changes import Place
from .changes import (
    AttentionCut,
    Change,
    HeadOff,
    PromptState,
    StateDifference,
    StatePatch,
    Steering,
)
from .points import HEAD, PATTERN, layer_of, place_of

Fields = Mapping[str, Any]


def to_json(change: Change) -> dict[str, Any]:
    """Returns the changes as JSON, without fields that are None."""
    return {name: value for name, value in _fields(change).items() if value is not None}


def _fields(change: Change) -> dict[str, Any]:
    if isinstance(change, HeadOff):
        return {"kind": "head", **vars(change)}
    if isinstance(change, AttentionCut):
        own = {"from": change.queries, "to": change.keys}
        return {"kind": "attention", "layer": change.layer, "head": change.head, **own}
    place, point = change.place, f"blocks.{change.place.layer}.hook_resid_mid"
    head: dict[str, Any] = {"point": point} if place.middle else {"layer": place.layer}
    if isinstance(change, StatePatch):
        state = change.state
        if isinstance(state, PromptState):
            head |= {"prompt": state.prompt, "source": state.token}
        else:
            head["vector"] = state
        return {"kind": "patch", "token": change.token, **head}
    if isinstance(change.vector, StateDifference):
        more, less = change.vector.more, change.vector.less
        head |= {"prompt": more.prompt, "minus": less.prompt, "token": more.token}
    else:
        head["vector"] = change.vector
    where = {"start": change.start} if change.tokens is None else {"tokens": change.tokens}
    return {"kind": "steer", "scale": change.scale, **head, **where}


def from_json(fields: Fields, at: str) -> Change:
    """``fields`` fit the schema of their kind, and those that are None count as left out; ``at`` is
    their pointer. Raises InvalidRequest for a change that says two things, or nothing."""
    present = {name: value for name, value in fields.items() if value is not None}
    return _READERS[present["kind"]](present, at)


def _head(fields: Fields, at: str) -> HeadOff:
    layer = _layer(fields, HEAD, at)
    if layer is None:
        raise _needed("A layer or a point", at, "layer")
    return HeadOff(layer, fields["head"], fields.get("by", "zero"), tuple(fields.get("over", ())))


def _attention(fields: Fields, at: str) -> AttentionCut:
    queries = tuple(fields["from"]) if "from" in fields else None
    return AttentionCut(
        tuple(fields["to"]), queries, _layer(fields, PATTERN, at), fields.get("head")
    )


def _patch(fields: Fields, at: str) -> StatePatch:
    place, token = _place(fields, at), fields["token"]
    if ("prompt" in fields) == ("vector" in fields):
        raise _needed("One of prompt and vector", at, "prompt")
    if "vector" in fields:
        _refuse(fields, "source", "a prompt", at)
        return StatePatch(place, token, tuple(fields["vector"]))
    return StatePatch(place, token, PromptState(fields["prompt"], fields.get("source", token)))


def _steer(fields: Fields, at: str) -> Steering:
    place = _place(fields, at)
    if "tokens" in fields:
        _refuse(fields, "start", "no tokens", at)
    if ("prompt" in fields) == ("vector" in fields):
        raise _needed("One of vector and prompt", at, "vector")
    vector: tuple[float, ...] | StateDifference
    if "vector" in fields:
        _refuse(fields, "minus", "a prompt", at)
        _refuse(fields, "token", "a prompt", at)
        vector = tuple(fields["vector"])
    elif "minus" not in fields:
        raise _needed("In minus the text whose state is taken away", at, "minus")
    else:
        token = fields.get("token", -1)
        more, less = PromptState(fields["prompt"], token), PromptState(fields["minus"], token)
        vector = StateDifference(more, less)
    tokens = tuple(fields["tokens"]) if "tokens" in fields else None
    return Steering(place, vector, fields.get("scale", 1.0), tokens, fields.get("start", 0))


_READERS: Mapping[str, Callable[[Fields, str], Change]] = {
    "head": _head,
    "attention": _attention,
    "patch": _patch,
    "steer": _steer,
}


def _layer(fields: Fields, hook: str, at: str) -> int | None:
    if "point" not in fields:
        return fields.get("layer")
    _refuse(fields, "layer", "no point", at)
    return layer_of(fields["point"], hook, f"{at}/point")


def _place(fields: Fields, at: str) -> Place:
    if "point" in fields:
        _refuse(fields, "layer", "no point", at)
        return place_of(fields["point"], f"{at}/point")
    if "layer" not in fields:
        raise _needed("A layer or a point", at, "layer")
    return Place(fields["layer"])


def _needed(what: str, at: str, field: str) -> InvalidRequest:
    return InvalidRequest(f"{what} was expected.", pointer=f"{at}/{field}")


def _refuse(fields: Fields, name: str, beside: str, at: str) -> None:
    """Raises InvalidRequest for a field that says nothing here."""
    if name in fields:
        raise InvalidRequest(
            f"{name} is for an intervention with {beside}: leave it out.", pointer=f"{at}/{name}"
        )
