"""The cases of runs.json: a run as a file, and what is no run and where.

Each of 200 mutations of a view puts a value of another kind at one place of its run, takes away a
key that must be there, or adds one that is unknown: the place is known from how it was made.
"""

from __future__ import annotations

import json
import random
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

from contract.runs_views import compared, runs
from jsonschema import Draft202012Validator

Place = list[str | int]
MUTATIONS = 200
WRONG: dict[type, list[Any]] = {
    str: [5, [], {}, True],
    int: ["x", [], {}, False, -1e12],
    float: ["x", [], {}, True, 1e12, -1e12],
    bool: ["true", 1, [], {}],
    list: [{}, "x", 3, None],
    dict: [[], "x", 3, None],
}
FREE = {"shot_sets", "survivors", "truths", "logit_bias"}  # objects with any keys
# What stands at each place is the schema's own; that a file is none is for another reader to say.
SCHEMA = json.loads(
    (Path(__file__).parents[2] / "backend/shotglass/run_file/schema.json").read_bytes()
)


def make() -> dict[str, Any]:
    return {
        "runs": list(runs().values()),
        "mutations": [case for view in runs() for case in _mutations(view)],
        "faults": [{"at": at, "value": value, "says": says} for at, value, says in FAULTS],
        "misfits": [
            {"view": view, "at": at, "value": value, "says": says}
            for view, at, value, says in MISFITS
        ],
    }


def run() -> dict[str, Any]:
    return compared()


