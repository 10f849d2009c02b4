"""``hf``: the layout that optimum's ``ORTModelForCausalLM`` and transformers.js load unchanged.

``special_ids`` and ``tokenizer_texts`` make the small files beside a ``tokenizer.json``, which
onnxruntime-genai reads as well.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from shotglass.text import Tokenizer, end_token
from shotglass.text.masked_tokens import MaskedTokens

from ..format import Format, Plan, Precision
from ..programs.program import Program
from ..source import Source
from ..standard import standard_plan
from .hub_config import hub_config

# transformers.js' endings by its "dtype"; "q8" is what it takes on a CPU when none is asked for.
_DTYPES: dict[Precision, str] = {"fp32": "fp32", "fp16": "fp16", "int8": "q8", "int4": "q4"}
_ENDINGS: dict[Precision, str] = {
    "fp32": "",
    "fp16": "_fp16",
    "int8": "_quantized",
    "int4": "_q4",
}


def _planned(source: Source, precision: Precision) -> Plan:
    hub_config(source.config)  # refuses before anything is written
    file = f"model{_ENDINGS[precision]}.onnx"
    plan = standard_plan(source, precision, f"onnx/{file}", f"{file}_data")

    def texts(source: Source) -> Mapping[str, str]:
        ids = special_ids(source)
        # How transformers.js is told that the weights lie in a file beside the graph.
        beside = {"use_external_data_format": {file: 1}}
        config = {**hub_config(source.config), **ids, "transformers.js_config": beside}
        configs = {"config.json": text(config)}
        if not source.config.bidirectional:
            config["use_cache"] = True
            configs = {"config.json": text(config), "generation_config.json": text(ids)}
        return {**configs, **tokenizer_texts(source)}

    return replace(plan, kind="", texts=texts, words={"DTYPE": _DTYPES[precision]})


_OPTIMUM = "pip install 'optimum-onnx[onnxruntime]'"
# The script of onnxruntime-node, which comes with it, fetches CUDA's libraries from elsewhere.
_NODE = (
    "npm install --ignore-scripts @huggingface/transformers  # or libraries for GPUs are fetched"
)
HF = Format(
    "hf",
    "Hugging Face's layout: optimum in Python and transformers.js in JavaScript load it as it is.",
    ("fp32", "fp16", "int8", "int4"),
    _planned,
    (
        Program("hf.py", _OPTIMUM),
        Program("hf.mjs", _NODE),
        Program("hf.py", _OPTIMUM, masked=True),
    ),
)


def special_ids(source: Source) -> dict[str, Any]:
    """``bos``, ``eos`` (a list where there are several, the source's own first) and ``pad``, as far
    as they are known."""
    manifest = source.manifest
    end = end_token(manifest, Tokenizer.load(source.tokenizer))
    stops = list(dict.fromkeys([*([] if end is None else [end]), *manifest.stop_ids]))
    ids: dict[str, Any] = {}
    if manifest.start_id is not None:
        ids["bos_token_id"] = manifest.start_id
    if stops:
        ids["eos_token_id"] = stops[0] if len(stops) == 1 else stops
        ids["pad_token_id"] = stops[0]
    return ids


def tokenizer_texts(source: Source) -> dict[str, str]:
    """``tokenizer_config.json`` and ``special_tokens_map.json``."""
    # Special tokens by their use. Of several ends of a text the source's own stands for all.
    tokens = Tokenizer.load(source.tokenizer)
    ids = special_ids(source)
    ends = ids.get("eos_token_id")
    uses = {
        "bos_token": ids.get("bos_token_id"),
        "eos_token": ends[0] if isinstance(ends, list) else ends,
        "pad_token": ids.get("pad_token_id"),
    }
    named = {use: tokens.token_text(id) for use, id in uses.items() if id is not None}
    if (gap := MaskedTokens.of(tokens, source.manifest).mask) is not None:
        named["mask_token"] = tokens.token_text(gap)
    settings = {
        "tokenizer_class": "PreTrainedTokenizerFast",
        "clean_up_tokenization_spaces": False,
        # What our graphs take. transformers 4 would add token_type_ids, which they refuse.
        "model_input_names": ["input_ids", "attention_mask"],
        "model_max_length": source.config.context,
        **named,
    }
    if source.manifest.chat_template is not None:
        settings["chat_template"] = source.manifest.chat_template
    return {"tokenizer_config.json": text(settings), "special_tokens_map.json": text(named)}


def text(content: dict[str, Any]) -> str:
    return json.dumps(content, indent=2, ensure_ascii=False, allow_nan=False) + "\n"
