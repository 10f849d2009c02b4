"""The tokens that a masked model sees at the gaps of a text."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from ...engine import Filled
from ...engine.tasks.fill import Gap
from ...run_file import ENDINGS, RunModel, head, written
from .result import Result, Row

if TYPE_CHECKING:
    from matplotlib.axes import Axes


@dataclass(frozen=True, repr=False)
class FillResult(Result):
    """``filled``: the text's tokens, and at each gap the likeliest ones and the candidates."""

    model: str
    filled: Filled
    computed_by: RunModel

    def written_as(self, suffix: str) -> str | bytes:
        """``.shotglass`` too, the whole run, which the page opens and ``open_run`` reads, and
        ``.html``, a page that shows it by itself."""
        if suffix not in ENDINGS:
            return super().written_as(suffix)
        left: list[object] = []
        results = {"filled": asdict(self.filled), "left": left}
        question = {"question": {"text": self.filled.text}, "results": results}
        return written(head("fill", self.computed_by) | question, suffix)

    @property
    def gaps(self) -> tuple[Gap, ...]:
        """The gaps in the text's order, each with its likeliest tokens and the candidates."""
        return self.filled.gaps

    def rows(self) -> list[Row]:
        """Returns a row for each gap and token; ``candidate`` says whether it is one of the
        candidates."""
        rows: list[Row] = []
        for place, gap in enumerate(self.gaps):
            for token in gap.distribution.alternatives:
                head = {"gap": place, "candidate": False, "id": token.id}
                rows.append(head | {"text": token.text, "p": token.p})
            for candidate in gap.candidates:
                head = {"gap": place, "candidate": True, "id": candidate.id}
                rows.append(head | {"text": candidate.text, "p": candidate.p})
        return rows

    def to_numpy(self) -> NDArray[np.float64]:
        """Returns the probabilities (gaps, tokens) float64 of the likeliest tokens of each gap, the
        likeliest first."""
        return np.array([[t.p for t in gap.distribution.alternatives] for gap in self.gaps])

    def draw(self, axes: Axes) -> None:
        """The probability of the likeliest tokens of the first gap."""
        tokens = self.gaps[0].distribution.alternatives
        axes.barh([repr(token.text) for token in tokens], [token.p for token in tokens])
        axes.set_xlabel("probability")
        axes.invert_yaxis()
