"""What was changed inside a model, as a run in a file has it.

``changed`` and ``least_form`` have a twin in ``web/src/core/runFile/interventions.ts``.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from ..engine.interventions.changes import Changes
from ..engine.interventions.codec import from_json, to_json

Run = Mapping[str, Any]


def saved_changes(changes: Changes) -> dict[str, Any]:
    """Beside the question that was asked with them; nothing where the model was as it is."""
    if changes is None:
        return {}
    return {"interventions": list(map(to_json, changes))}


def changes_of(question: Run) -> Changes:
    """Of a question of a run that ``form.read`` has read; None where the model was as it is."""
    if "interventions" not in question:
        return None
    return tuple(from_json(fields, "") for fields in question["interventions"])


def least_form(run: Run) -> int:
    """The first form that has a place for all of it."""
    return 2 if "heads_off" in run["results"] or any(changed(run)) else 1


def changed(run: Run) -> Iterator[tuple[str, Mapping[str, Any]]]:
    """The questions that were asked of a model that was changed inside, with their places."""
    questions = {"question": run["question"]}
    if run["view"] == "prompt":
        for at, column in enumerate(run["question"]["columns"]):
            questions[f"question.columns[{at}]"] = column
        for at, column in enumerate(run["results"]["columns"]):
            for i, source in enumerate(column["sources"]):
                questions[f"results.columns[{at}].sources[{i}]"] = source
    return (item for item in questions.items() if "interventions" in item[1])
