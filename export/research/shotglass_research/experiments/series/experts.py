"""Lesson 18, of GPT-4: four experts, one a token, against dense networks of equal size.

Fedus, Zoph, Shazeer 2021, "Switch Transformers". That GPT-4 has experts is a rumour; what they do
is measured here at a size that can be.
"""

from __future__ import annotations

import time
from collections.abc import Mapping
from dataclasses import replace
from functools import partial
from math import log
from typing import TYPE_CHECKING

import numpy as np

from shotglass.architecture import ModelConfig
from shotglass.shapes import flops_per_token
from shotglass_export.data.folder import DataFolder
from shotglass_export.data.packing import prose_batch

from ..architecture.small_runs import TOY, Ids, Size, held_windows, nats
from ..experiment import Context, Experiment, Findings, sources_of
from ..points import difference, over_seeds
from ..result import Outcome, Point, Series

if TYPE_CHECKING:
    from shotglass_export.models.transformer import Transformer

EXPERTS = 4
ACTIVE, JUDGED, TOTAL = "equal active", "experts", "equal total"
FULL = Size(layers=4, width=128, length=128, rows=8, steps=500)
WINDOWS = 60  # of each source
LEAST = 0.01  # bits a byte that count as a difference
NEAR = 0.01  # by which share the parameters may differ that are to be equal

Run = dict[str, list[float]]  # "bits" a byte, "seconds" of training, "loads" by layer and expert


def conditions(base: ModelConfig) -> Mapping[str, ModelConfig]:
    """By name: dense with as many active parameters, experts, dense with as many in all."""
    return {
        ACTIVE: base,
        JUDGED: replace(base, experts=EXPERTS),
        TOTAL: replace(base, ffn_width=EXPERTS * base.ffn_width),
    }


def run(context: Context) -> Findings:
    folder, size = context.corpus("gpt2-tiny"), TOY if context.smoke else FULL
    shapes = conditions(size.shape(folder, size.length))
    runs: dict[str, list[Run]] = {name: [] for name in shapes}
    for place, (seed, name) in enumerate((s, n) for s in context.seeds for n in shapes):
        context.report(f"Training {name}, seed {seed}", place / len(shapes) / len(context.seeds))
        measure = partial(_measure, context, folder, size, shapes[name], seed)
        runs[name].append(context.kept(f"{name}-{seed}", measure))
    bits = {name: [one["bits"][0] for one in found] for name, found in runs.items()}
    gaps = {name: difference(name, bits[JUDGED], bits[name]) for name in (ACTIVE, TOTAL)}
    return Findings(
        outcome=_judge(gaps[ACTIVE]),
        n=len(context.seeds),
        series=(
            Series("bits", "network", "bits", tuple(over_seeds(n, b) for n, b in bits.items())),
            Series("experts-minus", "network", "bits", tuple(gaps.values())),
            *_sizes(shapes),
            Series("seconds", "network", "seconds", tuple(
                over_seeds(n, [one["seconds"][0] for one in found]) for n, found in runs.items())),
            *_loads([one["loads"] for one in runs[JUDGED]]),
        ),
        tokens=len(shapes) * len(context.seeds) * size.tokens,
        data=sources_of(folder),
    )  # fmt: skip


def _sizes(shapes: Mapping[str, ModelConfig]) -> tuple[Series, ...]:
    figures = {
        "parameters": {name: c.parameters for name, c in shapes.items()},
        "active": {name: c.active_parameters for name, c in shapes.items()},
        "flops": {name: flops_per_token(c) for name, c in shapes.items()},
    }
    return tuple(
        Series(name, "network", "count", tuple(Point(x, float(y)) for x, y in found.items()))
        for name, found in figures.items()
    )


def _loads(found: list[list[float]]) -> tuple[Series, ...]:
    """By layer, the share of held-out tokens of each expert, the most used of a seed first."""
    by_seed = -np.sort(-np.array(found).reshape(len(found), -1, EXPERTS), axis=2)
    return tuple(
        Series(f"load-{layer + 1}", "expert", "share", tuple(
            over_seeds(rank + 1, by_seed[:, layer, rank].tolist()) for rank in range(EXPERTS)))
        for layer in range(by_seed.shape[1])
    )  # fmt: skip


