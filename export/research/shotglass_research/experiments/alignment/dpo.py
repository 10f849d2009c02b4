"""Lesson 28: house-prose is taught to write more positively, by preferences between its own texts.

Two continuations of each beginning are drawn from the model itself; VADER (Hutto and Gilbert 2014),
a list of words with grades, prefers one. Direct preference optimisation (Rafailov et al. 2023)
makes it likelier, held to the first model by beta.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from shotglass_export.data.folder import DataFolder

from ..architecture.small_runs import held_windows, nats
from ..experiment import Context, Experiment, Findings, sources_of
from ..fine_tuned import House
from ..points import difference, over_seeds
from ..result import Outcome, Series, Table

if TYPE_CHECKING:
    from torch import Tensor

    from shotglass_export.models.transformer import Transformer

BETAS = (0.03, 0.1, 0.5)
JUDGED = 0.1
PROMPT, WRITTEN = 16, 24  # tokens of a beginning and of its continuation
PAIRS, TESTS = 320, 160  # beginnings to learn from, and to write on from afterwards
EPOCHS, ROWS, RATE = 2, 16, 5e-5
HELD_ROWS, HELD_LENGTH = 12, 128  # of each source, for what the text costs
MORE_POSITIVE = 0.05  # of VADER's compound score, from -1 to 1
COST = 0.02  # nats a token of held-out text
SHOWN = 4  # continuations in the table

Ids = NDArray[np.int64]
Rewards = Sequence[float]


@dataclass(frozen=True)
class Beginnings:
    """Rows (N, PROMPT) of held-out documents: to learn from, and others to be asked about."""

    learned: Ids
    tested: Ids


def run(context: Context) -> Findings:
    folder, house = context.corpus(), House.open()
    found = {
        seed: context.kept(f"seed-{seed}", partial(_of_seed, context, folder, house, seed))
        for seed in context.seeds
    }
    series = _series(found)
    return Findings(
        outcome=_judge(series),
        n=len(context.seeds),
        series=series,
        tables=(_samples(found[context.seeds[0]]),),
        tokens=len(found) * len(BETAS) * EPOCHS * 2 * PAIRS * (PROMPT + WRITTEN),
        data=(*sources_of(folder), house.data),
    )


def _of_seed(context: Context, folder: DataFolder, house: House, seed: int) -> dict[str, Any]:
    """What the first model writes, and what it writes after training at each beta."""
    context.begin_torch(seed)
    beginnings = _drawn_beginnings(context, folder, house, seed)
    reference = _network(house)
    pairs = _pairs(reference, house, beginnings.learned, seed)
    held = held_windows(folder, 16 if context.smoke else HELD_LENGTH, HELD_ROWS)
    if context.smoke:
        held = held % house.config.vocabulary
    found: dict[str, Any] = {
        "before": _written(reference, reference, house, beginnings, held, seed)
    }
    betas = BETAS[:2] if context.smoke else BETAS
    for place, beta in enumerate(betas):
        context.report(f"Seed {seed}, beta {beta:g}", place / len(betas))
        policy = _trained(reference, house, pairs, beta, seed)
        found[f"{beta:g}"] = _written(policy, reference, house, beginnings, held, seed)
    return found


def _network(house: House) -> Transformer:
    """The house model as it ships."""
    import torch

    from shotglass_export.models import build

    network = build(house.config)
    with torch.no_grad():
        for name, weight in network.named_parameters():
            weight.copy_(torch.from_numpy(np.array(house.weights[name], np.float32)))
    return network.eval()


def _drawn_beginnings(context: Context, folder: DataFolder, house: House, seed: int) -> Beginnings:
    """Places in held-out text, drawn by the seed."""
    tokens = np.concatenate([held.tokens for held in folder.held.values()]).astype(np.int64)
    learned, tested = (4, 4) if context.smoke else (PAIRS, TESTS)
    random = np.random.default_rng((seed, 28))
    starts = random.choice(len(tokens) // PROMPT - 1, learned + tested, replace=False) * PROMPT
    rows = np.stack([tokens[start : start + PROMPT] for start in starts])
    rows %= house.config.vocabulary  # at toy size the text has other tokens
    return Beginnings(rows[:learned], rows[learned:])


def _continued(network: Transformer, house: House, prompts: Ids, seed: int) -> Ids:
    """rows (N, PROMPT) -> (N, PROMPT + WRITTEN): drawn at temperature 1."""
    import torch

    generator = torch.Generator().manual_seed(seed)
    rows = torch.from_numpy(prompts)
    with torch.no_grad():
        for _ in range(WRITTEN):
            shares = network(rows)[:, -1].softmax(-1)
            drawn = torch.multinomial(shares, 1, generator=generator)
            rows = torch.cat([rows, drawn], 1)
    written: Ids = rows.numpy()
    return written


def _rewards(house: House, rows: Ids) -> list[float]:
    """VADER's compound score of each continuation, from -1 to 1."""
    from vaderSentiment.vaderSentiment import SentimentIntensityAnalyzer

    grader = SentimentIntensityAnalyzer()
    texts = house.tokenizer.decode_batch(rows[:, PROMPT:].tolist())
    return [float(grader.polarity_scores(text)["compound"]) for text in texts]


