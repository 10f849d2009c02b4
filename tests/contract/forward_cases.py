"""The cases of forward.json: one attention head of four tokens, in numpy.

Rounded to 12 decimals, so that two machines' exponentials write the same file.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt

Array = npt.NDArray[np.float64]

# Rows 1 and 2 stand in the note; rows 3 and 4 are reconstructed from the scores that it prints.
NOTED = [[1.0, 0.5, 0.3, 0.1], [0.2, 1.0, 0.7, 0.4]]
INPUTS = {
    "exact": [*NOTED, [0.6, 0.4, 0.52, 1.14], [0.4879, 0.3274, 1.0969, 0.5929]],
    "by-hand": [*NOTED, [0.6, 0.2, 1.1, 0.7], [0.5, 0.6, 0.5, 1.0]],
}
DECIMALS = 12


def make() -> dict[str, list[Any]]:
    source = np.random.default_rng(4)
    inputs = INPUTS | {"zeros": np.zeros((4, 4)).tolist()}
    inputs |= {f"random {i}": source.uniform(-10, 10, (4, 4)).round(3).tolist() for i in range(4)}
    return {
        "passes": [_pass(name, h, causal) for name, h in inputs.items() for causal in (True, False)]
    }


def _pass(name: str, h: list[list[float]], causal: bool) -> dict[str, Any]:
    """Scores (4, 4), the same over sqrt(4), weights (4, 4) and output (4, 4)."""
    x = np.array(h)
    scores = x @ x.T
    scaled = scores / np.sqrt(4)
    masked = np.where(np.tri(4, dtype=bool) | (not causal), scaled, -np.inf)
    weights = _softmax(masked)
    steps = {"scores": scores, "scaled": scaled, "weights": weights, "output": weights @ x}
    rounded = {step: (made.round(DECIMALS) + 0.0).tolist() for step, made in steps.items()}
    return {"name": name, "h": h, "causal": causal, **rounded}


def _softmax(rows: Array) -> Array:
    powers = np.exp(rows - rows.max(axis=1, keepdims=True))
    return powers / powers.sum(axis=1, keepdims=True)
