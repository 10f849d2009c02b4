"""``hf``: the layout that optimum's ``ORTModelForCausalLM`` and transformers.js load unchanged."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from .format import Format, Plan, Precision
from .hub_config import hub_config
from .hub_tokens import special_ids, text, tokenizer_texts
from .source import Source
from .standard import standard_plan

# transformers.js' endings by its "dtype"; "q8" is what it takes on a CPU when none is asked for.
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
        return {**_configs(source, file), **tokenizer_texts(source)}

    return replace(plan, kind="", texts=texts)


def _configs(source: Source, file: str) -> dict[str, str]:
    ids = special_ids(source)
    # How transformers.js is told that the weights lie in a file beside the graph.
    beside = {"use_external_data_format": {file: 1}}
    config = {**hub_config(source.config), **ids, "transformers.js_config": beside}
    configs = {"config.json": text(config)}
    if not source.config.bidirectional:
        config["use_cache"] = True
        configs = {"config.json": text(config), "generation_config.json": text(ids)}
    return configs


HF = Format(
    "hf",
    "Hugging Face's layout: optimum in Python and transformers.js in JavaScript load it as it is.",
    ("fp32", "fp16", "int8", "int4"),
    _planned,
)
