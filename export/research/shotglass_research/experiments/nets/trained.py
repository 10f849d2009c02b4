"""The networks, trained again by the experiments' own code from their first seed.

What an experiment trained was not kept. Its file stays as its result names it, so a network is
taken where the experiment builds it. A graph that strays from torch is not shipped.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import log
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray
from onnx.reference import ReferenceEvaluator

from shotglass.errors import ExperimentFailed

from ..architecture.small_runs import TOY, held_windows, nats
from ..experiment import Context
from ..series import experts, patches
from .graphs import build_experts, build_patches, rounded, weights_of

if TYPE_CHECKING:
    import torch

SEED = 1  # the first of both experiments
MOST = 1e-4  # by which a graph's numbers may differ from torch's
SOME = 8  # images that both read


@dataclass(frozen=True)
class Net:
    """What a lesson fetches. ``files``: by name, the graph first. ``measured``: of the network as
    the graph has it, on the experiment's held-out data."""

    files: dict[str, bytes]
    measured: dict[str, Any]


def patches_net(context: Context) -> Net:
    """``right``: the share of ``held`` images whose word it says."""
    reader, split = _reader(context)
    rounded(reader)
    guessed = _scores(reader, patches.cut(split.held_images)).argmax(-1)
    right = float(np.mean(guessed == split.held_digits))
    graph = build_patches(
        reader.model.config,  # type: ignore[arg-type, union-attr]
        weights_of(reader),
        patches.ASK,
        patches.WORDS,
    )
    some = patches.cut(split.held_images[:SOME])
    for image in some:
        _agree(graph, {"patches": image[None]}, "scores", _scores(reader, image[None]))
    return Net({"net.onnx": graph}, {"right": right, "held": len(split.held_digits)})


def _reader(context: Context) -> tuple[torch.nn.Module, patches.Split]:
    images, digits, _ = patches._load(patches.TOY_IMAGES if context.smoke else None)
    held = patches.TOY_HELD if context.smoke else patches.HELD
    split = patches._split(images, digits, held, SEED)
    built: list[torch.nn.Module] = []
    original = patches.build_reader

    def build() -> torch.nn.Module:
        built.append(original())
        return built[-1]

    patches.build_reader = build
    try:
        patches._tokens(context, split, SEED)
    finally:
        patches.build_reader = original
    return built[-1], split


def _scores(reader: torch.nn.Module, cut: patches.Images) -> NDArray[np.float32]:
    import torch

    with torch.no_grad():
        scores: NDArray[np.float32] = reader(torch.from_numpy(cut)).numpy()
    return scores


def _agree(
    graph: bytes, feed: dict[str, NDArray[Any]], output: str, expected: NDArray[np.float32]
) -> None:
    """Raises ExperimentFailed where the graph's output is not torch's."""
    results: Any = ReferenceEvaluator(graph).run([output], feed)
    result = np.asarray(results[0], np.float32)
    if (far := float(np.abs(result - expected).max())) > MOST:
        raise ExperimentFailed(f"{output} of the graph is {far:g} from torch's; at most {MOST:g}.")


def experts_net(context: Context) -> Net:
    """``bits``: a byte of ``tokens`` held-out tokens; ``loads``: by layer, the share of them that
    each expert gets."""
    import torch

    from shotglass_export.training.validation import token_bytes

    folder, size = context.corpus("gpt2-tiny"), TOY if context.smoke else experts.FULL
    config = experts.conditions(size.shape(folder, size.length))[experts.JUDGED]
    model = experts._train(context, folder, size, config, SEED)
    rounded(model)
    windows = held_windows(folder, size.length, experts.WINDOWS)
    read = int(token_bytes(folder.tokenizer)[windows[:, 1:]].sum())
    loads = np.reshape(experts._shares(model, windows[:, :-1]), (-1, experts.EXPERTS))
    measured = {
        "bits": float(np.sum(nats(model, windows)) / log(2) / read),
        "tokens": windows[:, 1:].size,
        "loads": loads.tolist(),
    }
    graph = build_experts(config, weights_of(model))
    row = windows[:1, :-1]
    with torch.no_grad():
        logits = model(torch.from_numpy(row)).numpy()
    _agree(graph, {"input_ids": row}, "logits", logits)
    tokenizer = folder.tokenizer.to_str().encode()
    return Net({"net.onnx": graph, "tokenizer.json": tokenizer}, measured)


NETS = {"patches": patches_net, "experts": experts_net}
