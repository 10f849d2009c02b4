"""Heads of a size that GroupQueryAttention does not take, filled up with zeros and cut again.

A rotated pair is (x_i, x_{i + d/2}), so with rotary positions each half of a head is filled up by
itself: pairs stay pairs, of the angles that the true size gives them.
"""

from __future__ import annotations

from shotglass.architecture import ModelConfig
from shotglass.contract import native_head_size

from .graph import Graph


def filled(graph: Graph, config: ModelConfig, x: str) -> str:
    """(B, S, n d) -> (B, S, n d'), d' being ``native_head_size``; x itself where they are equal."""
    size, room = _part(config), _room(config)
    if not room:
        return x
    parts = graph.op("Reshape", x, graph.integers(0, 0, -1, size))
    wider = graph.op("Pad", parts, graph.integers(0, 0, 0, 0, 0, 0, 0, room))
    return graph.op("Reshape", wider, graph.integers(0, 0, _heads(config) * (size + room)))


def cut(graph: Graph, config: ModelConfig, x: str) -> str:
    """(B, S, H d') -> (B, S, H d): what ``filled`` added is gone."""
    size, room = _part(config), _room(config)
    if not room:
        return x
    parts = graph.op("Reshape", x, graph.integers(0, 0, -1, size + room))
    own = graph.op("Slice", parts, *(graph.integers(v) for v in (0, size, -1)))
    return graph.op("Reshape", own, graph.integers(0, 0, config.query_width))


def filled_angles(graph: Graph, config: ModelConfig, table: str) -> str:
    """Cosines or sines (C, d/2) -> (C, d'/2); the pairs of zeros are turned by nothing."""
    room = _room(config)
    return graph.op("Pad", table, graph.integers(0, 0, 0, room)) if room else table


def _heads(config: ModelConfig) -> int:
    """Parts in a packed row: of queries, keys and values."""
    return (config.heads + 2 * config.kv_heads) * _parts(config)


def _parts(config: ModelConfig) -> int:
    return 2 if config.positions == "rotary" else 1


def _part(config: ModelConfig) -> int:
    return config.head_size // _parts(config)


def _room(config: ModelConfig) -> int:
    """Zeros behind each part."""
    return native_head_size(config) // _parts(config) - _part(config)
