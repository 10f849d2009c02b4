"""Lesson 18, of GPT-4: a pass-key hidden in a long text, at many places and lengths.

Mohtashami and Jaggi 2023, "Landmark Attention", section 4.2, have the task. That 128K tokens are
GPT-4 Turbo's, not GPT-4's, stands in the lesson; what a stated context holds is measured here.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from functools import partial
from typing import TYPE_CHECKING, Any

import numpy as np

from ..experiment import Context, Experiment, Findings
from ..installed_models import installed_model
from ..points import share
from ..result import Data, Outcome, Point, Series

if TYPE_CHECKING:
    from shotglass.engine import Engine

MODEL, TOY_MODEL = "smollm2-135m", "house-prose"
LENGTHS, TOY_LENGTHS = (256, 512, 1024, 2048, 4096), (128, 192)  # tokens
LONGEST = 8192  # the whole context, asked at fewer places
JUDGED = 4096
PLACES, FEW_PLACES, TOY_PLACES = 10, 3, 2
KEYS = 10  # to choose from
HALF = 0.5

FIRST = "There is a pass key hidden in a lot of text that does not matter. Find it.\n"
FILLER = (
    "The grass is green. The sky is blue. The sun is yellow. Here we go. There and back again.\n"
)
KEY = "The pass key is {key}. Remember it. {key} is the pass key.\n"
LAST = "What is the pass key? The pass key is"


@dataclass(frozen=True)
class Question:
    """``keys``: the hidden one first. ``place``: 0 at the beginning, 1 at the end."""

    prompt: str
    keys: tuple[str, ...]
    place: float


def run(context: Context) -> Findings:
    model = TOY_MODEL if context.smoke else MODEL
    lengths = TOY_LENGTHS if context.smoke else (*LENGTHS, LONGEST)
    right: dict[int, list[bool]] = {}
    with installed_model(model, context=LONGEST) as (engine, data):
        for step, length in enumerate(lengths):
            context.report(f"Asking after {length} tokens", step / len(lengths))
            compute = partial(_ask, engine, length, _places(context, length), context.seeds[0])
            right[length] = context.kept(f"{length}", compute)
    read = sum(length * len(found) for length, found in right.items())
    judged = right[lengths[-1] if context.smoke else JUDGED]
    return Findings(
        outcome=_judge(share(JUDGED, sum(judged), len(judged))),
        n=len(judged),
        series=(
            Series("right", "tokens", "share", tuple(
                share(length, sum(found), len(found)) for length, found in right.items())),
            *(Series(f"places-{length}", "place", "share", tuple(
                Point(place, float(found)) for place, found in zip(
                    places(len(rights)), rights, strict=True)))
              for length, rights in right.items()),
            Series("chance", "tokens", "share", (Point(lengths[0], 1 / KEYS),)),
        ),
        tokens=read,
        data=(Data(**asdict(data)),),
    )  # fmt: skip


def places(count: int) -> list[float]:
    """Evenly from the beginning to the end."""
    return [float(place) for place in np.linspace(0, 1, count)]


def _places(context: Context, length: int) -> list[float]:
    count = TOY_PLACES if context.smoke else FEW_PLACES if length == LONGEST else PLACES
    return places(count)


def _ask(engine: Any, length: int, at: Sequence[float], seed: int) -> list[bool]:
    """Whether the hidden key is the likeliest of ten, for each place."""
    from shotglass.engine.tasks.score import score_each

    draws = np.random.default_rng([seed, length])
    asked = [question(engine, length, place, draws) for place in at]
    scores = score_each(engine, [(one.prompt, one.keys) for one in asked])
    likeliest = [max(score.labels, key=lambda label: label.logprob).text for score in scores]
    return [text == one.keys[0] for text, one in zip(likeliest, asked, strict=True)]


def question(engine: Engine, length: int, place: float, draws: np.random.Generator) -> Question:
    """Of at most ``length`` tokens, and as many lines of filler as fit."""
    keys = tuple(f" {key}" for key in draws.choice(90_000, KEYS, replace=False) + 10_000)

    def text(lines: int) -> str:
        before = round(place * lines)
        hidden = KEY.format(key=keys[0].strip())
        return FIRST + FILLER * before + hidden + FILLER * (lines - before) + LAST

    a_line = len(engine.encode(text(2))) - len(engine.encode(text(1)))
    room = length - len(engine.encode(text(0))) - len(engine.encode(keys[0]))
    return Question(text(room // a_line), keys, place)


def _judge(found: Point) -> Outcome:
    low = found.y if found.low is None else found.low
    high = found.y if found.high is None else found.high
    return "held" if low > HALF else "refuted" if high < HALF else "null"


def _holds(findings: Findings) -> bool:
    found = {series.name: series.points for series in findings.series}
    return all(
        abs(np.mean([one.y for one in found[f"places-{point.x}"]]) - point.y) < 1e-6
        for point in found["right"]
    )


EXPERIMENT = Experiment(
    lesson="longcontext",
    question="Does SmolLM2 find a five-digit pass-key in a text of up to its stated context, "
    "wherever it stands?",
    hypothesis="In 4,096 tokens, half of its stated context, SmolLM2 finds the key at most of ten "
    "places.",
    rule="A key is found if it is the likeliest of ten as the end of the last sentence. It held if "
    "the share of ten places at which it is found in 4,096 tokens is above 0.5: the whole 95 % "
    "interval (Wilson's). It is refuted if the whole interval is below 0.5. The other lengths, "
    "256 to 8,192 tokens, are reported with their intervals and judge nothing.",
    null="The interval holds 0.5.",
    counted="places",
    seeds=(1,),
    minutes=12,
    run=run,
    invariant="A length's share is the mean of its places.",
    holds=_holds,
)
