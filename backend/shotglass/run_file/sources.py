"""Whether the stretches of a text are those that its question asks for: where they contradict one
another, what is shown as asked is not what was answered.

The twin is ``web/src/core/runFile/sources.ts``; ``tests/contract/runs.json`` holds both together.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ..errors import Phrase
from .shape import MISSING, Misshapen

ANEW = 1000  # what a text that a person has written anew adds to the seed, each time
SEEDS = 2**53 - 1  # after which they begin again
Question = Mapping[str, Any]


def check_sources(question: Question, column: Mapping[str, Any], place: str) -> None:
    """``column``: of the results, at ``place``. Raises Misshapen."""
    count = question["settings"]["n"]
    if len(column["samples"]) != count:
        expected = Phrase("a list of $least to $most", least=count, most=count)
        raise Misshapen(f"{place}.samples", expected, column["samples"])
    for at, source in enumerate(column["sources"]):
        _check_source(question, source, f"{place}.sources[{at}]")
    for at in range(count):
        _check_sample(question, column, at, place)


def _check_source(question: Question, source: Question, place: str) -> None:
    """What a person's steps do not change is the question's own."""
    then, now = question["settings"], source["settings"]
    for name in sorted(now):
        if name == "n":
            fits = now[name] in (1, then[name])
        else:
            fits = name == "seed" or _unfinished(then, name) == _unfinished(now, name)
        if not fits:
            raise _contradiction(f"{place}.settings.{name}", now[name])
    ids, own = question.get("ids"), source.get("ids")
    if (ids is None) != (own is None) or (ids and own and own[: len(ids)] != ids):
        raise _contradiction(f"{place}.ids", source.get("ids", MISSING))
    if question.get("interventions") != source.get("interventions"):
        raise _contradiction(f"{place}.interventions", source.get("interventions", MISSING))


def _unfinished(settings: Question, name: str) -> object:
    """A setting; of a constraint without how much of the answer was there."""
    value = settings.get(name)
    return {**value, "prefix": ""} if name == "constraint" and value else value


def _check_sample(question: Question, column: Mapping[str, Any], at: int, place: str) -> None:
    sample, text = column["samples"][at], question["prompt"]
    before = None  # the place of the source that the text before was drawn of
    for i, part in enumerate(sample["parts"]):
        if part["kind"] == "typed":
            text, before = text + part["text"], None
            continue
        source, token = column["sources"][part["source"]], part["token"]
        number = at if source["settings"]["n"] > 1 else 0
        if token["sample"] != number:
            where = f"{place}.samples[{at}].parts[{i}].token.sample"
            raise Misshapen(where, str(number), token["sample"])
        if before != part["source"]:
            _check_beginning(question, source, text, i, f"{place}.sources[{part['source']}]")
        text, before = text + token["text"], None if part["chosen"] else part["source"]
    if before is None and sample["reason"] not in (None, "cancelled"):
        raise Misshapen(f"{place}.samples[{at}].reason", Phrase("null"), sample["reason"])


def _check_beginning(question: Question, source: Question, text: str, at: int, place: str) -> None:
    """Of a stretch: ``text`` stands before it, and ``at`` parts of its sample."""
    if source["prompt"] != text:
        raise _contradiction(f"{place}.prompt", source["prompt"])
    step = (source["settings"]["seed"] - question["settings"]["seed"]) % SEEDS
    if at == 0 and step % ANEW:
        raise _contradiction(f"{place}.settings.seed", source["settings"]["seed"])


def _contradiction(place: str, value: object) -> Misshapen:
    return Misshapen(place, Phrase("what the question and the text before say"), value)
