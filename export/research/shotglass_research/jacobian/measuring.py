"""A model's Jacobian lens fitted, its rank chosen, and all four lenses judged by the rule."""

from __future__ import annotations

from dataclasses import asdict
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
import torch
from torch import Tensor

from shotglass.engine import ModelFolder
from shotglass.engine.tasks.inside.jacobian_lens import jacobian_lens
from shotglass.statistics import mean_interval
from shotglass_export.data.folder import DataFolder
from shotglass_export.formats.installed import read_installed
from shotglass_export.models import Transformer
from shotglass_export.progress import Report

from ..evaluation.record import Measured, triple
from .fitting import Sums, add_windows
from .lenses import carries, carry, chosen_rank, of_rank, ranks, readings, write_lens
from .rule import DOCUMENTS, OTHERS, SEED, LensName, differences, verdict
from .texts import drawn_streams, held_out_windows, training_windows

BATCH = 8  # windows of a pass
KEPT = 16  # windows after which the sums are kept
CHOICE = 24  # windows on which the rank is chosen


def model_of(folder: ModelFolder, report: Report) -> Transformer:
    """In torch, with the folder's weights, which take no gradients."""
    checkpoint = read_installed(folder.path, report)
    model, weights = Transformer(checkpoint.config), checkpoint.weights
    for name, tensor in model.state_dict().items():
        tensor.copy_(torch.from_numpy(weights[name].copy()))
    return model.eval().requires_grad_(False)


def fitted(
    folder: ModelFolder, model: Transformer, data: DataFolder, windows: int, bf16: bool,
    kept: Path, report: Report,
) -> Sums:  # fmt: skip
    """Goes on from what ``kept`` holds. ``bf16``: products in bf16, sums and streams in fp32."""
    config = model.config
    sums = Sums.load(kept) if kept.exists() else Sums.begin(config.layers, config.width)
    texts = training_windows(data, folder, "fit", windows, SEED)
    while sums.windows < windows:
        random = torch.Generator().manual_seed(SEED + sums.windows)
        with torch.autocast("cpu", torch.bfloat16, enabled=bf16):
            add_windows(sums, model, texts[sums.windows : sums.windows + BATCH], random)
        if sums.windows % KEPT == 0 or sums.windows == windows:
            sums.save(kept)
        report(f"{folder.manifest.id}: windows", sums.windows / windows)
    return sums


def write_best(
    folder: ModelFolder, model: Transformer, sums: Sums, data: DataFolder, path: Path
) -> dict[int, float]:
    """Writes the lens of the rank that the rule chooses; KL by rank over the spared documents."""
    texts = training_windows(data, folder, "choice", CHOICE, SEED)
    tokens = drawn_streams(model, list(texts[:, None]))
    layers = range(1, model.config.layers)
    kl = {}
    for rank in ranks(sums):
        carried = carry(of_rank(sums, rank))
        read = [readings(model, x, carried, layers)[0] for x in tokens]
        kl[rank] = round(float(torch.stack(read).mean()), 4)
    write_lens(of_rank(sums, chosen_rank(kl)), folder.manifest, path)
    return kl


def judged(
    folder: ModelFolder, model: Transformer, means: Tensor, data: DataFolder, report: Report
) -> dict[str, Any]:
    """The record of a model, whose lens is read as it ships; ``means`` (L+1, D)."""
    texts = [ids for _, ids in held_out_windows(data, folder)]
    places = np.random.default_rng(SEED).permutation(len(texts))[:DOCUMENTS]
    tokens = drawn_streams(model, [texts[place] for place in places])
    lens, layers = jacobian_lens(folder.manifest), range(model.config.layers)
    kl: dict[LensName, list[float]] = {}
    rows = []
    for name, each in carries(lens, means).items():
        read = []
        for place, x in enumerate(tokens):
            read.append(torch.stack(readings(model, x, each, layers)).mean(-1))
            report(f"{folder.manifest.id}: {name}", (place + 1) / len(tokens))
        figures = torch.stack(read).numpy()  # (documents, 2, L)
        kl[name] = figures[:, 0, 1:].mean(-1).tolist()
        rows.append({"lens": name, "kl": _intervals(figures[:, 0]),
                     "same": _intervals(figures[:, 1])})  # fmt: skip
    less = differences(kl)
    return {
        "model": asdict(Measured.of(folder.manifest)),
        "recorded": date.today().isoformat(),
        "rank": lens.right.shape[-1],
        "documents": len(tokens),
        "verdict": verdict(less),
        "less": {name: triple(less[name]) for name in OTHERS},
        "mean_kl": {name: triple(mean_interval(values)) for name, values in kl.items()},
        "by_layer": rows,
    }


def _intervals(values: np.ndarray[Any, Any]) -> list[tuple[float, float, float]]:
    """values (documents, L) -> of each layer its mean with the interval over documents."""
    return [triple(mean_interval(column.tolist())) for column in values.T]
