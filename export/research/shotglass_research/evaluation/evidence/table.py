"""The recording as Markdown: a table for each of the four questions, nulls and gaps included."""

from __future__ import annotations

from collections import Counter
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
    "examples": [*(f"k = {k}" for k in (KS[0], KS[-1])), "k = 8 among draws", "gain"],
    "labels": ["all right", "half", "none", "slope"],
    "format": ["lowest", "highest", "apart"],
}
ENDS = ("p (Holm)", "answer")


def render(data: Json) -> str:
    """All rows of ``data``, which is as ``recording`` makes it."""
    parts = [_head(data)]
    for name in PLANS:
        head = ["model", "task", "examples of", "n", *HEADS[name], *ENDS]
        rows = [row for model in data["models"] for row in _rows(model, name)]
        parts += _section(data, name, markdown(head, rows) if rows else [])
    return "\n\n".join(parts)


def render_brief(data: Json) -> str:
    """The rows of the first model, and a line for each of the others, for a document whose words
    say which examples and how many items a task has."""
    first, *others = data["models"]
    parts = [_head(data)]
    for name in PLANS:
        rows = [[task, *figures] for _, task, _, _, *figures in _rows(first, name)]
        table = markdown(["task", *HEADS[name], *ENDS], rows) if rows else []
        parts += _section(data, name, table, [_line(model, name) for model in others])
    return "\n\n".join(parts)


def _section(data: Json, name: PlanName, *blocks: Sequence[str]) -> list[str]:
    parts = [f"### {TITLES[name]}", *("\n".join(block) for block in blocks if block)]
    return [*parts, line] if (line := _gaps(data, name)) else parts


def _head(data: Json) -> str:
    models = "\n".join(
        f"- {origin(one['model'], _last(one))}; {_count(one)}" for one in data["models"]
    )
    return f"{models}\n\n{_rule(data['rule'])} {' '.join(_detectable(data))}"


def _rule(rule: Json) -> str:
    """A recording of the first rule has one commit, and each interval of its plan alone."""
    if "asked" not in rule:
        return (
            f"Rule: commit `{rule['commit'][:12]}`, seed {rule['seed']}. Percent with 95 % "
            "intervals, of one plan alone; answers by p after Holm's correction over everything "
            "that is judged of a model."
        )
    return (
        f"Asked by the rule of commit `{rule['asked'][:12]}`, seed {rule['seed']}, and "
        f"judged by that of commit `{rule['commit'][:12]}`. Percent with 95 % intervals; what is "
        "judged has its interval at the level of Holm's correction over everything that is judged "
        "of a model."
    )


def _last(model: Json) -> str:
    made = [one["made"] for task in model["tasks"] for one in task["plans"].values() if one]
    return max(made, default="never")[:10]


def _count(model: Json) -> str:
    there = sum(one is not None for task in model["tasks"] for one in task["plans"].values())
    return f"{there} of {model['judged']} plans measured"


def _detectable(data: Json) -> Iterator[str]:
    """A sentence for each number of items; of the models the largest difference counts."""
    found: dict[int, float] = {}
    for task in (task for model in data["models"] for task in model["tasks"]):
        found[task["n"]] = max(found.get(task["n"], 0.0), task["detectable"])
    for n, size in sorted(found.items(), reverse=True):
        shown = f"differences of {percent(size)} points and more" if size <= 1 else "no difference"
        yield f"So many comparisons of {n} items can be expected to show {shown}."


def _rows(model: Json, name: PlanName) -> Iterator[list[str]]:
    for task in model["tasks"]:
        one = task["plans"].get(name)
        if one is not None:
            begin = [model["model"]["id"], task["id"], task["set"], str(task["n"])]
            yield [*begin, *_figures(name, one), f"{one['holm']:.2g}", f"**{one['answer']}**"]


def _line(model: Json, name: PlanName) -> str:
    """What was called of ``model``, and how many tasks have each of the other answers."""
    plans = {task["id"]: task["plans"].get(name) for task in model["tasks"]}
    measured = {id: plan for id, plan in plans.items() if plan is not None}
    called = [
        f"**{plan['answer']}** on {id} ({cell(plan['figure'])})"
        for id, plan in measured.items()
        if plan["answer"] in ("yes", "reverse")
    ]
    rest = Counter(plan["answer"] for plan in measured.values())
    counted = [
        f"**{answer}** on {n}" for answer, n in rest.items() if answer not in ("yes", "reverse")
    ]
    return f"- {model['model']['id']}: {', '.join([*called, *counted]) or 'not measured'}"


def _figures(name: PlanName, one: Json) -> list[str]:
    rights = [cell(point["right"]) for point in one["points"]]
    figure = cell(one["figure"])
    if name == "examples":
        last = one["points"][-1]
        return [
            rights[0],
            rights[-1],
            f"{percent(last['lowest'])} to {percent(last['highest'])}",
            figure,
        ]
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
    parts = []
    for model in data["models"]:
        plans = {task["id"]: task["plans"] for task in model["tasks"] if name in task["plans"]}
        missing = [id for id, found in plans.items() if found[name] is None]
        every = len(missing) == len(plans)
        if missing:
            parts.append(f"{model['model']['id']} on {'any task' if every else ', '.join(missing)}")
    return f"Not measured yet: {'; '.join(parts)}." if parts else ""
