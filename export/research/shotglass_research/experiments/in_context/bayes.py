"""Lesson 21: does a small network read examples as Bayes' rule does?

As in Xie et al. 2022, "An Explanation of In-Context Learning as Implicit Bayesian Inference",
documents come from one of several hidden Markov chains; here there are five, so small that the
exact prediction is at hand, where the paper measured accuracy. Its LSTMs learned in context too.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

import numpy as np

from ..experiment import Context, Experiment, Findings
from ..points import over_seeds
from ..result import Data, Outcome, Point, Series
from .fitting import Schedule, drawn, fit, small_gpt
from .hidden_chains import Ids, Mixture, Real, draw_mixture

if TYPE_CHECKING:
    from torch import Tensor, nn

CHAINS, STATES, TOKENS = 5, 6, 12
MEAN_LENGTH = 4  # tokens of an example in a training document; they vary
LENGTH = 2  # tokens of an example in a prompt: one that asks, one that answers
EXAMPLES = 16  # of a prompt; the k-th answer stands after k whole examples
LAYERS, WIDTH, LSTM_WIDTH = 2, 64, 80  # about 100,000 weights each
PROMPTS, TOY_PROMPTS = 1000, 40
READ_AT_ONCE = 50
TRAINING = Schedule(steps=1800, rows=32, length=EXAMPLES * (LENGTH + 1), rate=5e-3)
TOY = Schedule(steps=5, rows=4, length=EXAMPLES * (LENGTH + 1), rate=5e-3)
KINDS = ("transformer", "lstm")
JUDGED = 8  # examples
MOST = 0.25  # of what a reader misses who does not learn from examples

Column = list[float]  # a figure at each number of examples


@dataclass(frozen=True)
class Questions:
    """Prompts (N, T) of a mixture, with the chain of each (N,) and what the two readers say of
    every answer (N, EXAMPLES, V): Bayes' rule after all of the prompt, and after its own example
    alone. ``sure`` (EXAMPLES,): the mean probability that Bayes' rule gives the true chain."""

    ids: Ids
    bayes: Real
    blind: Real
    sure: Real


def run(context: Context) -> Findings:
    found: dict[str, list[Column]] = {"blind": [], "sure": [], **{kind: [] for kind in KINDS}}
    mixtures = []
    for place, seed in enumerate(context.seeds):
        context.report("Training", place / len(context.seeds))
        mixture, questions = _questions_of(context, seed)
        mixtures.append(mixture)
        found["sure"].append(list(questions.sure))
        found["blind"].append(_divergences(questions.bayes, questions.blind))
        for kind in KINDS:
            compute = partial(_trained, context, kind, mixture, questions, seed)
            found[kind].append(context.kept(f"{kind}-{seed}", compute))
    missed = {kind: _missed(kind, found[kind], found["blind"]) for kind in KINDS}
    prompts = TOY_PROMPTS if context.smoke else PROMPTS
    schedule = TOY if context.smoke else TRAINING
    return Findings(
        outcome=_judge(missed["transformer"]),
        n=len(context.seeds) * prompts,
        series=(
            *(_curve(f"kl-{name}", "nats", found[name]) for name in ("blind", *KINDS)),
            _curve("sure", "share", found["sure"]),
            Series("missed", "network", "share", tuple(missed.values())),
        ),
        tokens=len(KINDS) * len(context.seeds) * schedule.tokens,
        data=(_drawn(mixtures),),
    )  # fmt: skip


def _drawn(mixtures: Sequence[Mixture]) -> Data:
    arrays = [array for m in mixtures for array in (m.transition, m.emission)]
    return drawn("hidden Markov chains", *arrays)


def _questions_of(context: Context, seed: int) -> tuple[Mixture, Questions]:
    """A seed's own five chains, and prompts from each of them alike."""
    rng = np.random.default_rng([seed, 0])
    mixture = draw_mixture(rng, CHAINS, STATES, TOKENS, MEAN_LENGTH)
    count = TOY_PROMPTS if context.smoke else PROMPTS
    chain = np.arange(count) % CHAINS
    ids = mixture.prompts(rng, chain, EXAMPLES, LENGTH)
    nexts, chains = mixture.read(ids)
    examples = ids.reshape(-1, LENGTH + 1)
    alone = mixture.read(examples[:, :LENGTH])[0][:, -1]
    sure = chains[np.arange(count), :, chain][:, _asks()].mean(0)
    return mixture, Questions(ids, nexts[:, _asks()], alone.reshape(count, EXAMPLES, -1), sure)


def _asks() -> Ids:
    """Places of the tokens after which an answer is due."""
    return np.arange(EXAMPLES) * (LENGTH + 1) + LENGTH - 1


