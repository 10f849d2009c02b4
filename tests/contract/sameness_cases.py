"""The cases of sameness.json: what a file says of a run beside what its models answer now. Every
outcome is written by hand, but how many values were compared, which are counted here."""

from __future__ import annotations

import base64
import math
import struct
from collections.abc import Callable
from copy import deepcopy
from typing import Any

from contract.runs_views import compared, runs

Json = Any
MAY_DIFFER = {"made", "shotglass", "context", "writes", "fingerprint", "bit_stable"}
SAME = {"different": 0, "first": None, "token": None, "largest": 0}
EVENTS: list[Json] = compared()["results"]["lanes"][1]["events"]
START, SCORE, FIRST, SECOND, DONE = range(5)  # places of events
GAP = 2**-20  # of log-probabilities
Change = Callable[[list[Json]], object]
# Its name, a sample, the answers of its sources; values and tokens that are compared, and the rest.
Text = tuple[str, Json, list[Json], int, int, dict[str, Any]]


def make() -> dict[str, Any]:
    return {"values": _values(), "events": _events(), "texts": _texts()}


def _count(value: Json) -> int:
    """Texts, numbers, truths and nothings in it."""
    if isinstance(value, dict):
        return sum(_count(item) for name, item in value.items() if name not in MAY_DIFFER)
    return sum(map(_count, value)) if isinstance(value, list) else 1


def _differs(place: str, was: Json, now: Json, **more: Any) -> dict[str, Any]:
    return SAME | {"different": 1, "first": {"place": place, "was": was, "now": now}} | more


def _values() -> list[dict[str, Any]]:
    """At the place ``at``."""
    one, other = _floats(1.0, 0.5), _floats(1.0, 0.25)
    cases: list[tuple[str, Json, Json, int, dict[str, Any]]] = [
        ("alike, whole or not", [1, 2.0, "a", None], [1.0, 2, "a", None], 4, SAME),
        ("truth is no number", [True, 0], [1, False], 2,
         _differs("at[0]", True, 1, different=2)),
        ("a text", {"a": {"text": " LIES"}}, {"a": {"text": " cold"}}, 1,
         _differs("at.a.text", " LIES", " cold")),
        ("whole numbers have no size of a difference", {"rank": 3}, {"rank": 7}, 1,
         _differs("at.rank", 3, 7)),
        ("numbers", {"p": 0.25, "mass": 1}, {"p": 0.5, "mass": 0.5}, 2,
         _differs("at.p", 0.25, 0.5, different=2, largest=0.5)),
        ("what the file does not say", {"p": 0.5}, {"p": 0.5, "draw": 0.1}, 1, SAME),
        ("what is not there now", {"p": 0.5, "draw": 0.1}, {"p": 0.5}, 2,
         _differs("at.draw", 0.1, None)),
        ("a list that is longer now", [1], [1, 2], 2, _differs("at[1]", None, 2)),
        ("a list that is shorter now", ["a", "b"], ["a"], 2, _differs("at[1]", "b", None)),
        ("another kind of value", {"draw": None}, {"draw": {"p": 1}}, 1,
         _differs("at.draw", None, "{…}")),
        ("what may be another", {"made": "now", "fingerprint": "0", "bit_stable": True},
         {"made": "then", "fingerprint": "1", "bit_stable": False}, 0, SAME),
        ("an array", one, one, 2, SAME),
        ("an array of other bits", {"logits": one}, {"logits": other}, 2,
         _differs("at.logits.data[1]", 0.5, 0.25, largest=0.25)),
        ("an array of another shape", one, one | {"shape": [2, 1]}, 3,
         _differs("at.shape[1]", None, 1)),
    ]  # fmt: skip
    return [
        {"name": name, "then": then, "now": now, "is": {"values": values, "tokens": 0} | outcome}
        for name, then, now, values, outcome in cases
    ]


