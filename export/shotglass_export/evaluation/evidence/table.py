"""The recording as Markdown: a table for each of the four questions, nulls and gaps included."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from ..record import cell, markdown, origin, percent
from .rule import KS, PLANS, PlanName

Json = Mapping[str, Any]
TITLES: Mapping[PlanName, str] = {
    "order": "Does the order of the examples matter?",
    "examples": "Do more examples help?",
    "labels": "Are the examples' answers read?",
    "format": "Does the format matter?",
}
HEADS: Mapping[PlanName, Sequence[str]] = {
    "order": ["lowest", "highest", "apart", "apart, calibrated"],
    "examples": [*(f"k = {k}" for k in KS), "k = 8 among draws", "gain"],
    "labels": ["all right", "half", "none", "slope"],
    "format": ["lowest", "highest", "apart"],
}
ENDS = ("p (Holm)", "answer")


def render(data: Json) -> str:
    """``data`` as ``recording`` makes it."""
    parts = [_head(data)]
    for name in PLANS:
        head = ["model", "task", "examples of", "n", *HEADS[name], *ENDS]
        rows = [row for model in data["models"] for row in _rows(model, name)]
        parts.append(f"### {TITLES[name]}")
        parts.append("\n".join(markdown(head, rows)) if rows else "Not measured yet.")
        parts += [line] if (line := _gaps(data, name)) else []
    return "\n\n".join(parts)


def _head(data: Json) -> str:
    rule = data["rule"]
    models = [f"- {origin(one['model'], _last(one))}; {_count(one)}" for one in data["models"]]
    shown = [f"{100 * size:.1f} points at n = {n}" for n, size in sorted(_detectable(data).items())]
    expected = f"What is judged can be expected to show {', '.join(shown)}. " if shown else ""
    return (
        "\n".join(models) + f"\n\nRule: commit `{rule['commit'][:12]}`, seed {rule['seed']}. "
        f"{expected}Percent with 95 % intervals, of the plan alone; answers by p after Holm's "
        "correction over everything that is judged of a model."
    )


def _last(model: Json) -> str:
    made = [one["made"] for task in model["tasks"] for one in task["plans"].values() if one]
    return max(made, default="never")[:10]


def _count(model: Json) -> str:
    there = sum(one is not None for task in model["tasks"] for one in task["plans"].values())
    return f"{there} of {model['judged']} plans measured"


def _detectable(data: Json) -> dict[int, float]:
    """The largest over models, by n."""
    found: dict[int, float] = {}
    for model in data["models"]:
        for task in model["tasks"]:
            for one in filter(None, task["plans"].values()):
                found[task["n"]] = max(found.get(task["n"], 0.0), one["detectable"])
    return found


def _rows(model: Json, name: PlanName) -> Iterator[list[str]]:
    for task in model["tasks"]:
        one = task["plans"].get(name)
        if one is not None:
            begin = [model["model"]["id"], task["id"], task["set"], str(task["n"])]
            yield [*begin, *_figures(name, one), f"{one['holm']:.2g}", f"**{one['answer']}**"]


def _figures(name: PlanName, one: Json) -> list[str]:
    rights = [cell(point["right"]) for point in one["points"]]
    figure = cell(one["figure"])
    if name == "examples":
        last = one["points"][-1]
        return [*rights, f"{percent(last['lowest'])} to {percent(last['highest'])}", figure]
    if name == "labels":
        return [*rights, figure]
    ordered = sorted(one["points"], key=lambda point: point["right"][0])
    ends = [_end(name, ordered[0]), _end(name, ordered[-1]), figure]
    fair = one["calibrated"]
    return [*ends, "-" if fair is None else cell(fair)] if name == "order" else ends


def _end(name: PlanName, point: Json) -> str:
    shown = percent(point["right"][0])
    return f"{shown} ({point['at']})" if name == "format" else shown


def _gaps(data: Json, name: PlanName) -> str:
    missing = [
        f"{model['model']['id']} on {task['id']}"
        for model in data["models"]
        for task in model["tasks"]
        if name in task["plans"] and task["plans"][name] is None
    ]
    return f"Not measured yet: {', '.join(missing)}." if missing else ""
