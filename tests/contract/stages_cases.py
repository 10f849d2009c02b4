"""The cases of stages.json: 200 distributions and what each stage leaves of them.

Half of the logits are multiples of 1/64 and exact in float32, the others whole eighths, so that
ties are common. Probabilities are rounded to eight decimals: the file is compared to 1e-6.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from decimal import Decimal, localcontext
from typing import Any

from support.references import reference_decoding as reference

COUNT = 200
LARGEST = 300  # tokens
NEARNESS = Decimal("1e-9")  # cases nearer to a border than this would test rounding, not rules


def make() -> dict[str, Any]:
    cases = [_case(**case) for case in _hard_cases()]
    source = random.Random(20261124)
    while len(cases) < COUNT:
        case = _random_case(source, len(cases))
        if _clearance(**case) > NEARNESS:
            cases.append(_case(**case))
    return {"distributions": cases}


def _hard_cases() -> Iterator[dict[str, Any]]:
    ties = [1.0, 2.0, 2.0, 0.5, 2.0, 1.0]
    even = [0.5] * 8
    yield {"name": "one token", "logits": [3.25]}
    yield {"name": "one token, all filters", "logits": [-2.0], "top_k": 1, "top_p": 0.5}
    yield {"name": "greedy", "logits": ties, "temperature": 0.0}
    yield {"name": "greedy with filters", "logits": ties, "temperature": 0.0, "top_k": 2}
    yield {"name": "ties cut by id", "logits": ties, "top_k": 2}
    yield {"name": "lower ties cut by id", "logits": ties, "top_k": 4}
    yield {"name": "top-k above the vocabulary", "logits": ties, "top_k": 1000}
    yield {"name": "top-k of the vocabulary", "logits": ties, "top_k": 6}
    yield {"name": "p reached exactly", "logits": even, "top_p": 0.25}
    yield {"name": "p reached exactly, by the last token", "logits": even[:2], "top_p": 0.5}
    yield {"name": "p reached exactly after top-k", "logits": even, "top_k": 4, "top_p": 0.75}
    yield {"name": "p a hair above an exact sum", "logits": even, "top_p": 0.2500001}
    yield {"name": "p next to nothing", "logits": ties, "top_p": 1e-9}
    yield {"name": "p next to one", "logits": ties, "top_p": 1 - 1e-7}
    yield {"name": "all equal", "logits": [0.0] * LARGEST, "top_k": 100}
    yield {"name": "far apart", "logits": [800.0, 0.0, -800.0], "top_p": 0.9}
    yield {"name": "far apart and cold", "logits": [5000.0, 4990.0, -5000.0], "temperature": 0.01}
    yield {"name": "nearly greedy", "logits": ties, "temperature": 1e-6, "top_p": 0.5}
    yield {"name": "as hot as it gets", "logits": [9.0, -9.0, 0.0], "temperature": 5.0}
    yield {"name": "min-p alone", "logits": ties, "min_p": 0.3}
    yield {"name": "min-p 1 keeps ties", "logits": ties, "min_p": 1.0}
    yield {"name": "min-p after the others", "logits": ties, "top_k": 5, "top_p": 0.9, "min_p": 0.3}
    yield {"name": "greedy with min-p", "logits": ties, "temperature": 0.0, "min_p": 0.5}
    yield {"name": "all very negative", "logits": [-80000.0, -80001.0, -80002.0], "top_k": 2}


def _random_case(source: random.Random, number: int) -> dict[str, Any]:
    """Peaked as models make them; few tokens more often than many."""
    size = max(1, int(LARGEST ** (source.random() ** 1.5)))
    grain = 8 if number % 2 else 64
    spread = source.choice([0.5, 2.0, 3.5])
    return {
        "name": f"random {number}",
        "logits": [round(source.gauss(0, spread) * grain) / grain for _ in range(size)],
        "temperature": source.choice([0.0, 0.25, 0.5, 0.8, 1.0, 1.0, 1.5, 2.0]),
        "top_k": source.choice([0, 0, 1, 3, 5, 40, size, size + 7]),
        "top_p": source.choice([1.0, 1.0, 0.99, 0.95, 0.9, 0.5, 0.1]),
        "min_p": (0.0, 0.0, 0.02, 0.3)[number // 2 % 4],
    }


def _chosen(
    logits: list[float],
    temperature: float = 1.0,
    top_k: int = 0,
    top_p: float = 1.0,
    min_p: float = 0.0,
) -> reference.Chosen:
    return reference.choose(logits, temperature, top_k, top_p, u=0.0, min_p=min_p)


def _clearance(name: str, **case: Any) -> Decimal:
    return _chosen(**case).clearance


def _case(name: str, logits: list[float], **settings: Any) -> dict[str, Any]:
    chosen = _chosen(logits, **settings)
    whole = dict(zip(chosen.softmax.ids, chosen.softmax.p, strict=True))
    stages = {name: getattr(chosen, name) for name in ("softmax", "top_k", "top_p", "min_p")}
    return {
        "name": name,
        "logits": logits,
        "settings": {"temperature": 1.0, "top_k": 0, "top_p": 1.0, "min_p": 0.0} | settings,
        "order": reference.in_order(logits),
        "stages": {stage: _stage(left, whole) for stage, left in stages.items()},
    }


def _stage(left: reference.Left, whole: dict[int, Decimal]) -> dict[str, Any]:
    """The survivors are the first ``count`` of the order."""
    with localcontext(prec=reference.DIGITS):
        mass = sum((whole[id] for id in left.ids), Decimal(0))
        entropy = -sum((p * p.ln() for p in left.p if p), Decimal(0))
    return {
        "count": len(left.ids),
        "p": [_rounded(p) for p in left.p],
        "mass": _rounded(mass),
        "entropy": abs(_rounded(entropy)),
    }


def _rounded(value: Decimal) -> float:
    return float(round(value, 8))
