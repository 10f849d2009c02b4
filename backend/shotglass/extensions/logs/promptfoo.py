"""promptfoo's JSON (``promptfoo eval -o out.json``): each prompt of each provider is a column."""

from __future__ import annotations

from collections import Counter
from typing import Any

from .records import MOST_SAMPLES, TOO_MANY, LoggedSample, TaskLog, digest, shown
from .values import JsonValue

PASSED, SCORE = "pass", "score"
_ERROR = 2  # the kind of failure that is no wrong answer


def is_promptfoo(value: Any) -> bool:
    results = value.get("results") if isinstance(value, dict) else None
    return isinstance(results, dict) and isinstance(results.get("results"), list)


def promptfoo_logs(name: str, whole: JsonValue) -> tuple[TaskLog, ...]:
    """Returns a log for each column. Raises Unfit."""
    results, config = whole["results"], whole.get("config")
    about = config.get("description") if config else None
    columns = _columns(results["prompts"])
    rows = results["results"].value
    if isinstance(rows, list) and len(rows) > MOST_SAMPLES * max(1, len(columns)):
        raise results["results"].unfit(TOO_MANY)
    read: list[dict[str, LoggedSample]] = [{} for _ in columns]
    for node in results["results"].items():
        place, id = node["promptIdx"], node["testIdx"].id()
        if not isinstance(place.value, int) or not 0 <= place.value < len(columns):
            raise place.unfit(f"a place among the {len(columns)} prompts was expected")
        if id in read[place.value]:
            raise node["testIdx"].unfit("a result before it has it too, of the same prompt")
        read[place.value][id] = _sample(node, id)
    task = about.name() if about else name
    return tuple(
        TaskLog(task, column, tuple(samples.values()))
        for column, samples in zip(columns, read, strict=True)
    )


def _columns(prompts: JsonValue) -> list[str]:
    """Returns the columns by provider, by prompt too where there are several, and by place where
    that is not enough."""
    pairs = [(node["provider"].name(), shown(node["label"].text())) for node in prompts.items()]
    prompts_differ = len({label for _, label in pairs}) > 1
    names = [f"{provider}, {label}" if prompts_differ else provider for provider, label in pairs]
    counts = Counter(names)
    return [
        f"{name} ({place})" if counts[name] > 1 else name for place, name in enumerate(names, 1)
    ]


def _sample(node: JsonValue, id: str) -> LoggedSample:
    variables = node["vars"].value
    response, named = node.get("response"), node.get("namedScores")
    output = response.get("output") if response else None
    scores: dict[str, float | None] = {}
    failure = node.get("failureReason")
    if failure is None or failure.value != _ERROR:
        scores = {PASSED: node["success"].score(), SCORE: node["score"].score()}
        scores |= {name: part.score() for name, part in named.entries()} if named else {}
    return LoggedSample(
        id,
        digest(variables),
        shown(variables),
        shown(_expected(node)),
        shown(output.value) if output else "",
        {name: score for name, score in scores.items() if score is not None},
    )


def _expected(node: JsonValue) -> str:
    """Returns what the first assertion compared with."""
    grading = node.get("gradingResult")
    parts = grading.get("componentResults") if grading else None
    for part in parts.items() if parts else ():
        metadata, assertion = part.get("metadata"), part.get("assertion")
        rendered = metadata.get("renderedAssertionValue") if metadata else None
        value = rendered or (assertion.get("value") if assertion else None)
        if value is not None and isinstance(value.value, str):
            return value.value
    return ""
