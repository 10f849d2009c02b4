"""The results of a measurement."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from importlib.metadata import version
from io import StringIO
from pathlib import Path
from typing import TYPE_CHECKING, Any, Self

import numpy as np
from numpy.typing import NDArray

from ...engine.measurement.figures import CellFigures, Figures
from ...engine.measurement.plan import Plan
from ...engine.measurement.record import Record
from ...engine.measurement.sentences import summary_lines
from ...engine.measurement.standard_plans import read_json
from ...engine.runs.record_files import now
from ...engine.runs.record_text import json_text
from ...events import Event
from ...parsing import loads
from ...rows import ReadRows
from ...run_file import ENDINGS, RunModel, written
from ...run_file.measured import measured_run
from ..drawing.markup import element
from ..drawing.squares import GridRow, measured_grid
from .result import Result, Row, package

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from pandas import DataFrame


@dataclass(frozen=True, repr=False)
class MeasureResult(Result):
    """``record``: everything that was read, with the plan that asked it; ``made``: when;
    ``rows_read``: how the items were read, with the rows that were left out, where they came from a
    file or a table; ``computed_by``: its models by the digests of their weights, where these are
    known."""

    record: Record
    made: str
    rows_read: ReadRows | None = field(default=None, repr=False, compare=False)
    computed_by: tuple[RunModel, ...] = field(default=(), repr=False, compare=False)

    @classmethod
    def of(
        cls,
        plan: Plan,
        events: Iterable[Event],
        rows: ReadRows | None,
        computed_by: Iterable[RunModel] = (),
    ) -> Self:
        """``events``: all of a measurement that came to its end."""
        return cls(Record.of(plan, events), now(), rows, tuple(computed_by))

    @classmethod
    def open(cls, path: str | Path) -> Self:
        """A record that was saved here, by the page or by ``shotglass measure``; its figures are
        computed anew from its readings. Raises InvalidRequest, InvalidJson, OSError."""
        value = read_json(Path(path))
        return cls(Record.from_json(value), str(value.get("made", "")))

    @property
    def plan(self) -> Plan:
        """The plan, which ``Model.measure`` takes again."""
        return self.record.plan

    @property
    def figures(self) -> Figures:
        """Cells, comparisons, calibrations, slopes and spreads: see docs/statistics.md."""
        return self.record.figures

    def __str__(self) -> str:
        """Returns the results in sentences, as the terminal prints them."""
        return "\n".join(summary_lines(self.plan, self.record.conditions, self.figures))

    def rows(self) -> list[Row]:
        """A row a cell (model, number of examples, kind of answers, format): the share of right
        items with its 95 % interval (``low``, ``high``), the form and, where it was measured,
        calibrated, with theirs (``form_low``, ``calibrated_low``)."""
        return [self._row(cell) for cell in self.figures.cells]

    def _row(self, cell: CellFigures) -> Row:
        place, fair = cell.cell, cell.calibrated
        return {
            "model": self.plan.models[place.model],
            "k": place.k,
            "labels": place.labels,
            "format": place.format,
            "right": cell.right.value,
            "low": cell.right.low,
            "high": cell.right.high,
            "form": cell.form.value,
            "form_low": cell.form.low,
            "form_high": cell.form.high,
            "choice": cell.choice.value,
            "calibrated": None if fair is None else fair.value,
            "calibrated_low": None if fair is None else fair.low,
            "calibrated_high": None if fair is None else fair.high,
            "always": cell.always,
        }

    def comparisons(self) -> list[Row]:
        """Returns a row for each comparison of two cells: the change of the share of right items
        with its interval at ``level``, p, p corrected after Holm, and the answer in a word."""
        rows: list[Row] = []
        cells = [cell.cell for cell in self.figures.cells]
        for comparison in self.figures.comparisons:
            pair, difference = comparison.pair, comparison.difference
            before, after = (getattr(cells[at], pair.factor) for at in (pair.before, pair.after))
            change = difference.change
            rows.append(
                {
                    "factor": pair.factor,
                    "before": before,
                    "after": after,
                    "change": change.value,
                    "low": change.low,
                    "high": change.high,
                    "level": difference.level,
                    "p": difference.p,
                    "holm": difference.holm,
                    "answer": difference.answer,
                }
            )
        return rows

    def spreads(self) -> list[Row]:
        """A row for each group of what should not matter (orders of one draw's examples, draws,
        formats): from the lowest to the highest share of right items, with its interval at
        ``level``, and whether they differ."""
        return [
            {
                "factor": each.factor,
                "measure": each.measure,
                "count": len(each.among),
                "range": each.spread.range.value,
                "low": each.spread.range.low,
                "high": each.spread.range.high,
                "level": each.spread.level,
                "differ": each.spread.apart,
            }
            for each in self.figures.spreads
        ]

    def readings(self) -> DataFrame:
        """A row a model, condition and question: the table of docs/measuring.md, with lists in
        ``answers`` and ``logprobs``. Raises MissingExtra without pandas."""
        lists = {"answers": loads, "logprobs": loads}
        text = StringIO(self.record.to_csv(), newline="")
        frame: DataFrame = package("pandas").read_csv(text, keep_default_na=False, converters=lists)
        return frame

    def to_numpy(self) -> NDArray[np.float64]:
        """Returns, for each cell, the share of right items and the two ends of its interval,
        (cells, 3) float64."""
        intervals = [cell.right for cell in self.figures.cells]
        return np.array([(each.value, each.low, each.high) for each in intervals])

    def arrays(self) -> Mapping[str, NDArray[Any]]:
        """``right`` (models, conditions, questions), booleans, and ``cells`` as ``to_numpy``."""
        right = [[values.right for values in row] for row in self.record.per_item()]
        return {"cells": self.to_numpy(), "right": np.array(right)}

    def written_as(self, suffix: str) -> str | bytes:
        """Returns the content of a file: as ``.json`` the record, as ``.csv`` its readings, both
        byte for byte as the page and ``shotglass measure`` write them; as ``.shotglass`` a run,
        which the page opens; as ``.html`` a page that shows it by itself."""
        if suffix in ENDINGS:
            return written(measured_run(self.record, self.made, self.computed_by), suffix)
        if suffix == ".json":
            return f"{json_text(self.record.to_json(version('shotglass'), self.made))}\n"
        return self.record.to_csv() if suffix == ".csv" else super().written_as(suffix)

    def _repr_html_(self) -> str:
        """Returns a table of which question is right under which condition, and the results in
        words."""
        names = [model.id for model in self.record.models]
        rows = [
            GridRow(
                f"{name} {condition.id}" if len(names) > 1 else condition.id,
                tuple(values.right.tolist()),
            )
            for name, read in zip(names, self.record.per_item(), strict=True)
            for condition, values in zip(self.record.conditions, read, strict=True)
        ]
        grid = measured_grid(rows, self.figures.chance, f"{', '.join(names)}, measured")
        return element("div", grid, element("pre", str(self)))

    def draw(self, axes: Axes) -> None:
        """The share of right items by the number of examples, a line a model, kind of answers and
        format, with 95 % intervals."""
        lines: dict[tuple[str, ...], list[Row]] = {}
        names = [
            name
            for name in ("model", "labels", "format")
            if len({str(row[name]) for row in self.rows()}) > 1
        ]
        for row in self.rows():
            lines.setdefault(tuple(str(row[name]) for name in names), []).append(row)
        for key, cells in lines.items():
            right, low, high = (
                np.array([row[name] for row in cells]) for name in ("right", "low", "high")
            )
            ks, ends = [row["k"] for row in cells], [right - low, high - right]
            label = _plain_text(", ".join(key)) or None
            axes.errorbar(ks, right, yerr=ends, marker="o", capsize=3, label=label)
        axes.axhline(self.figures.chance, linestyle=":", color="gray")
        title = f"{_plain_text(', '.join(self.plan.models))}, n = {len(self.plan.questions):,}"
        axes.set(xlabel="examples", ylabel="right", ylim=(0, 1), title=title)
        if names:
            axes.legend()


def _plain_text(name: str) -> str:
    """Returns the text as matplotlib's own font can draw it."""
    return name.encode("unicode_escape").decode()
