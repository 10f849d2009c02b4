"""The parts that the layers of a model have written to the stream of a token, head by head, and the
tokens from which each head brought them.

Letters: S tokens, L layers (those before a place), H heads, d head size, D width.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from ...masked_model import MaskedModel
from ...model import Engine
from ...runtime.session import Floats
from .directions import Direction

Doubles = NDArray[np.float64]


@dataclass(frozen=True)
class AttentionEdge:
    """An edge is a head with a token that it reads."""

    layer: int
    head: int
    token: int


@dataclass(frozen=True)
class Source(AttentionEdge):
    """A token that a head read: its ``attention`` to ``token``, and what it ``added`` by that,
    which is the attention times the token's value through the head's output map."""

    attention: float
    added: float


@dataclass(frozen=True, eq=False)
class StreamParts:
    """The parts that the layers before a place have written to the stream of a token, along
    ``direction``. ``towards`` (L, H, d) is the direction by which each of their heads writes, and
    ``biases`` (L,) what their output maps' biases add."""

    outputs: Mapping[str, Floats]
    head_scale: Floats | None
    direction: Direction
    towards: Floats
    biases: Doubles

    @classmethod
    def of(
        cls,
        engine: Engine | MaskedModel,
        outputs: Mapping[str, Floats],
        head_scale: Floats | None,
        direction: Direction,
    ) -> StreamParts:
        config, layers = engine.manifest.architecture, range(direction.layers)
        maps, none = engine.capture.directed(direction.vector), np.zeros(1, np.float32)
        shape = len(layers), config.heads, config.head_size
        towards = np.array([maps[f"maps.{i}"] for i in layers], np.float32).reshape(shape)
        biases = np.array([maps.get(f"biases.{i}", none)[0] for i in layers], np.float64)
        return cls(outputs, head_scale, direction, towards, biases)

    @property
    def states(self) -> Doubles:
        """Returns the stream that each layer reads, and the last one's, along the direction,
        (L+1,)."""
        token, count = self.direction.token, self.direction.layers + 1
        stream = np.stack([self.outputs[f"hidden_states.{i}"][0, token] for i in range(count)])
        along: Doubles = (stream @ self.direction.vector).astype(np.float64)
        return along

    @property
    def total(self) -> float:
        return float(self.states[-1] + self.direction.constant)

    @property
    def heads(self) -> Doubles:
        """Returns what each head adds, (L, H)."""
        token, added = self.direction.token, np.zeros(self.towards.shape[:2])
        for i, towards in enumerate(self.towards):
            added[i] = (self.outputs[f"heads.{i}"][0, :, token] * towards).sum(axis=1)
        return added

    @property
    def feed_forward(self) -> Doubles:
        """Returns what is neither of heads nor of their output maps' biases, (L,)."""
        rest: Doubles = np.diff(self.states) - self.heads.sum(axis=1) - self.biases
        return rest

    @property
    def onto_values(self) -> Floats:
        """Returns what a value that a head attends to wholly is multiplied by, (L, H, d)."""
        count = len(self.towards)
        scale = self.head_scale
        return self.towards if scale is None else self.towards * scale[:count, :, None]

    def brought(self) -> tuple[Floats, Doubles]:
        """Returns the attention and what each head added by it, each (L, H, S)."""
        token, size = self.direction.token, self.towards.shape[2]
        tokens = len(self.outputs["logits"][0])
        attention = np.zeros((*self.towards.shape[:2], tokens), np.float32)
        added = np.zeros(attention.shape)
        for i, onto in enumerate(self.onto_values):
            attention[i] = self.outputs[f"attentions.{i}"][0, :, token]
            values = self.outputs[f"values.{i}"][0].reshape(tokens, -1, size)
            values = values.repeat(len(onto) // values.shape[1], axis=1)  # groups share them
            added[i] = attention[i] * np.einsum("shd,hd->hs", values, onto)
        return attention, added

    def source(self, place: AttentionEdge) -> Source:
        at = place.layer, place.head, place.token
        attention, added = self.brought()
        return Source(*at, float(attention[at]), float(added[at]))

    def sources(self, most: int) -> tuple[Source, ...]:
        """Returns so many sources, those that add or take away most, without those of no
        attention."""
        if not most:
            return ()
        attention, added = self.brought()
        order = np.argsort(-np.abs(added), axis=None, kind="stable")[:most]
        places = zip(*np.unravel_index(order, added.shape), strict=True)
        return tuple(
            Source(int(i), int(h), int(j), float(attention[i, h, j]), float(added[i, h, j]))
            for i, h, j in places
            if added[i, h, j]
        )
