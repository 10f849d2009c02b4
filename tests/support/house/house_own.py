"""What is said of house-templates beside house-gpt2, in templates of house-gpt2's and of held-out
text, and of everyday words: two sentences and three tables, from their records."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from support.house.house_summary import TASKS, WRITTEN, ranges, summary_table

from shotglass_research.evaluation.house.formats.unseen import OWN, cell_of
from shotglass_research.evaluation.record import cell, markdown, percent

Record = Mapping[str, Any]  # an evaluation; those with "unseen" by --unseen


def own_sentence(data: Record, before: Record) -> str:
    """In the templates that house-gpt2 was taught in, and in those that neither was."""
    own, theirs = (", ".join(_own(one, family) for family in TASKS) for one in (data, before))
    return (
        f"In house-gpt2's own templates it chooses right in {own} % after 8 examples (kinds, parts "
        f"of speech, forms; {_asked(data)} questions each), where house-gpt2 gets {theirs} "
        f"({_asked(before)}); in the 24 of --unseen, in which neither was trained, "
        f"{ranges(data, list(TASKS))}, by kind of template, where house-gpt2 gets "
        f"{ranges(before, list(TASKS))}."
    )


def unseen_table(data: Record) -> list[str]:
    """As of house-gpt2, whose own templates the first row is about."""
    own, shown = WRITTEN[OWN], "house-gpt2's own templates"
    return [line.replace(own, shown) for line in summary_table(data)]


def everyday_table(data: Record) -> list[str]:
    """Markdown lines: what an evaluation by --everyday measured, line by line."""
    head = ["line", "choice", "form", "choice less shuffled", "nearest example"]
    rows = [
        [*(one["line"], *(cell(one[part]) for part in ("choice", "form", "over_shuffled"))),
         percent(one["nearest"])]
        for one in data["lines"]
    ]  # fmt: skip
    return markdown(head, rows)


def bits_sentence(data: Record, before: Record, prose: Record) -> str:
    """Over all bytes of held-out text, beside house-gpt2 and house-prose."""
    sources = before["bits_per_byte"]
    worse = sum(_bits_in(data, one["source"]) > one["model"] for one in sources)
    better = _pooled(data) < _pooled(before)
    return (
        f"It predicts held-out text {'better' if better else 'worse'} than house-gpt2: "
        f"{_pooled(data):.3f} bits per byte against {_pooled(before):.3f}, worse on {worse} of "
        f"{len(sources)} sources; house-prose, which saw no episode, {_pooled(prose):.3f}."
    )


def bits_table(data: Record, others: Mapping[str, Record]) -> list[str]:
    """Markdown lines: bits per byte of each source, with an interval where there are documents
    enough."""
    head = ["source", "bytes", "documents", "house-templates", *others]
    return markdown(head, _bits_rows(data, others))


def _bits_rows(data: Record, others: Mapping[str, Record]) -> Iterator[list[str]]:
    for one in data["bits_per_byte"]:
        ends = one["interval"]
        bounds = f" [{ends[0]:.3f}, {ends[1]:.3f}]" if ends else ""
        beside = [f"{_bits_in(other, one['source']):.3f}" for other in others.values()]
        figures = [f"{one['bytes']:,}", str(one["documents"]), f"{one['model']:.3f}{bounds}"]
        yield [one["source"], *figures, *beside]
    total = sum(one["bytes"] for one in data["bits_per_byte"])
    pooled = [f"{_pooled(one):.3f}" for one in (data, *others.values())]
    yield ["all bytes", f"{total:,}", "-", *pooled]


def _asked(data: Record) -> str:
    return f"{data['unseen']['questions']['n']:,}"


def _own(data: Record, family: str) -> str:
    return percent(cell_of(data["unseen"], family, OWN)["by_k"][-1]["choice"][0])


def _pooled(data: Record) -> float:
    """Bits per byte over the bytes of all sources together."""
    sources = data["bits_per_byte"]
    bits = sum(one["model"] * one["bytes"] for one in sources)
    return float(bits / sum(one["bytes"] for one in sources))


def _bits_in(data: Record, source: str) -> float:
    [value] = [one["model"] for one in data["bits_per_byte"] if one["source"] == source]
    return float(value)
