"""Logs of inspect_ai: ``.eval``, and JSON. What is read of a sample stands in both."""

from __future__ import annotations

from itertools import chain
from typing import Any

from .records import MOST_SAMPLES, TOO_MANY, LoggedSample, TaskLog, by_id, digest, shown
from .values import JsonValue

_LONGEST = 5120  # characters of a text in a summary


def is_inspect(value: Any) -> bool:
    return isinstance(value, dict) and "eval" in value and "status" in value


def inspect_log(header: JsonValue, samples: JsonValue) -> TaskLog:
    """``header``: about the run. ``samples``: a list, or lists in a list; an epoch is an answer of
    its own to the same question. Raises Unfit."""
    about = header["eval"]
    status = header.get("status")
    ended = status.name() if status else "not ended"
    if isinstance(samples.value, list):  # counted before they are read, which takes far longer
        ids = {str(each.get("id")) for each in samples.value if isinstance(each, dict)}
        if len(ids) > MOST_SAMPLES:
            raise samples.unfit(TOO_MANY)
    read: dict[tuple[str, str], LoggedSample] = {}
    lists = (node.items() if isinstance(node.value, list) else (node,) for node in samples.items())
    for node in chain.from_iterable(lists):
        epoch = node.get("epoch")
        key = node["id"].id(), epoch.id() if epoch else "1"
        if key in read:
            raise node["id"].unfit(f"there is epoch {key[1]} of it already")
        read[key] = _sample(node)
    return TaskLog(
        about["task"].name(),
        about["model"].name(),
        by_id(read.values()),
        "" if ended == "success" else ended,
    )


def _sample(node: JsonValue) -> LoggedSample:
    """The answer is what the first scorer read, else what the model wrote."""
    question = _question(node["input"])
    choices, given = node.get("choices"), node.get("scores")
    scores: dict[str, float] = {}
    answers = []
    for name, score in given.entries() if given else ():
        scores |= _scores(name, score)
        if answer := score.get("answer"):
            answers.append(answer.text())
    completion = output.get("completion") if (output := node.get("output")) else None
    if completion:
        answers.append(completion.text())
    return LoggedSample(
        node["id"].id(),
        digest([question, choices.value if choices else None]),
        shown(question[-1]) if question else "",
        shown(node["target"].value),
        shown(answers[0]) if answers else "",
        scores,
    )


def _scores(name: str, score: JsonValue) -> dict[str, float]:
    """Returns the scores of a scorer that gives several, each by its own name."""
    value = score.get("value")
    if value is None:
        return {}
    is_several = isinstance(value.value, dict)
    named = [(f"{name}.{key}", part) for key, part in value.entries()] if is_several else []
    parts = {key: part.score() for key, part in named or [(name, value)]}
    return {key: part for key, part in parts.items() if part is not None}


def _question(node: JsonValue) -> list[str]:
    """A text, or what was said in turn, as summaries have it: long texts are cut there, and of a
    picture no more than that there is one."""
    if isinstance(node.value, str):
        return [node.value[:_LONGEST]]
    texts = []
    for message in node.items():
        content = message["content"]
        parts = [content] if isinstance(content.value, str) else content.items()
        texts += [message["role"].text(), "\n".join(map(_part, parts))]
    return texts


def _part(node: JsonValue) -> str:
    if isinstance(node.value, str):
        return node.value[:_LONGEST]
    kind, text = node["type"].text(), node.get("text")
    return text.text()[:_LONGEST] if text else f"({kind.capitalize()})"
