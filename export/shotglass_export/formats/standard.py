"""Formats of standard operators alone, which any runtime has: ``portable``, ``int8``, ``explain``,
``triton``. ``standard_plan`` is the portable graph at each precision; ``hf`` is made of it too.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial

import onnx

from shotglass.contract import (
    TensorSpec,
    explain_inputs,
    explain_outputs,
    masked_inputs,
    masked_outputs,
    portable_inputs,
    portable_outputs,
)

from ..to_onnx.checks.graph_runs import ExplainRun, MaskedRun, PortableRun
from ..to_onnx.graphs.explain import build_explain
from ..to_onnx.graphs.linear import Full, Linears, StandardBlocks
from ..to_onnx.graphs.portable import build_masked, build_portable
from ..to_onnx.weights.store import (
    BLOCK,
    BLOCKS4_FILE,
    BLOCKS8_FILE,
    FINE_BLOCK,
    FP16_FILE,
    FP32_FILE,
)
from .format import Format, Plan, Precision
from .programs.program import Program
from .source import Source


@dataclass(frozen=True)
class WeightFormat:
    """The way that weights are kept at a precision, and how graphs read them."""

    storage: str
    description: str
    linears: type[Linears]


WEIGHT_FORMATS: dict[Precision, WeightFormat] = {
    "fp32": WeightFormat(FP32_FILE, "fp32", Full),
    "fp16": WeightFormat(FP16_FILE, "fp16 weights, fp32 arithmetic", Full),
    "int8": WeightFormat(BLOCKS8_FILE, f"int8 blocks of {BLOCK} and {FINE_BLOCK}", StandardBlocks),
    "int4": WeightFormat(
        BLOCKS4_FILE, f"int4 blocks of {FINE_BLOCK}, tables and ffn.down in int8", StandardBlocks
    ),
}


def standard_plan(
    source: Source, precision: Precision, graph: str, weights: str | None = None
) -> Plan:
    """The portable graph of the model, as the file ``graph`` over the file ``weights``."""
    weight_format, config = WEIGHT_FORMATS[precision], source.config
    masked = config.bidirectional
    build: Callable[..., onnx.ModelProto] = build_masked if masked else build_portable
    run = partial(PortableRun, config=config, fast=weight_format.linears is not Full)
    return Plan(
        graph=graph,
        weights=weights or weight_format.storage,
        storage=weight_format.storage,
        precision=weight_format.description,
        build=partial(build, config, storage=weight_format.linears),
        inputs=masked_inputs(config) if masked else portable_inputs(config),
        outputs=masked_outputs(config) if masked else portable_outputs(config),
        run=MaskedRun if masked else run,
        cached=not masked,
        exact=is_exact(source, precision),
        kind="portable",
    )


def is_exact(source: Source, precision: Precision) -> bool:
    """Whether nothing is lost of the weights."""
    return precision == "fp32" or (precision == "fp16" and source.half)


def _portable_plan(source: Source, precision: Precision) -> Plan:
    return standard_plan(source, precision, "portable.onnx")


_NEEDS = "pip install numpy onnxruntime tokenizers"
_GENERATE = (
    Program("portable.py", _NEEDS),
    Program("portable.py", _NEEDS, masked=True),
)
PORTABLE = Format(
    "portable",
    "Standard ONNX operators, a cache that is handed over: any runtime runs it.",
    ("fp32", "fp16", "int8", "int4"),
    _portable_plan,
    _GENERATE,
)


def _int8_plan(source: Source, precision: Precision) -> Plan:
    return standard_plan(source, precision, "int8.onnx")


INT8 = Format(
    "int8",
    "A quarter of the size in standard operators; onnxruntime runs it in its fast 8-bit kernels.",
    ("int8",),
    _int8_plan,
    _GENERATE,
)


def _explain_plan(source: Source, precision: Precision) -> Plan:
    config, weight_format = source.config, WEIGHT_FORMATS[precision]
    return Plan(
        graph="explain.onnx",
        weights=weight_format.storage,
        storage=weight_format.storage,
        precision=weight_format.description,
        build=partial(build_explain, config),
        inputs=explain_inputs(config),
        outputs=explain_outputs(config),
        run=ExplainRun,
        cached=False,
        exact=is_exact(source, precision),
        kind="explain",
    )


EXPLAIN = Format(
    "explain",
    "Scores, attention, residual stream and logit lens of every layer as outputs, no cache.",
    ("fp32", "fp16"),
    _explain_plan,
    (Program("explain.py", _NEEDS), Program("explain.py", _NEEDS, masked=True)),
)


_TRITON_GRAPH = "portable.onnx"
_TRITON_VERSION = "1"  # the folder of graph and weights, beside config.pbtxt
_TRITON_TYPES = {
    "int64": "TYPE_INT64",
    "int32": "TYPE_INT32",
    "float32": "TYPE_FP32",
    "float16": "TYPE_FP16",
}
_TRITON_HEAD = """\
# Written by shotglass. The folder's name is the model's. The client keeps the cache: what comes
# out as present goes in as past, and a text begins with a past of no tokens.
backend: "onnxruntime"
default_model_filename: "{graph}"
max_batch_size: 0  # sizes are whole, the batch's too: rows of one batch must be of one length
"""


def triton_config(graph: str, inputs: Sequence[TensorSpec], outputs: Sequence[TensorSpec]) -> str:
    """``graph``: its file in the version's folder. Symbolic sizes are -1.

    Batching is the client's: Triton's own would join requests of unlike lengths, which need
    padding that only the client can know. Source: Triton's ``model_config.proto``.
    """
    config = _TRITON_HEAD.format(graph=graph)
    for part, specs in (("input", inputs), ("output", outputs)):
        for spec in specs:
            dims = ", ".join(str(size) if isinstance(size, int) else "-1" for size in spec.shape)
            kind = _TRITON_TYPES[spec.dtype]
            config += f'{part} {{ name: "{spec.name}" data_type: {kind} dims: [ {dims} ] }}\n'
    return config


def _triton_plan(source: Source, precision: Precision) -> Plan:
    plan = standard_plan(source, precision, f"{_TRITON_VERSION}/{_TRITON_GRAPH}")

    def texts(source: Source) -> Mapping[str, str]:
        return {"config.pbtxt": triton_config(_TRITON_GRAPH, plan.inputs, plan.outputs)}

    return replace(plan, kind="", texts=texts)


_TRITON_NEEDS = """\
tritonserver --model-repository=..   # the folder that this one lies in; then, beside it:
pip install numpy tokenizers 'tritonclient[http]'"""
TRITON = Format(
    "triton",
    "A folder of a Triton model repository, for its onnxruntime backend.",
    ("fp32", "fp16", "int8", "int4"),
    _triton_plan,
    (
        Program("triton.py", _TRITON_NEEDS),
        Program("triton.py", _TRITON_NEEDS, masked=True),
    ),
)
