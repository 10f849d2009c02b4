"""Which graphs a folder holds and over which weights: by the model's task, and by how it is stored.

"full": fp32, 8-bit blocks, and fp16 for browsers, for models that come from elsewhere. "half":
everything over one fp16 file, for small models that are trained here and ship. Either may have a
graph for GPUs besides.
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
from shotglass.errors import ImportFailed

from .explain import build_explain
from .linear import ACCURACY_LEVEL
from .masked import build_masked
from .native import build_native, check_config
from .portable import build_portable
from .reading import READING_FILE
from .store import BLOCK, FINE_BLOCK, FP16_FILE, FP32_FILE, INT8_FILE, Tensors
from .web import build_web

Storage = Literal["full", "half"]
Layout = dict[GraphKind, "Planned"]

_FP32, _FP16 = "fp32", "fp16 weights, fp32 arithmetic"
_READING = "int8 per token and column"
_INT8 = f"int8 blocks of {BLOCK} and {FINE_BLOCK}, accuracy level {ACCURACY_LEVEL}"


@dataclass(frozen=True)
class Planned:
    """A graph to be written: how it is built over the tensors of ``weights``, and its interface."""

    file: str
    weights: tuple[str, ...]
    precision: str
    build: Callable[[ModelConfig, Tensors], onnx.ModelProto]
    inputs: Sequence[TensorSpec]
    outputs: Sequence[TensorSpec]

    @property
    def entry(self) -> GraphEntry:
        return GraphEntry(self.file, self.weights, self.precision)


def task(config: ModelConfig) -> Task:
    return "masked-lm" if config.bidirectional else "causal-lm"


def layout(config: ModelConfig, storage: Storage, *, fp16: bool = False) -> Layout:
    """Every graph that is written for such a model, by kind; with ``fp16`` the one for GPUs too.

    Raises ImportFailed for a head size that GroupQueryAttention does not take, and for ``fp16`` of
    a masked model.
    """
    exact = ((FP32_FILE,), _FP32) if storage == "full" else ((FP16_FILE,), _FP16)
    if config.bidirectional:
        if fp16:
            raise ImportFailed(
                "--fp16 adds the graph that generates on a GPU; this is a masked-lm model, which "
                "fills gaps: import it without --fp16."
            )
        specs = masked_inputs(config), masked_outputs(config)
        return {"portable": Planned("portable.onnx", *exact, build_masked, *specs)}
    check_config(config)
    portable = portable_inputs(config), portable_outputs(config)
    native = native_inputs(config), native_outputs(config)
    explain = explain_inputs(config), explain_outputs(config)
    floats = partial(build_native, kind="native-fp32")
    planned: Layout = {"portable": Planned("portable.onnx", *exact, build_portable, *portable)}
    if storage == "full":
        blocks = partial(build_native, kind="native")
        planned["native"] = Planned("native.onnx", (INT8_FILE,), _INT8, blocks, *native)
        planned["native-fp32"] = Planned("native-fp32.onnx", *exact, floats, *native)
        reading = partial(build_native, kind="reading")
        files = (INT8_FILE, READING_FILE)
        planned["reading"] = Planned("reading.onnx", files, _READING, reading, *native)
        planned["web"] = Planned("web.onnx", (FP16_FILE,), _FP16, build_web, *native)
    else:
        planned["native"] = Planned("native.onnx", *exact, floats, *native)
    planned["explain"] = Planned("explain.onnx", *exact, build_explain, *explain)
    if fp16:
        planned["native-fp16"] = _for_gpus(config)
    return planned


def _for_gpus(config: ModelConfig) -> Planned:
    specs = native_inputs(config, "float16"), native_outputs(config, "float16")
    build = partial(build_native, kind="native-fp16")
    return Planned("native-fp16.onnx", (FP16_FILE,), HALF, build, *specs)
