"""The cases of decoding.json, computed by the reference alone."""

from __future__ import annotations

import random
import struct
from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from support.references import reference_decoding as reference

ALL = 2**32 - 1
PI = ((0x243F6A88, 0x85A308D3, 0x13198A2E, 0x03707344), (0xA4093822, 0x299F31D0))

# As published with Random123 (known-answer tests, philox4x32 with 10 rounds).
PUBLISHED = [
    ((0, 0, 0, 0), (0, 0), (0x6627E8D5, 0xE169C58D, 0xBC57AC4C, 0x9B00DBD8)),
    ((ALL, ALL, ALL, ALL), (ALL, ALL), (0x408F276D, 0x41C83B0E, 0xA20BC7C6, 0x6D5451FD)),
    (*PI, (0xD16CFE09, 0x94FDCCEB, 0x5001E420, 0x24126EA1)),
]
SEEDS = [(0, 0, 0), (0, 0, 1), (0, 1, 0), (1, 0, 0), (42, 7, 4095), (2**32, 0, 0)]
SEEDS += [(2**53 - 1, 7, 4095), (2**40 + 12345, 3, 17), (123456789, 2, ALL)]

STAGES = ("softmax", "top_k", "top_p", "min_p")
BEFORE = ("repetition_penalty", "presence_penalty", "frequency_penalty", "logit_bias")
NEUTRAL = {
    "temperature": 1.0,
    "top_k": 0,
    "top_p": 1.0,
    "min_p": 0.0,
    "repetition_penalty": 1.0,
    "presence_penalty": 0.0,
    "frequency_penalty": 0.0,
    "logit_bias": (),
}
NEARNESS = Decimal("1e-9")  # cases nearer to a border than this would test rounding, not rules


def make() -> dict[str, Any]:
    return {
        "philox": [_philox(counter, key, words) for counter, key, words in PUBLISHED],
        "uniforms": [
            {
                "seed": seed,
                "sample": sample,
                "step": step,
                "u": reference.uniform(seed, sample, step),
            }
            for seed, sample, step in SEEDS
        ],
        "choices": [_choice(**case) for case in _cases()],
        "penalised": [_choice(**case) for case in _penalised_cases()],
    }


def _philox(counter: tuple[int, ...], key: tuple[int, ...], words: tuple[int, ...]) -> Any:
    assert reference.philox(counter, key) == list(words)
    return {"counter": counter, "key": key, "words": words}


def _cases() -> Iterator[dict[str, Any]]:
    """name, logits, and the settings that are not at their neutral values."""
    ramp = [3.0, 1.0, 2.0, 0.0, -1.0]
    ties = [1.0, 2.0, 2.0, 0.5, 2.0, 1.0]
    even = [0.25] * 4
    yield {"name": "one token", "logits": [-7.5]}
    yield {"name": "plain sampling", "logits": ramp}
    yield {"name": "a seed changes the draw", "logits": ramp, "seed": 99}
    yield {"name": "a sample has its own draw", "logits": ramp, "sample": 3}
    yield {"name": "a step has its own draw", "logits": ramp, "step": 5}
    yield {"name": "a seed above 32 bits", "logits": ramp, "seed": 2**53 - 1}
    yield {"name": "greedy", "logits": ramp, "temperature": 0.0}
    yield {"name": "greedy takes the lowest id of ties", "logits": ties, "temperature": 0.0}
    yield {"name": "greedy ignores filters", "logits": ties, "temperature": 0.0, "top_k": 3}
    yield {"name": "cold", "logits": ramp, "temperature": 0.25}
    yield {"name": "almost zero", "logits": ramp, "temperature": 1e-6}
    yield {"name": "almost zero with ties", "logits": ties, "temperature": 1e-6, "step": 2}
    yield {"name": "hot", "logits": ramp, "temperature": 5.0}
    yield {"name": "top-k 1", "logits": ramp, "top_k": 1}
    yield {"name": "top-k 3", "logits": ramp, "top_k": 3}
    yield {"name": "top-k cuts ties by id", "logits": ties, "top_k": 2, "step": 1}
    yield {"name": "top-k cuts lower ties by id", "logits": ties, "top_k": 4, "step": 4}
    yield {"name": "top-k of the whole vocabulary", "logits": ramp, "top_k": 5}
    yield {"name": "top-k beyond the vocabulary", "logits": ramp, "top_k": 1000}
    yield {"name": "top-p keeps at least one", "logits": ramp, "top_p": 1e-9}
    yield {"name": "top-p keeps the crossing token", "logits": ramp, "top_p": 0.7}
    yield {"name": "top-p just below one", "logits": ramp, "top_p": 0.999}
    yield {"name": "top-p reached exactly", "logits": even, "top_p": 0.5}
    yield {"name": "top-p a hair above", "logits": even, "top_p": 0.501}
    yield {"name": "top-p on ties", "logits": ties, "top_p": 0.3, "step": 1}
    yield {"name": "top-k then top-p", "logits": ramp, "top_k": 3, "top_p": 0.8}
    yield {"name": "top-p counts on what top-k left", "logits": even, "top_k": 2, "top_p": 0.5}
    yield {"name": "all together", "logits": ramp, "temperature": 0.7, "top_k": 4, "top_p": 0.9}
    yield {"name": "all equal", "logits": [0.0] * 10, "step": 3}
    yield {"name": "large logits", "logits": [1e30, 0.0, -1e30]}
    yield {"name": "largest floats", "logits": [_float32(3.4e38), _float32(-3.4e38), 0.0]}
    yield {"name": "far apart and cold", "logits": [5000.0, 4990.0, -5000.0], "temperature": 0.01}
    yield {"name": "all very negative", "logits": [-80000.0, -80001.0, -80002.0]}
    yield {"name": "tiny differences", "logits": [_float32(1 + n * 2**-23) for n in range(4)]}
    yield from _random_cases()