def _pairs(reference: Transformer, house: House, prompts: Ids, seed: int) -> tuple[Ids, Ids]:
    """Preferred and rejected rows, each (N, PROMPT + WRITTEN); ties are left out."""
    first, second = (_continued(reference, house, prompts, 10 * seed + place) for place in range(2))
    better = np.array(_rewards(house, first)) - np.array(_rewards(house, second))
    kept = better != 0
    swap = (better < 0)[:, None]
    chosen, rejected = np.where(swap, second, first), np.where(swap, first, second)
    if not kept.any():
        return chosen, rejected  # at toy size all may be alike
    return chosen[kept], rejected[kept]


def dpo_loss(
    preferred: Tensor,
    rejected: Tensor,
    reference_preferred: Tensor,
    reference_rejected: Tensor,
    beta: float,
) -> Tensor:
    """Equation 7, the mean over pairs: ``-log sigmoid(beta ((log p_w - log r_w) - (log p_l -
    log r_l)))``. Log-probabilities (N,) of whole continuations, in nats, of the policy p and of the
    reference r; w is the preferred one."""
    from torch.nn.functional import logsigmoid

    gained = (preferred - reference_preferred) - (rejected - reference_rejected)
    return -logsigmoid(beta * gained).mean()


def continuation_log_probability(network: Transformer, ids: Tensor, prompt: int) -> Tensor:
    """ids (N, S) int64 -> (N,) nats: log p of the tokens from place ``prompt`` on, given those
    before them."""
    logits = network(ids[:, :-1])[:, prompt - 1 :]
    spread = logits.log_softmax(-1)
    found: Tensor = spread.gather(2, ids[:, prompt:, None]).squeeze(2).sum(1)
    return found


def _trained(
    reference: Transformer, house: House, pairs: tuple[Ids, Ids], beta: float, seed: int
) -> Transformer:
    """Another copy of the reference, after ``EPOCHS`` over the pairs."""
    import torch

    policy = _network(house)
    optimiser = torch.optim.AdamW(policy.parameters(), RATE, weight_decay=0.0)
    for rows in _batches(len(pairs[0]), seed):
        preferred, rejected = (torch.from_numpy(side[rows]) for side in pairs)
        with torch.no_grad():
            known = [continuation_log_probability(reference, side, PROMPT)
                     for side in (preferred, rejected)]  # fmt: skip
        optimiser.zero_grad()
        mine = [continuation_log_probability(policy, side, PROMPT)
                for side in (preferred, rejected)]  # fmt: skip
        dpo_loss(mine[0], mine[1], known[0], known[1], beta).backward()  # type: ignore[no-untyped-call]
        torch.nn.utils.clip_grad_norm_(policy.parameters(), 1.0)
        optimiser.step()
    return policy


