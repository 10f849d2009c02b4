"""``triton``: a model of a Triton model repository, the portable graph with its config.pbtxt."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from shotglass.contract import TensorSpec

from .format import Format, Plan, Precision
from .source import Source
from .standard import standard_plan

GRAPH = "portable.onnx"
VERSION = "1"  # the folder of graph and weights, beside config.pbtxt
_KINDS = {
    "int64": "TYPE_INT64",
    "int32": "TYPE_INT32",
    "float32": "TYPE_FP32",
    "float16": "TYPE_FP16",
}
_HEAD = """\
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
    parts = [("input", spec) for spec in inputs] + [("output", spec) for spec in outputs]
    return _HEAD.format(graph=graph) + "".join(_tensor(part, spec) for part, spec in parts)


def _tensor(part: str, spec: TensorSpec) -> str:
    dims = ", ".join(str(size) if isinstance(size, int) else "-1" for size in spec.shape)
    return f'{part} {{ name: "{spec.name}" data_type: {_KINDS[spec.dtype]} dims: [ {dims} ] }}\n'


def _planned(source: Source, precision: Precision) -> Plan:
    plan = standard_plan(source, precision, f"{VERSION}/{GRAPH}")

    def texts(source: Source) -> Mapping[str, str]:
        return {"config.pbtxt": triton_config(GRAPH, plan.inputs, plan.outputs)}

    return replace(plan, kind="", texts=texts)


TRITON = Format(
    "triton",
    "A folder of a Triton model repository, for its onnxruntime backend.",
    ("fp32", "fp16", "int8", "int4"),
    _planned,
)
