"""What was changed inside a model, as a request's body and a run in a file have it: the fields are
those of ``interventions`` in docs/api.md.

``changed`` and ``least_form`` have a twin in ``web/src/core/runFile/interventions.ts``.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

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
from ..errors import InvalidRequest

Body = Mapping[str, Any]


def body_of(change: Change) -> dict[str, Any]:
    """As the body of a request has it."""
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


def saved_changes(changes: Sequence[Change] | None) -> dict[str, Any]:
    """Beside the question that was asked with them; nothing where the model was as it is."""
    if changes is None:
        return {}
    bodies = [{k: v for k, v in body_of(each).items() if v is not None} for each in changes]
    return {"interventions": bodies}


def changes_of(question: Body) -> tuple[Change, ...] | None:
    """Of a question of a run that ``form.read`` has read; None where the model was as it is."""
    if "interventions" not in question:
        return None
    return tuple(map(change_of, question["interventions"]))


def change_of(body: Body) -> Change:
    """Raises InvalidRequest for one that says two things, or nothing."""
    if body["kind"] == "head":
        return HeadOff(body["layer"], body["head"], body["by"], tuple(body["over"]))
    if body["kind"] == "attention":
        queries = tuple(body["from"]) if "from" in body else None
        return AttentionCut(tuple(body["to"]), queries, body.get("layer"), body.get("head"))
    if ("point" in body) == ("layer" in body) or ("prompt" in body) == ("vector" in body):
        raise InvalidRequest("A layer or a point, and a prompt or a vector, were expected.")
    place = place_of(body["point"], "") if "point" in body else Place(body["layer"])
    vector = tuple(body.get("vector", ()))
    if body["kind"] == "patch":
        if "prompt" not in body:
            return StatePatch(place, body["token"], vector)
        other = PromptState(body["prompt"], body.get("source", body["token"]))
        return StatePatch(place, body["token"], other)
    tokens = tuple(body["tokens"]) if "tokens" in body else None
    where = body["scale"], tokens, body.get("start", 0)
    if "prompt" not in body:
        return Steering(place, vector, *where)
    if "minus" not in body:
        raise InvalidRequest("In minus the text whose state is taken away was expected.")
    more, less = (PromptState(body[name], body.get("token", -1)) for name in ("prompt", "minus"))
    return Steering(place, StateDifference(more, less), *where)


def least_form(run: Body) -> int:
    """The first form that has a place for all of it."""
    return 2 if "heads_off" in run["results"] or any(changed(run)) else 1


def changed(run: Body) -> Iterator[tuple[str, Mapping[str, Any]]]:
    """The questions that were asked of a model that was changed inside, with their places."""
    questions = {"question": run["question"]}
    if run["view"] == "prompt":
        for at, column in enumerate(run["question"]["columns"]):
            questions[f"question.columns[{at}]"] = column
        for at, column in enumerate(run["results"]["columns"]):
            for i, source in enumerate(column["sources"]):
                questions[f"results.columns[{at}].sources[{i}]"] = source
    return (item for item in questions.items() if "interventions" in item[1])
