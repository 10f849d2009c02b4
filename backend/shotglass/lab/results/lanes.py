"""A prompt object after several numbers of examples."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from ...decoding import DecodingSettings
from ...engine.asking import Changes
from ...events import End, Event, Failed, Piece, Score, Start
from ...prompting import Lane, Prompt
from ...run_file import ENDINGS, RunModel, written
from ...run_file.compared import KINDS, SavedLane, compared_run
from ..drawing.glasses import Glass, glasses_picture
from .result import Result, Row
from .texts import Sample, samples_of

if TYPE_CHECKING:
    from matplotlib.axes import Axes


@dataclass(frozen=True)
class LaneResult:
    """The prompt with ``k`` examples: its exact text and tokens, how probable each label is
    (``score``; None without labels), what was written. ``problem``: why it could not be run, as the
    problem body of an HTTP answer, else None. ``events``: all of this as it came."""

    lane: Lane
    prompt: str
    tokens: tuple[Piece, ...]
    score: Score | None
    samples: tuple[Sample, ...]
    problem: Mapping[str, Any] | None
    events: tuple[Event, ...] = field(repr=False)

    @property
    def id(self) -> str:
        """The id by which events name the lane."""
        return self.lane.id

    @property
    def k(self) -> int:
        """The number of examples that the lane has."""
        return len(self.lane.shots)

    @property
    def text(self) -> str:
        """The text of the first sample, empty where there is none."""
        return self.samples[0].text if self.samples else ""

    @classmethod
    def of(cls, lane: Lane, events: Sequence[Event]) -> LaneResult:
        """``events``: those of the lane."""
        start = next((event for event in events if isinstance(event, Start)), None)
        failed = next((event for event in events if isinstance(event, Failed)), None)
        return cls(
            lane,
            start.prompt if start else "",
            start.tokens if start else (),
            next((event for event in events if isinstance(event, Score)), None),
            samples_of(events),
            failed.problem if failed else None,
            tuple(event for event in events if event.type in KINDS),
        )


@dataclass(frozen=True, repr=False)
class CompareResult(Result):
    """``prompt``: as it was run, labels included; ``lanes`` in the order of their numbers of
    examples as they were asked for. ``usage`` is None where it was opened from a file;
    ``computed_by``: the model's weights and precision; ``changes``: what was changed inside it."""

    model: str
    prompt: Prompt
    lanes: tuple[LaneResult, ...]
    usage: End | None
    settings: DecodingSettings
    computed_by: RunModel
    changes: Changes = None

    @classmethod
    def of(
        cls,
        model: RunModel,
        prompt: Prompt,
        lanes: Sequence[Lane],
        settings: DecodingSettings,
        events: Iterable[Event],
        *,
        changes: Changes = None,
    ) -> CompareResult:
        """``changes``: what was changed inside the model."""
        by_lane: dict[str, list[Event]] = {}
        for event in events:
            by_lane.setdefault(event.lane, []).append(event)
        end = next((event for event in by_lane.get("", ()) if isinstance(event, End)), None)
        results = tuple(LaneResult.of(lane, by_lane.get(lane.id, ())) for lane in lanes)
        return cls(model.id, prompt, results, end, settings, model, changes)

    def written_as(self, suffix: str) -> str | bytes:
        """``.shotglass`` too, the whole run, which the page opens and ``open_run`` reads, and
        ``.html``, a page that shows it by itself."""
        if suffix not in ENDINGS:
            return super().written_as(suffix)
        whole = (lane for lane in self.lanes if lane.problem is None)
        lanes = [SavedLane(0, lane.lane, self.settings, lane.events) for lane in whole]
        run = compared_run(self.computed_by, self.prompt, lanes, self.changes)
        return written(run, suffix)

    @property
    def labels(self) -> tuple[str, ...]:
        """The answers that are scored, in the columns' order of ``to_numpy``."""
        return tuple(label.text for label in self.prompt.labels)

    def rows(self) -> list[Row]:
        """Returns a row for each number of examples and label, or, of a prompt without labels, for
        each number of examples. ``share`` is the label's part of all labels' probability, whose sum
        is ``mass``."""
        return [
            {"k": lane.k, **scored, "text": lane.text}
            for lane in self.lanes
            for scored in self._scored(lane)
        ]

    def _scored(self, lane: LaneResult) -> list[Row]:
        if not self.labels:
            return [{}]
        if lane.score is None:
            nothing = dict.fromkeys(("p", "share", "logprob", "mass"))
            return [{"label": text, **nothing} for text in self.labels]
        return [
            {
                "label": label.text,
                "p": label.p,
                "share": label.share,
                "logprob": label.logprob,
                "mass": lane.score.mass,
            }
            for label in lane.score.labels
        ]

    def to_numpy(self) -> NDArray[np.float64]:
        """Returns the probabilities (lanes, labels) float64; NaN for a lane that could not be
        run."""
        values = np.full((len(self.lanes), len(self.labels)), np.nan)
        for row, lane in zip(values, self.lanes, strict=True):
            if lane.score is not None:
                row[:] = [label.p for label in lane.score.labels]
        return values

    @property
    def lead(self) -> int | None:
        """The place of the expected answer among the labels."""
        expected = self.prompt.query.expected
        return self.labels.index(expected) if expected in self.labels else None

    def _repr_html_(self) -> str:
        """The glasses of the page; without labels the table."""
        if not self.labels:
            return super()._repr_html_()
        glasses = [
            Glass(lane.k, tuple(each.p for each in lane.score.labels) if lane.score else None)
            for lane in self.lanes
        ]
        title = f"{self.model}: probability of each answer by the number of examples"
        return glasses_picture(glasses, self.labels, self.lead, title)

    def draw(self, axes: Axes) -> None:
        """The probability of each label by the number of examples."""
        counts = [lane.k for lane in self.lanes]
        for label, values in zip(self.labels, self.to_numpy().T, strict=True):
            axes.plot(counts, values, marker="o", label=label.strip())
        axes.set(xlabel="examples", ylabel="probability", ylim=(0, 1), xticks=counts)
        if self.labels:
            axes.legend()
