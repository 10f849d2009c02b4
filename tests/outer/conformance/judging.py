"""How near what a runtime read comes to the truth, and whether that is near enough."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np

from shotglass_export.to_onnx.checks.agreement import Agreement

from .formats import Format
from .subjects import Subject


@dataclass(frozen=True)
class Cell:
    """A model in a row of the table: how far off, how fast; or the runtime's own error."""

    subject: str
    group: str
    off: float | None = None  # the largest difference in a logit, or the mean KL in nats
    speed: float | None = None  # tokens a second
    error: str = ""

    def is_near(self, format: Format) -> bool:
        return self.off is not None and self.off <= format.limit


def judge(subject: Subject, format: Format, logits: Path, speed: float | None) -> Cell:
    """What a runtime wrote into the file ``logits``: float32, (S, V) or with a padded V."""
    truth = subject.truth
    found = np.fromfile(logits, np.float32).reshape(len(truth), -1)[:, : truth.shape[1]]
    if found.shape != truth.shape or not np.isfinite(found).all():
        return Cell(
            subject.id, subject.group, error=f"logits of shape {found.shape}, or not finite"
        )
    if format.exact:
        off = float(np.abs(found - truth).max())
    else:
        agreement = Agreement()
        agreement.add(np.array(subject.ids, np.int64), truth.astype(np.float32), found)
        off = agreement.mean_kl
    return Cell(subject.id, subject.group, off, speed)
