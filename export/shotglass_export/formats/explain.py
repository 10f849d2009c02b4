"""``explain``: every layer's attention and residual stream come out, in standard operators."""

from __future__ import annotations

from pathlib import Path

from shotglass.architecture import ModelConfig
from shotglass.contract import explain_inputs, explain_outputs
from shotglass.errors import ExportFailed

from ..to_onnx.checks.graph_runs import ExplainRun
from ..to_onnx.graphs.explain import build_explain
from .format import Format, Plan, Precision, Run
from .source import Source
from .standard import WAYS, is_exact


def _planned(source: Source, precision: Precision) -> Plan:
    config, way = source.config, WAYS[precision]
    if config.bidirectional:
        raise ExportFailed(
            "The explain graph reads a text from left to right; this is a masked-lm model: export "
            "it as portable, int8 or hf."
        )
    return Plan(
        graph="explain.onnx",
        weights=way.storage,
        storage=way.storage,
        precision=way.told,
        build=build_explain,
        inputs=explain_inputs(config),
        outputs=explain_outputs(config),
        run=_run,
        cached=False,
        exact=is_exact(source, precision),
        kind="explain",
    )


def _run(path: Path, config: ModelConfig) -> Run:
    return ExplainRun(path)


EXPLAIN = Format(
    "explain",
    "Scores, attention, residual stream and logit lens of every layer as outputs, no cache.",
    ("fp32", "fp16"),
    _planned,
)
