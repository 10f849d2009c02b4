"""The curves of a run for TensorBoard, for those who have it: ``<run>/tensorboard``."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from shotglass.errors import MissingExtra


class TensorBoard:
    """Takes the same lines as ``metrics.jsonl``."""

    def __init__(self, run: Path, step: int) -> None:
        """``step``: what was written of later ones by a process that was killed is left out."""
        try:
            from torch.utils.tensorboard import SummaryWriter
        except ModuleNotFoundError as error:
            raise MissingExtra(
                f"--tensorboard needs the package {error.name}; install it with: "
                "pip install tensorboard. metrics.jsonl holds the same numbers without it."
            ) from error
        self._writer = SummaryWriter(run / "tensorboard", purge_step=step + 1)

    def write(self, kind: str, facts: Mapping[str, Any]) -> None:
        for name, value in _scalars(kind, facts):
            self._writer.add_scalar(name, value, facts["step"])

    def __enter__(self) -> TensorBoard:
        return self

    def __exit__(self, *_: object) -> None:
        self._writer.close()


def _scalars(kind: str, facts: Mapping[str, Any]) -> Iterator[tuple[str, float]]:
    if kind == "step":
        for name in ("loss", "learning_rate", "gradient_norm", "tokens_per_second", "mfu"):
            yield f"step/{name}", facts[name]
    elif kind == "held":
        for source, bits in facts["bits_per_byte"].items():
            yield f"bits_per_byte/{source}", bits
    elif kind == "probe":
        cell = f"{facts['family']}/{facts['split']}/k={facts['k']}"
        yield f"form/{cell}", facts["form"]
        yield f"choice/{cell}", facts["choice"] / facts["n"]
    elif kind == "heads":
        for name in ("induction", "previous"):
            yield f"heads/{name}", max(score for layer in facts[name] for score in layer)
