"""``web.onnx``: what a browser runs on WebAssembly, through onnxruntime-web.

The native graph over weights that are stored in fp16, half the download, and cast to fp32 when
they are loaded: all arithmetic is in fp32. WebAssembly has the fused operators of the CPU but no
fast kernel for 8-bit blocks, which are ten times slower there. Names and shapes are
``contract.native_inputs`` and ``native_outputs``. A folder that is stored in halves has no such
file: its ``native.onnx`` is the same graph over the same weights.
"""

from __future__ import annotations

import onnx

from shotglass.architecture import ModelConfig

from ..weights.store import Tensors
from .native import build_native

MOST_ATTENTION_INPUTS = 16  # of onnxruntime-web's GroupQueryAttention, which refuses one more


def build_web(config: ModelConfig, tensors: Tensors) -> onnx.ModelProto:
    """The graph over fp16 tensors as ``store.write_weights`` left them.

    Raises ImportFailed for a head size that GroupQueryAttention does not take.
    """
    model = build_native(config, tensors, kind="web")
    attentions = [node for node in model.graph.node if node.op_type == "GroupQueryAttention"]
    assert all(len(node.input) <= MOST_ATTENTION_INPUTS for node in attentions)
    return model
