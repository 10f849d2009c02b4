"""The verdicts as Markdown tables, and their place in the README."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from shotglass.errors import NotFound

from ..markdown import cell, markdown, origin

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
            f"{origin(data['model'], data['recorded'])}. Percent with 95 % intervals.",
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


def put_into(readme: Path, table: str) -> None:
    """Between the two markers. Raises NotFound where they are not there."""
    text = readme.read_text("utf-8")
    before, begin, rest = text.partition(BEGIN)
    _, end, after = rest.partition(END)
    if not begin or not end:
        raise NotFound(f"{readme} has no {BEGIN} ... {END}; put both lines where the table goes.")
    readme.write_text(f"{before}{BEGIN}\n\n{table}\n\n{END}{after}", "utf-8")
