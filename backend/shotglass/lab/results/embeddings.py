"""Vectors of texts."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from ..drawing.squares import square_picture
from .result import Result, Row

if TYPE_CHECKING:
    from matplotlib.axes import Axes

SHOWN = 24  # characters of a text in a drawing
Array = NDArray[np.float32]


@dataclass(frozen=True, eq=False, repr=False)
class EmbedResult(Result):
    """``vectors`` (N, D), one a text; ``tokens``: of all texts together."""

    model: str
    texts: tuple[str, ...]
    pooling: str
    layer: int | None
    vectors: Array = field(repr=False)
    tokens: int

    def similarities(self) -> Array:
        """Returns the cosine between each two texts, (N, N) float32."""
        directions = self.vectors / np.linalg.norm(self.vectors, axis=1, keepdims=True)
        cosines: Array = directions @ directions.T
        return cosines

    def rows(self) -> list[Row]:
        """Returns a row for each text, whose columns ``0``, ``1``, ... are the numbers of its
        vector."""
        return [
            {"text": text} | {str(at): value for at, value in enumerate(vector.tolist())}
            for text, vector in zip(self.texts, self.vectors, strict=True)
        ]

    def to_numpy(self) -> Array:
        """Returns the vectors (N, D) float32."""
        return self.vectors

    def _repr_html_(self) -> str:
        """Returns a table of how alike each two texts are; no colour is a cosine of 0 or less."""
        names = [text[:SHOWN] for text in self.texts]
        title = f"{self.model}: cosine between each two texts"
        return square_picture(self.similarities().clip(0, 1).tolist(), names, title)

    def draw(self, axes: Axes) -> None:
        """Draws how alike each two texts are."""
        axes.imshow(self.similarities(), vmin=-1, vmax=1)
        names = [text[:SHOWN] for text in self.texts]
        axes.set_xticks(range(len(names)), names, rotation=90)
        axes.set_yticks(range(len(names)), names)
        axes.set(title="cosine between each two texts")
