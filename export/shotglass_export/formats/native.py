"""``native``: onnxruntime's fused operators, the cache written in place."""

from __future__ import annotations

from functools import partial
from pathlib import Path

from shotglass.architecture import ModelConfig
from shotglass.contract import HALF, CacheType, GraphKind, native_inputs, native_outputs
from shotglass.errors import ExportFailed

from ..to_onnx.checks.graph_runs import NativeRun
from ..to_onnx.graphs.linear import ACCURACY_LEVEL
from ..to_onnx.graphs.native import build_native
from ..to_onnx.weights.store import BLOCK, FINE_BLOCK, FP16_FILE, FP32_FILE, INT8_FILE
from .format import Format, Plan, Precision, Run
from .source import Source

_KINDS: dict[Precision, tuple[GraphKind, str, str]] = {
    "int8": (
        "native",
        INT8_FILE,
        f"int8 blocks of {BLOCK} and {FINE_BLOCK}, accuracy level {ACCURACY_LEVEL}",
    ),
    "fp32": ("native-fp32", FP32_FILE, "fp32"),
    "fp16": ("native-fp16", FP16_FILE, HALF),
}


def _planned(source: Source, precision: Precision) -> Plan:
    config = source.config
    if config.bidirectional:
        raise ExportFailed(
            "The native graph generates; this is a masked-lm model, which fills gaps: export it "
            "as portable, int8 or hf."
        )
    kind, storage, told = _KINDS[precision]
    cache: CacheType = "float16" if precision == "fp16" else "float32"
    return Plan(
        graph=f"{kind}.onnx",
        weights=storage,
        storage=storage,
        precision=told,
        build=partial(build_native, kind=kind),
        inputs=native_inputs(config, cache),
        outputs=native_outputs(config, cache),
        run=partial(_run, rounding=precision == "fp16"),
        exact=precision == "fp32",
        kind=kind,
    )


def _run(path: Path, config: ModelConfig, *, rounding: bool) -> Run:
    return NativeRun(path, config, rounding=rounding)


NATIVE = Format(
    "native",
    "onnxruntime's fused operators with the cache written in place: the fastest there; fp16 is "
    "for GPUs.",
    ("int8", "fp32", "fp16"),
    _planned,
)
