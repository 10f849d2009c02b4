"""The graphs that lessons run: one file each with its weights inside, fp16 at rest, all arithmetic
in fp32."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

import numpy as np
import onnx
from numpy.typing import NDArray
from onnx.external_data_helper import convert_model_from_external_data, load_external_data_for_model

from shotglass.architecture import ModelConfig
from shotglass.contract import TensorSpec
from shotglass_export.progress import silent
from shotglass_export.to_onnx.graphs.blocks import embed, read_out
from shotglass_export.to_onnx.graphs.decoder import Frame, final_norm, head, layer, rotary_tables
from shotglass_export.to_onnx.graphs.graph import Graph
from shotglass_export.to_onnx.graphs.linear import Full
from shotglass_export.to_onnx.graphs.masks import of_whole_text
from shotglass_export.to_onnx.weights.file import WeightsFile
from shotglass_export.to_onnx.weights.store import FP16_FILE, write_weights

if TYPE_CHECKING:
    import torch

Weights = Mapping[str, NDArray[np.float32]]


def weights_of(model: torch.nn.Module) -> Weights:
    """By canonical name; a tied head has none of its own."""
    return {name: weight.detach().numpy() for name, weight in model.named_parameters()}


def rounded(model: torch.nn.Module) -> None:
    """Rounds the weights to what fp16 holds, as the graphs have them."""
    for weight in model.parameters():
        weight.data = weight.data.half().float()


def build_experts(config: ModelConfig, weights: Weights) -> bytes:
    """``input_ids`` (1, S) -> ``shares`` (L, S, E), what each layer's router gives each expert at
    each token, and ``logits`` (1, S, V)."""
    with TemporaryDirectory() as name:
        graph, folder = Graph(), Path(name)
        tensors = write_weights(config, weights, folder, [FP16_FILE], silent)[FP16_FILE]
        linears = Full(graph, tensors, config)
        positions, seen = of_whole_text(graph, config)
        rotary = rotary_tables(linears, positions)
        frame = Frame(linears, seen, rotary, lambda _index, _part, x: x)
        x = embed(linears, positions)
        for index in range(config.layers):
            x = layer(frame, x, index)
        head(linears, x)
        shares = (f"layers.{index}.ffn.router.shares" for index in range(config.layers))
        graph.op("Concat", *shares, to="shares", axis=0)
        outputs = [
            TensorSpec("logits", "float32", (1, "S", config.vocabulary)),
            TensorSpec("shares", "float32", (config.layers, "S", config.experts)),
        ]
        return _whole(graph.model("experts", [_ids("S")], outputs), folder)


def build_patches(config: ModelConfig, weights: Weights, ask: int, words: int) -> bytes:
    """``patches`` (1, P, 4), 0 to 1, -> ``scores`` (1, words) of the words, after the patches and
    the token ``ask``. ``weights`` are those of ``experiments.series.patches.build_reader``."""
    own = {name.removeprefix("model."): weight for name, weight in weights.items()}
    with TemporaryDirectory() as name:
        graph, folder = Graph(), Path(name)
        stored = dict(write_weights(config, own, folder, [FP16_FILE], silent)[FP16_FILE])
        with WeightsFile(folder / "patch.bin") as file:
            for part in ("patch.weight", "patch.bias"):
                stored[part] = file.append(part, own[part].T.astype(np.float16))
        linears = Full(graph, stored, config)
        last = graph.op("Gather", linears.plain("embedding.weight"), graph.integers(ask))
        tokens = linears.multiply("patches", "patch", own["patch.weight"].shape[1])
        row = graph.op("Concat", tokens, graph.op("Unsqueeze", last, graph.integers(0)), axis=1)
        x = graph.op("Add", row, linears.plain("position.weight"))
        places = np.arange(config.context)
        seen = graph.constant(places[:, None] >= places)
        frame = Frame(linears, {None: seen}, {}, lambda _index, _part, x: x)
        for index in range(config.layers):
            x = layer(frame, x, index)
        read = graph.op("Gather", final_norm(linears, x), graph.integers(ask_place(config)), axis=1)
        rows = graph.op("Reshape", read, graph.integers(-1, config.width))
        every = read_out(linears, rows, "every", fused=False)
        bounds = (graph.integers(v) for v in (0, words, -1))
        graph.op("Slice", every, *bounds, to="scores")
        size = own["patch.weight"].shape[1]
        inputs = [TensorSpec("patches", "float32", (1, ask_place(config), size))]
        outputs = [TensorSpec("scores", "float32", (1, words))]
        return _whole(graph.model("patches", inputs, outputs), folder)


def ask_place(config: ModelConfig) -> int:
    """Where the token stands behind which the answer is read: the last one."""
    return config.context - 1


def _ids(length: str) -> TensorSpec:
    return TensorSpec("input_ids", "int64", (1, length))


def _whole(model: onnx.ModelProto, folder: Path) -> bytes:
    """The file of a graph whose weights lie in ``folder``, with them inside."""
    load_external_data_for_model(model, str(folder))
    convert_model_from_external_data(model)
    onnx.checker.check_model(model)
    file: bytes = model.SerializeToString(deterministic=True)
    return file
