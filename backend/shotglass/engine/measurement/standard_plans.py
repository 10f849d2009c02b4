"""Plans that have names, one for each question that is mostly asked, and items made of rows."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache, partial
from pathlib import Path
from typing import Any

from ...errors import InvalidJson, InvalidRequest
from ...parsing import Unfit, loads, parsed
from ...prompting import Prompt
from ...rows import ReadRows, answer_in
from .formats import different_formats
from .plan import Conditions, HeadPlace, Labels, PlanItem


@dataclass(frozen=True)
class PlanFile:
    """The part of a plan that is not model, task or items."""

    conditions: Conditions = Conditions()
    shot_set: str | None = None
    pool: int = 0
    seed: int = 0
    difference: float = 0.1
    balanced: bool = True
    heads_off: tuple[HeadPlace, ...] = ()


def standard_plans(prompt: Prompt, items: int) -> Mapping[str, PlanFile]:
    """Returns a plan for each question: do more examples help, does their order matter, are their
    answers read, does the format matter? Numbers of examples that are not available are left out;
    for a task without any, up to a third of its ``items`` are the examples."""
    shots = max((len(shots) for shots in prompt.shot_sets.values()), default=0)
    there = shots or items // 3
    ks = tuple(k for k in (0, 1, 2, 4, 8) if k <= there)
    shares: tuple[Labels, ...] = (1.0, 0.75, 0.5, 0.25, 0.0, "names", "none")
    formats = different_formats(prompt.template)
    plans = {
        "examples": Conditions(k=ks, draws=8),
        "order": Conditions(k=(4,), orders=24),
        "labels": Conditions(k=(4,), draws=4, labels=shares),
        "format": Conditions(k=(4,), formats=formats),
    }
    return {
        name: PlanFile(varied, pool=0 if shots else min(max(varied.k), there))
        for name, varied in plans.items()
    }


def read_plan(name: str, prompt: Prompt, items: int) -> PlanFile:
    """A standard plan for so many ``items``, or the JSON file ``name``. Raises InvalidRequest,
    InvalidJson."""
    standard = standard_plans(prompt, items)
    if name in standard:
        return standard[name]
    if not Path(name).is_file():
        raise InvalidRequest(
            f"There is no plan {name!r}; {', '.join(standard)} or a JSON file was expected."
        )
    try:
        return parsed(PlanFile, read_json(Path(name)))
    except Unfit as fault:
        raise InvalidRequest(f"{name}: {fault}.") from None


def read_json(path: Path) -> Any:
    """Raises InvalidJson."""
    try:
        return loads(path.read_bytes())
    except ValueError as error:
        raise InvalidJson(f"{path} is not JSON: {error}.") from error


def plan_items(rows: ReadRows, template: str) -> tuple[PlanItem, ...]:
    """The answers as they follow a prompt of ``template``; those that are alike are one text."""
    answer = cache(partial(answer_in, template))
    return tuple(
        PlanItem(
            item.input,
            answer(item.expected),
            tuple(map(answer, item.labels)),
            item.id,
        )
        for item in rows.items
    )
