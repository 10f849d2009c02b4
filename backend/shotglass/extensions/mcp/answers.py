"""What the tools answer. Probabilities are the model's own, over its whole vocabulary."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from ...events import Distribution, LabelScore, Score
from ...lab.results.attribution import AttributionResult
from ...lab.results.insides import LensResult
from ...lab.results.lanes import LaneResult

SHOWN = 5  # of the likeliest next tokens


@dataclass(frozen=True)
class ListedModel:
    """``task``: "causal-lm" continues a text, "masked-lm" fills gaps and cannot be asked here.
    ``context``: tokens of prompt and answer together at most."""

    id: str
    name: str
    task: str
    parameters: int
    context: int
    licence: str


@dataclass(frozen=True)
class ScoredAnswer:
    """``p``: how likely the text follows; ``share``: its part of what all answers have together."""

    text: str
    p: float
    share: float
    logprob: float

    @classmethod
    def of(cls, label: LabelScore) -> ScoredAnswer:
        return cls(label.text, label.p, label.share, label.logprob)


@dataclass(frozen=True)
class NextToken:
    """A token that may come next, as text; ``p`` is its probability."""

    text: str
    p: float


@dataclass(frozen=True)
class Scored:
    """``mass``: the probability of all answers together; ``next``: the likeliest next tokens,
    whatever the answers are, and ``rest`` the probability of those not shown."""

    answers: list[ScoredAnswer]
    mass: float
    next: list[NextToken]
    rest: float

    @classmethod
    def of(cls, score: Score) -> Scored:
        answers = [ScoredAnswer.of(label) for label in score.labels]
        return cls(answers, score.mass, *shown(score.next))


@dataclass(frozen=True)
class AfterExamples:
    """The prompt after ``examples`` of the examples. ``prompt``: its exact text. ``problem``: why
    it could not be run, such as a prompt that is too long; then nothing else is there."""

    examples: int
    prompt: str
    score: Scored | None
    text: str
    problem: str | None

    @classmethod
    def of(cls, lane: LaneResult) -> AfterExamples:
        problem = str(lane.problem["detail"]) if lane.problem else None
        score = Scored.of(lane.score) if lane.score else None
        return cls(lane.k, lane.prompt, score, lane.text, problem)


@dataclass(frozen=True)
class Compared:
    """``precision``: what it was computed in; fp32 is exact."""

    model: str
    precision: str
    lanes: list[AfterExamples]


@dataclass(frozen=True)
class ScoredPrompt:
    """``without_heads``: the same with the heads switched off, where some were named."""

    model: str
    score: Scored
    without_heads: Scored | None


@dataclass(frozen=True)
class LayerReadout:
    """What the model would say if it ended before ``layer``; of the last row: what it says.
    ``rank_of_answer`` counts from 1."""

    layer: int
    likeliest: str
    p: float
    p_of_answer: float
    rank_of_answer: int


@dataclass(frozen=True)
class HeadSource:
    """How much a head added to the answer's logit by what it read at a token. ``attention``: how
    much of its attention the token had."""

    layer: int
    head: int
    token: int
    text: str
    attention: float
    added: float


@dataclass(frozen=True)
class Explained:
    """``answer``: the token that is explained. ``layers``: the logit lens. ``sources``: direct
    logit attribution, those that count most first; None where ``no_sources`` says why not."""

    model: str
    tokens: list[str]
    answer: str
    layers: list[LayerReadout]
    sources: list[HeadSource] | None
    no_sources: str | None

    @classmethod
    def of(
        cls,
        lens: LensResult,
        is_named: bool,
        attributed: AttributionResult | None,
        reason: str | None,
    ) -> Explained:
        """``is_named``: the answer is the last token of the lens's text, and not what the model
        says."""
        rows = []
        for each in lens.lens.layers:
            answer = each.next if is_named else each.final
            assert answer is not None, "the answer stands behind the prompt"
            top = each.top[0]
            rows.append(LayerReadout(each.layer, top.text, top.p, answer.p, answer.rank + 1))
        texts = [token.text for token in lens.tokens]
        target = texts.pop() if is_named else lens.lens.final.text
        sources = [HeadSource(**row) for row in attributed.sources()] if attributed else None
        return cls(lens.model, texts, target, rows, sources, reason)


@dataclass(frozen=True)
class MeasuredRows:
    """``sentences``: the findings, as the terminal prints them, each with its interval and n.
    ``cells`` and ``comparisons``: the same as numbers; shares are from 0 to 1."""

    questions: int
    seconds: float
    sentences: list[str]
    cells: list[dict[str, Any]]
    comparisons: list[dict[str, Any]]


@dataclass(frozen=True)
class Records:
    """The names that ``read_record`` takes."""

    names: list[str]


@dataclass(frozen=True)
class ReadRecord:
    """A saved run or measurement. ``sentences``: of a measurement; ``rows``: its table; ``texts``:
    what was written, where the run has texts alone."""

    name: str
    view: str
    made: str
    models: list[str]
    sentences: list[str]
    rows: list[dict[str, Any]]
    texts: list[str]


def shown(next: Distribution) -> tuple[list[NextToken], float]:
    """Returns the likeliest next tokens, and the probability of all others."""
    first: Sequence[Any] = next.alternatives[:SHOWN]
    return [NextToken(each.text, each.p) for each in first], 1 - sum(each.p for each in first)
