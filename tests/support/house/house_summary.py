"""How far a claim of learning from examples extends: one sentence for cards and documents, and a
short table. Every figure comes from the record.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from shotglass_export.data.episodes.template import HELD_OUT, UNSEEN
from shotglass_research.evaluation.house.formats.unseen import OF_LEXICON, OTHER, OWN, cell_of
from shotglass_research.evaluation.record import cell, markdown, percent

Record = Mapping[str, Any]  # an evaluation with its part "unseen"

TASKS = {
    "kind": "which kind of noun goes by which name",
    "speech": "which part of speech goes by which name",
    "forms": "which form of an adjective is asked for",
}
WRITTEN = {
    OWN: "its own templates",
    "sentence": "a short sentence",
    "separator": "another separator",
    "field": "other field names",
    "order": "the field before the word",
    "quotes": "quotes",
    "one line": "all in one line",
    "bare": "no space before the word",
}
WORDS = {
    (OTHER, OF_LEXICON): "; other everyday nouns",
    (OF_LEXICON, OTHER): "; other invented names",
    (OTHER, OTHER): "; other everyday nouns, other invented names",
}


def summary_sentence(data: Record) -> str:
    """What is claimed and where it ends; where nothing is claimed, what it reaches."""
    claimed = [
        one["family"]
        for one in data["families"]
        if one["verdict"]["claimed"] and one["family"] in TASKS
    ]
    outside = percent(_choice(cell_of(data["unseen"], "kind", OWN, OTHER, OTHER)))
    others = ranges(data, claimed or list(TASKS))
    limits = (
        f"in {_templates(data)} other templates it gets {others}, by "
        "kind of template, where a guess gets 50 %, and about everyday nouns under invented names "
        f"outside its lexicon {outside} %."
    )
    if not claimed:
        return f"By the rule it learns none of its tasks from examples; {limits}"
    shown = " and ".join(f"{TASKS[one]} ({_own(data, one)} % right)" for one in claimed)
    return (
        f"By the rule it learns from 8 examples {shown}, in its own templates and about its own "
        f"lexicon; {limits}"
    )


def own_held_out_sentence(data: Record) -> str:
    """How the templates fare that its card counts as its own and no training episode had."""
    shown = {at["template"]: at for at in cell_of(data["unseen"], "kind", OWN)["by_template"]}
    parts = [
        f"`{' '.join(template.split())}` {percent(shown[template]['choice'][0])} %"
        for template in HELD_OUT
    ]
    return f"Two of its own templates were kept from training, too (kind): {' and '.join(parts)}."


def summary_table(data: Record) -> list[str]:
    """Markdown lines: one row a wording, then other words and names in its own."""
    head = ["written as", *(f"{family}, {part}" for family in TASKS for part in ("choice", "form"))]
    return markdown(head, _rows(data["unseen"]))


def _rows(unseen: Record) -> Iterator[list[str]]:
    for wording in (OWN, *UNSEEN):
        found = [cell_of(unseen, family, wording) for family in TASKS]
        yield [WRITTEN[wording], *(part for one in found for part in _figures(one))]
    for (words, names), shown in WORDS.items():
        one = cell_of(unseen, "kind", OWN, words, names)
        yield [WRITTEN[OWN] + shown, *_figures(one), *["-"] * 4]


def _figures(one: Record) -> tuple[str, str]:
    at = one["by_k"][-1]
    return cell(at["choice"]), percent(at["form"][0])


def ranges(data: Record, families: Sequence[str]) -> str:
    """From the worst kind of unseen template to the best, a family each."""
    found = []
    for family in families:
        choices = [_choice(cell_of(data["unseen"], family, wording)) for wording in UNSEEN]
        found.append(f"{percent(min(choices))} to {percent(max(choices))} %")
    return " and ".join([", ".join(found[:-1]), found[-1]] if found[1:] else found)


def _templates(data: Record) -> int:
    """The number of templates that no training episode used."""
    return sum(len(data["unseen"]["templates"][wording]) for wording in UNSEEN)


def _own(data: Record, family: str) -> str:
    return percent(_choice(cell_of(data["unseen"], family, OWN)))


def _choice(one: Record) -> float:
    value: float = one["by_k"][-1]["choice"][0]
    return value
