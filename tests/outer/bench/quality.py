"""How near a peer's logits come to fp32's: mean KL, the same likeliest token, the largest gap."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass

import numpy as np
import numpy.typing as npt

from shotglass_export.to_onnx.checks.agreement import Agreement, log_softmax

EXACT = 1e-3  # in a log-probability: what counts as fp32


@dataclass(frozen=True)
class Quality:
    """``gap``: the largest difference in a log-probability, over ``positions`` tokens: some peers
    tell no more than that."""

    kl: float
    top1: float
    gap: float
    positions: int

    def to_json(self) -> dict[str, float]:
        return asdict(self)


def quality(
    windows: Sequence[Sequence[int]],
    reference: npt.NDArray[np.float32],
    found: npt.NDArray[np.float32],
) -> Quality:
    """``reference``, ``found`` (W, S, V). Raises ValueError for another shape or no numbers."""
    if found.shape != reference.shape:  # a vocabulary may be padded to a round number
        found = found[..., : reference.shape[-1]]
    if found.shape != reference.shape or not np.isfinite(found).all():
        raise ValueError(f"It gave logits of shape {found.shape}, not finite {reference.shape}.")
    agreement, gap = Agreement(), 0.0
    for ids, exact, other in zip(windows, reference, found, strict=True):
        agreement.add(np.array(ids, np.int64), exact, other)
        gap = max(gap, float(np.abs(log_softmax(other) - log_softmax(exact)).max()))
    return Quality(agreement.mean_kl, agreement.top1, gap, agreement.positions)
