"""The keys by which a GGUF says that rotary positions are stretched.

Of the way of Llama 3 it holds a factor for each pair: llama.cpp's converter writes what each pair's
angle is divided by, in float32, and not the rule from which that follows; the rule is recovered
here, so that every digit is that of the original.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from math import isclose, pi
from typing import Any

import numpy as np

from shotglass.architecture.rotary import RopeScaling, frequencies
from shotglass.errors import ImportFailed

from ..header import Metadata

_NEAR = 1e-5  # of a factor; float32 keeps seven digits


def read_scaling(
    keys: Metadata, turned: int, theta: float, factors: Sequence[float] | None
) -> RopeScaling | None:
    """``turned``: how much of a head is. Raises ImportFailed for a way we do not compute."""
    keys.require("rope.scaling.attn_factor", 1.0, "scores are not multiplied by it")
    # llama.cpp stretches them so where a file names a factor alone, by the older key's as well.
    kind = keys.text("rope.scaling.type", "linear")
    factor = keys.decimal("rope.scaling.factor", keys.decimal("rope.scale_linear", 0.0))
    if kind == "linear" and factor not in (0.0, 1.0):
        if factors is not None:
            raise ImportFailed(
                f"The file stretches its rotary positions {factor:g} times and by a factor for "
                "each pair too; one of the two ways was expected."
            )
        return RopeScaling("linear", factor)
    if kind not in ("none", "linear"):
        raise ImportFailed(
            f"The file stretches its rotary positions (scaling {kind[:40]!r}); plain ones, linear "
            "ones or Llama 3's were expected: import the model of the original context."
        )
    return None if factors is None else llama3_scaling(factors, turned, theta)


def scaling_keys(scaling: RopeScaling | None) -> dict[str, Any]:
    """Returns the keys that say so; Llama 3's way is said by ``scaling_factors`` instead."""
    if scaling is None or scaling.kind != "linear":
        return {}
    return {"rope.scaling.type": "linear", "rope.scaling.factor": scaling.factor}


def scaling_factors(scaling: RopeScaling | None, turned: int, theta: float) -> list[float] | None:
    """Returns by how much each pair of a head turns more slowly, the way of Llama 3."""
    if scaling is None or scaling.kind != "llama3":
        return None
    plain, slowed = (frequencies(turned, theta, each) for each in (None, scaling))
    return [a / b for a, b in zip(plain, slowed, strict=True)]


def llama3_scaling(factors: Sequence[float], turned: int, theta: float) -> RopeScaling | None:
    """The rule of Llama 3.1, 3.2 and 3.3, of any largest factor and first context; None where every
    factor is 1. Raises ImportFailed for factors that do not follow from it."""
    if all(factor == 1 for factor in factors):
        return None
    most = float(str(np.float32(max(factors, default=0.0))))
    if most > 1 and len(factors) == turned // 2:
        usual = RopeScaling("llama3", most)
        gradual = _first_contexts(factors, turned, theta, usual)
        # Where no pair changes gradually, every context between two bounds gives these factors.
        doubled = (1 << power for power in range(4, 24))
        for context in dict.fromkeys([usual.first_context, *gradual, *doubled]):
            scaling = replace(usual, first_context=context)
            expected = scaling_factors(scaling, turned, theta) or []
            if all(isclose(a, b, rel_tol=_NEAR) for a, b in zip(factors, expected, strict=True)):
                return scaling
    raise ImportFailed(
        f"The file stretches its rotary positions by {len(factors)} factors up to {most:g}, which "
        "are not those of Llama 3's rule; import the model's safetensors folder, whose config.json "
        "says how it is stretched."
    )


def _first_contexts(
    factors: Sequence[float], turned: int, theta: float, rule: RopeScaling
) -> Iterator[int]:
    """Returns what each pair that is slowed in part says of it: ``RopeScaling.slowed``, solved for
    it."""
    low, high = rule.low_frequency, rule.high_frequency
    for factor, frequency in zip(factors, frequencies(turned, theta, None), strict=True):
        if 1 < factor < rule.factor:
            share = (1 / factor - 1 / rule.factor) / (1 - 1 / rule.factor)
            context = round((low + share * (high - low)) * 2 * pi / frequency)
            if 0 < context < 1 << 24:
                yield context
