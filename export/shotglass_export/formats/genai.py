"""``genai``: the native graph as onnxruntime-genai asks for it, and its configuration.

Lengths come from the mask and every row is read out. The cache is one buffer of M tokens a row,
bound as past and present at once.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from typing import Any

import onnx

from shotglass.architecture import ModelConfig
from shotglass.contract import TensorSpec, native_inputs, native_outputs
from shotglass.errors import ExportFailed

from ..to_onnx.checks.graph_runs import GenaiRun
from ..to_onnx.graphs.blocks import read_out
from ..to_onnx.graphs.graph import Graph
from ..to_onnx.graphs.linear import ACCURACY_LEVEL, Blocks, Full, Linears
from ..to_onnx.graphs.native import native_layers
from ..to_onnx.weights.store import BLOCK, FINE_BLOCK, FP32_FILE, INT8_FILE, Tensors
from .format import Format, Plan, Precision
from .hub.hf import special_ids, text, tokenizer_texts
from .programs.program import Program
from .source import Source

_WEIGHT_FORMATS: dict[Precision, tuple[str, str, type[Linears]]] = {
    "int8": (
        INT8_FILE,
        f"int8 blocks of {BLOCK} and {FINE_BLOCK}, accuracy level {ACCURACY_LEVEL}",
        Blocks,
    ),
    "fp32": (FP32_FILE, "fp32", Full),
}
GRAPH = "model.onnx"


def _planned(source: Source, precision: Precision) -> Plan:
    config = source.config
    if config.bidirectional:
        raise ExportFailed(
            "onnxruntime-genai generates; this is a masked-lm model: export it as portable or hf."
        )
    storage, description, linears = _WEIGHT_FORMATS[precision]
    return Plan(
        graph=GRAPH,
        weights=f"{GRAPH}.data",
        storage=storage,
        precision=description,
        build=partial(build_genai, config, storage=linears),
        inputs=genai_inputs(config),
        outputs=genai_outputs(config),
        run=GenaiRun,
        exact=precision == "fp32",
        texts=_texts,
    )


def _texts(source: Source) -> Mapping[str, str]:
    return {"genai_config.json": text(genai_config(source)), **tokenizer_texts(source)}


def genai_config(source: Source) -> dict[str, Any]:
    """Returns the configuration of the type "llama", by which genai means any decoder with these
    names."""
    config = source.config
    ids = {"bos_token_id": 0, "eos_token_id": 0, "pad_token_id": 0, **special_ids(source)}
    added = {"position_ids": "position_ids"} if config.adds_positions else {}
    decoder = {
        "session_options": {"log_id": "onnxruntime-genai", "provider_options": []},
        "filename": GRAPH,
        "head_size": native_inputs(config)[-1].shape[-1],
        "hidden_size": config.width,
        "num_attention_heads": config.heads,
        "num_hidden_layers": config.layers,
        "num_key_value_heads": config.kv_heads,
        "inputs": {
            "input_ids": "input_ids",
            "attention_mask": "attention_mask",
            **added,
            "past_key_names": "past_key_values.%d.key",
            "past_value_names": "past_key_values.%d.value",
        },
        "outputs": {
            "logits": "logits",
            "present_key_names": "present.%d.key",
            "present_value_names": "present.%d.value",
        },
    }
    model = {
        "type": "llama",
        "vocab_size": config.vocabulary,
        "context_length": config.context,
        "decoder": decoder,
        **ids,
    }
    search = {"max_length": config.context, "past_present_share_buffer": True, "do_sample": False}
    return {"model": model, "search": search}


GENAI = Format(
    "genai",
    "For onnxruntime-genai: fused operators, the cache in place, and its genai_config.json.",
    ("int8", "fp32"),
    _planned,
    (Program("genai.py", "pip install onnxruntime-genai tokenizers"),),
)


def genai_inputs(config: ModelConfig) -> list[TensorSpec]:
    """``attention_mask`` is 1 for each token so far, T of them."""
    own = [spec for spec in native_inputs(config) if spec.name.startswith("past")]
    added = [TensorSpec("position_ids", "int64", ("B", "S"))]
    return [
        TensorSpec("input_ids", "int64", ("B", "S")),
        TensorSpec("attention_mask", "int64", ("B", "T")),
        *(added if config.adds_positions else []),
        *own,
    ]


def genai_outputs(config: ModelConfig) -> list[TensorSpec]:
    own = [spec for spec in native_outputs(config) if spec.name.startswith("present")]
    return [TensorSpec("logits", "float32", ("B", "S", config.vocabulary)), *own]


def build_genai(config: ModelConfig, tensors: Tensors, storage: type[Linears]) -> onnx.ModelProto:
    """The graph over tensors as ``store.write_weights`` left them, for these ``storage``.

    Raises ImportFailed for a head size that GroupQueryAttention does not take.
    """
    graph = Graph()
    linears = storage(graph, tensors, config)
    with graph.scope("mask"):
        # ``seqlens_k`` and ``total_sequence_length`` as GroupQueryAttention takes them.
        counts = graph.op("ReduceSum", "attention_mask", graph.integers(1), keepdims=0)
        last = graph.op("Sub", counts, graph.integers(1))
        graph.cast(last, "int32", "seqlens_k")
        total = graph.op("Squeeze", graph.op("Shape", "attention_mask", start=1, end=2))
        graph.cast(total, "int32", "total_sequence_length")
    rows = native_layers(linears)
    read_out(linears, rows, "flat_logits", fused=True)
    vocabulary = graph.integers(config.vocabulary)
    shape = graph.op("Concat", graph.op("Shape", "input_ids"), vocabulary, axis=0)
    graph.op("Reshape", "flat_logits", shape, to="logits")
    return graph.model("genai", genai_inputs(config), genai_outputs(config))
