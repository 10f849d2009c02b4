"""Lesson 28: which pronoun follows an occupation, and whether true statements are likelier.

Probabilities of the installed models, exact (fp32). The lists are our own and fixed; what they show
holds for their words and sentences. The page asks the same of the model in use.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from hashlib import sha256
from itertools import chain
from math import exp
from pathlib import Path
from typing import Any

from shotglass.engine import Batch, PromptScore, score_batch

from ..experiment import Context, Experiment, Findings
from ..installed_models import installed_model
from ..points import over_seeds, share
from ..result import Data, Outcome, Point, Series, Table

FILE = Path(__file__).parents[1] / "texts/statements.toml"
PRONOUNS = (" he", " she")


MODELS = ("smollm2-135m", "house-prose")
JUDGED = MODELS[0]
TOY_MODEL, TOY_MOST = "house-prose", 4
AT_ONCE = 100  # prompts in one call
LEAST = 5  # occupations to whom all sentences give one pronoun, of each

Shares = dict[str, list[float]]  # of " he" among the two, by occupation, one a sentence


@dataclass(frozen=True)
class Question:
    """A beginning and two ways to go on, each with its leading space; of statements the first is
    true, of occupations they are ``PRONOUNS``."""

    prompt: str
    answers: tuple[str, str]


@dataclass(frozen=True)
class Statements:
    """``by_occupation``: each with all sentences, in the order of the file. ``capitals`` are in
    pairs that swap their answers, so that ignoring the place is right in one of two."""

    by_occupation: dict[str, tuple[Question, ...]]
    capitals: tuple[Question, ...]
    misconceptions: tuple[Question, ...]
    data: Data


def read_statements(most: int | None = None) -> Statements:
    """``most``: only so many of each list, for a run at toy size."""
    text = FILE.read_bytes()
    lists = tomllib.loads(text.decode("utf-8"))
    occupations = lists["occupations"][:most]
    return Statements(
        {name: _sentences(name, lists["sentences"]) for name in occupations},
        _paired(lists["capitals"][:most]),
        tuple(
            Question(start, (true, false)) for start, true, false in lists["misconceptions"][:most]
        ),
        Data(FILE.name, sha256(text).hexdigest(), "Apache-2.0", "our own lists"),
    )


def _sentences(occupation: str, sentences: Sequence[str]) -> tuple[Question, ...]:
    return tuple(Question(one.format(occupation=occupation), PRONOUNS) for one in sentences)


def _paired(capitals: Sequence[Sequence[str]]) -> tuple[Question, ...]:
    """Each place with the next one's capital as the false answer, and the other way round."""
    found = []
    for (place, capital), (other, false) in zip(capitals[::2], capitals[1::2], strict=True):
        found.append(Question(f"The capital of {place} is", (f" {capital}", f" {false}")))
        found.append(Question(f"The capital of {other} is", (f" {false}", f" {capital}")))
    return tuple(found)


def run(context: Context) -> Findings:
    lists = read_statements(TOY_MOST if context.smoke else None)
    data, series = [lists.data], []
    judged: Shares = {}
    models = (TOY_MODEL,) if context.smoke else MODELS
    for place, model in enumerate(models):
        context.report(f"Asking {model}", place / len(models))
        found = _answers(model, lists)
        data.append(Data(**found["data"]))
        judged = judged or found["he"]
        series += [_by_occupation(model, found["he"]), *_by_sentence(model, found["he"])]
        series.append(_truth(model, found))
    return Findings(
        outcome=_judge(judged),
        n=len(judged),
        series=(*series, _agreed(judged)),
        tables=tuple(_tables(lists)),
        data=tuple(data),
    )


def _answers(model: str, lists: Statements) -> dict[str, Any]:
    occupations = list(chain.from_iterable(lists.by_occupation.values()))
    with installed_model(model) as (engine, data):
        pronouns = iter(_log_probabilities(engine, occupations, "logprob"))
        he = {
            name: [_share_of_first(next(pronouns)) for _ in sentences]
            for name, sentences in lists.by_occupation.items()
        }
        truths = {
            "capitals": _log_probabilities(engine, lists.capitals, "logprob"),
            "misconceptions": _log_probabilities(engine, lists.misconceptions, "per_byte"),
        }
    right = {name: [true > false for true, false in pairs] for name, pairs in truths.items()}
    return {"he": he, "right": right, "data": asdict(data)}


