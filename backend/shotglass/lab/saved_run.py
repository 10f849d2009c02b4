"""A run from a file."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import ExitStack
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ..engine.measurement.record import Record
from ..errors import InvalidRequest, ShotglassError
from ..parsing import read_plain
from ..precisions import Precision
from ..prompting import Prompt
from ..run_file import MOST_BYTES, RunModel, Sameness, read
from ..run_file.again.repeated import changes, repeated
from ..run_file.compared import saved_lanes
from ..run_file.floats import array_of
from ..run_file.interventions import changes_of
from .backend import Backend
from .local import load
from .model import Model
from .results.lanes import CompareResult, LaneResult
from .results.measurements import MeasureResult


@dataclass(frozen=True)
class SavedRun:
    """A run in a file: the question, the model, and the answers. ``made`` is when, in ISO 8601, and
    ``shotglass`` by which version."""

    view: str
    made: str
    shotglass: str
    models: tuple[RunModel, ...]
    contents: Mapping[str, Any]

    @property
    def result(self) -> CompareResult | MeasureResult | Mapping[str, Any]:
        """A comparison as ``Model.compare`` gave it, with the lanes of the first model; a
        measurement as ``Model.measure`` did; of other views the file's own ``results``, whose
        arrays ``arrays`` has."""
        results: Mapping[str, Any] = self.contents["results"]
        if self.view == "measure" and results["kind"] == "measurement":
            record = Record.from_json(results["record"])
            return MeasureResult(record, self.made, None, self.models)
        if self.view != "compare":
            return results
        lanes = [lane for lane in saved_lanes(self.contents) if lane.model == 0]
        prompt = Prompt.from_json(self.contents["question"]["prompt"])
        compared = tuple(LaneResult.of(lane.lane, lane.events) for lane in lanes)
        first, changes = self.models[0], changes_of(self.contents["question"])
        return CompareResult(first.id, prompt, compared, None, lanes[0].settings, first, changes)

    @property
    def texts(self) -> list[list[str]]:
        """Returns the texts of a run of Prompt by column and sample, and none of other views."""
        if self.view != "prompt":
            return []
        return [
            ["".join(map(_text, sample["parts"])) for sample in column["samples"]]
            for column in self.contents["results"]["columns"]
        ]

    @property
    def arrays(self) -> dict[str, NDArray[np.float32]]:
        """Returns arrays by name: the logits (V,) of Next word, and those of Inside, such as
        ``attentions.3`` (H, S, S); none of other views."""
        if self.view == "decode":
            return {"logits": array_of(self.contents["results"]["next"]["logits"])}
        if self.view != "inside":
            return {}
        listed = self.contents["results"]["explained"]["arrays"]
        return {array["name"]: array_of(array) for array in listed}

    def again(self, *models: Model) -> Sameness:
        """Asks the same again, and says whether all that the file says of the answers came out the
        same bit for bit, and if not what was the first that did not; ``reasons`` of it say what is
        known to be another now, such as the weights, and stand as notes at an error. A model of
        the run that is not among ``models`` is loaded.

        Raises as ``load`` and ``Model.compare`` do.
        """
        with ExitStack() as opened:
            asks: list[Backend] = []
            reasons: list[str] = []
            for at, each in enumerate(self.models):
                model = next((model for model in models if model.id == each.id), None)
                if model is None:
                    precision: Precision | None = (
                        each.precision if each.precision in ("int8", "fp32") else None
                    )
                    model = opened.enter_context(load(each.id, precision=precision))
                asks.append(model.backend)
                reasons += changes(self.contents, at, model.manifest, model.backend.computed)
            try:
                result = repeated(self.contents, asks)
                return replace(result, reasons=(*reasons, *result.reasons))
            except ShotglassError as error:
                for reason in reasons:
                    error.add_note(reason)
                raise


def _text(part: Mapping[str, Any]) -> str:
    return str(part["text"] if part["kind"] == "typed" else part["token"]["text"])


def open_run(path: str | Path) -> SavedRun:
    """Returns the run of a ``.shotglass`` file; no model is needed. Raises InvalidRequest, which
    names the place that is wrong."""
    try:
        run = read(read_plain(Path(path), MOST_BYTES + 1))
    except OSError as error:
        raise InvalidRequest(f"{path} cannot be read: {error.strerror}.") from error
    models = tuple(RunModel(**model) for model in run["models"])
    return SavedRun(run["view"], run["made"], run["shotglass"], models, run)
