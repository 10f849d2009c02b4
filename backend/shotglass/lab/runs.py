"""A run from a file."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ..errors import InvalidRequest
from ..parsing import read_plain
from ..precisions import Precision
from ..prompting import Prompt
from ..run_file import MOST_BYTES, RunModel, Sameness, read
from ..run_file.compared import Compare, repeated, saved_lanes
from .local import load
from .model import Model
from .results.lanes import CompareResult, LaneResult


@dataclass(frozen=True)
class SavedRun:
    """What was asked, of which model, and what it answered. ``made``: when, ISO 8601;
    ``shotglass``: by which version."""

    view: str
    made: str
    shotglass: str
    models: tuple[RunModel, ...]
    contents: Mapping[str, Any]

    @property
    def result(self) -> CompareResult:
        """As ``Model.compare`` gave it; the lanes of the first model."""
        lanes = [lane for lane in saved_lanes(self.contents) if lane.model == 0]
        prompt = Prompt.from_json(self.contents["question"]["prompt"])
        results = tuple(LaneResult.of(lane.lane, lane.events) for lane in lanes)
        first = self.models[0]
        return CompareResult(first.id, prompt, results, None, lanes[0].settings, first)

    def again(self, *models: Model) -> Sameness:
        """Asks the same again, and says whether it came out the same bit for bit, and if not from
        which token. A model of the run that is not among ``models`` is loaded.

        Raises as ``load`` and ``Model.compare`` do.
        """
        with ExitStack() as opened:
            asks: list[Compare] = []
            for each in self.models:
                model = next((model for model in models if model.id == each.id), None)
                if model is None:
                    precision: Precision | None = (
                        each.precision if each.precision in ("int8", "fp32") else None
                    )
                    model = opened.enter_context(load(each.id, precision=precision))
                asks.append(model.backend.compare)
            return repeated(self.contents, asks)


def open_run(path: str | Path) -> SavedRun:
    """The run of a ``.shotglass`` file; no model is needed. Raises InvalidRequest, which names the
    place that is wrong."""
    try:
        run = read(read_plain(Path(path), MOST_BYTES + 1))
    except OSError as error:
        raise InvalidRequest(f"{path} cannot be read: {error.strerror}.") from error
    models = tuple(RunModel(**model) for model in run["models"])
    return SavedRun(run["view"], run["made"], run["shotglass"], models, run)
