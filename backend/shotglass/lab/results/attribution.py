"""A logit taken apart into what the parts of a model add to it, as a table."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from ...engine.tasks.inside.attribution import Attribution
from ...events import Piece
from .result import Result, Row

if TYPE_CHECKING:
    from matplotlib.axes import Axes


@dataclass(frozen=True, repr=False)
class AttributionResult(Result):
    """``attribution``: what each head, each feed-forward part, the embedding and the biases add to
    the logit of ``attribution.target`` after a token; all together are ``attribution.logit``.
    Behind a ``path`` they are what the last head of it read, and together what that head added."""

    model: str
    tokens: tuple[Piece, ...]
    attribution: Attribution

    def rows(self) -> list[Row]:
        """Returns a row for each part. ``layer`` and ``head`` are None where a part belongs to
        none."""
        parts = self.attribution
        rows = [_part("embedding", parts.embedding), _part("constant", parts.constant)]
        for layer, heads in enumerate(parts.heads):
            rows += [_part("head", added, layer, head) for head, added in enumerate(heads)]
            rows.append(_part("attention bias", parts.attention_biases[layer], layer))
            rows.append(_part("feed-forward", parts.feed_forward[layer], layer))
        return rows

    def sources(self) -> list[Row]:
        """Returns a row for each head and token that it read, those that count most first: what the
        head added to the logit by it."""
        return [
            {
                "layer": source.layer,
                "head": source.head,
                "token": source.token,
                "text": self.tokens[source.token].text,
                "attention": source.attention,
                "added": source.added,
            }
            for source in self.attribution.sources
        ]

    def to_numpy(self) -> NDArray[np.float64]:
        """Returns what each head adds to the logit, (L, H) float64, of the layers before the last
        head of a path."""
        heads = self.attribution.heads
        return np.array(heads).reshape(len(heads), -1 if heads else 0)

    def draw(self, axes: Axes) -> None:
        """Draws what each head adds, layer by layer."""
        values = self.to_numpy()
        if values.size:  # layer 0 reads what no head wrote
            most = float(np.abs(values).max())
            axes.imshow(values, vmin=-most, vmax=most, cmap="RdBu")
        target = self.attribution.target.text
        axes.set(xlabel="head", ylabel="layer", title=f"added to the logit of {target!r}")


def _part(part: str, added: float, layer: int | None = None, head: int | None = None) -> Row:
    return {"part": part, "layer": layer, "head": head, "added": added}
