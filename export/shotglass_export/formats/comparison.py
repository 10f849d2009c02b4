"""Whether an export may be kept: its numbers beside the model's own, on the parity text."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from time import perf_counter
from typing import Any, cast

import numpy as np

from shotglass.architecture import ModelConfig
from shotglass.errors import ExportFailed

from ..progress import Report
from ..to_onnx.checks.agreement import Agreement
from ..to_onnx.checks.graph_runs import CachedRun, MaskedRun, PortableRun
from ..to_onnx.checks.parity import Tolerances
from ..to_onnx.weights.store import BLOCKS4_FILE
from .format import Ids, Plan, Run
from .report import Check
from .source import Source

_STEPS = 8  # last tokens of the first window that are also run one by one
_TIMED = 24  # steps whose median is told


@dataclass(frozen=True)
class Findings:
    """``milliseconds`` a token after ``context`` of them, or of reading one, without a cache; None
    of a file that onnxruntime does not run."""

    checks: tuple[Check, ...]
    quality: dict[str, Any]
    milliseconds: float | None
    context: int


def compare(
    source: Source,
    plan: Plan,
    path: Path,
    windows: Sequence[Ids],
    tolerances: Tolerances,
    report: Report,
) -> Findings:
    """The graph at ``path`` beside the folder's own portable one. Raises ExportFailed for one that
    strays: in a logit where all is fp32, in what it predicts where weights are rounded."""
    reference, run = _reference(source), plan.run(path)
    report("Comparing logits", 0.0)
    difference = _difference(reference, run, plan, windows[0])
    if plan.exact:
        checks: tuple[Check, ...] = (
            Check(
                "parity",
                "largest difference of a logit from the fp32 graph's, in one piece and token by "
                "token",
                float(f"{difference:.3g}"),
                at_most=tolerances.fp32_logits,
            ),
        )
        quality: dict[str, Any] = {}
    else:
        found = Agreement()
        for index, ids in enumerate(windows):
            report("Comparing predictions", index / len(windows))
            found.add(ids, reference.logits(ids), run.logits(ids))
        checks, quality = _rounding(plan, found, tolerances), found.to_json()
    for check in checks:
        if not check.passed:
            raise ExportFailed(
                f"{plan.graph} is refused: {check.what} is {check.value:g}; {check.bound} was "
                f"expected: this model does not bear {plan.precision}; take a finer precision."
            )
    del reference
    if plan.build is None:
        return Findings(checks, quality, None, 0)
    report("Timing", 0.0)
    return Findings(checks, quality, *_time(run, plan, path, source.config, windows[0]))


def _reference(source: Source) -> Run:
    config = source.config
    return (
        MaskedRun(source.portable) if config.bidirectional else PortableRun(source.portable, config)
    )


def _difference(reference: Run, run: Run, plan: Plan, ids: Ids) -> float:
    """The largest in a logit: in one piece and, with a cache, with the last tokens one by one."""
    whole = reference.logits(ids)
    found = [run.logits(ids)]
    if plan.cached:
        cuts = [0, *range(max(1, len(ids) - _STEPS), len(ids) + 1)]
        found.append(cast(CachedRun, run).logits(ids, cuts))
    return max(float(np.abs(whole - other).max()) for other in found)


def _rounding(plan: Plan, found: Agreement, tolerances: Tolerances) -> tuple[Check, ...]:
    most, least = _limits(plan, tolerances)
    return (
        Check("kl", "mean KL from fp32, in nats", round(found.mean_kl, 6), at_most=most),
        Check("top1", "share of likeliest tokens kept", round(found.top1, 4), at_least=least),
    )


def _limits(plan: Plan, tolerances: Tolerances) -> tuple[float, float]:
    if plan.storage == BLOCKS4_FILE:
        return tolerances.int4_kl, tolerances.int4_top1
    if plan.precision.startswith("fp16"):
        return tolerances.fp16_kl, tolerances.top1
    return tolerances.mean_kl, tolerances.top1


def _time(run: Run, plan: Plan, path: Path, config: ModelConfig, ids: Ids) -> tuple[float, int]:
    if not plan.cached:
        started = perf_counter()
        run.logits(ids)
        return round((perf_counter() - started) * 1e3 / len(ids), 3), 0
    steps = min(_TIMED, len(ids) - 1)
    context = len(ids) - steps
    pieces = cast(CachedRun, run).pieces(ids, [0, *range(context, len(ids) + 1)])
    seconds = []
    for _ in range(1 + steps):
        started = perf_counter()
        next(pieces)
        seconds.append(perf_counter() - started)
    return round(median(seconds[1:]) * 1e3, 3), context
