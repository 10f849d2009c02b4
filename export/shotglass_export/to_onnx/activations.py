"""How large activations get, channel by channel, while an fp32 graph reads texts."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import onnx
from numpy.typing import NDArray
from onnx import helper

from shotglass.architecture import ModelConfig

from ..checkpoint import Floats
from .graph_runs import TappedRun

Ids = NDArray[np.int64]


def largest_read(path: Path, config: ModelConfig, texts: Sequence[Ids]) -> dict[str, Floats]:
    """By linear, the largest magnitude (in,) of each channel that enters it, over ``texts``.

    ``path`` is native-fp32.onnx. A text's first token is left out, since models lean on it with
    activations that no other token has.
    """
    model = onnx.load(path, load_external_data=False)
    read = _inputs_of_linears(model)
    tapped = sorted(set(read.values()))
    declare = helper.make_tensor_value_info
    model.graph.output.extend(declare(name, onnx.TensorProto.FLOAT, None) for name in tapped)
    run = TappedRun(model.SerializeToString(), path.parent, config)
    largest = dict.fromkeys(tapped, np.zeros((), np.float32))
    for ids in texts:
        for name, values in run.outputs(ids, tapped).items():
            later = np.abs(values[0, 1:] if len(ids) > 1 else values[0])
            largest[name] = np.maximum(largest[name], later.max(axis=0))
    return {linear: largest[name] for linear, name in read.items()}


def _inputs_of_linears(model: onnx.ModelProto) -> dict[str, str]:
    """By linear of the layers, the tensor that it multiplies."""
    return {
        node.input[1].removesuffix(".weight"): node.input[0]
        for node in model.graph.node
        if node.op_type == "MatMul" and node.input[1].startswith("layers.")
    }
