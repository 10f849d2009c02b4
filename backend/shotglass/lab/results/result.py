"""The methods that all results have in common."""

from __future__ import annotations

import json
from abc import ABC, abstractmethod
from collections.abc import Mapping
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from ...engine.runs.record_files import write_file
from ...engine.runs.record_text import csv_text, number, plain
from ...errors import InvalidRequest, MissingExtra, quoted
from ..drawing.markup import table

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from pandas import DataFrame

Row = dict[str, Any]


class Result(ABC):
    """A table (``rows``, ``to_pandas``), an array (``to_numpy``), a file (``save``), a drawing in
    matplotlib (``plot``), and a picture in a notebook."""

    @abstractmethod
    def rows(self) -> list[Row]:
        """Returns the result as a table, with the same keys in every row."""

    @abstractmethod
    def to_numpy(self) -> NDArray[Any]:
        """Returns the result's numbers as one array."""

    @abstractmethod
    def draw(self, axes: Axes) -> None:
        """Draws the result into the axes of matplotlib."""

    def arrays(self) -> Mapping[str, NDArray[Any]]:
        """Returns the arrays that ``save`` writes into an ``.npz``."""
        return {"values": self.to_numpy()}

    def to_pandas(self) -> DataFrame:
        """Returns the table as a DataFrame. Raises MissingExtra where pandas is not installed."""
        frame: DataFrame = package("pandas").DataFrame(self.rows())
        return frame

    def plot(self, axes: Axes | None = None) -> Axes:
        """Draws into ``axes``, or into new ones, and returns them. Raises MissingExtra without
        matplotlib."""
        pyplot = package("matplotlib.pyplot")
        drawn: Axes = pyplot.figure(layout="constrained").add_subplot() if axes is None else axes
        self.draw(drawn)
        return drawn

    def __repr__(self) -> str:
        """A line, for a console: the shape of the numbers, and what ``print`` says, cut. All values
        are ``rows()``."""
        text = "" if type(self).__str__ is object.__str__ else f" {quoted(str(self), 60)}"
        return f"<{type(self).__name__}{text}, array {self.to_numpy().shape}>"

    def _repr_html_(self) -> str:
        """Returns what a notebook shows: the first rows, unless a kind of result has a picture."""
        return table(self.rows(), type(self).__name__)

    def save(self, path: str | Path) -> Path:
        """Writes the table as ``.csv`` or ``.json``, or the arrays as ``.npz``; the file is whole
        or not there. Raises InvalidRequest for another ending, RecordNotWritten."""
        path = Path(path)
        written = self.written_as(path.suffix)
        write_file(path, written, "Make room, or name another file.")
        return path

    def written_as(self, suffix: str) -> str | bytes:
        """Returns the content of a file with that ending. Raises InvalidRequest."""
        if suffix == ".csv":
            rows = self.rows()
            names = list(rows[0]) if rows else []
            return csv_text([names, *(list(map(_cell, row.values())) for row in rows)])
        if suffix == ".json":
            return json.dumps({"rows": self.rows()}, ensure_ascii=False, allow_nan=False) + "\n"
        if suffix == ".npz":
            return _npz(self.arrays())
        raise InvalidRequest(f"The file ends in {suffix!r}; .csv, .json or .npz was expected.")


def _cell(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, bool | int | float):
        return number(value)
    return plain(value if isinstance(value, str) else json.dumps(value, ensure_ascii=False))


def _npz(arrays: Mapping[str, NDArray[Any]]) -> bytes:
    from io import BytesIO

    file = BytesIO()
    np.savez(file, **arrays)  # type: ignore[arg-type]
    return file.getvalue()


def package(name: str) -> Any:
    """The module of the extra ``notebook``. Raises MissingExtra."""
    try:
        return import_module(name)
    except ImportError as error:
        raise MissingExtra(
            f"{name.partition('.')[0]} is not installed: pip install 'shotglass[notebook]'"
        ) from error
