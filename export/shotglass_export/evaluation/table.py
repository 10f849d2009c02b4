"""The verdicts as a Markdown table, and its place in the README."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

BEGIN, END = "<!-- verdicts: written by make verdicts -->", "<!-- /verdicts -->"


def render_table(data: Mapping[str, Any]) -> str:
    """``data`` as ``record`` makes it. One row a set and measure, one column a k."""
    ks = [f"k = {k}" for k in data["ks"]]
    head = ["task", "examples of", "n", "verdict", "", *ks]
    rows = [row for task in data["tasks"] for one in task["sets"] for row in _rows(task, one)]
    model = data["model"]
    return "\n".join(
        [
            f"{model['name']}, {model['precision']}, graph `{model['graph'][:12]}`, recorded "
            f"{data['recorded']}. Percent with 95 % intervals.",
            "",
            _line(head),
            _line(["---"] * 3 + ["---", "---"] + ["---:"] * len(ks)),
            *map(_line, rows),
            "",
            f"{data['shots']} {data['rule']}",
        ]
    )


def _rows(task: Mapping[str, Any], one: Mapping[str, Any]) -> list[list[str]]:
    names = [task["id"], one["set"], str(task["n"]), f"**{one['verdict']}**"]
    measures = ("form", "choice", "right")
    return [
        [
            *(names if measure == "form" else [""] * 4),
            measure,
            *(_cell(at[measure]) for at in one["by_k"]),
        ]
        for measure in measures
    ]


def _cell(triple: list[float]) -> str:
    value, low, high = (f"{100 * part:.1f}" for part in triple)
    return f"{value} [{low}, {high}]"


def _line(cells: list[str]) -> str:
    return f"| {' | '.join(cells)} |"


def put_into(readme: Path, table: str) -> None:
    """Between the two markers. Raises ValueError where they are not there."""
    text = readme.read_text("utf-8")
    before, begin, rest = text.partition(BEGIN)
    _, end, after = rest.partition(END)
    if not begin or not end:
        raise ValueError(f"{readme} has no {BEGIN} ... {END}; put both lines where the table goes")
    readme.write_text(f"{before}{BEGIN}\n\n{table}\n\n{END}{after}", "utf-8")
