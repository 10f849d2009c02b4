"""Lesson 7: norms after each sum (post-norm, GPT-1) against norms inside the branches (pre-norm).

Gradients at initialisation are those of each block's last matrix, as in Xiong et al. 2020, "On
Layer Normalization in the Transformer Architecture", figure 3. Both kinds are initialised as their
papers say (``models/gpt1.py``, ``models/gpt2.py``).
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from itertools import product
from math import log
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from shotglass_export.data.folder import DataFolder
from shotglass_export.data.packing import prose_batch

from ..experiment import Context, Experiment, Findings, sources_of
from ..points import difference, over_seeds
from ..result import Outcome, Point, Series

if TYPE_CHECKING:
    from torch import Tensor

    from shotglass_export.models.transformer import Transformer

KINDS = {"pre": "gpt2", "post": "gpt1"}  # the family that has it
DEPTHS, TOY_DEPTHS = (6, 12, 24), (2, 4)
LAYERS, TOY_LAYERS = 6, 2  # of the models that are trained
WIDTH, TOY_WIDTH, HEADS = 128, 16, 4
LENGTH, ROWS = 128, 4  # tokens and rows of a batch
STEPS, TOY_STEPS = 150, 3
WARM_STEPS = 20  # of the runs with warm-up
RATES = (1e-3, 3e-3)
BETAS = (0.9, 0.98)  # Vaswani et al. 2017, section 5.3
HELD_ROWS = 32
JUDGED = "3e-3, none"
LEAST = 0.05  # nats a token that count as a difference

Ids = NDArray[np.int64]
Conditions = dict[str, list[list[float]]]  # by "kind rate, warm-up": first and last loss by seed


def run(context: Context) -> Findings:
    folder = context.corpus("gpt2-tiny")
    gradients = [
        _gradients(context, folder, kind, depth)
        for depth in (TOY_DEPTHS if context.smoke else DEPTHS)
        for kind in KINDS
    ]
    losses = _all_losses(context, folder)
    judged = difference(JUDGED, _last(losses, "post", JUDGED), _last(losses, "pre", JUDGED))
    steps = TOY_STEPS if context.smoke else STEPS
    return Findings(
        outcome=_judge(judged),
        n=len(context.seeds),
        series=(*gradients, *_series(losses), _guess(folder)),
        tokens=len(losses) * len(context.seeds) * steps * ROWS * LENGTH,
        data=sources_of(folder),
    )


def _judge(found: Point) -> Outcome:
    low = found.y if found.low is None else found.low
    high = found.y if found.high is None else found.high
    return "held" if low > LEAST else "refuted" if high < LEAST else "null"


def _model(context: Context, folder: DataFolder, kind: str, layers: int, seed: int) -> Transformer:
    from shotglass_export.models import build, family_config

    context.begin_torch(seed)
    config = family_config(
        KINDS[kind],
        vocabulary=folder.tokenizer.get_vocab_size(),
        context=LENGTH,
        layers=layers,
        width=TOY_WIDTH if context.smoke else WIDTH,
        heads=HEADS,
    )
    return build(config)


def _loss(model: Transformer, ids: Ids) -> Tensor:
    """Mean nats a token of rows (B, S + 1)."""
    import torch
    from torch.nn.functional import cross_entropy

    rows = torch.from_numpy(ids)
    return cross_entropy(model(rows[:, :-1]).flatten(0, 1), rows[:, 1:].flatten())


# --- gradients before any step ---


def _gradients(context: Context, folder: DataFolder, kind: str, layers: int) -> Series:
    def of_seed(seed: int) -> list[float]:
        model = _model(context, folder, kind, layers, seed)
        _loss(model, prose_batch(folder, seed, 0, ROWS, LENGTH)).backward()  # type: ignore[no-untyped-call]
        blocks = [model.get_parameter(f"layers.{i}.ffn.down.weight") for i in range(layers)]
        return [float(block.grad.norm()) for block in blocks if block.grad is not None]

    context.report("Gradients at initialisation", layers / max(DEPTHS))
    found = [
        context.kept(f"gradients-{kind}-{layers}-{seed}", partial(of_seed, seed))
        for seed in context.seeds
    ]
    points = (over_seeds(float(i + 1), column) for i, column in enumerate(zip(*found, strict=True)))
    return Series(f"gradient-{kind}-{layers}", "block", "norm", tuple(points))


# --- losses of short runs ---


def _all_losses(context: Context, folder: DataFolder) -> Conditions:
    conditions = list(product(KINDS, RATES, (0, WARM_STEPS)))
    found: Conditions = {}
    for place, (kind, rate, warm) in enumerate(conditions):
        context.report("Training", place / len(conditions))
        found[f"{kind} {rate:.0e}, {warm or 'none'}".replace("e-0", "e-")] = [
            context.kept(
                f"loss-{kind}-{rate:g}-{warm}-{seed}",
                partial(_train, context, folder, kind, rate, warm, seed),
            )
            for seed in context.seeds
        ]
    return found


def _train(
    context: Context, folder: DataFolder, kind: str, rate: float, warm: int, seed: int
) -> list[float]:
    """The held-out loss before the first step and after the last, in nats a token."""
    import torch

    model = _model(context, folder, kind, TOY_LAYERS if context.smoke else LAYERS, seed)
    optimiser = torch.optim.Adam(model.parameters(), rate, BETAS)
    held = _held_rows(folder)
    with torch.no_grad():
        first = float(_loss(model, held))
    for step in range(TOY_STEPS if context.smoke else STEPS):
        for group in optimiser.param_groups:
            group["lr"] = rate * min(1.0, (step + 1) / warm if warm else 1.0)
        optimiser.zero_grad()
        _loss(model, prose_batch(folder, seed, step, ROWS, LENGTH)).backward()  # type: ignore[no-untyped-call]
        optimiser.step()
    with torch.no_grad():
        return [first, float(_loss(model, held))]


def _held_rows(folder: DataFolder) -> Ids:
    """Rows (HELD_ROWS, LENGTH + 1), evenly taken from all held-out text."""
    tokens = np.concatenate([held.tokens for held in folder.held.values()]).astype(np.int64)
    starts = np.linspace(0, len(tokens) - LENGTH - 1, HELD_ROWS).astype(int)
    return np.stack([tokens[start : start + LENGTH + 1] for start in starts])


def _last(losses: Conditions, kind: str, condition: str) -> list[float]:
    return [last for _, last in losses[f"{kind} {condition}"]]


def _series(losses: Conditions) -> Sequence[Series]:
    """Final losses of each kind by condition, their differences, and the losses at the start."""
    conditions = [name.removeprefix("pre ") for name in losses if name.startswith("pre ")]
    axis = "learning rate, warm-up steps"
    ends = [
        Series(
            f"loss-{kind}",
            axis,
            "nats",
            tuple(over_seeds(c, _last(losses, kind, c)) for c in conditions),
        )
        for kind in KINDS
    ]
    gaps = (difference(c, _last(losses, "post", c), _last(losses, "pre", c)) for c in conditions)
    starts = (over_seeds(name, [first for first, _ in found]) for name, found in losses.items())
    return (
        *ends,
        Series("post-minus-pre", axis, "nats", tuple(gaps)),
        Series("start", axis, "nats", tuple(starts)),
    )


def _guess(folder: DataFolder) -> Series:
    """The loss of a model to which all tokens are equally likely."""
    point = Point("all tokens alike", log(folder.tokenizer.get_vocab_size()))
    return Series("guess", "model", "nats", (point,))


def _holds(findings: Findings) -> bool:
    found = {series.name: series.points for series in findings.series}
    return all(abs(point.y - found["guess"][0].y) < 0.3 for point in found["start"])


EXPERIMENT = Experiment(
    lesson="norms",
    question="Does it matter for training whether the norms stand after each sum or inside the "
    "branches, already at six blocks?",
    hypothesis="At a learning rate of 3e-3 without warm-up, post-norm ends with a higher loss than "
    "pre-norm, from the same data in the same order.",
    rule="It held if, after 150 steps of 512 tokens at 3e-3 without warm-up, the held-out loss of "
    "post-norm minus that of pre-norm is above 0.05 nats a token: the whole 95 % interval over "
    "paired seeds (Student's t). It is refuted if the whole interval is below 0.05.",
    null="The interval holds 0.05 nats.",
    counted="seeds a condition",
    seeds=(1, 2, 3),
    minutes=10,
    run=run,
    invariant="Before training, every model's loss is within 0.3 nats of guessing.",
    holds=_holds,
)