def _batches(count: int, seed: int) -> Iterator[NDArray[np.int64]]:
    random = np.random.default_rng(seed)
    for _ in range(EPOCHS):
        order = random.permutation(count)
        for first in range(0, count, ROWS):
            yield order[first : first + ROWS]


def _written(
    policy: Transformer,
    reference: Transformer,
    house: House,
    beginnings: Beginnings,
    held: Ids,
    seed: int,
) -> dict[str, Any]:
    """What it writes on the tested beginnings: its rewards, how far it is from the reference
    (nats a continuation, the mean log ratio of what it drew itself), what held-out text costs it
    (nats a token), and the first continuations."""
    import torch

    rows = _continued(policy, house, beginnings.tested, 1000 + seed)
    ids = torch.from_numpy(rows)
    with torch.no_grad():
        own, first = (continuation_log_probability(one, ids, PROMPT) for one in (policy, reference))
    texts = house.tokenizer.decode_batch(rows[:SHOWN].tolist())
    return {
        "reward": float(np.mean(_rewards(house, rows))),
        "kl": float((own - first).mean()),
        "nats": float(nats(policy, held).mean()),
        "texts": [" ".join(text.split()) for text in texts],
    }


def _series(found: Mapping[int, Mapping[str, Any]]) -> tuple[Series, ...]:
    """By beta, and "before": each measure, and how much reward and cost differ from before."""
    conditions = list(next(iter(found.values())))

    def column(name: str, condition: str) -> list[float]:
        return [float(of_seed[condition][name]) for of_seed in found.values()]

    measures = {"reward": "compound", "kl": "nats", "nats": "nats"}
    levels = tuple(
        Series(name, "beta", unit, tuple(over_seeds(c, column(name, c)) for c in conditions))
        for name, unit in measures.items()
    )
    changes = tuple(
        Series(f"{name}-change", "beta", unit, tuple(
            difference(c, column(name, c), column(name, "before")) for c in conditions[1:]
        ))
        for name, unit in (("reward", "compound"), ("nats", "nats"))
    )  # fmt: skip
    return levels + changes


def _samples(of_seed: Mapping[str, Any]) -> Table:
    rows = [
        (condition, text)
        for condition in ("before", f"{JUDGED:g}", f"{BETAS[0]:g}")
        for text in of_seed[condition]["texts"]
    ]
    return Table("samples", ("beta", "text"), tuple(rows))


def _judge(series: Sequence[Series]) -> Outcome:
    found = {one.name: {point.x: point for point in one.points} for one in series}
    least, _ = found["reward-change"][f"{JUDGED:g}"].ends
    low, high = found["nats-change"][f"{JUDGED:g}"].ends
    if least <= MORE_POSITIVE:
        return "null"
    return "held" if high < COST else "refuted" if low > COST else "null"


def _holds(findings: Findings) -> bool:
    found = {one.name: one.points for one in findings.series}
    return abs(found["kl"][0].y) < 1e-3 and all(-1 <= point.y <= 1 for point in found["reward"])


EXPERIMENT = Experiment(
    lesson="alignment",
    question="Can preferences between its own texts make house-prose write more positively, and "
    "what does that cost it?",
    hypothesis="Direct preference optimisation at beta 0.1 makes new continuations more positive, "
    "and predicting held-out text hardly worse.",
    rule=f"Over three seeds (Student's t, paired): it held if at beta {JUDGED:g} VADER's compound "
    f"score of continuations of {TESTS} other beginnings rises by more than {MORE_POSITIVE:g} with "
    f"its whole interval and held-out text costs less than {COST:g} nats a token more with its "
    "whole interval. It is refuted if the score rises so and the cost's whole interval is above "
    f"{COST:g}.",
    null="The score does not rise so, or the cost's interval holds the limit.",
    counted="seeds a beta",
    seeds=(1, 2, 3),
    minutes=35,
    run=run,
    invariant="Before training, the policy is the reference, and scores lie between -1 and 1.",
    holds=_holds,
)
