"""Lesson 23.5: do larger models learn better in context? The same questions, by the number of
examples, to models of 7 and of 135 million parameters.

That larger models make more of examples is what Brown et al. 2020, "Language Models are Few-Shot
Learners", report of GPT-3's sizes. Here are two sizes only, and they differ in more than size: that
is what house-templates is asked for, which is as small as house-prose and was taught by episodes.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial
from hashlib import sha256
from typing import cast

from shotglass.engine import Engine
from shotglass.engine.measurement.plan import Plan

from ...gallery.task import measured_ids
from ..experiment import Context, Experiment, Findings
from ..in_context.house_heads import lexicon_of
from ..installed_models import installed_model
from ..points import over_seeds
from ..result import Data, Outcome, Point, Series, Table
from . import measured_gains as gains
from .measured_gains import DRAWS, KS

SMALL, LARGE = "house-prose", "smollm2-135m"
TAUGHT = "house-templates"  # as small as SMALL, taught to read examples
MODELS, TOY_MODELS = (SMALL, TAUGHT, LARGE), (SMALL, TAUGHT)
QUESTIONS, TOY_QUESTIONS = 24, 4
NAMES, TOY_NAMES = 8, 1  # tasks of made-up names
NAMES_QUESTIONS = 12
LAST = KS[-1]

Read = dict[str, gains.Outcome]  # by task
Tasks = Mapping[str, Plan]


def run(context: Context) -> Findings:
    ids = measured_ids()[: 2 if context.smoke else None]
    questions = TOY_QUESTIONS if context.smoke else QUESTIONS
    tasks = {id: gains.gallery_plan(id, questions) for id in ids}
    lexicon = lexicon_of(context)
    named = {
        f"names-{number}": gains.names_plan(
            lexicon, number, TOY_QUESTIONS if context.smoke else NAMES_QUESTIONS
        )
        for number in range(TOY_NAMES if context.smoke else NAMES)
    }
    right: dict[str, Read] = {}
    shuffled: dict[str, Read] = {}
    data = [_questions(tasks | named)]
    sizes: dict[str, int] = {}
    for id in TOY_MODELS if context.smoke else MODELS:
        context.report(f"Asking {id}", 0.0)
        with installed_model(id) as (opened, about):
            engine = cast(Engine, opened)
            sizes[id] = engine.manifest.architecture.parameters
            right[id], shuffled[id] = _read(context, engine, tasks, named)
        data.append(about)
    large = LARGE if LARGE in right else TAUGHT
    return Findings(
        outcome=_judge(_contrasts(right, shuffled, large, ids)),
        n=len(ids),
        series=(
            *_curves(right, shuffled, ids, list(named)),
            *_gains(right, shuffled, ids),
            Series("large-less-small", "what is gained", "share",
                   _contrasts(right, shuffled, large, ids)),
            Series("taught-less-large", "model", "share",
                   _taught(right, large, list(named))),
            Series("chance", "task", "share",
                   tuple(Point(id, gains.chance_of(plan)) for id, plan in tasks.items())),
        ),
        data=tuple(data),
        tables=(_by_task(right, shuffled, ids),
                Table("sizes", ("model", "parameters"), tuple(sizes.items()))),
    )  # fmt: skip


def _questions(plans: Tasks) -> Data:
    digest = sha256(gains.text_of(plans)).hexdigest()
    return Data("all questions, examples and answers", digest, "see web/src/gallery/NOTICE.md",
                "web/src/gallery, and the lexicon of house-gpt2's data")  # fmt: skip


def _read(context: Context, engine: Engine, tasks: Tasks, named: Tasks) -> tuple[Read, Read]:
    right, shuffled, id = Read(), Read(), engine.manifest.id
    plans = {**tasks, **named}
    for place, (task, plan) in enumerate(plans.items()):
        context.report(f"Asking {id}", place / len(plans))
        right[task] = context.kept(f"{id}-{task}-right", partial(gains.outcome_of, engine, [plan]))
        if task in tasks:
            others = [gains.shuffled(plan, number) for number in range(DRAWS)]
            shuffled[task] = context.kept(
                f"{id}-{task}-shuffled", partial(gains.outcome_of, engine, others)
            )
    return right, shuffled


# --- what is gained, task by task ---


def _from_none(right: Read, ids: Sequence[str]) -> list[float]:
    return [gains.mean_at(right[id], LAST) - gains.mean_at(right[id], 0) for id in ids]


def _from_shuffled(right: Read, shuffled: Read, ids: Sequence[str]) -> list[float]:
    return [gains.mean_at(right[id], LAST) - gains.mean_at(shuffled[id], LAST) for id in ids]


def _contrasts(
    right: Mapping[str, Read], shuffled: Mapping[str, Read], large: str, ids: Sequence[str]
) -> tuple[Point, ...]:
    """The large model's gains less the small one's, task by task."""
    none = zip(_from_none(right[large], ids), _from_none(right[SMALL], ids), strict=True)
    answers = zip(
        _from_shuffled(right[large], shuffled[large], ids),
        _from_shuffled(right[SMALL], shuffled[SMALL], ids),
        strict=True,
    )
    return (
        over_seeds("over no example", [a - b for a, b in none]),
        over_seeds("over shuffled answers", [a - b for a, b in answers]),
    )


def _taught(right: Mapping[str, Read], large: str, named: Sequence[str]) -> tuple[Point, ...]:
    """Right after all examples of made-up names, less what the large model gets right."""
    gaps = [
        gains.mean_at(right[TAUGHT][task], LAST) - gains.mean_at(right[large][task], LAST)
        for task in named
    ]
    return (over_seeds(TAUGHT, gaps),)


def _judge(contrasts: Sequence[Point]) -> Outcome:
    if any(point.ends[1] < 0 for point in contrasts):
        return "refuted"
    return "held" if all(point.ends[0] > 0 for point in contrasts) else "null"


# --- series ---


def _curves(
    right: Mapping[str, Read],
    shuffled: Mapping[str, Read],
    ids: Sequence[str],
    named: Sequence[str],
) -> list[Series]:
    """Means over tasks by the number of examples; with shuffled answers after all of them."""
    found = []
    for id, read in right.items():
        for name, tasks, what in (
            ("right", ids, "right"), ("form", ids, "form"), ("names", named, "right"),
        ):  # fmt: skip
            points = tuple(
                over_seeds(float(k), [gains.mean_at(read[task], k, what) for task in tasks])
                for k in KS
            )
            found.append(Series(f"{name}-{id}", "examples", "share", points))
        mixed = over_seeds(float(LAST), [gains.mean_at(shuffled[id][t], LAST) for t in ids])
        found.append(Series(f"shuffled-{id}", "examples", "share", (mixed,)))
    return found


def _gains(
    right: Mapping[str, Read], shuffled: Mapping[str, Read], ids: Sequence[str]
) -> list[Series]:
    none = [over_seeds(id, _from_none(read, ids)) for id, read in right.items()]
    answers = [over_seeds(id, _from_shuffled(read, shuffled[id], ids))
               for id, read in right.items()]  # fmt: skip
    return [
        Series("gain-over-none", "model", "share", tuple(none)),
        Series("gain-over-shuffled", "model", "share", tuple(answers)),
    ]


def _by_task(right: Mapping[str, Read], shuffled: Mapping[str, Read], ids: Sequence[str]) -> Table:
    """Right with no example, with all, and with all and shuffled answers."""
    rows = [
        (id, model, gains.mean_at(read[id], 0), gains.mean_at(read[id], LAST),
         gains.mean_at(shuffled[model][id], LAST))
        for id in ids for model, read in right.items()
    ]  # fmt: skip
    columns = ("task", "model", "no example", "eight", "eight, shuffled")
    return Table("tasks", columns, tuple(rows))


def _holds(findings: Findings) -> bool:
    found = {series.name: series.points for series in findings.series}
    gain = {str(point.x): point.y for point in found["gain-over-none"]}
    return all(
        abs(found[f"right-{id}"][-1].y - found[f"right-{id}"][0].y - y) < 1e-9
        for id, y in gain.items()
    )


EXPERIMENT = Experiment(
    lesson="bigger",
    question="Do larger models learn better in context: does a model of 135 million parameters "
    "gain more from eight examples than one of 7 million, and is it their answers that it reads?",
    hypothesis="SmolLM2-135M gains more right answers from eight examples than house-prose, over "
    "no example and over the same examples with shuffled answers.",
    rule="Written when the gallery's records of both models on these tasks and the house models' "
    "own records were known, about other questions or one order of the examples; shuffled "
    "answers had not been asked. The numbers were made smaller before an answer of SmolLM2 "
    "was kept or one of any model looked at, to fit the time there was. In each of the "
    "gallery's ten tasks 24 questions, none of the 48 that its evidence is about, are asked "
    "of both models after 0, 1, 2, 4 and 8 examples of the first set in two orders, and after "
    "8 whose answers are shuffled in two ways. Right is the share of questions whose answer "
    "is likelier than every other. It held if the gain of right answers from no example to "
    "eight, and from eight with shuffled answers to eight with their own, are both greater in "
    "SmolLM2 than in house-prose: the whole 95 % interval of the difference over ten tasks "
    "(Student's t) above 0. It is refuted if one of the two lies below 0. Written down "
    "beforehand, too: size alone does not explain it if house-templates, as small as house- "
    "prose and taught by episodes, gets more right after eight examples than SmolLM2 in eight "
    "tasks of 12 words of two kinds under made-up names, all held out of its training: the "
    "whole 95 % interval over these tasks above 0.",
    null="One of the two intervals holds 0.",
    counted="tasks",
    seeds=(1,),
    minutes=12,
    run=run,
    invariant="A model's gain over no example is the difference between the ends of its curve.",
    holds=_holds,
)