def _measure(
    context: Context, folder: DataFolder, size: Size, config: ModelConfig, seed: int
) -> Run:
    """Bits a byte of held-out text, special tokens counting as none."""
    from shotglass_export.training.validation import token_bytes

    start = time.process_time()
    model = _train(context, folder, size, config, seed)
    seconds = time.process_time() - start
    windows = held_windows(folder, size.length, WINDOWS)
    read = int(token_bytes(folder.tokenizer)[windows[:, 1:]].sum())
    bits = float(np.sum(nats(model, windows)) / log(2) / read)
    loads = _shares(model, windows[:, :-1]) if config.experts else []
    return {"bits": [bits], "seconds": [seconds], "loads": loads}


def _train(
    context: Context, folder: DataFolder, size: Size, config: ModelConfig, seed: int
) -> Transformer:
    """As ``small_runs.train``, with the balancing loss where there are experts."""
    import torch
    from torch.nn.functional import cross_entropy

    from shotglass_export.models import build
    from shotglass_export.models.experts import balancing_loss
    from shotglass_export.training.optimiser import adamw, learning_rate, set_rate

    context.begin_torch(seed)
    model, recipe = build(config), size.recipe
    optimiser = adamw(model, recipe)
    for step in range(size.steps):
        ids = torch.from_numpy(prose_batch(folder, seed, step, size.rows, size.length))
        set_rate(optimiser, learning_rate(recipe, step))
        optimiser.zero_grad()
        loss = cross_entropy(model(ids[:, :-1]).flatten(0, 1), ids[:, 1:].flatten())
        if config.experts:
            loss = loss + balancing_loss(model)
        loss.backward()  # type: ignore[no-untyped-call]
        torch.nn.utils.clip_grad_norm_(model.parameters(), recipe.clip)
        optimiser.step()
    return model


def _shares(model: Transformer, ids: Ids) -> list[float]:
    """By layer and expert, the share of all tokens of rows (N, S) that it gets."""
    import torch

    from shotglass_export.models.experts import Experts

    layers = [part for part in model.modules() if isinstance(part, Experts)]
    with torch.no_grad():
        model.hidden(torch.from_numpy(ids))
    return [share for layer in layers for share in layer.loads.tolist()]


def _judge(gap: Point) -> Outcome:
    low = gap.y if gap.low is None else gap.low
    high = gap.y if gap.high is None else gap.high
    return "held" if high < -LEAST else "refuted" if low > -LEAST else "null"


def _holds(findings: Findings) -> bool:
    found = {series.name: {p.x: p.y for p in series.points} for series in findings.series}
    active, total = found["active"], found["parameters"]
    even = abs(active[JUDGED] / active[ACTIVE] - 1), abs(total[JUDGED] / total[TOTAL] - 1)
    shares = [sum(p.values()) for name, p in found.items() if name.startswith("load-")]
    return max(even) < NEAR and all(abs(share - 1) < 1e-6 for share in shares)


EXPERIMENT = Experiment(
    lesson="experts",
    question="Does a network with four experts a layer, of which each token passes one, predict "
    "better than a dense network of as many active parameters, and how near does it come to a "
    "dense one of as many in all?",
    hypothesis="Four experts predict held-out text better than the dense network of as many active "
    "parameters, from the same rows in the same order.",
    rule="It held if the bits a byte of the experts minus those of the dense network of as many "
    "active parameters are below -0.01: the whole 95 % interval over paired seeds (Student's t). "
    "It is refuted if the whole interval is above -0.01. The difference from the dense network of "
    "as many parameters in all is reported with its interval and judges nothing.",
    null="The interval holds -0.01 bits.",
    counted="seeds a network",
    seeds=(1, 2, 3),
    minutes=20,
    run=run,
    invariant="Parameters that are to be equal differ by less than one in a hundred, and the "
    "experts of a layer share out all tokens.",
    holds=_holds,
)
