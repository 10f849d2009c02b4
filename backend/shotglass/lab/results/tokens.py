"""A text as the model reads it."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from ...events import Piece
from ..drawing.markup import element
from ..drawing.tokens import token_chip
from .result import Result, Row

if TYPE_CHECKING:
    from matplotlib.axes import Axes


@dataclass(frozen=True, repr=False)
class TokensResult(Result):
    """``start`` and ``end`` of each token count code points of ``text``."""

    model: str
    text: str
    tokens: tuple[Piece, ...]

    @property
    def ids(self) -> tuple[int, ...]:
        """Token ids (S,)."""
        return tuple(token.id for token in self.tokens)

    def __len__(self) -> int:
        return len(self.tokens)

    def rows(self) -> list[Row]:
        """Returns a row for each token."""
        return [
            {name: value for name, value in asdict(token).items() if name != "part"}
            for token in self.tokens
        ]

    def to_numpy(self) -> NDArray[np.int64]:
        """Returns the token ids (S,) int64."""
        return np.array(self.ids, np.int64)

    def _repr_html_(self) -> str:
        """The tokens side by side, with their ids under a pointer."""
        chips = [token_chip(token.text, None, f"id {token.id}") for token in self.tokens]
        head = f"{self.model}: {len(self)} tokens"
        return element("div", head, element("div", *chips, style="line-height: 1.9"))

    def draw(self, axes: Axes) -> None:
        """Draws how many characters each token covers."""
        places = range(len(self.tokens))
        axes.bar(places, [token.end - token.start for token in self.tokens])
        axes.set_xticks(places, [token.text for token in self.tokens], rotation=90)
        axes.set_ylabel("characters")
