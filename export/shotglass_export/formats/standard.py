"""The portable graph at each precision, which several formats are made of."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import onnx

from shotglass.architecture import ModelConfig
from shotglass.contract import masked_inputs, masked_outputs, portable_inputs, portable_outputs

from ..to_onnx.checks.graph_runs import MaskedRun, PortableRun
from ..to_onnx.graphs.linear import Full, Linears
from ..to_onnx.graphs.masked import build_masked
from ..to_onnx.graphs.portable import build_portable
from ..to_onnx.graphs.standard_blocks import StandardBlocks
from ..to_onnx.weights.store import (
    BLOCK,
    BLOCKS4_FILE,
    BLOCKS8_FILE,
    FINE_BLOCK,
    FP16_FILE,
    FP32_FILE,
)
from .format import Plan, Precision, Run
from .source import Source


@dataclass(frozen=True)
class Way:
    """How weights are kept at a precision, and how graphs read them."""

    storage: str
    told: str
    linears: type[Linears]


WAYS: dict[Precision, Way] = {
    "fp32": Way(FP32_FILE, "fp32", Full),
    "fp16": Way(FP16_FILE, "fp16 weights, fp32 arithmetic", Full),
    "int8": Way(BLOCKS8_FILE, f"int8 blocks of {BLOCK} and {FINE_BLOCK}", StandardBlocks),
    "int4": Way(
        BLOCKS4_FILE, f"int4 blocks of {FINE_BLOCK}, tables and ffn.down in int8", StandardBlocks
    ),
}


def standard_plan(
    source: Source, precision: Precision, graph: str, weights: str | None = None
) -> Plan:
    """The portable graph of the model, as the file ``graph`` over the file ``weights``."""
    way, config = WAYS[precision], source.config
    masked = config.bidirectional
    build: Callable[..., onnx.ModelProto] = build_masked if masked else build_portable
    return Plan(
        graph=graph,
        weights=weights or way.storage,
        storage=way.storage,
        precision=way.told,
        build=partial(build, ways=way.linears),
        inputs=masked_inputs(config) if masked else portable_inputs(config),
        outputs=masked_outputs(config) if masked else portable_outputs(config),
        run=_masked_run if masked else partial(_run, fast=way.linears is not Full),
        cached=not masked,
        exact=is_exact(source, precision),
        kind="portable",
    )


def is_exact(source: Source, precision: Precision) -> bool:
    """Whether nothing is lost of the weights."""
    return precision == "fp32" or (precision == "fp16" and source.half)


def _run(path: Path, config: ModelConfig, *, fast: bool) -> Run:
    return PortableRun(path, config, fast=fast)


def _masked_run(path: Path, config: ModelConfig) -> Run:
    return MaskedRun(path)
