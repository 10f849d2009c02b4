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
from .format import GraphRun, Ids, Plan
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
    config, run = source.config, plan.run(path)
    reference: GraphRun = (
        MaskedRun(source.portable) if config.bidirectional else PortableRun(source.portable, config)
    )
    checks, quality = _checks(reference, run, plan, windows, tolerances, report)
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
    return Findings(checks, quality, *_time(run, plan, path, config, windows[0]))


def _checks(
    reference: GraphRun,
    run: GraphRun,
    plan: Plan,
    windows: Sequence[Ids],
    tolerances: Tolerances,
    report: Report,
) -> tuple[tuple[Check, ...], dict[str, Any]]:
    """Checks the graph, and the quality, which only rounded weights have. An exact graph is
    compared by its largest difference in a logit: in one piece and, with a cache, with the last
    tokens one by one."""
    report("Comparing logits", 0.0)
    ids = windows[0]
    whole, others = reference.logits(ids), [run.logits(ids)]
    if plan.cached:
        cuts = [0, *range(max(1, len(ids) - _STEPS), len(ids) + 1)]
        others.append(cast(CachedRun, run).logits(ids, cuts))
    difference = max(float(np.abs(whole - other).max()) for other in others)
    if plan.exact:
        what = (
            "largest difference of a logit from the fp32 graph's, in one piece and token by token"
        )
        value, most = float(f"{difference:.3g}"), tolerances.fp32_logits
        return (Check("parity", what, value, at_most=most),), {}
    agreement = Agreement()
    for index, ids in enumerate(windows):
        report("Comparing predictions", index / len(windows))
        agreement.add(ids, reference.logits(ids), run.logits(ids))
    most, least = tolerances.mean_kl, tolerances.top1
    if plan.storage == BLOCKS4_FILE:
        most, least = tolerances.int4_kl, tolerances.int4_top1
    elif plan.precision.startswith("fp16"):
        most = tolerances.fp16_kl
    kl, top1 = round(agreement.mean_kl, 6), round(agreement.top1, 4)
    checks = (
        Check("kl", "mean KL from fp32, in nats", kl, at_most=most),
        Check("top1", "share of likeliest tokens kept", top1, at_least=least),
    )
    return checks, agreement.to_json()


def _time(
    run: GraphRun, plan: Plan, path: Path, config: ModelConfig, ids: Ids
) -> tuple[float, int]:
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
