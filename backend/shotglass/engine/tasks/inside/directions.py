"""Directions of the residual stream: along which it makes a logit, or what a head brought.

A norm divides by a number that depends on the whole stream, and a head's attention depends on it
too. Both are held at what they are; then each of these quantities is a sum over what was added to
the stream of one token, exactly.

Letters: L layers, H heads, d head size, D width.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from ....architecture import ModelConfig
from ...masked_model import MaskedModel
from ...model import Engine
from ...runtime.session import Floats


@dataclass(frozen=True, eq=False)
class Direction:
    """A quantity is ``vector`` (D,) times the stream at ``token`` that the first ``layers`` layers
    have made, plus ``constant``."""

    token: int
    layers: int
    vector: Floats
    constant: float


def of_logit(
    engine: Engine | MaskedModel, outputs: Mapping[str, Floats], row: int, target: int
) -> Direction:
    """Returns the direction of the logit of ``target`` after token ``row``; ``outputs`` has
    ``hidden_states.L``."""
    config = engine.manifest.architecture
    matrix = "embedding" if config.tied else "head"
    weights, bias = engine.capture.weight_rows(matrix, [target])
    norm = engine.capture.trace([target], config.layers)
    own = 0.0 if bias is None else float(bias[0])
    start = Direction(row, config.layers, weights[0], own)
    return _before_norm(config, start, norm, "final_norm", outputs)


def of_source(
    engine: Engine | MaskedModel,
    outputs: Mapping[str, Floats],
    onto: Floats,
    layer: int,
    head: int,
    token: int,
) -> Direction:
    """Returns the direction of the value of ``token`` in a head, times ``onto`` (d,); ``outputs``
    has ``hidden_states.layer``. The value is a linear map of what the layer's norm makes of the
    stream."""
    config, capture = engine.manifest.architecture, engine.capture
    size = config.head_size
    first = head // (config.heads // config.kv_heads) * size  # a group's heads share a value
    rows = range(first, first + size)
    weights, bias = capture.weight_rows(f"layers.{layer}.attention.value", rows)
    own = 0.0 if bias is None else float(onto @ bias)
    start = Direction(token, layer, onto @ weights, own)
    return _before_norm(config, start, capture.trace([0], layer), "attention_norm", outputs)


def _before_norm(
    config: ModelConfig,
    after: Direction,
    weights: Mapping[str, Floats],
    norm: str,
    outputs: Mapping[str, Floats],
) -> Direction:
    """``after``: a direction of what the norm gives; ``weights``: those of the norm."""
    state = outputs[f"hidden_states.{after.layers}"][0, after.token]
    gain = after.vector * weights[f"{norm}.weight"]
    shift = weights.get(f"{norm}.bias")
    constant = after.constant + (0.0 if shift is None else float(after.vector @ shift))
    if config.norm == "layer":
        gain = gain - gain.mean()
        square = float(np.var(state))
    else:
        square = float(np.mean(np.square(state)))
    vector = gain / np.float32(np.sqrt(square + config.norm_epsilon))
    return Direction(after.token, after.layers, vector, constant)
