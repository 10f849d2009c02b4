"""The models of the scaling lessons: GPT-2s of several sizes and shapes, on several amounts of
text, each read once and trained with its own cooldown."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import partial

from shotglass_export.data.folder import DataFolder

from ..architecture.small_runs import Size, held_windows, nats, train
from ..experiment import Context

RECIPE = "scaling"  # its text
LENGTH, ROWS = 128, 16
STEP = LENGTH * ROWS  # tokens
STEPS = 488  # 1.0 million tokens
HELD_ROWS = 24  # of each source


@dataclass(frozen=True)
class Scaled:
    """One model: ``layers`` of ``width``, trained for ``steps``."""

    layers: int
    width: int
    steps: int = STEPS

    @property
    def parameters(self) -> int:
        """Those that are no embedding, as Kaplan et al. count them: 12 layers width^2."""
        return 12 * self.layers * self.width**2

    @property
    def tokens(self) -> int:
        return self.steps * STEP

    @property
    def flops(self) -> float:
        """6 N D: multiplications and additions, forwards and backwards, embedding left out."""
        return 6.0 * self.parameters * self.tokens

    @property
    def size(self) -> Size:
        return Size(self.layers, self.width, LENGTH, ROWS, self.steps)

    @property
    def key(self) -> str:
        return f"{self.layers}x{self.width}-{self.steps}"


def losses(context: Context, folder: DataFolder, scaled: Scaled) -> list[float]:
    """Held-out nats a token, a seed each, after training; what was computed before is read."""
    used = _toy(scaled) if context.smoke else scaled
    return [
        context.kept(f"{scaled.key}-{seed}", partial(_loss, context, folder, used, seed))
        for seed in context.seeds
    ]


def all_losses(
    context: Context, folder: DataFolder, models: Sequence[Scaled]
) -> dict[Scaled, list[float]]:
    """``losses`` of each, with a report."""
    found: dict[Scaled, list[float]] = {}
    for place, scaled in enumerate(models):
        context.report(f"{scaled.layers} layers of {scaled.width}", place / len(models))
        found[scaled] = losses(context, folder, scaled)
    return found


def _loss(context: Context, folder: DataFolder, scaled: Scaled, seed: int) -> float:
    size = scaled.size
    if context.smoke:
        size = replace(size, length=16, rows=2)
    model = train(context, folder, size, size.shape(folder, size.length), seed)
    model.eval()
    return float(nats(model, held_windows(folder, size.length, HELD_ROWS)).mean())


def _toy(scaled: Scaled) -> Scaled:
    """Few steps, and a width by which sizes keep their order."""
    return Scaled(1, 4 * max(1, scaled.width // 32), max(2, scaled.steps // 160))
