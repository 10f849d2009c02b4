"""The lesson's counts of a layer's parts are those of torch's own modules, with every toggle."""

from __future__ import annotations

from typing import Any

import pytest
import torch
from contract import block_cases
from torch import nn
from torch.utils.flop_counter import FlopCounterMode
from transformers import LlamaConfig
from transformers.models.llama.modeling_llama import LlamaAttention, LlamaDecoderLayer, LlamaRMSNorm

ENTRIES = {shape["id"]: shape for shape in block_cases.shapes()}
CASES = block_cases.make()["blocks"]


def config_of(case: dict[str, Any]) -> dict[str, Any]:
    config: dict[str, Any] = ENTRIES[case["id"]]["config"]
    return config


def square(case: dict[str, Any]) -> bool:
    """torch's attention has heads that make up the width; GPT-3 XL in one reading has others."""
    config = config_of(case)
    return bool(config["heads"] * config["head_size"] == config["width"])


def named(case: dict[str, Any]) -> str:
    return case["id"] + ("-cross" if case["cross"] else "")


PLAIN = [case for case in CASES if config_of(case)["norm"] == "layer" and square(case)]
LLAMAS = [case for case in CASES if config_of(case)["norm"] == "rms"]


def torch_layer(case: dict[str, Any]) -> nn.Module:
    config = config_of(case)
    kind = nn.TransformerDecoderLayer if case["cross"] else nn.TransformerEncoderLayer
    return kind(
        config["width"],
        config["heads"],
        config["ffn_width"],
        norm_first=config.get("norm_first", True),
        batch_first=True,
        dropout=0.0,
    )


@pytest.mark.parametrize("case", PLAIN, ids=named)
def test_a_layer_has_the_parameters_of_torchs_and_takes_its_flops(case: dict[str, Any]) -> None:
    config = config_of(case)
    with torch.device("meta"):  # shapes without numbers: GPT-3 is counted as fast as GPT-1
        layer = torch_layer(case)
        text = torch.empty(1, config["context"], config["width"])
    counts = case["block"].values()
    assert sum(part[0] for part in counts) == parameters(layer)
    with FlopCounterMode(display=False) as counter:
        layer(text, text) if case["cross"] else layer(text)
    assert sum(part[1] for part in counts) * config["context"] == counter.get_total_flops()


@pytest.mark.parametrize("case", LLAMAS, ids=named)
def test_a_llama_layer_has_the_parameters_of_transformers(case: dict[str, Any]) -> None:
    config = config_of(case)
    llama = LlamaConfig(
        hidden_size=config["width"],
        intermediate_size=config["ffn_width"],
        num_attention_heads=config["heads"],
        num_key_value_heads=config["kv_heads"],
        head_dim=config["head_size"],
    )
    with torch.device("meta"):
        modules: list[nn.Module] = [LlamaDecoderLayer(llama, 0)]
        if case["cross"]:
            modules += [LlamaAttention(llama, 0), LlamaRMSNorm(config["width"])]
    assert sum(part[0] for part in case["block"].values()) == sum(map(parameters, modules))


def parameters(module: nn.Module) -> int:
    return sum(parameter.numel() for parameter in module.parameters())
