"""The insides of a model on a text, as arrays named as TransformerLens names their places."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from ...architecture.model_config import ModelConfig
from ...engine import Explanation
from ...engine.tasks.inside.lens import Lens
from ...events import Piece
from ...run_file import ENDINGS, RunModel, written
from ...run_file.computed import Changes, attention_run
from ..drawing.squares import square_picture
from .result import Result, Row

if TYPE_CHECKING:
    from matplotlib.axes import Axes

Array = NDArray[np.float32]


@dataclass(frozen=True, eq=False, repr=False)
class AttentionResult(Result):
    """``values`` (layers, H, S, S): how much each token, by row, takes from each other, by column;
    rows sum to 1. ``layers``: which, in that order. ``computed_by``: the model's weights and
    precision; ``changes``: what was changed inside it."""

    text: str
    tokens: tuple[Piece, ...]
    layers: tuple[int, ...]
    computed_by: RunModel
    config: ModelConfig = field(repr=False)
    values: Array = field(repr=False)
    changes: Changes = None

    @property
    def model(self) -> str:
        """The name of its folder."""
        return self.computed_by.id

    def written_as(self, suffix: str) -> str | bytes:
        """``.shotglass`` too, which the page opens as Inside and ``open_run`` reads, and ``.html``,
        a page that shows it by itself: of as many ``layers`` as a file has room for."""
        if suffix not in ENDINGS:
            return super().written_as(suffix)
        layers = dict(zip(self.layers, self.values, strict=True))
        read = self.text, self.tokens, layers, self.changes
        return written(attention_run(self.computed_by, self.config, *read), suffix)

    def arrays(self) -> Mapping[str, Array]:
        """Returns arrays by names such as ``blocks.0.attn.hook_pattern``, each (H, S, S)."""
        names = (f"blocks.{layer}.attn.hook_pattern" for layer in self.layers)
        return dict(zip(names, self.values, strict=True))

    def rows(self) -> list[Row]:
        """A row a layer, head, query and key, those after the query left out where they have
        nothing."""
        return [
            {"layer": layer, "head": head, "query": query, "key": key, "p": p}
            for layer, heads in zip(self.layers, self.values, strict=True)
            for head, square in enumerate(heads)
            for query, row in enumerate(square)
            for key, p in enumerate(row.tolist())
            if key <= query or p > 0
        ]

    def to_numpy(self) -> Array:
        """Returns the attention probabilities (layers, H, S, S) float32."""
        return self.values

    def _repr_html_(self) -> str:
        """The first layer, the mean over its heads."""
        names = [token.text for token in self.tokens]
        title = f"{self.model}, layer {self.layers[0]}, mean of its heads: who looks at whom"
        return square_picture(self.values[0].mean(axis=0).tolist(), names, title)

    def draw(self, axes: Axes) -> None:
        """The first layer, the mean over its heads."""
        axes.imshow(self.values[0].mean(axis=0), vmin=0, vmax=1)
        texts = [token.text for token in self.tokens]
        axes.set_xticks(range(len(texts)), texts, rotation=90)
        axes.set_yticks(range(len(texts)), texts)
        axes.set(xlabel="looks at", ylabel="token", title=f"layer {self.layers[0]}")


@dataclass(frozen=True, eq=False, repr=False)
class HiddenResult(Result):
    """``values`` (layers, S, D): the residual stream that each layer reads."""

    model: str
    tokens: tuple[Piece, ...]
    layers: tuple[int, ...]
    values: Array = field(repr=False)

    @classmethod
    def of(cls, model: str, layers: tuple[int, ...], explanation: Explanation) -> HiddenResult:
        """``explanation``: with the arrays of these ``layers``."""
        values = np.stack([explanation.arrays[f"hidden_states.{layer}"] for layer in layers])
        return cls(model, explanation.tokens, layers, values)

    def arrays(self) -> Mapping[str, Array]:
        """Returns arrays by names such as ``blocks.0.hook_resid_pre``, each (S, D)."""
        names = (f"blocks.{layer}.hook_resid_pre" for layer in self.layers)
        return dict(zip(names, self.values, strict=True))

    def rows(self) -> list[Row]:
        """Returns a row for each layer and token, whose columns ``0``, ``1``, ... are the numbers
        of its state."""
        return [
            {"layer": layer, "token": place, "text": token.text}
            | {str(at): value for at, value in enumerate(state.tolist())}
            for layer, states in zip(self.layers, self.values, strict=True)
            for place, (token, state) in enumerate(zip(self.tokens, states, strict=True))
        ]

    def to_numpy(self) -> Array:
        """Returns the states (layers, S, D) float32."""
        return self.values

    def _repr_html_(self) -> str:
        """Returns a table of how long each token's state is; 1 is the longest of a layer."""
        norms = np.linalg.norm(self.values, axis=-1)
        names = [str(layer) for layer in self.layers]
        title = f"{self.model}: length of each token's state, by layer"
        return square_picture((norms / norms.max(axis=1, keepdims=True)).tolist(), names, title)

    def draw(self, axes: Axes) -> None:
        """The length of the state of each token, layer by layer."""
        axes.imshow(np.linalg.norm(self.values, axis=-1), aspect="auto")
        axes.set_xticks(range(len(self.tokens)), [t.text for t in self.tokens], rotation=90)
        axes.set_yticks(range(len(self.layers)), list(map(str, self.layers)))
        axes.set(ylabel="layer")


@dataclass(frozen=True, repr=False)
class LensResult(Result):
    """The readout of each layer. Its table can be saved, and no run: the page shows a lens beside
    the attention of its text. ``lens`` has, before each layer and after the last, or behind each
    layer's attention, the likeliest tokens and where two stand: the one that the last layer says
    (``final``), and the one that follows in the text (``next``)."""

    model: str
    tokens: tuple[Piece, ...]
    lens: Lens

    def rows(self) -> list[Row]:
        """Returns a row for each layer: its likeliest token, and the two tokens' probabilities and
        ranks."""
        rows: list[Row] = []
        for layer in self.lens.layers:
            top, following = layer.top[0], layer.next
            rows.append(
                {
                    "layer": layer.layer,
                    "top": top.text,
                    "p_top": top.p,
                    "p_final": layer.final.p,
                    "rank_final": layer.final.rank,
                    "p_next": following and following.p,
                    "rank_next": following and following.rank,
                    "entropy": layer.entropy,
                }
            )
        return rows

    def to_numpy(self) -> NDArray[np.float64]:
        """Returns the probabilities (L + 1,) float64 that each layer gives to what the last one
        says."""
        return np.array([layer.final.p for layer in self.lens.layers])

    def draw(self, axes: Axes) -> None:
        """The same by layer."""
        axes.plot([layer.layer for layer in self.lens.layers], self.to_numpy(), marker="o")
        label = "before layer" if self.lens.after == "layer" else "after the attention of layer"
        axes.set(xlabel=label, ylabel=f"probability of {self.lens.final.text!r}")
        axes.set_ylim(0, 1)
