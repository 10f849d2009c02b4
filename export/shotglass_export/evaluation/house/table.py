"""A house evaluation as Markdown, for a terminal or a log."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from ..gallery.table import cell, markdown
from .samples import samples_table

Record = Mapping[str, Any]  # as ``record`` makes it
NONE = "-"


def render_record(data: Record) -> str:
    ks = [f"k = {k}" for k in data["ks"]]
    against = ["family", "against", "form", "choice", "gold minus it"]
    beside = ["family", "model", "n", "percent", *ks, "ours minus theirs"]
    return "\n\n".join(
        part
        for part in (
            _origin(data),
            _part("What it makes of k examples", ["family", "split", "percent", *ks], _cells(data)),
            _part("Controls and baselines", against, _against(data)),
            _part("Other models, the same questions", beside, _beside(data)),
            _verdicts(data),
            _part("Bits per byte of held-out text", *_bits(data)),
            f"**Samples**\n\n{samples_table(data['samples'])}" if data["samples"] else "",
        )
        if part
    )


def _origin(data: Record) -> str:
    model, rule = data["model"], data["rule"]
    return (
        f"{model['name']}, {model['precision']}, graph `{model['graph'][:12]}`, weights "
        f"`{model['weights'][:12]}`, recorded {data['recorded']}; {data['questions']['n']} queries "
        f"a cell. Percent with 95 % intervals. Controls, baselines and verdicts: {rule['split']}, "
        f"k = {rule['k']}.\n\n{rule['text']}"
    )


def _part(title: str, head: Sequence[str], rows: Iterator[list[str]]) -> str:
    listed = list(rows)
    return "\n".join([f"**{title}**", "", *markdown(head, listed)]) if listed else ""


def _cells(data: Record) -> Iterator[list[str]]:
    for family in data["families"]:
        for one in family["cells"]:
            for measure in ("form", "choice", "text"):
                values = [_of(at, measure) for at in one["by_k"]]
                if set(values) != {NONE}:
                    yield [family["family"], one["split"], measure, *values]


def _of(at: Mapping[str, Any] | None, measure: str) -> str:
    return cell(at[measure]) if at and at[measure] else NONE


def _against(data: Record) -> Iterator[list[str]]:
    for family in data["families"]:
        name = family["family"]
        yield [name, "chance", NONE, f"{100 * family['chance']:.1f}", NONE]
        for one in family["controls"]:
            row = [cell(one[part]) for part in ("form", "choice", "gold_minus")]
            yield [name, one["control"], *row]
            if one["towards_flipped"]:
                yield [name, "flipped, towards it", NONE, cell(one["towards_flipped"]), NONE]
        for one in family["baselines"]:
            yield [name, one["baseline"], NONE, cell(one["choice"]), cell(one["gold_minus"])]


def _beside(data: Record) -> Iterator[list[str]]:
    for other in data["beside"]:
        for one in other["families"]:
            named = [one["family"], f"{other['role']}: {other['model']['id']}", str(other["n"])]
            minus = cell(one["ours_minus"]) if one["ours_minus"] else NONE
            for measure, last in (("form", NONE), ("choice", minus)):
                yield [*named, measure, *(_of(at, measure) for at in one["by_k"]), last]


def _verdicts(data: Record) -> str:
    lines = [f"- {one['family']}: {_said(one['verdict'])}" for one in data["families"]]
    return "\n".join(["**Verdicts**", "", *lines])


def _said(verdict: Mapping[str, Any]) -> str:
    if verdict["claimed"] is None:
        return f"not judged ({verdict['unjudged']})"
    if verdict["claimed"]:
        stands = "also" if verdict["all_at_once"] else "but not"
        return f"in-context learning claimed, {stands} with all families judged at once"
    missed = ", ".join(
        f"{one['condition']} {cell(one['interval'])}"
        for one in verdict["conditions"]
        if not one["holds"]
    )
    return f"not claimed: {missed}"


def _bits(data: Record) -> tuple[list[str], Iterator[list[str]]]:
    names = list(dict.fromkeys(name for one in data["bits_per_byte"] for name in one["others"]))

    def rows() -> Iterator[list[str]]:
        for one in data["bits_per_byte"]:
            others = [f"{one['others'][name]:.3f}" for name in names]
            yield [one["source"], f"{one['bytes']:,}", f"{one['model']:.3f}", *others]

    return ["source", "bytes", "this model", *names], rows()
