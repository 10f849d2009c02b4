"""How much arithmetic a token costs, counted from the shapes."""

from __future__ import annotations

from math import prod

from shotglass.architecture import ModelConfig, weight_shapes


def trunk_flops(config: ModelConfig, length: int) -> float:
    """FLOPs of training on one token in a row of ``length``, without the head.

    6 for each weight of a matrix (2 forward, 4 backward; Kaplan et al. 2020, section 2.1), and the
    attention's two products over the tokens that are seen, on average: all of a row, half of it
    under the causal mask, at most the window.
    """
    matrices = sum(
        prod(shape)
        for name, shape in weight_shapes(config).items()
        if len(shape) == 2 and name.startswith("layers.")
    )
    seen = sum(_seen(config, layer, length) for layer in range(config.layers))
    return 6.0 * (matrices + 2 * config.query_width * seen)


def head_flops(config: ModelConfig) -> float:
    """FLOPs of training on one target: the table of the vocabulary, BERT's transform."""
    transform = config.width**2 if config.head_transform else 0
    return 6.0 * (config.vocabulary * config.width + transform)


def _seen(config: ModelConfig, layer: int, length: int) -> float:
    if config.bidirectional:
        return float(length)
    window = min(config.window(layer) or length, length)
    return (window * (window + 1) / 2 + (length - window) * window) / length
