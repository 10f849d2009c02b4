"""Decoding by the book: slow, exact to 40 digits, and written without a look at the product.

Plain lists and decimals. Weights are exp((z - max) / T); Decimal's exp is correctly rounded, so
the numbers are the same on every machine.
"""

from __future__ import annotations

import math
import struct
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import Decimal, localcontext
from typing import Any

DIGITS = 40


@dataclass(frozen=True)
class Left:
    """What a stage leaves: ids in order and their probabilities, which sum to 1."""

    ids: list[int]
    p: list[Decimal]


@dataclass(frozen=True)
class Chosen:
    softmax: Left  # at the temperature
    top_k: Left
    top_p: Left
    min_p: Left
    id: int
    logprob: Decimal  # T = 1, no filter
    entropy: Decimal  # T = 1, nats
    rank: int
    clearance: Decimal  # how far p and u are from the nearest cumulative sum


def in_order(logits: Sequence[float]) -> list[int]:
    return sorted(range(len(logits)), key=lambda id: (-logits[id], id))


def softmax(logits: Sequence[float], temperature: float) -> dict[int, Decimal]:
    with localcontext(prec=DIGITS):
        highest = max(logits)
        scaled = [(Decimal(z) - Decimal(highest)) / Decimal(temperature) for z in logits]
        weights = [value.exp() for value in scaled]
        return {id: weight / sum(weights) for id, weight in enumerate(weights)}


def renormalised(ids: list[int], p: dict[int, Decimal]) -> Left:
    with localcontext(prec=DIGITS):
        total = sum(p[id] for id in ids)
        return Left(ids, [p[id] / total for id in ids])


def smallest_set_reaching(share: float, left: Left) -> int:
    """How many tokens, likeliest first, it takes until their mass is at least ``share``."""
    with localcontext(prec=DIGITS):
        for count in range(1, len(left.ids) + 1):
            if sum(left.p[:count]) >= Decimal(share) - _ROUNDING:
                return count
    return len(left.ids)


def adjusted(
    logits: Sequence[float],
    prompt: Sequence[int] = (),
    generated: Sequence[int] = (),
    repetition_penalty: float = 1.0,
    presence_penalty: float = 0.0,
    frequency_penalty: float = 0.0,
    logit_bias: Sequence[tuple[int, float]] = (),
) -> list[float]:
    """Bias, then the repetition penalty, then presence and frequency, token by token.

    Each step in 53 bits, as stated in the contract; the result is rounded to float32.
    """
    made = []
    for id, z in enumerate(logits):
        for token, value in logit_bias:
            z = z + value if token == id else z
        if id in prompt or id in generated:
            z = z / repetition_penalty if z > 0 else z * repetition_penalty
        count = list(generated).count(id)
        z -= count * frequency_penalty
        z -= presence_penalty if count else 0
        made.append(_float32(z))
    return made


def _float32(value: float) -> float:
    largest = struct.unpack("f", b"\xff\xff\x7f\x7f")[0]
    return float(struct.unpack("f", struct.pack("f", min(max(value, -largest), largest)))[0])


def at_least(share: float, left: Left) -> int:
    """How many tokens are at least ``share`` times as probable as the likeliest."""
    with localcontext(prec=DIGITS):
        return sum(p >= Decimal(share) * left.p[0] for p in left.p)


def choose(
    logits: Sequence[float],
    temperature: float,
    top_k: int,
    top_p: float,
    u: float,
    min_p: float = 0.0,
    **before: Any,
) -> Chosen:
    """``u`` in [0, 1) is the draw; at temperature 0 it does not matter. ``before``: what
    ``adjusted`` takes."""
    own_order, own = in_order(logits), softmax(logits, 1.0)
    changed = adjusted(logits, **before) if before else list(logits)
    order = in_order(changed)
    if temperature == 0:
        one = Left(order[:1], [Decimal(1)])
        stages, place = (one, one, one, one), 0
    else:
        p = softmax(changed, temperature)
        whole = renormalised(order, p)
        by_k = renormalised(order[: top_k or len(order)], p)
        count = smallest_set_reaching(top_p, by_k) if top_p < 1 else len(by_k.ids)
        by_p = renormalised(by_k.ids[:count], p)
        near = renormalised(by_p.ids[: at_least(min_p, by_p)], p)
        stages, place = (whole, by_k, by_p, near), _where_falls(u, near)
    with localcontext(prec=DIGITS):
        return Chosen(
            *stages,
            id=order[place],
            logprob=own[order[place]].ln(),
            entropy=-sum((p * p.ln() for p in own.values() if p), Decimal(0)),
            rank=own_order.index(order[place]),
            clearance=_clearance(stages, top_p, min_p, u) if temperature else Decimal(1),
        )


