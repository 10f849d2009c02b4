"""A house evaluation from one end to the other: draw, ask, judge, record."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, closing
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from shotglass.engine import Library, ModelFolder
from shotglass.statistics.claim import K

from ...data.episodes import Lexicon
from ...data.episodes.families import FAMILIES, Family
from ...data.folder import DataFolder
from ...progress import Report
from .baselines import Baseline, InputEmbedding, copy_last, majority, nearest
from .bits_per_byte import held_bits
from .cached_model import Asker
from .figures import Beside, SourceBits, record
from .judging import beside_family, judge_family
from .ngram.five_gram import FiveGram
from .questions import KS, Asking, draw_asking
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
    """``queries`` a cell; ``said``: how many of the judged ones are answered in greedy text too."""

    families: tuple[Family, ...] = FAMILIES
    queries: int = 1000
    said: int = 200
    others: tuple[Other, ...] = ()
    bytes: int = 200_000  # of held-out text a source
    samples: Sampling | None = None


def evaluate(
    library: Library,
    id: str,
    data: DataFolder,
    plan: Plan,
    kept: Path,
    report: Report,
) -> dict[str, Any]:
    """The record. Answers are kept in the folder ``kept``; a second run asks only what is new.

    Raises ModelNotFound, ModelFolderError, WrongTask, DataFailed.
    """
    lexicon = Lexicon.read(data.path / "lexicon.json")
    model = library.folder(id)
    askings = [draw_asking(lexicon, family, plan.queries) for family in plan.families]
    with ExitStack() as stack:
        asker, *others = (
            stack.enter_context(closing(Asker(folder, kept, report)))
            for folder in (model, *(library.folder(other.id) for other in plan.others))
        )
        _expect(asker, others, askings, plan)
        report("Counting the 5-gram", 0.0)
        five_gram = _five_gram(data, askings)
        baselines = _baselines(model, five_gram)
        families = [
            judge_family(asker, asking, baselines, len(askings), plan.said) for asking in askings
        ]
        beside = list(_beside(asker, others, askings, plan.others))
        bits = list(_bits(asker, others, five_gram, data, plan))
        drawn = sample_figures(asker, data, five_gram.plain, plan.samples) if plan.samples else None
    today = date.today().isoformat()
    return record(asker.measured, today, askings, families, beside, bits, drawn)


def _expect(asker: Asker, others: Sequence[Asker], askings: Sequence[Asking], plan: Plan) -> None:
    """Tell each model's pace how many prompts there will be."""
    for asking in askings:
        for questions in asking.by_split.values():
            asker.pace.expect(asker.missing(questions, KS))
        for questions in asking.controls.values():
            asker.pace.expect(asker.missing(questions, [K]))
        for other, named in zip(others, plan.others, strict=True):
            other.pace.expect(other.missing(asking.judged[: named.n], KS))
            invented = asking.controls.get("invented", ())
            other.pace.expect(other.missing(invented[: named.n], [K]))


def _five_gram(data: DataFolder, askings: Sequence[Asking]) -> FiveGram:
    trained = [q for asking in askings for q in asking.by_split["train"][:TUNED_ON]]
    return FiveGram.of(data, trained)


def _baselines(model: ModelFolder, five_gram: FiveGram) -> Mapping[str, Baseline]:
    found: dict[str, Baseline] = {"majority": majority, "copy-last": copy_last}
    return found | {"nearest": nearest(InputEmbedding.of(model))} | five_gram.baselines()


def _beside(
    asker: Asker, others: Sequence[Asker], askings: Sequence[Asking], named: Sequence[Other]
) -> Iterator[Beside]:
    for other, told in zip(others, named, strict=True):
        families = tuple(beside_family(asker, other, asking, told.n) for asking in askings)
        yield Beside(told.role, other.measured, min(told.n, len(askings[0].judged)), families)


def _bits(
    asker: Asker, others: Sequence[Asker], five_gram: FiveGram, data: DataFolder, plan: Plan
) -> Iterator[SourceBits]:
    """Beside the 5-gram and the twins; a peer's would take hours."""
    pairs = zip(others, plan.others, strict=True)
    twins = {told.id: other for other, told in pairs if told.role == "twin"}
    return held_bits(asker, twins, five_gram.text_models(), data, plan.bytes)
