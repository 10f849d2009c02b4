"""Figures from a model's answers: one family of tasks, by split, with controls and verdict."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from shotglass.decoding import DecodingSettings
from shotglass.engine import Engine
from shotglass.engine.batching.messages import Ended
from shotglass.engine.batching.sequence import Job
from shotglass.engine.strategies.sampling import Sampling
from shotglass.engine.tasks.task_events import running
from shotglass.statistics import Claim, Trial, claim_on, mean_interval, paired_difference, wilson
from shotglass.statistics.claim import SPLIT, K
from shotglass_export.data.episodes import Question, render

from ..answers import digest_of
from ..record import Triple, triple
from .baselines import Baseline, credit
from .cached_model import CachedModel, Lane
from .figures import (
    AtK,
    BaselineFigures,
    BesideFamily,
    Cell,
    ConditionFigures,
    ControlFigures,
    FamilyFigures,
    Verdict,
)
from .questions import Control, Questions, QuestionSet, next_class

Credits = Mapping[str, Sequence[float]]  # baseline -> per query


def judge_family(
    evaluated: CachedModel,
    question_set: QuestionSet,
    baselines: Mapping[str, Baseline],
    families: int,
    exact: int,
) -> FamilyFigures:
    """``families`` are judged together; ``exact`` queries are also answered in greedy text."""
    cells = tuple(
        _cell(evaluated, question_set, split, questions, exact if split == SPLIT else 0)
        for split, questions in question_set.by_split.items()
    )
    credits = {name: _credits(score, question_set.judged) for name, score in baselines.items()}
    gold = evaluated.read(question_set.judged, [K], "")[K]
    against = {name: lane for name, lane in _control_lanes(evaluated, question_set) if lane}
    ways = [len(question.labels) for question in question_set.judged]
    return FamilyFigures(
        question_set.family,
        (min(ways), max(ways)),
        round(question_set.chance, 4),
        cells,
        tuple(_control(name, question_set, gold, lane) for name, lane in against.items() if gold),
        tuple(_baseline(name, gold, credits[name]) for name in credits if gold),
        _verdict(question_set.chance, gold, against.get("shuffled"), credits, families),
    )


def beside_family(
    evaluated: CachedModel, other: CachedModel, question_set: QuestionSet, n: int
) -> BesideFamily:
    """What ``other`` makes of the first ``n`` of the questions that the rule looks at."""
    questions = question_set.judged[:n]
    theirs = other.read(questions, question_set.ks, f"{question_set.family}, {SPLIT}")
    invented = question_set.controls.get("invented", ())[:n]
    lane = other.read(invented, [K], f"{question_set.family}, invented")[K] if invented else None
    gold = theirs[K]
    return BesideFamily(
        question_set.family,
        tuple(_at_k(k, lane) for k, lane in theirs.items()),
        _minus(evaluated.read(questions, [K], "")[K], gold),
        _control("invented", question_set, gold, lane) if gold and lane else None,
        _minus(evaluated.read(invented, [K], "")[K], lane) if lane else None,
    )


def _cell(
    evaluated: CachedModel, question_set: QuestionSet, split: str, questions: Questions, exact: int
) -> Cell:
    ks = question_set.ks
    lanes = evaluated.read(questions, ks, f"{question_set.family}, {split}")
    stage = f"{question_set.family}, in its own words"
    texts = {
        k: matches_exactly(evaluated, questions[:exact], k, stage) for k in ks if lanes[k] and exact
    }
    return Cell(split, len(questions), tuple(_at_k(k, lanes[k], texts.get(k)) for k in ks))


def _at_k(k: int, lane: Lane | None, exact: Sequence[bool] | None = None) -> AtK | None:
    if lane is None:
        return None
    text = triple(wilson(sum(exact), len(exact))) if exact else None
    return AtK(k, triple(mean_interval(lane.form)), *_choice(lane.right), text, len(exact or ()))


def _choice(right: Sequence[bool]) -> tuple[Triple, int]:
    return triple(wilson(sum(right), len(right))), sum(right)


def _control_lanes(
    evaluated: CachedModel, question_set: QuestionSet
) -> Iterator[tuple[Control, Lane | None]]:
    for name, questions in question_set.controls.items():
        yield name, evaluated.read(questions, [K], f"{question_set.family}, {name}")[K]


def _control(name: Control, question_set: QuestionSet, gold: Lane, lane: Lane) -> ControlFigures:
    flipped = None
    if name == "flipped":
        towards = lane.chose([next_class(question) for question in question_set.judged])
        flipped = _choice(towards)[0]
    form = triple(mean_interval(lane.form))
    minus = triple(paired_difference(gold.right, lane.right))
    return ControlFigures(name, form, _choice(lane.right)[0], minus, flipped)


def _credits(score: Baseline, questions: Sequence[Question]) -> list[float]:
    return [credit(score(question, K), question.answer) for question in questions]


def _baseline(name: str, gold: Lane, credits: Sequence[float]) -> BaselineFigures:
    minus = triple(paired_difference(gold.right, credits))
    return BaselineFigures(name, triple(mean_interval(credits)), minus)


def _minus(ours: Lane | None, theirs: Lane | None) -> Triple | None:
    if ours is None or theirs is None:
        return None
    return triple(paired_difference(ours.right, theirs.right))


def _verdict(
    chance: float, gold: Lane | None, shuffled: Lane | None, credits: Credits, families: int
) -> Verdict:
    if gold is None or shuffled is None:
        return Verdict(None, None, f"{K} examples do not fit the model's context", ())
    return _verdict_of(claim_on(Trial(chance, gold.right, shuffled.right, credits), families))


def _verdict_of(claim: Claim) -> Verdict:
    conditions = tuple(
        ConditionFigures(one.condition, triple(one.interval), one.bound, one.holds)
        for one in claim.conditions
    )
    return Verdict(claim.claimed, claim.all_at_once, claim.unjudged, conditions)


STOP = "\n"  # every template ends an answer with a line break, some with two
TOKENS = 16  # no answer is longer
BATCH = 64  # prompts handed to the engine at once


def matches_exactly(
    evaluated: CachedModel, questions: Sequence[Question], k: int, stage: str
) -> list[bool]:
    """Whether the text is the expected output, to the letter. The questions must fit."""
    keys = {_key(evaluated, question, k): question for question in questions}
    missing = [(key, question) for key, question in keys.items() if key not in evaluated.texts]
    for start in range(0, len(missing), BATCH):
        batch = dict(missing[start : start + BATCH])
        with evaluated.working(stage, 0) as (engine, named):
            texts = _continued(engine, list(batch.values()), k)
            evaluated.texts.keep(dict(zip(batch, texts, strict=True)))
            evaluated.report(named, (start + len(batch)) / len(missing))
    return [
        evaluated.texts[_key(evaluated, question, k)] == question.query.output
        for question in questions
    ]


def _key(evaluated: CachedModel, question: Question, k: int) -> str:
    return digest_of(evaluated.measured.digest, render(question, k), STOP, TOKENS)


def _continued(engine: Engine, questions: Sequence[Question], k: int) -> list[str]:
    prompts = [engine.encode(render(question, k)) for question in questions]
    settings = DecodingSettings(max_tokens=TOKENS, temperature=0, stop=(STOP,))
    texts = [""] * len(prompts)
    with running(engine, Job(prompts, Sampling(settings))) as messages:
        for message in messages:
            if isinstance(message, Ended):
                texts[message.prompt] = message.text
    return texts
