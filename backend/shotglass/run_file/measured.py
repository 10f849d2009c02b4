"""A measurement, or a search for causes, as a run: its record, and whose it is."""

from __future__ import annotations

from collections.abc import Mapping
from importlib.metadata import version
from typing import Any

from ..engine.measurement.events import MeasuredModel
from ..engine.measurement.record import Record
from ..precisions import computed_in
from .form import RunModel, head


def measured_run(record: Record, made: str) -> dict[str, Any]:
    """``made``: when it was measured. The record names the digests of the files that were run; that
    of the model's own weights is not among them."""
    results = {"kind": "measurement", "record": record.to_json(version("shotglass"), made)}
    models = map(_model, record.models)
    return head("measure", *models) | {"question": {"address": ""}, "results": results}


def searched_run(model: str, record: Mapping[str, Any]) -> dict[str, Any]:
    """``record``: of a search for causes, which runs in fp32."""
    results = {"kind": record["search"], "record": record}
    named = RunModel(model, model, None, "computer", "fp32")
    return head("measure", named) | {"question": {"address": ""}, "results": results}


def _model(measured: MeasuredModel) -> RunModel:
    computed = computed_in(measured.precision, measured.provider)
    return RunModel(measured.id, measured.id, None, "computer", computed)