EVENT: Place = ["results", "lanes", 1, "events"]
# What stands where, and the whole sentence of either language's reader.
FAULTS: list[tuple[Place, Any, str]] = [
    (["shotglass_run"], 0, "shotglass_run: expected 1 or 2, not 0"),
    (["view"], "dream", "view: expected one of compare, prompt, decode, fill, measure, "
     'inside, lessons, not "dream"'),
    (["made"], "yesterday", "made: expected a text such as 2026-11-29T12:00:00.000Z, "
     'not "yesterday"'),
    (["models"], [], "models: expected a list of 1 to 2, not a list"),
    (["models", 0, "digest"], "ab", "models[0].digest: expected a text such as a3b1... "
     '(64 hexadecimal digits) or null, not "ab"'),
    (["models", 0, "id"], "../../etc", "models[0].id: expected a text such as smollm2-135m, "
     'not "../../etc"'),
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


READINGS: Place = ["readings", 0, 0]
# Of a record, what no model reads: other answers or items than the plan's, those of another model,
# and no probabilities.
UNREAD: list[tuple[Place, Any]] = [
    (["models", 0, "id"], "another"),
    (["plan", "model"], "another"),
    (["plan", "prompt", "shot_sets", "main", 0, "output"], " a third answer"),
    ([*READINGS, "items", 0], []),
    ([*READINGS, "items", 0], [-1, -1, -1, -1, -1]),
    ([*READINGS, "items"], []),
    ([*READINGS, "items", 0, 0], 1.5),
    ([*READINGS, "items", 0, 0], -1e7),
    ([*READINGS, "items", 0], [-0.1, -0.1]),
    ([*READINGS, "content_free"], [[-1]]),
]
# What the schema cannot say: parts that do not fit each other.
MISFITS: list[tuple[str, Place, Any, str]] = [
    ("prompt", ["question", "columns", 1, "model"], 1, "question.columns[1].model: expected a "
     "whole number from 0 to 0, not 1"),
    ("prompt", ["results", "columns", 0, "samples", 0, "parts", 1, "source"], 1, "results"
     ".columns[0].samples[0].parts[1].source: expected a whole number from 0 to 0, not 1"),
    ("prompt", ["question", "columns", 0, "prompt"], "<user>small?", "results.columns[0]"
     ".sources[0].prompt: expected what the question and the text before say, "
     'not "<user>tall?"'),
    ("prompt", ["question", "columns", 0, "settings", "seed"], 5, "results.columns[0].sources[0]"
     ".settings.seed: expected what the question and the text before say, not 7"),
    ("prompt", ["results", "columns", 0, "sources", 0, "settings", "seed"], 99, "results"
     ".columns[0].sources[0].settings.seed: expected what the question and the text before say, "
     "not 99"),
    ("prompt", ["results", "columns", 0, "sources", 0, "settings", "temperature"], 0.5, "results"
     ".columns[0].sources[0].settings.temperature: expected what the question and the text before "
     "say, not 0.5"),
    ("prompt", ["results", "columns", 0, "sources", 0, "settings", "constraint", "source"], ".",
     "results.columns[0].sources[0].settings.constraint: expected what the question and the text "
     "before say, not an object"),
    ("prompt", ["results", "columns", 0, "sources", 0, "ids"], [5], "results.columns[0].sources[0]"
     ".ids: expected what the question and the text before say, not a list"),
    ("prompt", ["results", "columns", 0, "samples", 0, "parts", 0, "token", "sample"], 1, "results"
     ".columns[0].samples[0].parts[0].token.sample: expected 0, not 1"),
    ("prompt", ["results", "columns", 0, "samples"], [], "results.columns[0].samples: expected a "
     "list of 1 to 1, not a list"),
    ("prompt", ["results", "columns", 1, "samples", 0, "reason"], "length", "results.columns[1]"
     '.samples[0].reason: expected null, not "length"'),
    ("decode", ["results", "next", "taken", 0], 1, "results.next.taken: expected the tokens of its "
     "address, not a list"),
    ("decode", ["results", "next", "logits", "shape"], [4], "results.next.logits.shape: expected "
     "the shape of its tokens and heads, not a list"),
    ("decode", ["results", "next", "logits", "data"], "AAAA", "results.next.logits.data: expected "
     '12 bytes in base64, not "AAAA"'),
    ("decode", ["results", "next", "allowed", "data"], "A", "results.next.allowed.data: expected "
     'a text such as AACAPw== (float32, little-endian, in base64), not "A"'),
    ("inside", ["results", "explained", "arrays", 1, "shape", 1], 2, "results.explained.arrays[1]"
     ".shape: expected the shape of its tokens and heads, not a list"),
    ("inside", ["question", "interventions", 2, "vector"], [0.5], "question.interventions[2]: "
     "expected a change that can be made, not an object"),
    ("inside", ["question", "interventions", 3, "token"], 1, "question.interventions[3]: "
     "expected a change that can be made, not an object"),
    ("inside", ["shotglass_run"], 1, "shotglass_run: expected 2, not 1"),
    ("measure", ["results", "record", "readings", 0], [], "results.record: expected a record that "
     "fits together, not an object"),
    ("measure", ["models", 0, "id"], "another", 'models[0].id: expected "tiny", not "another"'),
    *[("measure", ["results", "record", *at], value, "results.record: expected a record that fits "
       "together, not an object") for at, value in UNREAD],
    ("measure", ["results", "kind"], "x", "results.kind: expected one of measurement, example, "
     'head, vector, not "x"'),
    ("measure", ["results", "record", "conditions", 0, "labels"], [], "results.record.conditions"
     "[0].labels: expected a number from -1000000000 to 1000000000 or one of names, none, not a "
     "list"),
]  # fmt: skip


def _mutations(view: str) -> list[dict[str, Any]]:
    """Those that a validator of the draft refuses too."""
    source = random.Random(f"20261130 {view}")
    standard = Draft202012Validator({"$ref": f"#/$defs/{view}", "$defs": SCHEMA["$defs"]})
    places = [*_places(runs()[view], [])]
    cases: list[dict[str, Any]] = []
    while len(cases) < MUTATIONS:
        at, value = source.choice(places)
        kind = source.choice(["value", "value", "missing", "unknown"])
        case: dict[str, Any] = {"view": view, "at": at, "kind": kind, "value": None}
        if kind == "value" and value is not None and not (at[-1] in FREE and value == {}):
            case["value"] = source.choice(WRONG[type(value)])
        elif kind == "unknown" and isinstance(value, dict) and at[-1] not in FREE:
            case |= {"at": [*at, "more"], "value": 1}
        elif kind != "missing" or not isinstance(at[-1], str):
            continue
        if not standard.is_valid(mutated(view, case["at"], kind, case["value"])):
            cases.append(case | {"place": _written(case["at"])})
    return cases


def _places(value: Any, at: Place) -> Iterator[tuple[Place, Any]]:
    if at:
        yield at, value
    if not isinstance(value, dict | list):
        return
    for step, item in value.items() if isinstance(value, dict) else enumerate(value):
        yield from _places(item, [*at, step])


def _written(at: Place) -> str:
    steps = (f"[{step}]" if isinstance(step, int) else f".{step}" for step in at)
    return "".join(steps).lstrip(".")


def mutated(view: str, at: Place, kind: str, value: Any) -> Any:
    """The run of a view with one place changed; both languages' tests do the same."""
    whole = json.loads(_text(view))
    inner: Any = whole
    for step in at[:-1]:
        inner = inner[step]
    if kind == "missing":
        del inner[at[-1]]
    else:
        inner[at[-1]] = value
    return whole


@cache
def _text(view: str) -> str:
    return json.dumps(runs()[view])
