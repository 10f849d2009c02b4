"""A measurement, or a search for causes, as a run: its record, and whose it is; and a record beside
what is measured now."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from importlib.metadata import version
from itertools import zip_longest
from typing import Any

from ..engine.measurement.record import Record
from ..precisions import computed_in
from .form import RunModel, head


def measured_run(record: Record, made: str, models: Sequence[RunModel] = ()) -> dict[str, Any]:
    """``made``: when it was measured; ``models``: whose weights are known, in its order. The record
    has the digests of the files that were run, which may be other ones than those of the weights
    that a model is known by."""
    results = {"kind": "measurement", "record": record.to_json(version("shotglass"), made)}
    named = [
        replace(
            known or RunModel(measured.id, measured.id, None, "computer", "fp32"),
            precision=computed_in(measured.precision, measured.provider),
        )
        for measured, known in zip_longest(record.models, models)
    ]
    return head("measure", *named) | {"question": {"address": ""}, "results": results}


def searched_run(model: RunModel, record: Mapping[str, Any]) -> dict[str, Any]:
    """``record``: of a search for causes, which runs in fp32."""
    results = {"kind": record["search"], "record": record}
    named = replace(model, precision="fp32")
    return head("measure", named) | {"question": {"address": ""}, "results": results}


def other_fingerprints(then: Record, now: Record) -> list[str]:
    """A reason for each model: what has another fingerprint may answer the same bits."""
    return [
        f"{here.id} has another fingerprint, as other files, processors, runtimes and numbers of "
        f"threads have: {before.fingerprint:.19} then, {here.fingerprint} now."
        for before, here in zip(then.models, now.models, strict=False)
        if before.fingerprint != here.fingerprint
    ]