def _penalised_cases() -> Iterator[dict[str, Any]]:
    ramp = [3.0, 1.0, 2.0, 0.0, -1.0]
    even = [0.25] * 4
    both = {"prompt": (0, 4, 4), "generated": (2, 2, 4)}
    yield {"name": "min-p", "logits": ramp, "min_p": 0.2}
    yield {"name": "min-p on ties", "logits": even, "min_p": 1.0}
    yield {"name": "min-p at a temperature", "logits": ramp, "min_p": 0.2, "temperature": 2.0}
    filters = {"top_k": 4, "top_p": 0.95, "min_p": 0.3}
    yield {"name": "all three filters", "logits": ramp, "step": 2, **filters}
    yield {"name": "min-p, greedy", "logits": ramp, "min_p": 0.5, "temperature": 0.0}
    yield {
        "name": "repetition counts the prompt",
        "logits": ramp,
        "repetition_penalty": 1.3,
        **both,
    }
    yield {"name": "repetition below 1", "logits": ramp, "repetition_penalty": 0.5, **both}
    yield {"name": "presence counts once", "logits": ramp, "presence_penalty": 0.7, **both}
    yield {"name": "frequency counts each", "logits": ramp, "frequency_penalty": 0.7, **both}
    yield {"name": "a penalty below 0 favours", "logits": ramp, "frequency_penalty": -2.0, **both}
    bias = ((0, -100.0), (3, 2.5))
    yield {"name": "bias", "logits": ramp, "logit_bias": bias}
    yield {
        "name": "bias forbids the greedy token",
        "logits": ramp,
        "temperature": 0.0,
        "logit_bias": bias,
    }
    largest = [_float32(3.4e38), _float32(-3.4e38), 0.0]
    beyond = {"repetition_penalty": 100.0, "prompt": (1,)}
    yield {"name": "a penalty stops at the largest float", "logits": largest, **beyond}
    every = {"repetition_penalty": 1.2, "presence_penalty": 0.3, "frequency_penalty": -0.4}
    knobs = {"temperature": 0.7, "min_p": 0.05, "logit_bias": ((1, 0.75), (2, -0.5))}
    yield {"name": "everything before the softmax", "logits": ramp, **every, **both}
    yield {"name": "everything at once", "logits": ramp, "top_k": 4, **every, **both, **knobs}
    yield from _random_penalised_cases()


def _random_penalised_cases() -> Iterator[dict[str, Any]]:
    source = random.Random(20190911)
    for number in range(12):
        size = source.randrange(10, 60)
        ids = [source.randrange(size) for _ in range(source.randrange(30))]
        cut = source.randrange(len(ids) + 1)
        yield {
            "name": f"random {number}",
            "logits": [_float32(source.gauss(0, 3.5)) for _ in range(size)],
            "prompt": tuple(ids[:cut]),
            "generated": tuple(ids[cut:]),
            "temperature": source.choice([0.0, 0.5, 0.8, 1.0, 2.0]),
            "top_k": source.choice([0, 0, 5, 40]),
            "top_p": source.choice([1.0, 0.95, 0.5]),
            "min_p": source.choice([0.0, 0.05, 0.3]),
            "repetition_penalty": source.choice([1.0, 1.1, 1.7, 0.8]),
            "presence_penalty": source.choice([0.0, 0.6, -0.6]),
            "frequency_penalty": source.choice([0.0, 0.3, -0.3]),
            "logit_bias": tuple((id, source.uniform(-9, 9)) for id in sorted(set(ids[:2]))),
            "seed": source.randrange(2**53),
            "step": source.randrange(4096),
        }


def _random_cases() -> Iterator[dict[str, Any]]:
    """Peaked rows as models make them; every other one in eighths, so that ties are common."""
    source = random.Random(20110000)
    for number in range(12):
        size = source.randrange(30, 90)
        values = [source.gauss(0, 3.5) for _ in range(size)]
        yield {
            "name": f"random {number}",
            "logits": [round(z * 8) / 8 if number % 2 else _float32(z) for z in values],
            "temperature": source.choice([0.5, 0.8, 1.0, 2.0]),
            "top_k": source.choice([0, 0, 5, 40]),
            "top_p": source.choice([1.0, 0.95, 0.9, 0.5]),
            "seed": source.randrange(2**53),
            "sample": source.randrange(8),
            "step": source.randrange(4096),
        }


def _choice(
    name: str,
    logits: list[float],
    seed: int = 0,
    sample: int = 0,
    step: int = 0,
    prompt: tuple[int, ...] = (),
    generated: tuple[int, ...] = (),
    **settings: Any,
) -> dict[str, Any]:
    knobs = NEUTRAL | settings
    u = reference.uniform(seed, sample, step)
    chosen = reference.choose(logits, u=u, prompt=prompt, generated=generated, **knobs)
    assert chosen.clearance > NEARNESS, name
    before = {key: knobs[key] for key in BEFORE}
    return {
        "name": name,
        "logits": logits,
        "settings": knobs | {"seed": seed},
        "prompt": prompt,
        "generated": generated,
        "sample": sample,
        "step": step,
        "adjusted": reference.adjusted(logits, prompt, generated, **before),
        "stages": {
            stage: {"ids": left.ids, "p": [float(p) for p in left.p]}
            for stage, left in ((stage, getattr(chosen, stage)) for stage in STAGES)
        },
        "id": chosen.id,
        "logprob": float(chosen.logprob),
        "rank": chosen.rank,
        "draw": u if knobs["temperature"] else None,
        "entropy": float(chosen.entropy),
    }


def _float32(value: float) -> float:
    return float(struct.unpack("f", struct.pack("f", value))[0])
