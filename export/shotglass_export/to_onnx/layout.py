"""Which graphs a folder holds and over which weights: by the model's task, and by how it is stored.

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
from .graphs.native import build_native, build_web
from .graphs.portable import build_masked, build_portable
from .weights.store import BLOCK, FINE_BLOCK, FP16_FILE, FP32_FILE, INT8_FILE, Tensors

Storage = Literal["full", "half"]
Layout = dict[GraphKind, "Planned"]

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
    """Every graph that an import writes of such a model, by kind."""
    exact = ((FP32_FILE,), _FP32) if storage == "full" else ((FP16_FILE,), _FP16)
    if config.bidirectional:
        specs = masked_inputs(config), masked_outputs(config)
        return {"portable": Planned("portable.onnx", *exact, partial(build_masked, config), *specs)}
    portable = portable_inputs(config), portable_outputs(config)
    native = native_inputs(config), native_outputs(config)
    explain = explain_inputs(config), explain_outputs(config)
    floats = partial(build_native, config, kind="native-fp32")
    kind: GraphKind = "native-fp32" if storage == "full" else "native"
    graph, explained = partial(build_portable, config), partial(build_explain, config)
    return {
        "portable": Planned("portable.onnx", *exact, graph, *portable),
        kind: Planned(f"{kind}.onnx", *exact, floats, *native),
        "explain": Planned("explain.onnx", *exact, explained, *explain),
    }


def addable(config: ModelConfig, storage: Storage) -> Layout:
    """The graphs that can be added to such a folder later, by kind; none to a masked model's."""
    if config.bidirectional:
        return {}
    planned: Layout = {"native-fp16": _for_gpus(config)}
    if storage == "full":
        native = native_inputs(config), native_outputs(config)
        blocks = partial(build_native, config, kind="native")
        planned["native"] = Planned("native.onnx", (INT8_FILE,), _INT8, blocks, *native)
        web = partial(build_web, config)
        planned["web"] = Planned("web.onnx", (FP16_FILE,), _FP16, web, *native)
    return planned


def _for_gpus(config: ModelConfig) -> Planned:
    specs = native_inputs(config, "float16"), native_outputs(config, "float16")
    build = partial(build_native, config, kind="native-fp16")
    return Planned("native-fp16.onnx", (FP16_FILE,), HALF, build, *specs)