def _floats(*values: float) -> dict[str, Any]:
    data = base64.b64encode(struct.pack(f"<{len(values)}f", *values)).decode()
    return {"shape": [len(values)], "data": data}


def _set(at: int, *steps: str | int, to: Json) -> Change:
    """Another value in an event."""

    def change(events: list[Json]) -> None:
        inner = events[at]
        for step in steps[:-1]:
            inner = inner[step]
        inner[steps[-1]] = to

    return change


def _events() -> list[dict[str, Any]]:
    """Of a lane, the second of a comparison: an event is another now."""
    first = "distribution", "alternatives", 0
    cases: list[tuple[str, Change, int, dict[str, Any]]] = [
        ("nothing differs", lambda events: None, 2, SAME),
        ("events come in another order", lambda events: events.insert(0, events.pop()), 2, SAME),
        ("what a server can read at once", _set(START, "context", to=2048), 2, SAME),
        ("the prompt", _set(START, "prompt", to="tall ->"), 2,
         _differs("at[0].prompt", EVENTS[START]["prompt"], "tall ->")),
        ("an answer's text", _set(SCORE, "labels", 0, "text", to=" low"), 2,
         _differs("at[1].labels[0].text", " short", " low")),
        ("an answer's share", _set(SCORE, "labels", 0, "share", to=0.7), 2,
         _differs("at[1].labels[0].share", 0.75, 0.7, largest=0.75 - 0.7)),
        ("the mass", _set(SCORE, "mass", to=0.5), 2,
         _differs("at[1].mass", 0.8084271777, 0.5, largest=0.8084271777 - 0.5)),
        ("a token's piece", _set(FIRST, "piece", to="x"), 2,
         _differs("at[2].piece", " short", "x")),
        ("the last bits of a token", _set(FIRST, "logprob", to=-0.5 - GAP), 2,
         _differs("at[2].logprob", -0.5, -0.5 - GAP, largest=GAP)),
        ("the text of what else was likely", _set(FIRST, *first, "text", to="?"), 2,
         _differs("at[2].distribution.alternatives[0].text", " short", "?")),
        ("the entropy", _set(FIRST, "distribution", "entropy", to=1.5), 2,
         _differs("at[2].distribution.entropy", 1.1, 1.5, largest=1.5 - 1.1)),
        ("how many a filter left", _set(FIRST, "survivors", to={"top_k": 9}), 2,
         _differs("at[2].survivors.top_k", 10, 9)),
        ("the text at its end", _set(DONE, "text", to=""), 2,
         _differs("at[4].text", " short", "")),
        ("a token is another", _set(FIRST, "id", to=3), 0,
         _differs("at[2].id", 9, 3, token=_at(0))),
        ("the second token is another", _set(SECOND, "id", to=3), 1,
         _differs("at[3].id", 2, 3, token=_at(1))),
        ("the text is shorter", lambda events: events.__delitem__(slice(SECOND, None)), 1,
         _differs("at[3]", "{…}", None, token=_at(1))),
        ("the text is longer", lambda events: events.insert(DONE, events[SECOND]), 2,
         _differs("at[5]", None, "{…}", token=_at(2))),
    ]  # fmt: skip
    return [_event_case(*case) for case in cases]


def _event_case(name: str, change: Change, tokens: int, outcome: Any) -> dict[str, Any]:
    after = deepcopy(EVENTS)
    change(after)
    compared = len(EVENTS)
    if (token := outcome["token"]) is not None and token["token"] < 2:
        compared = FIRST + token["token"] + 1  # nothing of the text behind it
    values = _count(EVENTS[:compared])
    if len(after) < compared:
        values = _count(EVENTS[: len(after)]) + 1
    values += len(after) > len(EVENTS)
    return {
        "name": name,
        "then": EVENTS,
        "now": after,
        "is": {"values": values, "tokens": tokens} | outcome,
    }


def _at(token: int) -> dict[str, int]:
    return {"lane": 1, "sample": 0, "token": token}


