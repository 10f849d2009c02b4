"""``genai``: the native graph with what onnxruntime-genai asks for, and its configuration."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from typing import Any

from shotglass.architecture import ModelConfig
from shotglass.contract import native_inputs
from shotglass.errors import ExportFailed

from ..to_onnx.checks.graph_runs import GenaiRun
from ..to_onnx.graphs.genai import build_genai, genai_inputs, genai_outputs
from ..to_onnx.graphs.linear import ACCURACY_LEVEL, Blocks, Full, Linears
from ..to_onnx.weights.store import BLOCK, FINE_BLOCK, FP32_FILE, INT8_FILE
from .format import Format, Plan, Precision
from .hf import special_ids, text, tokenizer_texts
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
    """Of the type "llama", by which genai means any decoder with these names."""
    config = source.config
    ids = {"bos_token_id": 0, "eos_token_id": 0, "pad_token_id": 0, **special_ids(source)}
    decoder = {
        "session_options": {"log_id": "onnxruntime-genai", "provider_options": []},
        "filename": GRAPH,
        "head_size": native_inputs(config)[-1].shape[-1],
        "hidden_size": config.width,
        "num_attention_heads": config.heads,
        "num_hidden_layers": config.layers,
        "num_key_value_heads": config.kv_heads,
        "inputs": _inputs(config),
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


def _inputs(config: ModelConfig) -> dict[str, str]:
    added = {"position_ids": "position_ids"} if config.adds_positions else {}
    return {
        "input_ids": "input_ids",
        "attention_mask": "attention_mask",
        **added,
        "past_key_names": "past_key_values.%d.key",
        "past_value_names": "past_key_values.%d.value",
    }


GENAI = Format(
    "genai",
    "For onnxruntime-genai: fused operators, the cache in place, and its genai_config.json.",
    ("int8", "fp32"),
    _planned,
)
