"""A house evaluation from one end to the other: draw, ask, judge, record."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, closing
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path
from typing import Any

from shotglass.engine import Library, ModelFolder
from shotglass.statistics.claim import K
from shotglass_export.data.episodes import Lexicon
from shotglass_export.data.episodes.families import FAMILIES, Family
from shotglass_export.data.episodes.templates import Layout, held_out_templates
from shotglass_export.data.folder import DataFolder
from shotglass_export.progress import Report

from .baselines import Baseline, InputEmbedding, copy_last, majority, nearest
from .cached_model import CachedModel
from .figures import Beside, SourceBits, record
from .five_gram import FiveGram
from .formats.goal import formats_record
from .held_out_bits import held_out_bits
from .judging import beside_family, judge_family
from .questions import QuestionSet, draw_in_templates, draw_questions
from .samples import Sampling, sample_figures

TUNED_ON = 100  # training questions a family, for the cache's weight


@dataclass(frozen=True)
class Other:
    """A model to ask the same: ``role`` as in ``record.Beside``, ``n`` queries a family."""

    role: str
    id: str
    n: int


@dataclass(frozen=True)
class Plan:
    """``queries`` a cell; ``exact``: how many of the judged ones are also answered in text.
    ``templates``, by layout: what the questions are written by, instead of the card's own."""

    families: tuple[Family, ...] = FAMILIES
    queries: int = 1000
    exact: int = 200
    others: tuple[Other, ...] = ()
    bytes: int = 200_000  # of held-out text a source
    samples: Sampling | None = None
    templates: Mapping[Layout, Sequence[str]] = field(default_factory=dict)

    def questions(self, lexicon: Lexicon, family: Family) -> QuestionSet:
        if not self.templates:
            return draw_questions(lexicon, family, self.queries)
        every = [template for found in self.templates.values() for template in found]
        return draw_in_templates(lexicon, family, every, self.queries)


def in_held_out_templates(plan: Plan) -> Plan:
    """The judged questions of ``plan`` in the grammar's held-out templates; no text is drawn."""
    return replace(plan, templates=held_out_templates(), exact=0, samples=None)


def evaluate(
    library: Library,
    id: str,
    data: DataFolder,
    plan: Plan,
    answers: Path,
    report: Report,
) -> dict[str, Any]:
    """The record. Answers are kept in the folder ``answers``; a second run asks only what is new.

    Raises ModelNotFound, ModelFolderError, WrongTask, DataFailed.
    """
    lexicon = Lexicon.read(data.path / "lexicon.json")
    model = library.folder(id)
    question_sets = [plan.questions(lexicon, family) for family in plan.families]
    with ExitStack() as stack:
        evaluated, *others = (
            stack.enter_context(closing(CachedModel(folder, answers, report)))
            for folder in (model, *(library.folder(other.id) for other in plan.others))
        )
        _expect(evaluated, others, question_sets, plan)
        report("Counting the 5-gram", 0.0)
        five_gram = _five_gram(data, question_sets)
        baselines = _baselines(model, five_gram)
        families = [
            judge_family(evaluated, question_set, baselines, len(question_sets), plan.exact)
            for question_set in question_sets
        ]
        beside = list(_beside(evaluated, others, question_sets, plan.others))
        bits = list(_bits(evaluated, others, five_gram, data, plan)) if plan.bytes else []
        formats = formats_record(evaluated, question_sets, plan.templates)
        drawn = (
            sample_figures(evaluated, data, five_gram.plain, plan.samples) if plan.samples else None
        )
    today = date.today().isoformat()
    return {
        **record(evaluated.measured, today, question_sets, families, beside, bits, drawn),
        **formats,
    }


def _expect(
    evaluated: CachedModel,
    others: Sequence[CachedModel],
    question_sets: Sequence[QuestionSet],
    plan: Plan,
) -> None:
    """Set how many prompts there will be in each model's progress."""
    for question_set in question_sets:
        for questions in question_set.by_split.values():
            evaluated.pace.expect(evaluated.missing(questions, question_set.ks))
        for questions in question_set.controls.values():
            evaluated.pace.expect(evaluated.missing(questions, [K]))
        for other, named in zip(others, plan.others, strict=True):
            other.pace.expect(other.missing(question_set.judged[: named.n], question_set.ks))
            invented = question_set.controls.get("invented", ())
            other.pace.expect(other.missing(invented[: named.n], [K]))


def _five_gram(data: DataFolder, question_sets: Sequence[QuestionSet]) -> FiveGram:
    trained = [
        q for question_set in question_sets for q in question_set.by_split["train"][:TUNED_ON]
    ]
    return FiveGram.of(data, trained)


def _baselines(model: ModelFolder, five_gram: FiveGram) -> Mapping[str, Baseline]:
    found: dict[str, Baseline] = {"majority": majority, "copy-last": copy_last}
    return found | {"nearest": nearest(InputEmbedding.of(model))} | five_gram.baselines()


def _beside(
    evaluated: CachedModel,
    others: Sequence[CachedModel],
    question_sets: Sequence[QuestionSet],
    named: Sequence[Other],
) -> Iterator[Beside]:
    for other, named_model in zip(others, named, strict=True):
        families = tuple(
            beside_family(evaluated, other, question_set, named_model.n)
            for question_set in question_sets
        )
        yield Beside(
            named_model.role,
            other.measured,
            min(named_model.n, len(question_sets[0].judged)),
            families,
        )


def _bits(
    evaluated: CachedModel,
    others: Sequence[CachedModel],
    five_gram: FiveGram,
    data: DataFolder,
    plan: Plan,
) -> Iterator[SourceBits]:
    """Beside the 5-gram and the twins; a peer's would take hours."""
    pairs = zip(others, plan.others, strict=True)
    twins = {named_model.id: other for other, named_model in pairs if named_model.role == "twin"}
    return held_out_bits(evaluated, twins, five_gram.text_models(), data, plan.bytes)
