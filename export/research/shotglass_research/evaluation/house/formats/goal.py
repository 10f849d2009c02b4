"""How near a model comes to the goal in templates that no episode was written by, and by layout."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from shotglass.statistics import mean_interval, wilson
from shotglass.statistics.claim import K
from shotglass.statistics.format_goal import FAMILIES, GOAL, goal_of
from shotglass_export.data.episodes.templates import Layout

from ...record import Triple, cell, markdown, triple
from ..cached_model import CachedModel, Lane
from ..questions import QuestionSet

FORMATS = "formats"


@dataclass(frozen=True)
class ByLayout:
    """Of a family's judged queries those in one layout; ``spaced`` whether a space stands before
    the word, so that its token is the one that prose has."""

    family: str
    layout: str
    spaced: bool
    n: int
    choice: Triple
    form: Triple


def formats_record(
    evaluated: CachedModel,
    question_sets: Sequence[QuestionSet],
    templates: Mapping[Layout, Sequence[str]],
) -> dict[str, Any]:
    """What is added to a record whose questions are in ``templates``, by layout; without any,
    nothing."""
    if not templates:
        return {}
    goals: dict[str, Any] = {}
    layouts: list[ByLayout] = []
    for question_set in question_sets:
        gold, shuffled = _lanes(evaluated, question_set)
        if gold and shuffled:
            layouts += _by_layout(question_set, gold, templates)
        if gold and shuffled and question_set.family in FAMILIES:
            reached = goal_of(gold.right, shuffled.right, gold.form)
            goals[question_set.family] = [
                {"part": one.part, "interval": triple(one.interval), "holds": one.holds}
                for one in reached
            ]
    listed = {layout: list(found) for layout, found in templates.items()}
    by_layout = [asdict(one) for one in layouts]
    return {FORMATS: {"goal": GOAL, "reached": goals, "templates": listed, "by_layout": by_layout}}


def _lanes(evaluated: CachedModel, question_set: QuestionSet) -> tuple[Lane | None, Lane | None]:
    gold = evaluated.read(question_set.judged, [K], "")[K]
    return gold, evaluated.read(question_set.controls["shuffled"], [K], "")[K]


def _by_layout(
    question_set: QuestionSet, gold: Lane, templates: Mapping[Layout, Sequence[str]]
) -> Iterator[ByLayout]:
    form, right = gold.form, gold.right
    for layout, found in templates.items():
        for spaced in (True, False):
            own = {one for one in found if (" {input}" in one) is spaced}
            places = [at for at, q in enumerate(question_set.judged) if q.template in own]
            if len(places) > 1:
                chosen = triple(wilson(sum(right[at] for at in places), len(places)))
                mass = triple(mean_interval([form[at] for at in places]))
                yield ByLayout(question_set.family, layout, spaced, len(places), chosen, mass)


def render_formats(data: Mapping[str, Any]) -> str:
    """The goal's table and the layouts'; empty for a record without them."""
    if FORMATS not in data:
        return ""
    found = data[FORMATS]
    goals = [
        [family, one["part"], cell(one["interval"]), "yes" if one["holds"] else "no"]
        for family, reached in found["reached"].items()
        for one in reached
    ]
    layouts = [
        [one["family"], one["layout"], "yes" if one["spaced"] else "no", str(one["n"]),
         cell(one["choice"]), cell(one["form"])]
        for one in found["by_layout"]
    ]  # fmt: skip
    return "\n".join(
        [
            "**The goal in templates that no episode was written by**", "", found["goal"], "",
            *markdown(["family", "part", "measured", "reached"], goals), "",
            *markdown(["family", "layout", "a space first", "n", "choice", "form"], layouts),
        ]
    )  # fmt: skip
