"""The layout of a folder: its graphs and their weights, by the model's task and by how it is
stored.

"full": fp32, for models that come from elsewhere. "half": everything over one fp16 file, for small
models that are trained here and ship. An import writes ``layout``, which is what serving needs;
what ``addable`` lists is made when it is first asked for (``shotglass_export.adding``).
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Literal

import onnx

from shotglass.architecture import ModelConfig
from shotglass.contract import (
    HALF,
    GraphEntry,
    GraphKind,
    Task,
    TensorSpec,
    explain_inputs,
    explain_outputs,
    masked_inputs,
    masked_outputs,
    native_inputs,
    native_outputs,
    portable_inputs,
    portable_outputs,
)

from .graphs.explain import build_explain
from .graphs.linear import ACCURACY_LEVEL
from .graphs.native import build_masked_native, build_native, build_web, is_fusible
from .graphs.portable import build_masked, build_portable
from .weights.store import BLOCK, FINE_BLOCK, FP16_FILE, FP32_FILE, INT8_FILE, Tensors

Storage = Literal["full", "half"]
Layout = dict[GraphKind, "Planned"]
Specs = Callable[[ModelConfig], list[TensorSpec]]

_FP32, _FP16 = "fp32", "fp16 weights, fp32 arithmetic"
_INT8 = f"int8 blocks of {BLOCK} and {FINE_BLOCK}, accuracy level {ACCURACY_LEVEL}"


@dataclass(frozen=True)
class Planned:
    """A graph to be written: how it is built over the tensors of ``weights``, and its interface."""

    file: str
    weights: tuple[str, ...]
    precision: str
    build: Callable[[Tensors], onnx.ModelProto]
    inputs: Sequence[TensorSpec]
    outputs: Sequence[TensorSpec]

    @property
    def entry(self) -> GraphEntry:
        return GraphEntry(self.file, self.weights, self.precision)


def task(config: ModelConfig) -> Task:
    return "masked-lm" if config.bidirectional else "causal-lm"


def layout(config: ModelConfig, storage: Storage) -> Layout:
    """Returns every graph that an import writes of such a model, by kind."""
    planned = partial(_planned, config)
    exact = ((FP32_FILE,), _FP32) if storage == "full" else ((FP16_FILE,), _FP16)
    kind: GraphKind = "native-fp32" if storage == "full" else "native"
    explain = planned("explain", *exact, build_explain, explain_inputs, explain_outputs)
    if config.bidirectional:
        portable = planned("portable", *exact, build_masked, masked_inputs, masked_outputs)
        graphs: Layout = {"portable": portable, "explain": explain}
        if is_fusible(config):
            specs = partial(masked_inputs, native=True), partial(masked_outputs, native=True)
            graphs[kind] = planned(kind, *exact, build_masked_native, *specs)
        return graphs
    floats = partial(build_native, kind="native-fp32")
    return {
        "portable": planned("portable", *exact, build_portable, portable_inputs, portable_outputs),
        kind: planned(kind, *exact, floats, native_inputs, native_outputs),
        "explain": explain,
    }


def addable(config: ModelConfig, storage: Storage) -> Layout:
    """Returns the graphs that can be added to such a folder later, by kind: to a masked one
    none."""
    if config.bidirectional:
        return {}
    planned, native = partial(_planned, config), (native_inputs, native_outputs)
    half = partial(native_inputs, cache="float16"), partial(native_outputs, cache="float16")
    halves = partial(build_native, kind="native-fp16")
    graphs: Layout = {"native-fp16": planned("native-fp16", (FP16_FILE,), HALF, halves, *half)}
    if storage == "full":
        blocks = partial(build_native, kind="native")
        graphs["native"] = planned("native", (INT8_FILE,), _INT8, blocks, *native)
        graphs["web"] = planned("web", (FP16_FILE,), _FP16, build_web, *native)
    return graphs


def _planned(
    config: ModelConfig,
    name: str,
    weights: tuple[str, ...],
    precision: str,
    build: Callable[[ModelConfig, Tensors], onnx.ModelProto],
    inputs: Specs,
    outputs: Specs,
) -> Planned:
    graph = partial(build, config)
    return Planned(f"{name}.onnx", weights, precision, graph, inputs(config), outputs(config))