def _texts() -> list[dict[str, Any]]:
    """A sample of Prompt; the answers of its sources by sample."""
    column = runs()["prompt"]["results"]["columns"][0]
    (sample,) = column["samples"]
    tokens = [part["token"] for part in sample["parts"]]
    answer = {"prompt": "", "tokens": {"0": tokens}, "reasons": {"0": "stop_token"}}
    typed = {"kind": "typed", "text": " and"}
    after = {"kind": "token", "source": 1, "token": tokens[0], "chosen": False}
    count, rest = _count(tokens[0]), {"prompt": "", "tokens": {"0": tokens}, "reasons": {}}
    other = answer | {"tokens": {"0": [tokens[0], tokens[1] | {"id": 3}]}}
    whole = _count(tokens) + 1  # and how it ended
    cases: list[Text] = [
        ("nothing differs", sample, [answer], whole, 2, SAME),
        ("how it ended", sample | {"reason": "length"}, [answer], whole, 2,
         _differs("at.reason", "length", "stop_token")),
        ("a token is another", sample, [other], _count(tokens), 1,
         _differs("at.parts[1].token.id", 2, 3, token=_of(1))),
        ("a text that goes on now", sample | {"parts": sample["parts"][:1]}, [answer],
         count + 2, 1, _differs("at.parts[1]", None, "{…}", token=_of(1))),
        ("a text that was stopped",
         {"parts": sample["parts"][:1], "reason": "cancelled"}, [answer], count, 1, SAME),
        ("a text that a person went on with",
         {"parts": [sample["parts"][0], typed, after], "reason": None}, [answer, rest],
         2 * count, 2, SAME),
        ("a stretch behind one that is another",
         {"parts": [*sample["parts"], typed, after], "reason": None}, [other, rest],
         _count(tokens) + count, 2, _differs("at.parts[1].token.id", 2, 3, token=_of(1))),
        ("nothing that a model wrote", {"parts": [typed], "reason": None}, [], 0, 0, SAME),
        *_chosen(sample["parts"], other),
    ]  # fmt: skip
    return [
        {
            "name": name,
            "sample": sample,
            "answers": answers,
            "is": {"values": values, "tokens": same} | outcome,
        }
        for name, sample, answers, values, same, outcome in cases
    ]


def _chosen(parts: list[Json], answer: Json) -> list[Text]:
    """A person took the likeliest token, where another one is drawn."""
    natural, draws = math.log(0.6), parts[1]["token"]
    likeliest = {"id": 9, "piece": " short", "text": " short", "logprob": natural, "rank": 0}
    flat = draws["distribution"] | {"entropy": 9.0}
    others: dict[str, tuple[Json, dict[str, Any]]] = {
        "a token that a person chose": ({}, SAME),
        "a chosen token's logarithm by another program": ({"logprob": natural + 1e-15}, SAME),
        "a chosen token's logarithm": (
            {"logprob": -0.25},
            _differs("at.parts[1].token.logprob", -0.25, natural, largest=-0.25 - natural),
        ),
        "a chosen token's text": (
            {"text": "?"}, _differs("at.parts[1].token.text", "?", " short"),
        ),
        "what there was to choose from": (
            {"distribution": flat},
            _differs("at.parts[1].token.distribution.entropy", 9.0, 1.1, largest=7.9),
        ),
        "a chosen token that there was not": (
            {"id": 4},
            _differs("at.parts[1].token.id", 4, 3, different=5, largest=1.5 + natural),
        ),
    }  # fmt: skip
    cases: list[Text] = []
    for name, (change, outcome) in others.items():
        token = draws | likeliest | {"draw": None} | change
        chosen = parts[1] | {"chosen": True, "token": token}
        sample = {"parts": [parts[0], chosen], "reason": None}
        values = _count([parts[0]["token"], token])
        cases.append((name, sample, [answer], values, 1, outcome))
    return cases


def _of(token: int) -> dict[str, int]:
    return {"lane": 0, "sample": 0, "token": token}
