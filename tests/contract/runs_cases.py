"""The cases of runs.json: a run as a file, what is no run and where, and what is the same again.

Each of 200 mutations puts a value of another kind at one place of the run, takes away a key that
must be there, or adds one that is unknown: the place is known from how it was made.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from copy import deepcopy
from typing import Any

Path = list[str | int]
MUTATIONS = 200
WRONG: dict[type, list[Any]] = {
    str: [5, [], {}, True],
    int: ["x", [], {}, False, -1e12],
    float: ["x", [], {}, True, 1e12, -1e12],
    bool: ["true", 1, [], {}],
    list: [{}, "x", 3, None],
    dict: [[], "x", 3, None],
}
OPTIONAL = {"labels", "shot_sets", "readout", "expected", "stop"}
FREE = {"shot_sets", "survivors", "truths"}  # objects with any keys
NULLABLE = {"task", "digest", "draw", "shot_set", "shot", "field"}


def make() -> dict[str, Any]:
    return {
        "runs": [run()],
        "mutations": _mutations(),
        "faults": [{"at": at, "value": value, "says": says} for at, value, says in FAULTS],
        "again": _again(),
    }


def run() -> dict[str, Any]:
    settings = {"max_tokens": 2, "temperature": 0.8, "top_k": 0, "top_p": 1}
    settings |= {"n": 1, "seed": 7}
    shots = [{"input": "hot", "output": " cold"}, {"input": "热", "output": " 冷"}]
    return {
        "shotglass_run": 1,
        "view": "compare",
        "made": "2026-11-30T12:00:00.000Z",
        "shotglass": "0.1.0",
        "models": [
            {
                "id": "toy",
                "name": "Toy",
                "digest": "ab" * 32,
                "where": "computer",
                "precision": "fp32",
            }
        ],
        "question": {
            "prompt": {
                "template": "{input} ->{output}\n",
                "shot_sets": {"opposites": shots},
                "query": {"input": "tall", "expected": " short"},
                "labels": [{"text": " short"}, {"text": " tall"}],
                "readout": "labels",
                "stop": ["\n"],
            },
            "task": None,
            "set": "opposites",
            "k": 2,
            "one_shot": 0,
            "pinned": False,
            "truths": {},
        },
        "settings": settings,
        "results": {"lanes": [_lane("zero", [], settings), _lane("few", [0, 1], settings)]},
    }


def _lane(id: str, shots: list[int], settings: dict[str, Any]) -> dict[str, Any]:
    texts = ["hot -> cold\n", "热 -> 冷\n"]
    prompt = "".join(texts[at] for at in shots) + "tall ->"
    span = {"part": "query", "start": 0, "end": len(prompt), "shot": None, "field": None}
    events = [
        {
            "type": "start",
            "lane": id,
            "model": "toy",
            "prompt": prompt,
            "spans": [span],
            "tokens": [{"id": 4, "text": "tall ->", "start": 0, "end": len(prompt)}],
            "context": 128,
            "samples": 1,
        },
        {
            "type": "score",
            "lane": id,
            "labels": [
                {"text": " short", "ids": [9], "logprob": -0.5, "p": 0.6065306597, "share": 0.75},
                {"text": " tall", "ids": [8], "logprob": -1.6, "p": 0.2018965180, "share": 0.25},
            ],
            "mass": 0.8084271777,
            "next": _distribution(),
            "boundary_moved": [],
            "sample": None,
        },
        _token(id, 0, 9, " short"),
        _token(id, 1, 2, "\n"),
        {
            "type": "done",
            "lane": id,
            "sample": 0,
            "reason": "stop_text",
            "text": " short",
            "tokens": 2,
        },
    ]
    shot_set = "opposites" if shots else None
    lane = {"model": 0, "id": id, "shot_set": shot_set, "shots": shots, "reasoning": False}
    return {**lane, "settings": dict(settings), "events": events}


def _token(lane: str, index: int, id: int, text: str) -> dict[str, Any]:
    return {
        "type": "token",
        "lane": lane,
        "sample": 0,
        "index": index,
        "id": id,
        "piece": text,
        "text": text,
        "logprob": -0.5 - index,
        "rank": 0,
        "distribution": _distribution(),
        "survivors": {"top_k": 10},
        "draw": 0.25,
    }


def _distribution() -> dict[str, Any]:
    alternatives = [{"id": 9, "text": " short", "p": 0.6}, {"id": 8, "text": " tall", "p": 0.2}]
    return {"alternatives": alternatives, "rest": 0.2, "rest_tokens": 8, "entropy": 1.1}


EVENT: Path = ["results", "lanes", 1, "events"]
# What stands where, and the whole sentence of either language's reader.
FAULTS: list[tuple[Path, Any, str]] = [
    (["shotglass_run"], 2, "shotglass_run: expected 1, not 2"),
    (["view"], "dream", 'view: expected one of compare, not "dream"'),
    (["made"], "yesterday", "made: expected a text such as 2026-11-29T12:00:00.000Z, "
     'not "yesterday"'),
    (["models"], [], "models: expected a list of 1 to 2, not a list"),
    (["models", 0, "digest"], "ab", "models[0].digest: expected a text such as a3b1... "
     '(64 hexadecimal digits) or null, not "ab"'),
    (["models", 0, "precision"], "fp64", "models[0].precision: expected one of fp32, int8, fp16, "
     'web, not "fp64"'),
    (["settings", "top_p"], 0, "settings.top_p: expected a number above 0, up to 1, not 0"),
    (["settings", "n"], 9, "settings.n: expected a whole number from 1 to 8, not 9"),
    ([*EVENT, 2, "distribution", "alternatives", 0, "p"], "x", "results.lanes[1].events[2]"
     '.distribution.alternatives[0].p: expected a number from 0 to 1, not "x"'),
    ([*EVENT, 2, "distribution", "alternatives", 0, "p"], 1.5, "results.lanes[1].events[2]"
     ".distribution.alternatives[0].p: expected a number from 0 to 1, not 1.5"),
    ([*EVENT, 2, "index"], 0.5, "results.lanes[1].events[2].index: expected a whole number from 0 "
     "to 20000, not 0.5"),
    ([*EVENT, 2, "survivors", "__proto__"], "x", "results.lanes[1].events[2].survivors.__proto__: "
     'expected a whole number from 0 to 2147483648, not "x"'),
    ([*EVENT, 4, "reason"], "x" * 50, "results.lanes[1].events[4].reason: expected one of "
     f'stop_token, stop_text, length, cancelled, not "{"x" * 40}…"'),
    ([*EVENT, 0, "type"], "token", "results.lanes[1].events[0].sample: expected a whole number "
     "from 0 to 7, it is missing"),
    ([*EVENT, 4], {}, "results.lanes[1].events[4].type: expected one of start, score, token, done, "
     "it is missing"),
    (["results", "lanes", 0, "model"], 1, "results.lanes[0].model: expected a whole number from 0 "
     "to 0, not 1"),
    (["question", "prompt", "labels", 1, "text"], " short", "question.prompt.labels[1].text: "
     "expected a prompt that can be asked, not an object"),
    (["question", "prompt", "template"], "{input}", "question.prompt.template: expected a prompt "
     "that can be asked, not an object"),
]  # fmt: skip


def _mutations() -> list[dict[str, Any]]:
    source = random.Random(20261130)
    places = [*_places(run(), [])]
    cases = []
    while len(cases) < MUTATIONS:
        at, value = source.choice(places)
        kind = source.choice(["value", "value", "missing", "unknown"])
        if kind == "value" and not (value is None or at[-1] in FREE and value == {}):
            wrong = source.choice(_wrong(at, value))
            cases.append({"at": at, "kind": kind, "value": wrong, "place": _written(at)})
        elif kind == "missing" and _is_required(at):
            cases.append({"at": at, "kind": kind, "value": None, "place": _written(at)})
        elif kind == "unknown" and isinstance(value, dict) and not FREE & set(at[-1:]):
            inner = [*at, "more"]
            cases.append({"at": inner, "kind": kind, "value": 1, "place": _written(inner)})
    return cases


def _wrong(at: Path, value: Any) -> list[Any]:
    """A number of a probability may be whole, and an optional one null."""
    values = WRONG[type(value)]
    return [each for each in values if each is not None or at[-1] not in NULLABLE]


def _is_required(at: Path) -> bool:
    if at[-1] == "sample":  # of an answer's score it may be left out
        return at[-2] != 1
    free = len(at) > 1 and at[-2] in FREE
    return isinstance(at[-1], str) and at[-1] not in OPTIONAL and not free


def _places(value: Any, at: Path) -> Iterator[tuple[Path, Any]]:
    if at:
        yield at, value
    if not isinstance(value, dict | list):
        return
    for step, item in value.items() if isinstance(value, dict) else enumerate(value):
        yield from _places(item, [*at, step])


def _written(at: Path) -> str:
    steps = (f"[{step}]" if isinstance(step, int) else f".{step}" for step in at)
    return "".join(steps).lstrip(".")


def mutated(at: Path, kind: str, value: Any) -> Any:
    """The run with one place changed; both languages' tests do the same."""
    whole = deepcopy(run())
    inner: Any = whole
    for step in at[:-1]:
        inner = inner[step]
    if kind == "missing":
        del inner[at[-1]]
    else:
        inner[at[-1]] = value
    return whole