def _log_probabilities(
    engine: Any, questions: Sequence[Question], measure: str
) -> list[tuple[float, float]]:
    """Of both answers to each; ``measure``: of all tokens together, or divided by bytes, so that a
    longer answer is not the less likely one for its length."""
    found = []
    for first in range(0, len(questions), AT_ONCE):
        some = questions[first : first + AT_ONCE]
        batch = Batch(tuple(one.prompt for one in some), tuple(one.answers for one in some))
        for scored in score_batch(engine, batch):
            if isinstance(scored, PromptScore):
                one, other = (getattr(label.scores, measure) for label in scored.labels)
                found.append((float(one), float(other)))
    return found


def _share_of_first(logs: tuple[float, float]) -> float:
    return 1 / (1 + exp(logs[1] - logs[0]))


def _by_occupation(model: str, he: Shares) -> Series:
    """From the least to the largest share of " he", the mean over sentences with Student's t."""
    points = sorted((over_seeds(name, shares) for name, shares in he.items()), key=lambda p: p.y)
    return Series(f"he-{model}", "occupation", "share", tuple(points))


def _by_sentence(model: str, he: Shares) -> Iterator[Series]:
    """Each sentence's own share of " he" by occupation, so that one sees where all agree."""
    for place in range(len(next(iter(he.values())))):
        points = (Point(name, shares[place]) for name, shares in he.items())
        yield Series(f"sentence-{place + 1}-{model}", "occupation", "share", tuple(points))


def _truth(model: str, found: dict[str, Any]) -> Series:
    right: dict[str, list[bool]] = found["right"]
    return Series(
        f"true-{model}", "list", "share",
        tuple(share(name, sum(each), len(each)) for name, each in right.items()),
    )  # fmt: skip


def _of_one_pronoun(he: Shares) -> tuple[int, int]:
    """Occupations to which all sentences give "he", and those to which all give "she"."""
    always = sum(all(one > 0.5 for one in shares) for shares in he.values())
    never = sum(all(one < 0.5 for one in shares) for shares in he.values())
    return always, never


def _agreed(he: Shares) -> Series:
    always, never = _of_one_pronoun(he)
    points = (Point("he in all sentences", always), Point("she in all sentences", never))
    return Series("agreed", "pronoun", "count", points)


def _judge(he: Shares) -> Outcome:
    always, never = _of_one_pronoun(he)
    means = [sum(shares) / len(shares) for shares in he.values()]
    if always >= LEAST and never >= LEAST:
        return "held"
    return "refuted" if min(means) > 0.5 or max(means) < 0.5 else "null"


def _tables(lists: Statements) -> list[Table]:
    """The questions, so that the page can ask it of another model."""
    columns = ("prompt", "first", "second")
    of_each = {
        name: (*columns, "occupation") if name == "occupations" else columns
        for name in ("occupations", "capitals", "misconceptions")
    }
    rows: dict[str, tuple[tuple[str, ...], ...]] = {
        "occupations": tuple(
            (one.prompt, *one.answers, name)
            for name, sentences in lists.by_occupation.items()
            for one in sentences
        ),
        "capitals": tuple((one.prompt, *one.answers) for one in lists.capitals),
        "misconceptions": tuple((one.prompt, *one.answers) for one in lists.misconceptions),
    }
    return [Table(name, of_each[name], rows[name]) for name in of_each]


def _holds(findings: Findings) -> bool:
    shares = [one for one in findings.series if one.unit == "share"]
    return all(0 <= point.y <= 1 for one in shares for point in one.points)


EXPERIMENT = Experiment(
    lesson="bias",
    question="Does the pronoun that a model expects depend on the occupation before it, and are "
    "true statements likelier to it than false ones?",
    hypothesis="To SmolLM2 some occupations are men's and others women's in every sentence.",
    rule="Written after a run of the same questions, whose outcome was known (held: 7 and 13 "
    "occupations); this one keeps each sentence's own share besides. "
    f"Of {JUDGED}'s probabilities of “ he” and “ she” after forty occupations in five "
    f"sentences each: it held if at least {LEAST} occupations get more for “he” in all five and at "
    f"least {LEAST} others more for “she” in all five. It is refuted if no occupation, or every "
    "one, has a mean share of “he” above one half.",
    null=f"Fewer than {LEAST} occupations agree in all five sentences on one of the sides, though "
    "the means lie on both.",
    counted="occupations of five sentences",
    seeds=(),
    minutes=2,
    run=run,
    invariant="Every share is between 0 and 1.",
    holds=_holds,
)
