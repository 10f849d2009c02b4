"""What models get right after examples, by Measure's own code: the gallery's tasks, with right
answers in the examples and with shuffled ones; and words of two kinds under names that mean
nothing, the task that some house models were taught.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import cast

import numpy as np

from shotglass.engine import Engine
from shotglass.engine import measure as measured
from shotglass.engine.measurement.plan import Conditions, Plan, PlanItem
from shotglass.engine.measurement.randomness import POOL, permutation
from shotglass.engine.measurement.record import Record
from shotglass.precisions import Precision
from shotglass.prompting import Label, Prompt
from shotglass_export.data.episodes import Lexicon
from shotglass_export.data.episodes.families import draw

from ...evaluation.evidence.rule import ITEMS, SEED
from ...gallery.task import ItemFile, items_path, read_entry
from ..in_context.house_heads import HELD, TEMPLATE

KS = (0, 1, 2, 4, 8)  # examples
DRAWS = 2  # of the order of a task's eight examples, and of how their answers are shuffled

Right = dict[str, list[float]]  # by the number of examples, a share a draw
Outcome = dict[str, Right]  # "right", and "form", the probability of all answers


def gallery_plan(task: str, questions: int) -> Plan:
    """``questions`` items of a task, none of those that the gallery's evidence is about, after the
    examples of its first set in ``DRAWS`` orders. The plan's model is not named yet."""
    entry, file = read_entry(task), ItemFile.read(items_path(task))
    first = entry.sets[0]
    labels = entry.labels_by_set.get(first) or tuple(one.text for one in entry.prompt.labels)
    fresh = permutation(SEED, POOL, len(file.items))[ITEMS:][:questions]
    items = tuple(
        PlanItem(file.items[place].input, file.items[place].expected[first],
                 file.items[place].labels)
        for place in sorted(fresh)
    )  # fmt: skip
    return Plan(
        model="any",
        prompt=replace(entry.prompt, labels=tuple(map(Label, labels)), items=()),
        items=items,
        conditions=Conditions(k=KS, draws=DRAWS, content_free=()),
        shot_set=first,
        seed=SEED,
    )


def shuffled(plan: Plan, number: int) -> Plan:
    """The same questions after the same eight examples, whose answers are dealt out anew: for each
    ``number`` in another way, which may give some their own again."""
    assert plan.shot_set is not None
    shots = plan.prompt.shot_sets[plan.shot_set]
    dealt = np.random.default_rng([SEED, number]).permutation(len(shots))
    shown = tuple(
        replace(shot, output=shots[other].output) for shot, other in zip(shots, dealt, strict=True)
    )
    return replace(
        plan,
        prompt=replace(plan.prompt, shot_sets={plan.shot_set: shown}),
        conditions=Conditions(k=(KS[-1],), content_free=()),
    )


def names_plan(lexicon: Lexicon, number: int, questions: int) -> Plan:
    """Words of two kinds under two names, all held out of the house models' episodes, in the
    template that house-gpt2 was taught most in; the task of this number."""
    rng = np.random.default_rng([SEED, number])
    drawn = draw("kind", lexicon, rng, HELD, 4 * (KS[-1] + questions))
    once = list({shot.input: shot for shot in drawn}.values())
    shown, others = once[: KS[-1]], once[KS[-1] :][:questions]
    prompt = Prompt.from_json({
        "instruction": "",
        "template": TEMPLATE,
        "shot_sets": {"own": [{"input": s.input, "output": s.output} for s in shown]},
        "query": {"input": others[0].input},
        "labels": [{"text": text} for text in shown[0].candidates],
    })  # fmt: skip
    return Plan(
        model="any",
        prompt=prompt,
        items=tuple(PlanItem(shot.input, shot.output) for shot in others),
        conditions=Conditions(k=KS, content_free=()),
        shot_set="own",
        seed=SEED,
    )


def outcome_of(engine: Engine, plans: Sequence[Plan]) -> Outcome:
    """The shares of right answers and the means of form, draw after draw; of several plans one
    after another."""
    found: Outcome = {"right": {}, "form": {}}
    for plan in plans:
        precision = cast(Precision, engine.writes.precision)
        own = replace(plan, model=engine.manifest.id, precision=precision)
        record = Record.of(own, measured(engine, own))
        for condition, read in zip(record.conditions, record.per_item()[0], strict=True):
            for name, values in (("right", read.right), ("form", read.form)):
                shares = found[name].setdefault(str(condition.k), [])
                shares.append(float(np.mean(values)))
    return found


def mean_at(outcome: Outcome, k: int, what: str = "right") -> float:
    return float(np.mean(outcome[what][str(k)]))


def chance_of(plan: Plan) -> float:
    return float(np.mean([1 / len(plan.labels_of(item)) for item in plan.questions]))


def text_of(plans: Mapping[str, Plan]) -> bytes:
    """All that was asked, for its digest."""
    return json.dumps({name: plan.to_json() for name, plan in plans.items()}).encode("utf-8")