def _again() -> list[dict[str, Any]]:
    """Events of lanes now and then, and how they compare."""
    lanes = run()["results"]["lanes"]
    before = [lane["events"] for lane in lanes]
    other, bits, shorter, answer = (deepcopy(before) for _ in range(4))
    other[1][3] |= {"id": 3}
    bits[0][2] |= {"logprob": -0.5 - 2**-20}
    shorter[0] = shorter[0][:3]
    answer[1][1]["labels"][1] |= {"logprob": -1.6 - 2**-10}
    all = {"tokens": 4, "answers": 4, "first": None, "largest": 0}
    gap = abs(-1.6 - (-1.6 - 2**-10))
    cases = [
        ("nothing differs", before, all),
        ("a token is another", other, all | {"tokens": 3, "first": _at(1, 1)}),
        ("the last bits differ", bits, all | {"largest": 2**-20}),
        ("a text is shorter", shorter, all | {"tokens": 3, "first": _at(0, 1)}),
        ("an answer's probability differs", answer, all | {"largest": gap}),
        ("a lane is not there", before[:1], all | {"tokens": 2, "answers": 2, "first": _at(1, 0)}),
    ]
    return [
        {"name": name, "before": before, "after": after, "is": outcome}
        for name, after, outcome in cases
    ]


def _at(lane: int, token: int) -> dict[str, int]:
    return {"lane": lane, "sample": 0, "token": token}
