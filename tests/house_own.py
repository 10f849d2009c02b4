"""What is said of house-templates beside house-gpt2: how well both predict held-out text, from
their records."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from shotglass_export.evaluation.record import markdown

Record = Mapping[str, Any]  # an evaluation


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


def _pooled(data: Record) -> float:
    """Bits per byte over the bytes of all sources together."""
    sources = data["bits_per_byte"]
    bits = sum(one["model"] * one["bytes"] for one in sources)
    return float(bits / sum(one["bytes"] for one in sources))


def _bits_in(data: Record, source: str) -> float:
    [value] = [one["model"] for one in data["bits_per_byte"] if one["source"] == source]
    return float(value)
