"""What ``unseen.py`` measures as Markdown tables, for a terminal or a log."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from ...gallery.table import cell, markdown

Record = Mapping[str, Any]  # as ``measure_unseen`` makes it
NAMED = ("family", "written", "words", "names")


def render_unseen(data: Record) -> str:
    """One row a cell at every k, and below it one a template."""
    measures = [f"{measure}, k = {k}" for k in data["ks"] for measure in ("form", "choice")]
    head = [*NAMED, "n", "a guess", *measures]
    return "\n".join(
        [
            _origin(data),
            "",
            *markdown(head, _cells(data)),
            "",
            f"By template, k = {data['ks'][-1]}:",
            "",
            *markdown([*NAMED, "template", "n", "form", "choice"], _templates(data)),
        ]
    )


def _origin(data: Record) -> str:
    model = data["model"]
    return (
        f"{model['name']}, {model['precision']}, graph `{model['graph'][:12]}`, weights "
        f"`{model['weights'][:12]}`, recorded {data['recorded']}; {data['questions']['n']} queries "
        f"a cell, {data['split']}. Percent with 95 % intervals."
    )


def _cells(data: Record) -> Iterator[list[str]]:
    for one in data["cells"]:
        figures = [cell(at[measure]) for at in one["by_k"] for measure in ("form", "choice")]
        yield [*_named(one), str(one["n"]), f"{100 * one['chance']:.0f}", *figures]


def _templates(data: Record) -> Iterator[list[str]]:
    for one in data["cells"]:
        for at in one["by_template"]:
            written = f"`{at['template']!r}`"
            figures = [cell(at["form"]), cell(at["choice"])]
            yield [*_named(one), written, str(at["n"]), *figures]


def _named(one: Record) -> list[str]:
    return [one[part] for part in ("family", "wording", "words", "names")]
