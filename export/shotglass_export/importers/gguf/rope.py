"""Rotary positions stretched the way of Llama 3, as a GGUF holds them: a factor for each pair.

llama.cpp's converter writes what each pair's turn is divided by, in float32, and not the rule from
which that follows; the rule is found again here, so that every digit is that of the original.
"""

from __future__ import annotations

from collections.abc import Sequence
from math import isclose

from shotglass.errors import ImportFailed
from shotglass.rotary import RopeScaling, frequencies

_NEAR = 1e-5  # of a factor; float32 keeps seven digits


def llama3_scaling(factors: Sequence[float], head_size: int, theta: float) -> RopeScaling | None:
    """The rule of Llama 3.1, 3.2 and 3.3, which differ in their largest factor alone; None where
    every factor is 1. Raises ImportFailed for factors that do not follow from it."""
    if all(factor == 1 for factor in factors):
        return None
    most = max(factors, default=0.0)
    if most > 1:
        scaling = RopeScaling("llama3", most)  # its other numbers are those that all of them have
        if _follow(factors, scaling, head_size, theta):
            return scaling
    raise ImportFailed(
        f"The file stretches its rotary positions by {len(factors)} factors up to {most:g}, which "
        "are not those of Llama 3's rule; import the model's safetensors folder, whose config.json "
        "says how it is stretched."
    )


def _follow(factors: Sequence[float], scaling: RopeScaling, head_size: int, theta: float) -> bool:
    plain, slowed = (frequencies(head_size, theta, s) for s in (None, scaling))
    if len(factors) != len(plain):
        return False
    expected = [a / b for a, b in zip(plain, slowed, strict=True)]
    return all(isclose(a, b, rel_tol=_NEAR) for a, b in zip(factors, expected, strict=True))
