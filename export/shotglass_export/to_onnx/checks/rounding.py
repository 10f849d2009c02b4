"""Graphs that round what they compute: how far they stray from fp32, and when that is too far."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from shotglass.architecture import ModelConfig
from shotglass.errors import ImportFailed

from ...progress import Report
from .agreement import Agreement
from .graph_runs import NativeRun, PortableRun


@dataclass(frozen=True)
class Limit:
    """What a graph of ``bits`` may stray: nats, and the least share of likeliest tokens kept.
    ``rounding``: it rounds what it computes too, as a GPU does."""

    bits: str
    mean_kl: float
    top1: float = 0.0
    rounding: bool = False


def agreement(
    portable: Path,
    config: ModelConfig,
    graph: Path,
    limit: Limit,
    windows: Sequence[NDArray[np.int64]],
    report: Report,
) -> Agreement:
    """Of the native ``graph`` with ``portable``, both on the CPU, over ``windows`` (S,).

    Raises ImportFailed beyond ``limit``.
    """
    reference = PortableRun(portable, config)
    native = NativeRun(graph, rounding=limit.rounding)
    found = Agreement()
    for index, ids in enumerate(windows):
        report("Comparing predictions", index / len(windows))
        found.add(ids, reference.logits(ids), native.logits(ids))
    _refuse_strays(found, limit)
    return found


def _refuse_strays(found: Agreement, limit: Limit) -> None:
    bits = limit.bits
    if not found.mean_kl <= limit.mean_kl:
        raise ImportFailed(
            f"The {bits} graph strays from fp32 by a mean KL of {found.mean_kl:.4f} nats; at "
            f"most {limit.mean_kl:g} was expected: this model does not bear {bits} weights."
        )
    if not found.top1 >= limit.top1:
        raise ImportFailed(
            f"The {bits} graph agrees with fp32 on {found.top1:.1%} of the likeliest tokens; at "
            f"least {limit.top1:.0%} was expected: this model does not bear {bits} weights."
        )
