"""``web``: what a browser runs through onnxruntime-web, half the download of fp32."""

from __future__ import annotations

from pathlib import Path

from shotglass.architecture import ModelConfig
from shotglass.contract import native_inputs, native_outputs
from shotglass.errors import ExportFailed

from ..to_onnx.checks.graph_runs import NativeRun
from ..to_onnx.graphs.web import build_web
from ..to_onnx.weights.store import FP16_FILE
from .format import Format, Plan, Precision, Run
from .source import Source
from .standard import WAYS, is_exact


def _planned(source: Source, precision: Precision) -> Plan:
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
        precision=WAYS[precision].told,
        build=build_web,
        inputs=native_inputs(config),
        outputs=native_outputs(config),
        run=_run,
        exact=is_exact(source, precision),
        kind="web",
    )


def _run(path: Path, config: ModelConfig) -> Run:
    return NativeRun(path, config)


WEB = Format(
    "web",
    "For browsers, through onnxruntime-web on WebAssembly: weights in fp16, arithmetic in fp32.",
    ("fp16",),
    _planned,
)
