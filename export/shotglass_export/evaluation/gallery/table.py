"""The verdicts as Markdown tables, and their place in the README."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from shotglass.errors import NotFound

BEGIN, END = "<!-- verdicts: written by make verdicts -->", "<!-- /verdicts -->"
MEASURES = ("form", "choice", "right")


def render_table(data: Mapping[str, Any]) -> str:
    """``data`` as ``record`` makes it: a short table, one row a set, and below it, folded, every
    figure at every k."""
    first, last = data["ks"][0], data["ks"][-1]
    sides = [f"{measure}, k = {k}" for measure in ("form", "right") for k in (first, last)]
    ks = [f"k = {k}" for k in data["ks"]]
    return "\n".join(
        [
            _origin(data),
            "",
            *markdown(["task", "examples of", "n", *sides, "verdict"], _short(data)),
            "",
            f"{data['shots']} {data['rule']}",
            "",
            "<details><summary>Every k: form, choice and right answers</summary>",
            "",
            "Form: mean mass on all labels. Choice: the expected label's mean share of it. Right: "
            "how often that share is the largest.",
            "",
            *markdown(["task", "examples of", "n", "percent", *ks], _long(data)),
            "",
            "</details>",
        ]
    )


def _origin(data: Mapping[str, Any]) -> str:
    model = data["model"]
    return (
        f"{model['name']}, {model['precision']}, graph `{model['graph'][:12]}`, weights "
        f"`{model['weights'][:12]}`, recorded {data['recorded']}. Percent with 95 % intervals."
    )


def _short(data: Mapping[str, Any]) -> Iterator[list[str]]:
    for task, one in _sets(data):
        ends = (one["by_k"][0], one["by_k"][-1])
        cells = [cell(at[measure]) for measure in ("form", "right") for at in ends]
        yield [task["id"], one["set"], str(task["n"]), *cells, f"**{one['verdict']}**"]


def _long(data: Mapping[str, Any]) -> Iterator[list[str]]:
    for task, one in _sets(data):
        for measure in MEASURES:
            cells = [cell(at[measure]) for at in one["by_k"]]
            yield [task["id"], one["set"], str(task["n"]), measure, *cells]


def _sets(data: Mapping[str, Any]) -> Iterator[tuple[Mapping[str, Any], Mapping[str, Any]]]:
    for task in data["tasks"]:
        for one in task["sets"]:
            yield task, one


def cell(triple: Sequence[float]) -> str:
    """72.5 [65.9, 78.2]: percent and its interval."""
    value, low, high = (f"{100 * part:.1f}" for part in triple)
    return f"{value} [{low}, {high}]"


def markdown(head: Sequence[str], rows: Iterable[list[str]]) -> list[str]:
    """A table's lines."""
    return [_line(head), _line(["---"] * len(head)), *map(_line, rows)]


def _line(cells: Sequence[str]) -> str:
    return f"| {' | '.join(cells)} |"


def put_into(readme: Path, table: str) -> None:
    """Between the two markers. Raises NotFound where they are not there."""
    text = readme.read_text("utf-8")
    before, begin, rest = text.partition(BEGIN)
    _, end, after = rest.partition(END)
    if not begin or not end:
        raise NotFound(f"{readme} has no {BEGIN} ... {END}; put both lines where the table goes.")
    readme.write_text(f"{before}{BEGIN}\n\n{table}\n\n{END}{after}", "utf-8")
