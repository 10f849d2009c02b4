"""Lesson 27, the second half: the fifth size, trained after its loss had been predicted.

The prediction is that of ``scaling.py``'s committed result. Beside it stand the laws of Kaplan et
al. 2020 and Hoffmann et al. 2022 with their printed constants, which were fitted to models a
thousand times as large, on other text in other tokens.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from shotglass.statistics import Interval

from ..experiment import Context, Experiment, Findings, sources_of
from ..points import over_seeds
from ..result import Outcome, Point, Series
from .scaled_runs import RECIPE, losses
from .scaling import LARGEST, SIZES

# Nats a token of LARGEST, as the result of scaling.py has it (a test compares the two).
PREDICTED = Interval(4.63525, 4.56776, 4.70374)


def kaplan(parameters: float) -> float:
    """``L(N)`` with unlimited text: Kaplan et al. 2020, equation 1.1. Nats a token of GPT-2's."""
    return float((8.8e13 / parameters) ** 0.076)


def chinchilla(parameters: float, tokens: float = LARGEST.tokens) -> float:
    """``E + A / N^a + B / D^b``: Hoffmann et al. 2022, equation 10. Nats a token of theirs."""
    return float(1.69 + 406.4 / parameters**0.34 + 410.7 / tokens**0.28)


def run(context: Context) -> Findings:
    folder = context.corpus(RECIPE)
    found = over_seeds(float(LARGEST.parameters), losses(context, folder, LARGEST))
    low, high = (end - PREDICTED.value for end in found.ends)
    miss = Point(found.x, found.y - PREDICTED.value, low, high, found.n)
    said = Point(float(LARGEST.parameters), PREDICTED.value, PREDICTED.low, PREDICTED.high)
    return Findings(
        outcome=_judge(found),
        n=len(context.seeds),
        series=(
            Series("measured", "parameters", "nats", (found,)),
            Series("predicted", "parameters", "nats", (said,)),
            Series("miss", "parameters", "nats", (miss,)),
            _published("kaplan", kaplan),
            _published("chinchilla", chinchilla),
        ),
        tokens=LARGEST.tokens * len(context.seeds),
        data=sources_of(folder),
    )


def _judge(found: Point) -> Outcome:
    low, high = found.ends
    if PREDICTED.low <= low and high <= PREDICTED.high:
        return "held"
    return "refuted" if high < PREDICTED.low or low > PREDICTED.high else "null"


def _published(name: str, law: Callable[[float], float]) -> Series:
    sizes: Sequence[float] = [float(one.parameters) for one in (*SIZES, LARGEST)]
    return Series(name, "parameters", "nats", tuple(Point(size, law(size)) for size in sizes))


def _holds(findings: Findings) -> bool:
    found = {series.name: series.points for series in findings.series}
    falling = [
        [point.y for point in found[name]] == sorted((p.y for p in found[name]), reverse=True)
        for name in ("kaplan", "chinchilla")
    ]
    return all(falling) and found["measured"][0].y > 0


EXPERIMENT = Experiment(
    lesson="predicted",
    question="Does a GPT-2 that is nearly three times the largest of four lose what the power law "
    "through the four says?",
    hypothesis="Its held-out loss lies in the interval that was written down before.",
    rule=f"The prediction for {LARGEST.parameters:,} parameters is {PREDICTED.value:.4f} nats a "
    f"token [{PREDICTED.low:.4f}, {PREDICTED.high:.4f}] (the result of the experiment scaling). It "
    "held if the whole 95 % interval of the mean over three seeds (Student's t) lies in it, and is "
    "refuted if that interval lies outside it. The miss is shown either way.",
    null="The interval over seeds holds an end of the prediction.",
    counted="seeds",
    seeds=(1, 2, 3),
    minutes=25,
    run=run,
    invariant="The published laws fall with size, and the loss is positive.",
    holds=_holds,
)
