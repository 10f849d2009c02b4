"""What is said of house-templates in words: one sentence and a table, from its record."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from support.house.house_summary import TASKS

from shotglass_research.evaluation.record import cell, markdown, percent

Record = Mapping[str, Any]  # an evaluation in held-out templates, others asked the same


def formats_sentence(data: Record) -> str:
    """What is reached of the goal, and what the rule claims."""
    reached = data["formats"]["reached"]
    choices = ", ".join(f"{TASKS[one]} {_percent(reached[one], 'choice')} %" for one in TASKS)
    *masses, last = (_percent(reached[one], "form") for one in TASKS)
    claimed = [TASKS[one["family"]] for one in data["families"] if one["verdict"]["claimed"]]
    return (
        "In templates that no training episode was written by, about words and under names that "
        f"none had, it chooses right after 8 examples: {choices} (a guess gets 50 %); "
        f"{', '.join(masses)} and {last} % of the mass lie on the labels. By the rule it learns "
        f"there {' and '.join(claimed)}."
    )


def spaces_sentence(data: Record) -> str:
    """Where it ends: no space before the word, whose tokens are then not those of prose."""
    bare = [one for one in data["formats"]["by_layout"] if not one["spaced"]]
    two = [one for one in bare if one["family"] in ("kind", "speech")]
    choices, sizes = [one["choice"][0] for one in two], [one["n"] for one in two]
    return (
        f"Where no space stands before the word, kinds and parts of speech fall to "
        f"{percent(min(choices))} to {percent(max(choices))} %, by kind of template "
        f"({min(sizes)} to {max(sizes)} questions each)."
    )


def formats_table(data: Record) -> list[str]:
    """Markdown lines: choice, form and gold minus shuffled of each task, and the others' choice."""
    others = {one["model"]["id"]: one["families"] for one in data["beside"]}
    head = ["what the examples tell", "choice", "form", "choice less shuffled", *others]
    return markdown(head, _rows(data["formats"]["reached"], others))


def _rows(
    reached: Mapping[str, Sequence[Any]], others: Mapping[str, Sequence[Any]]
) -> Iterator[list[str]]:
    for family, shown in TASKS.items():
        own = [cell(_of(reached[family], part)) for part in ("choice", "form")]
        over = cell(_of(reached[family], "gold-over-shuffled"))
        beside = [_choice(found, family) for found in others.values()]
        yield [shown, *own, over, *beside]


def _choice(families: Sequence[Any], family: str) -> str:
    [one] = [one for one in families if one["family"] == family]
    return cell(one["by_k"][-1]["choice"])


def _percent(reached: Sequence[Any], part: str) -> str:
    return percent(_of(reached, part)[0])


def _of(reached: Sequence[Any], part: str) -> Sequence[float]:
    [one] = [one for one in reached if one["part"] == part]
    interval: Sequence[float] = one["interval"]
    return interval
