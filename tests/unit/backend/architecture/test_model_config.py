"""Model shapes: exact counts, and configurations that cannot be."""

import json
from dataclasses import replace
from math import prod
from typing import Any

import pytest
from contract import block_cases
from hypothesis import given
from hypothesis import strategies as st

from shotglass.architecture import ModelConfig, weight_shapes
from shotglass.architecture.rotary import RopeScaling
from shotglass.errors import ModelFolderError

SMOLLM2 = ModelConfig(
    vocabulary=49152, context=8192, layers=30, width=576, heads=9, kv_heads=3, head_size=64,
    ffn_width=1536, norm="rms", norm_epsilon=1e-5, positions="rotary", activation="silu",
    gated=True, tied=True, rope_theta=100_000.0,
)  # fmt: skip


@pytest.mark.parametrize(
    ("id", "count"),
    [  # of the published models
        ("qwen3-0.6b", 596_049_920),
        ("olmo-2-1b", 1_484_916_736),
        ("gemma-2-2b", 2_614_341_888),
        ("pythia-70m", 70_426_624),
        ("phi-2", 2_779_683_840),
    ],
)
def test_later_families_are_counted_exactly(id: str, count: int) -> None:
    assert ModelConfig.from_json(block_cases.LATER[id]).parameters == count


def test_an_untied_head_is_counted_by_itself() -> None:
    untied = replace(SMOLLM2, tied=False)

    assert untied.parameters - SMOLLM2.parameters == 49152 * 576


def test_the_cache_of_a_token_is_keys_and_values_of_all_layers() -> None:
    assert SMOLLM2.kv_bytes_per_token() == 2 * 30 * 3 * 64 * 4


@given(st.booleans(), st.booleans(), st.booleans(), st.sampled_from(["rms", "layer"]))
def test_every_weight_has_one_name_and_the_count_is_their_sum(
    gated: bool, tied: bool, bias: bool, norm: Any
) -> None:
    config = replace(SMOLLM2, gated=gated, tied=tied, ffn_bias=bias, norm=norm, layers=2)

    shapes = weight_shapes(config)

    assert config.parameters == sum(prod(shape) for shape in shapes.values())
    assert ("head.weight" in shapes) is not tied
    assert ("layers.1.ffn.gate.weight" in shapes) is gated
    assert ("final_norm.bias" in shapes) is (norm == "layer")


def test_a_configuration_survives_json() -> None:
    assert ModelConfig.from_json(SMOLLM2.to_json()) == SMOLLM2
    assert "rope_scaling" not in SMOLLM2.to_json()


def test_later_choices_are_told_where_they_are_made_and_nowhere_else() -> None:
    chosen = {"head_norm": "head", "unturned": (1, 3), "logit_softcap": 30.0, "head_bias": True}
    config = replace(SMOLLM2, **chosen)
    assert config.to_json() == SMOLLM2.to_json() | chosen
    assert ModelConfig.from_json(json.loads(json.dumps(config.to_json()))) == config


def test_stretched_positions_survive_json() -> None:
    config = replace(SMOLLM2, rope_scaling=RopeScaling("llama3", 8.0))
    assert ModelConfig.from_json(json.loads(json.dumps(config.to_json()))) == config


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"layers": 0}, "layers is 0; a whole number from 1 to 4,096"),
        ({"layers": 10**18}, "layers is 1000000000000000000; a whole number from 1"),
        ({"vocabulary": 1 << 40}, "vocabulary is"),
        ({"norm_epsilon": float("nan")}, "norm_epsilon is nan; a finite number above 0"),
        ({"rope_theta": -1.0}, "rope_theta is -1.0; a finite number above 0"),
        ({"tied": "no"}, "tied is 'no'; true or false"),
        ({"segments": 0.5}, "segments is 0.5; a whole number"),
        ({"width": True}, "width is True"),
        ({"width": 1.5}, "width is 1.5"),
        ({"kv_heads": 4}, "9 heads cannot share 4"),
        ({"norm": "batch"}, "norm is 'batch'; one of rms, layer"),
        ({"head_size": 63}, "head_size is 63; rotary needs an even one"),
        ({"positions": "sinusoidal", "width": 577}, "width is 577; sinusoidal needs an even one"),
        (
            {"positions": "sinusoidal", "context": 1 << 24},
            "width is 576: the table of sinusoidal positions would hold 9,663,676,416 values",
        ),
        ({"positions": "relative"}, "positions is 'relative'; one of rotary, learned, sinusoidal"),
        ({"activation": "mish"}, "activation is 'mish'; one of silu, gelu, gelu_tanh, quick"),
        ({"rotary_size": 66}, "rotary_size is 66; an even part of the head's 64 was expected"),
        ({"rotary_size": 3}, "rotary_size is 3; an even part"),
        ({"unturned": [30]}, "unturned names layer 30; there are 30, from 0"),
        ({"unturned": [-1]}, "unturned is .-1.; a list of layers, from 0 was expected"),
        ({"positions": "none", "unturned": [1]}, "unturned is of rotary positions; these are none"),
        ({"norm_first": False, "parallel": "one norm"}, "norms after each sum stand alone"),
        ({"attention_softcap": -1.0}, "attention_softcap is -1.0; a finite number above 0, or 0"),
        ({"head_norm": "all"}, "head_norm is 'all'; one of none, head, width"),
        ({"rope_scaling": 2}, "rope_scaling is 2; an object or null"),
        (
            {"rope_scaling": {"kind": "yarn", "factor": 2}},
            "rope_scaling.kind is 'yarn'; one of linear",
        ),
    ],
)
def test_what_cannot_be_is_refused_in_a_sentence(change: dict[str, Any], sentence: str) -> None:
    with pytest.raises(ModelFolderError, match=sentence):
        ModelConfig.from_json(SMOLLM2.to_json() | change)


def test_unknown_and_missing_keys_are_named() -> None:
    with pytest.raises(
        ModelFolderError, match="rope_sealing is 2; there is no such key; known are"
    ):
        ModelConfig.from_json(SMOLLM2.to_json() | {"rope_sealing": 2})
    with pytest.raises(ModelFolderError, match="layers is missing"):
        ModelConfig.from_json({k: v for k, v in SMOLLM2.to_json().items() if k != "layers"})
