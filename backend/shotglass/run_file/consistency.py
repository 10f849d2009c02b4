"""What the schema of a run cannot say: whether its parts fit each other.

The twin is ``web/src/core/runFile/consistency.ts``; ``tests/contract/runs.json`` holds both
together.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from typing import Any
from urllib.parse import parse_qs

import numpy as np

from ..engine.causes.record import read_record
from ..engine.interventions.codec import from_json
from ..engine.measurement.record import parts_of
from ..errors import InvalidRequest, Phrase
from ..prompting import Prompt
from .interventions import changed, least_form
from .shape import Misshapen
from .sources import check_sources

Run = Mapping[str, Any]


def check(run: Run) -> None:
    """Of a run that fits the schema. Raises Misshapen."""
    if (form := run["shotglass_run"]) < (least := least_form(run)):
        raise Misshapen("shotglass_run", str(least), form)
    for place, question in changed(run):
        for at, body in enumerate(question["interventions"]):
            try:
                from_json(body, "")
            except InvalidRequest as error:
                expected = Phrase("a change that can be made")
                raise Misshapen(f"{place}.interventions[{at}]", expected, body) from error
    if (checked := CHECKS.get(run["view"])) is not None:
        checked(run)


def _check_compared(run: Run) -> None:
    try:
        Prompt.from_json(run["question"]["prompt"])
    except InvalidRequest as error:
        steps = error.pointer.strip("/").split("/")
        place = "".join(
            f"[{step}]" if step.isdecimal() and step.isascii() else f".{step}" for step in steps
        )
        expected = Phrase("a prompt that can be asked")
        raise Misshapen(f"question{place}", expected, run["question"]["prompt"]) from error
    for at, lane in enumerate(run["results"]["lanes"]):
        place = f"results.lanes[{at}]"
        _check_place(f"{place}.model", lane["model"], len(run["models"]))
        first, *others = (event["type"] for event in lane["events"])
        if first != "start":
            raise Misshapen(f"{place}.events[0].type", '"start"', first)
        if "start" in others:
            later = others.index("start") + 1
            raise Misshapen(f"{place}.events[{later}].type", Phrase("no second start"), "start")


def _check_written(run: Run) -> None:
    question, columns = run["question"]["columns"], run["results"]["columns"]
    if len(columns) != len(question):
        expected = Phrase("a list of $least to $most", least=len(question), most=len(question))
        raise Misshapen("results.columns", expected, columns)
    for at, column in enumerate(question):
        _check_place(f"question.columns[{at}].model", column["model"], len(run["models"]))
    for at, column in enumerate(columns):
        for i, sample in enumerate(column["samples"]):
            for j, part in enumerate(sample["parts"]):
                place = f"results.columns[{at}].samples[{i}].parts[{j}].source"
                if part["kind"] == "token":
                    _check_place(place, part["source"], len(column["sources"]))
        check_sources(question[at], column, f"results.columns[{at}]")


def _check_next(run: Run) -> None:
    following = run["results"]["next"]
    for name in ("logits", "allowed"):
        if (array := following[name]) is not None:
            shape = [len(following["texts"])]
            _check_array(f"results.next.{name}", array, shape)
    _check_taken(run["question"]["address"], following)


def _check_taken(address: str, following: Mapping[str, Any]) -> None:
    """The tokens that were taken are those of the address, as far as their texts are known."""
    texts = parse_qs(address, keep_blank_values=True).get("take", [])
    taken, known = following["taken"], following["texts"]
    fits = len(texts) == len(taken) and all(
        id < len(known) and known[id] in (text, "", f"#{id}")
        for id, text in zip(taken, texts, strict=True)
    )
    if not fits:
        raise Misshapen("results.next.taken", Phrase("the tokens of its address"), taken)


def _check_explained(run: Run) -> None:
    explained = run["results"]["explained"]
    tokens, heads, layers = len(explained["tokens"]), explained["heads"], explained["layers"]
    for at, array in enumerate(explained["arrays"]):
        place, name = f"results.explained.arrays[{at}]", array["name"].partition(".")[0]
        shape = {
            "attentions": [heads, tokens, tokens],
            "scores": [heads, tokens, tokens],
            "value_norms": [heads, tokens],
        }.get(name, [layers, heads, *array["shape"][2:3] * 2])
        _check_array(place, array, shape)


def _check_record(run: Run) -> None:
    record = run["results"]["record"]
    try:
        if run["results"]["kind"] == "measurement":
            models = parts_of(record)[0].models
        else:
            models = (read_record(record)[1].model,)
    except InvalidRequest as error:
        expected = Phrase("a record that fits together")
        raise Misshapen("results.record", expected, record) from error
    if (count := len(models)) != len(run["models"]):
        expected = Phrase("a list of $least to $most", least=count, most=count)
        raise Misshapen("models", expected, run["models"])
    for at, (named, id) in enumerate(zip(run["models"], models, strict=True)):
        if named["id"] != id:
            raise Misshapen(f"models[{at}].id", json.dumps(id), named["id"])


def _check_place(place: str, value: int, count: int) -> None:
    if value >= count:
        kind = Phrase("a whole number")
        expected = Phrase("$kind from $low to $high", kind=kind, low=0, high=count - 1)
        raise Misshapen(place, expected, value)


def _check_array(place: str, array: Mapping[str, Any], shape: list[int]) -> None:
    """float32, of this very shape."""
    if array["shape"] != shape:
        expected = Phrase("the shape of its tokens and heads")
        raise Misshapen(f"{place}.shape", expected, array["shape"])
    size = 4 * int(np.prod(shape, dtype=object))
    if len(array["data"]) * 3 // 4 - array["data"].count("=") != size:
        expected = Phrase("$count bytes in base64", count=size)
        raise Misshapen(f"{place}.data", expected, array["data"])


CHECKS: Mapping[str, Callable[[Run], None]] = {
    "compare": _check_compared,
    "prompt": _check_written,
    "decode": _check_next,
    "inside": _check_explained,
    "measure": _check_record,
}