def _divergences(truth: Real, other: Real) -> Column:
    """KL(truth || other) in nats by number of examples, of (N, K, V): the mean over prompts."""
    tiny = np.finfo(np.float64).tiny
    ratio = np.log(np.maximum(truth, tiny)) - np.log(np.maximum(other, tiny))
    return [float(y) for y in (truth * ratio).sum(-1).mean(0)]


def _trained(
    context: Context, kind: str, mixture: Mixture, questions: Questions, seed: int
) -> Column:
    """Trains a network on the mixture's documents, the same for both kinds, and asks it."""
    import torch
    from torch.nn.functional import cross_entropy

    context.begin_torch(seed)
    model = network(kind)
    schedule = TOY if context.smoke else TRAINING

    def loss(step: int) -> Tensor:
        rng = np.random.default_rng([seed, 1, step])
        ids = torch.from_numpy(mixture.documents(rng, schedule.rows, schedule.length))
        return cross_entropy(model(ids[:, :-1]).flatten(0, 1), ids[:, 1:].flatten())

    fit(model, schedule, loss)
    return _divergences(questions.bayes, _predictions(model, questions.ids))


def network(kind: str) -> nn.Module:
    """Ids (B, T) in, logits (B, T, V) out, for the next token."""
    import torch

    vocabulary = TOKENS + 1
    if kind == "transformer":
        return small_gpt(vocabulary, EXAMPLES * (LENGTH + 1), LAYERS, WIDTH)

    class Lstm(torch.nn.Module):
        def __init__(self) -> None:
            super().__init__()
            self.embedding = torch.nn.Embedding(vocabulary, WIDTH)
            self.lstm = torch.nn.LSTM(WIDTH, LSTM_WIDTH, LAYERS, batch_first=True)
            self.head = torch.nn.Linear(LSTM_WIDTH, vocabulary)

        def forward(self, ids: Tensor) -> Tensor:
            logits: Tensor = self.head(self.lstm(self.embedding(ids))[0])
            return logits

    return Lstm()


def _predictions(model: nn.Module, ids: Ids) -> Real:
    """Probabilities (N, EXAMPLES, V) of the answers."""
    import torch

    found = []
    with torch.no_grad():
        for first in range(0, len(ids), READ_AT_ONCE):
            logits = model(torch.from_numpy(ids[first : first + READ_AT_ONCE]))
            found.append(logits[:, _asks()].double().softmax(-1).numpy())
    return np.concatenate(found)


def _missed(kind: str, network: Sequence[Column], blind: Sequence[Column]) -> Point:
    """The network's divergence at ``JUDGED`` examples as a share of the blind reader's."""
    pairs = zip(network, blind, strict=True)
    return over_seeds(kind, [own[JUDGED] / other[JUDGED] for own, other in pairs])


def _judge(missed: Point) -> Outcome:
    low = missed.y if missed.low is None else missed.low
    high = missed.y if missed.high is None else missed.high
    return "held" if high < MOST else "refuted" if low > MOST else "null"


def _curve(name: str, unit: str, found: Sequence[Column]) -> Series:
    points = (over_seeds(float(k), column) for k, column in enumerate(zip(*found, strict=True)))
    return Series(name, "examples", unit, tuple(points))


def _holds(findings: Findings) -> bool:
    first = {s.name: s.points[0].y for s in findings.series if s.x == "examples"}
    divergences = (p.y for s in findings.series if s.unit == "nats" for p in s.points)
    return (
        abs(first["kl-blind"]) < 1e-9
        and abs(first["sure"] - 1 / CHAINS) < 1e-9
        and min(divergences) > -1e-9
    )


EXPERIMENT = Experiment(
    lesson="bayes",
    question="Does a small transformer, trained on documents of five hidden Markov chains, learn "
    "from the examples in a prompt what Bayes' rule makes of them?",
    hypothesis="Yes: after eight examples its predictions are near those of the exact posterior, "
    "compared with those of a reader who takes nothing from the examples.",
    rule="The divergence (KL) of the transformer's prediction from the exact one, after eight "
    "examples, is divided by that of a reader who knows the chains but reads the last example "
    "alone. It held if the 95 % interval of this share over three seeds (Student's t), each with "
    "five chains of its own, is below 0.25. It is refuted if the whole interval is above 0.25.",
    null="The interval holds 0.25. What the LSTM gives is shown, and judges nothing.",
    counted="prompts",
    seeds=(1, 2, 3),
    minutes=8,
    run=run,
    invariant="Before any example both readers agree, each chain is as likely as any other, and no "
    "divergence is below 0.",
    holds=_holds,
)
