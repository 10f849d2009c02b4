"""lm-evaluation-harness: ``samples_TASK_DATE.jsonl``, a line a question and filter; the model's
name stands in ``results_DATE.json`` beside it."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path
from typing import Any

from ...parsing import loads, read_plain
from .records import MOST_SAMPLES, TOO_MANY, LoggedSample, TaskLog, digest, shown
from .values import JsonValue

NAME = re.compile(r"samples_(.+)_(\d{4}-\d\d-\d\dT[\d.:-]+)\.jsonl")
_ABOUT_ROOM = 16 << 20  # bytes
_NO_FILTER = "none"
# Keys that are no metrics, in files of versions that do not list those.
_KNOWN = {
    "doc_id", "doc", "target", "arguments", "resps", "filtered_resps", "filter", "metrics",
    "doc_hash", "prompt_hash", "target_hash",
}  # fmt: skip
_QUESTIONS = ("question", "query", "input", "prompt", "text", "sentence", "problem", "ctx")


def is_lm_eval(value: Any) -> bool:
    return isinstance(value, dict) and "doc_id" in value


def lm_eval_log(name: str, path: Path, lines: Iterable[JsonValue]) -> TaskLog:
    """Raises Unfit."""
    read: dict[str, LoggedSample] = {}
    seen = set()
    for node in lines:
        id = node["doc_id"].id()
        filtered = node.get("filter")
        key = id, filtered.name() if filtered else _NO_FILTER
        if key in seen:
            raise node["doc_id"].unfit(f"a line before it has it too, by the filter {key[1]!r}")
        seen.add(key)
        sample = _sample(node, key[1])
        if id in read:
            sample = replace(read[id], scores={**read[id].scores, **sample.scores})
        read[id] = sample
        if len(read) > MOST_SAMPLES:
            raise node["doc_id"].unfit(TOO_MANY)
    match = NAME.fullmatch(name)
    task = match[1] if match else name
    model = _model(path.with_name(f"results_{match[2]}.json")) if match else ""
    return TaskLog(task, model or name, tuple(read.values()))


def _model(about: Path) -> str:
    """Empty where the file is not there, or does not say it."""
    try:
        value = loads(read_plain(about, _ABOUT_ROOM))
    except (OSError, ValueError):
        return ""
    name = value.get("model_name") if isinstance(value, dict) else None
    return name if isinstance(name, str) else ""


def _sample(node: JsonValue, filter: str) -> LoggedSample:
    doc, target = node["doc"], node["target"].value
    known = node.get("doc_hash")
    ending = "" if filter == _NO_FILTER else f",{filter}"
    scores = {
        f"{name}{ending}": score
        for name in _metrics(node)
        if (score := node[name].score()) is not None
    }
    return LoggedSample(
        node["doc_id"].id(),
        known.name() if known else digest(doc.value),
        _question(node),
        shown(_choices(node).get(str(target), target)),
        _answer(node),
        scores,
    )


def _metrics(node: JsonValue) -> list[str]:
    names = node.get("metrics")
    if names is not None:
        return [name.name() for name in names.items()]
    others = (name for name, _ in node.entries() if name not in _KNOWN)
    return [name for name in others if isinstance(node.mapping()[name], int | float)]


def _question(node: JsonValue) -> str:
    """Returns the question by a name that many data sets use, else the last line of the prompt."""
    doc = node["doc"].value
    texts = [doc.get(name) for name in _QUESTIONS] if isinstance(doc, dict) else []
    lines = [prompt.strip().rpartition("\n")[2] for prompt in _arguments(node, "arg_0")]
    return shown(next((text for text in (*texts, *lines) if text and isinstance(text, str)), doc))


def _choices(node: JsonValue) -> dict[str, str]:
    """Returns what was read after the question, by place, or nothing where the answer was
    written."""
    return {str(place): text for place, text in enumerate(_arguments(node, "arg_1"))}


def _arguments(node: JsonValue, name: str) -> list[str]:
    """The texts of that name that the model was called with."""
    calls = node.get("arguments")
    values = [call.mapping().get(name) for _, call in calls.entries()] if calls else []
    return [value for value in values if isinstance(value, str)]


def _answer(node: JsonValue) -> str:
    """The likeliest choice, or what was written."""
    responses, choices = node["filtered_resps"].value, _choices(node)
    if not isinstance(responses, list) or not responses:
        return shown(responses)
    if not choices:
        return shown(responses[0])
    try:
        logprobs = [float(response[0]) for response in responses]
    except (TypeError, ValueError, IndexError, KeyError):
        return shown(responses)
    return shown(choices.get(str(logprobs.index(max(logprobs))), ""))
