"""The findings about what the answers to a task depend on."""

from __future__ import annotations

from dataclasses import dataclass
from importlib.metadata import version
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from ...engine.causes.events import CausesPlanned, ExamplesFound, HeadsFound
from ...engine.causes.examples import ExampleFigures
from ...engine.causes.heads import HeadFigures
from ...engine.causes.record import CauseRequest, Found, SearchName, record_of
from ...engine.causes.sentences import found_lines
from ...engine.causes.vectors import VectorFigures
from ...engine.runs.record_files import now
from ...engine.runs.record_text import json_text
from ...run_file import ENDINGS, RunModel, written
from ...run_file.measured import searched_run
from .result import Result, Row

if TYPE_CHECKING:
    from matplotlib.axes import Axes


@dataclass(frozen=True, repr=False)
class CausesResult(Result):
    """``which``: "example", "head" or "vector". ``planned``: which items were judged, and by how
    many runs; ``figures``: what was found; ``made``: when; ``computed_by``: the model with the
    digest of its weights."""

    which: SearchName
    request: CauseRequest
    planned: CausesPlanned
    event: Found
    made: str
    computed_by: RunModel

    @classmethod
    def of(
        cls,
        which: SearchName,
        request: CauseRequest,
        planned: CausesPlanned,
        event: Found,
        computed_by: RunModel,
    ) -> CausesResult:
        """A search that came to its end just now."""
        return cls(which, request, planned, event, now(), computed_by)

    @property
    def figures(self) -> ExampleFigures | HeadFigures | VectorFigures:
        """The figures that ``rows`` and ``ablations`` are made of."""
        return self.event.figures

    def __str__(self) -> str:
        """Returns the findings in sentences, as the terminal prints them."""
        return "\n".join(found_lines(self.event))

    def rows(self) -> list[Row]:
        """Examples: a row each, with what the expected answer's log-odds lose without it. Heads: a
        row a ranking and head, the highest score first. Vectors: a row a kind and layer."""
        if isinstance(self.event, ExamplesFound):
            return [
                {
                    "input": each.input,
                    "output": each.output,
                    "deleted": each.deleted.value,
                    "low": each.deleted.low,
                    "high": each.deleted.high,
                    "hidden": each.hidden.value,
                    "answer_hidden": each.answer_hidden.value,
                    "attention": each.attention.value,
                }
                for each in self.event.figures.examples
            ]
        if isinstance(self.event, HeadsFound):
            return [
                {"by": ranking.by, "layer": h.layer, "head": h.head, "score": h.score}
                for ranking in self.event.figures.rankings
                for h in ranking.heads
            ]
        return [
            {
                "kind": vector.kind,
                "layer": at.layer,
                "right": at.judged.right.value,
                "low": at.judged.right.low,
                "high": at.judged.right.high,
                "form": at.judged.form.value,
                "chosen": at.layer == vector.chosen,
            }
            for vector in self.event.figures.vectors
            for at in vector.layers
        ]

    def ablations(self) -> list[Row]:
        """Returns a row for each set of heads that was switched off, with the share of right
        answers and its change, each with its interval; nothing for other searches."""
        if not isinstance(self.event, HeadsFound):
            return []
        return [
            {
                "by": each.by,
                "ablating": each.ablating,
                "heads": each.heads,
                "right": each.right.value,
                "change": each.right_change.value,
                "low": each.right_change.low,
                "high": each.right_change.high,
            }
            for each in self.event.figures.ablations
        ]

    def to_numpy(self) -> NDArray[np.float64]:
        """Examples: (k, 3) log-odds lost with each left out, hidden, without its answer. Heads:
        (rankings, L, H) scores. Vectors: (kinds, layers) shares of right answers."""
        if isinstance(self.event, HeadsFound):
            return np.stack([_square(ranking.heads) for ranking in self.event.figures.rankings])
        if isinstance(self.event, ExamplesFound):
            effects = self.event.figures.examples
            losses = [(each.deleted, each.hidden, each.answer_hidden) for each in effects]
            return np.array([[loss.value for loss in row] for row in losses])
        vectors = self.event.figures.vectors
        return np.array([[at.judged.right.value for at in each.layers] for each in vectors])

    def record(self) -> dict[str, Any]:
        """Returns the record as JSON, as the page and ``shotglass measure --plan which-head`` write
        it."""
        made = version("shotglass"), self.made
        return record_of(self.which, self.request, self.planned, self.event, *made)

    def written_as(self, suffix: str) -> str | bytes:
        """Returns the content of a file: as ``.json`` the record, byte for byte as the page writes
        it; as ``.shotglass`` a run, which the page opens; as ``.html`` a page that shows it by
        itself."""
        if suffix in ENDINGS:
            return written(searched_run(self.computed_by, self.record()), suffix)
        if suffix == ".json":
            return f"{json_text(self.record())}\n"
        return super().written_as(suffix)

    def draw(self, axes: Axes) -> None:
        """Draws what each example's loss costs, the first ranking of heads by layer and head, or
        what each layer's vector gets right."""
        rows = self.rows()
        if isinstance(self.event, ExamplesFound):
            axes.barh([row["input"] for row in rows], [row["deleted"] for row in rows])
            axes.set_xlabel("log-odds lost without it")
            axes.invert_yaxis()
        elif isinstance(self.event, HeadsFound):
            axes.imshow(self.to_numpy()[0])
            title = f"by {self.event.figures.rankings[0].by}"
            axes.set(xlabel="head", ylabel="layer", title=title)
        else:
            for vector in self.event.figures.vectors:
                places = [at.layer for at in vector.layers]
                shares = [at.judged.right.value for at in vector.layers]
                axes.plot(places, shares, marker="o", label=vector.kind)
            axes.set(xlabel="layer", ylabel="right", ylim=(0, 1))
            axes.legend()


def _square(heads: Any) -> NDArray[np.float64]:
    layers, width = (1 + max(getattr(h, name) for h in heads) for name in ("layer", "head"))
    scores = np.zeros((layers, width))
    for each in heads:
        scores[each.layer, each.head] = each.score
    return scores
