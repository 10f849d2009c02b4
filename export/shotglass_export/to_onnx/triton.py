"""What Triton is told of a graph: the ``config.pbtxt`` of a model repository's folder."""

from __future__ import annotations

from collections.abc import Sequence

from shotglass.contract import TensorSpec

VERSION = "1"  # the folder of the graph and its weights, beside config.pbtxt
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
