"""The scores that count: later tokens never, earlier ones up to the layer's window, padding not.

Masks are bool, (S, T) or (B, 1, S or 1, T), and kept by window: layers of one window share one.
Letters as in ``shotglass.contract``.
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from shotglass.architecture import ModelConfig

from .graph import Graph

Masks = Mapping[int | None, str]


def after_cache(graph: Graph, config: ModelConfig) -> Masks:
    """Returns masks after a cache of P tokens: token i of the new ones sees key j when j <= P + i
    and its ``attention_mask`` is 1.

    A window counts tokens that may be seen, so it is the same with padding on either side.
    """
    zero, step = graph.constant(np.array(0)), graph.constant(np.array(1))
    new = _length(graph, "input_ids")
    total = _length(graph, "attention_mask")
    rows = graph.op("Range", graph.op("Sub", total, new), total, step)
    queries = graph.op("Unsqueeze", rows, graph.integers(1))
    keys = graph.op("Range", zero, total, step)
    causal = graph.op("LessOrEqual", keys, queries)
    seen = graph.op("And", causal, _present(graph))
    if not any(config.windows):
        return {None: seen}
    counts = graph.op("CumSum", "attention_mask", step)
    own = graph.op("Unsqueeze", graph.op("Gather", counts, rows, axis=1), graph.integers(1, 3))
    theirs = graph.op("Unsqueeze", counts, graph.integers(1, 2))
    return _bands(graph, config, seen, graph.op("Sub", own, theirs))


def of_whole_text(graph: Graph, config: ModelConfig) -> tuple[str, Masks]:
    """Returns positions (1, S), and masks by which token i sees token j when j <= i, or always
    where attention is bidirectional."""
    places, positions = _places(graph), positions_of_text(graph)
    if config.bidirectional:
        every = graph.op("GreaterOrEqual", places, graph.constant(np.array(0)))
        return positions, {None: every}
    queries = graph.op("Unsqueeze", places, graph.integers(1))
    seen = graph.op("LessOrEqual", places, queries)
    if not any(config.windows):
        return positions, {None: seen}
    return positions, _bands(graph, config, seen, graph.op("Sub", queries, places))


def in_both_directions(graph: Graph) -> tuple[str, Masks]:
    """Returns positions (1, S), and the mask by which every token sees all whose mask is 1."""
    return positions_of_text(graph), {None: _present(graph)}


def positions_of_text(graph: Graph) -> str:
    """Returns the positions (1, S) of a text from position 0."""
    return graph.op("Unsqueeze", _places(graph), graph.integers(0))


def _bands(graph: Graph, config: ModelConfig, seen: str, distance: str) -> Masks:
    """``seen``, and for each window what of it is less than so many tokens away."""
    masks: dict[int | None, str] = {None: seen}
    for window in sorted(set(config.windows) - {0}):
        near = graph.op("Less", distance, graph.constant(np.array(window)))
        masks[window] = graph.op("And", seen, near)
    return masks


def _present(graph: Graph) -> str:
    """(B, 1, 1, T) bool: what is not padding."""
    mask = graph.op("Unsqueeze", "attention_mask", graph.integers(1, 2))
    return graph.op("Greater", mask, graph.constant(np.array(0)))


def _places(graph: Graph) -> str:
    """0, 1, ... S - 1."""
    zero, step = graph.constant(np.array(0)), graph.constant(np.array(1))
    return graph.op("Range", zero, _length(graph, "input_ids"), step)


def _length(graph: Graph, name: str) -> str:
    """The second size of (B, S), as a scalar."""
    return graph.op("Squeeze", graph.op("Shape", name, start=1, end=2))