def _where_falls(u: float, left: Left) -> int:
    with localcontext(prec=DIGITS):
        for place in range(len(left.ids)):
            if sum(left.p[: place + 1]) > Decimal(u) + _ROUNDING:
                return place
    return len(left.ids) - 1


def _clearance(
    stages: tuple[Left, Left, Left, Left], top_p: float, min_p: float, u: float
) -> Decimal:
    """A case this near to a border may fall on either side in 53 bits; tests leave it out.

    Sums that hit the border exactly, as of equal tokens, are no such case.
    """
    _, by_k, by_p, last = stages
    with localcontext(prec=DIGITS):
        near = [abs(sum(last.p[:n]) - Decimal(u)) for n in range(1, len(last.p))]
        if top_p < 1:
            near += [abs(sum(by_k.p[:n]) - Decimal(top_p)) for n in range(1, len(by_k.p))]
        if min_p > 0:
            near += [abs(p / by_p.p[0] - Decimal(min_p)) for p in by_p.p]
        return min((gap for gap in near if gap > _ROUNDING), default=Decimal(1))


_ROUNDING = Decimal("1e-35")  # of 40 digits, so that exact sums compare as exact


# --- Philox, as the paper draws it: 64-bit products cut into halves ---


def philox(counter: Sequence[int], key: Sequence[int], rounds: int = 10) -> list[int]:
    """Salmon et al. 2011, figure 2 and table 2, with r = 10 rounds of 4 words of 32 bits."""
    right, left = [counter[0], counter[2]], [counter[1], counter[3]]
    for round in range(rounds):
        keys = [(key[0] + round * 0x9E3779B9) % 2**32, (key[1] + round * 0xBB67AE85) % 2**32]
        products = [right[0] * 0xD2511F53, right[1] * 0xCD9E8D57]
        highs = [product // 2**32 for product in products]
        lows = [product % 2**32 for product in products]
        right = [highs[1] ^ left[0] ^ keys[0], highs[0] ^ left[1] ^ keys[1]]
        left = [lows[1], lows[0]]
    return [right[0], left[0], right[1], left[1]]


def uniform(seed: int, sample: int, step: int) -> float:
    first, second, _, _ = philox([step, sample, 0, 0], [seed % 2**32, seed // 2**32])
    return (first // 2**5 * 2**26 + second // 2**6) / 2**53


# --- Beam search, by trying everything ---

Model = Callable[[tuple[int, ...]], Sequence[float]]  # logits after these tokens


def normalised(total: float, length: int, alpha: float, gnmt: bool) -> float:
    return total / (((5 + length) / 6) ** alpha if gnmt else length**alpha)


def log_softmax(logits: Sequence[float]) -> list[float]:
    highest = max(logits)
    total = math.fsum(math.exp(z - highest) for z in logits)
    return [z - highest - math.log(total) for z in logits]


def every_text(model: Model, ends: Sequence[int], longest: int) -> dict[tuple[int, ...], float]:
    """All texts that end with an end token, or have ``longest`` tokens: their log-probabilities."""
    found, open_texts = {}, {(): 0.0}
    while open_texts:
        longer = {}
        for ids, total in open_texts.items():
            for id, logprob in enumerate(log_softmax(model(ids))):
                text = (*ids, id)
                done = id in ends or len(text) == longest
                (found if done else longer)[text] = total + logprob
        open_texts = longer
    return found


def beam_search(
    model: Model, ends: Sequence[int], longest: int, width: int, early: bool = False
) -> dict[tuple[int, ...], float]:
    """Every text that finishes on the way, to the very end, nothing left out; ``early``: only
    until ``width`` have finished."""
    found: dict[tuple[int, ...], float] = {}
    beam = {(): 0.0}
    for length in range(1, longest + 1):
        grown = {
            (*ids, id): total + logprob
            for ids, total in beam.items()
            for id, logprob in enumerate(log_softmax(model(ids)))
        }
        ranked = sorted(grown, key=lambda text: -grown[text])  # stable: ties by place, then id
        over = [text for text in ranked if text[-1] in ends or length == longest]
        found |= {text: grown[text] for text in ranked[:width] if text in over}
        beam = {text: grown[text] for text in [t for t in ranked if t not in over][:width]}
        if early and len(found) >= width:
            break
    return found
