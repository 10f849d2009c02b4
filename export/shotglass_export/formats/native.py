"""``native`` and ``web``: onnxruntime's fused operators, the cache written in place.

``web`` is what a browser runs through onnxruntime-web, half the download of fp32.
"""

from __future__ import annotations

from functools import partial

from shotglass.contract import HALF, CacheType, GraphKind, native_inputs, native_outputs
from shotglass.errors import ExportFailed

from ..to_onnx.checks.graph_runs import NativeRun
from ..to_onnx.graphs.linear import ACCURACY_LEVEL
from ..to_onnx.graphs.native import build_native, build_web
from ..to_onnx.weights.store import BLOCK, FINE_BLOCK, FP16_FILE, FP32_FILE, INT8_FILE
from .format import Format, Plan, Precision
from .programs.program import Program
from .source import Source
from .standard import WEIGHT_FORMATS, is_exact

_KINDS: dict[Precision, tuple[GraphKind, str, str]] = {
    "int8": (
        "native",
        INT8_FILE,
        f"int8 blocks of {BLOCK} and {FINE_BLOCK}, accuracy level {ACCURACY_LEVEL}",
    ),
    "fp32": ("native-fp32", FP32_FILE, "fp32"),
    "fp16": ("native-fp16", FP16_FILE, HALF),
}


def _native_plan(source: Source, precision: Precision) -> Plan:
    config = source.config
    if config.bidirectional:
        raise ExportFailed(
            "The native graph generates; this is a masked-lm model, which fills gaps: export it "
            "as portable, int8 or hf."
        )
    kind, storage, description = _KINDS[precision]
    cache: CacheType = "float16" if precision == "fp16" else "float32"
    return Plan(
        graph=f"{kind}.onnx",
        weights=storage,
        storage=storage,
        precision=description,
        build=partial(build_native, config, kind=kind),
        inputs=native_inputs(config, cache),
        outputs=native_outputs(config, cache),
        run=partial(NativeRun, rounding=precision == "fp16"),
        exact=precision == "fp32",
        kind=kind,
    )


NATIVE = Format(
    "native",
    "onnxruntime's fused operators with the cache written in place: the fastest there; fp16 is "
    "for GPUs.",
    ("int8", "fp32", "fp16"),
    _native_plan,
    (Program("native.py", "pip install numpy onnxruntime tokenizers"),),
)


def _web_plan(source: Source, precision: Precision) -> Plan:
    config = source.config
    if config.bidirectional:
        raise ExportFailed(
            "The web graph generates; this is a masked-lm model: export it as hf, which "
            "transformers.js runs in browsers."
        )
    return Plan(
        graph="web.onnx",
        weights=FP16_FILE,
        storage=FP16_FILE,
        precision=WEIGHT_FORMATS[precision].description,
        build=partial(build_web, config),
        inputs=native_inputs(config),
        outputs=native_outputs(config),
        run=NativeRun,
        exact=is_exact(source, precision),
        kind="web",
    )


WEB = Format(
    "web",
    "For browsers, through onnxruntime-web on WebAssembly: weights in fp16, arithmetic in fp32.",
    ("fp16",),
    _web_plan,
    (Program("web.mjs", "npm install onnxruntime-web @huggingface/tokenizers"),),
)
