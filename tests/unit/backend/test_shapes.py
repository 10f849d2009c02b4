"""The published shapes: exact counts, what follows from a shape, and the command that prints it."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st

from shotglass import cli
from shotglass.architecture import ModelConfig
from shotglass.shapes import GPT2_SMALL, SHAPES, figures, flops_per_token, parts, row

COUNTS = {
    "gpt-1": 116_534_784,
    "bert-base": 109_482_240,
    "bert-large": 335_141_888,
    "gpt-2-small": 124_439_808,
    "gpt-2-medium": 354_823_168,
    "gpt-2-large": 774_030_080,
    "gpt-2-XL": 1_557_611_200,
    "gpt-3-xl-width": 1_315_723_264,
    "gpt-3-xl-heads": 1_517_123_584,
    "gpt-3-13b-heads": 12_853_386_240,
    "gpt-3-13b-width": 12_936_488_380,
    "gpt-3-175b": 174_604_259_328,
}
ROWS = {shape.id: row(shape) for shape in SHAPES}


@pytest.mark.parametrize(("id", "count"), COUNTS.items())
def test_a_published_shape_counts_exactly(id: str, count: int) -> None:
    assert ROWS[id]["parameters"] == count


def test_each_exact_count_is_near_the_published_one() -> None:
    """Within 7 %, but for the reading of GPT-3 XL that takes its 24 heads by the word."""
    far = [
        id
        for id, shape in ROWS.items()
        if shape["published"] and abs(shape["parameters"] / shape["published"] - 1) > 0.07
    ]
    assert far == ["gpt-3-xl-heads"]


def test_the_printed_head_count_times_head_size_is_the_width_but_for_two() -> None:
    odd = [
        shape.id
        for shape in SHAPES
        if shape.config and shape.config.query_width != shape.config.width
    ]
    assert odd == ["gpt-3-xl-heads", "gpt-3-13b-width"]


def test_the_leaps_between_generations() -> None:
    first, second, third = (ROWS[id]["parameters"] for id in ("gpt-1", "gpt-2-XL", "gpt-3-175b"))
    assert f"{second / first:.1f} {third / second:.0f}" == "13.4 112"


def test_the_context_of_gpt_4_has_the_source_that_prints_it() -> None:
    assert "web page" in ROWS["gpt-4"]["source"]


def test_gpt_4_is_undisclosed() -> None:
    assert ROWS["gpt-4"]["parameters"] is None
    assert ROWS["gpt-4"]["shape"] is None


def test_a_model_that_does_not_generate_has_no_cache() -> None:
    assert ROWS["bert-base"]["kv_bytes"] is None
    assert ROWS["gpt-2-small"]["kv_bytes"] == {"fp16": 36_864, "fp32": 73_728}


def test_the_operations_of_a_token_are_twice_the_weights_and_the_attention() -> None:
    """Biases are added and norms scale: neither is a weight that multiplies."""
    weights = 12 * 12 * 768**2 + 50_257 * 768
    assert flops_per_token(GPT2_SMALL) == 2 * weights + 4 * 12 * 1024 * 768 == 284_812_800


GOLDEN = json.loads((Path(__file__).parents[2] / "contract" / "shapes.json").read_text())


@pytest.mark.parametrize("case", GOLDEN["counts"])
def test_counts_equal_the_golden_file(case: dict[str, Any]) -> None:
    shape = dict(case["shape"])
    config = replace(
        GPT2_SMALL,
        norm_first=shape.pop("norm") == "pre",
        kv_heads=shape["heads"],
        head_size=shape["width"] // shape["heads"],
        ffn_width=4 * shape["width"],
        **shape,
    )
    made = figures(config)
    assert made["parts"] == case["parts"] | {"other": 0}
    for key in ("parameters", "kv_bytes", "flops_per_token"):
        assert made[key] == case[key]


@given(st.integers(1, 48), st.sampled_from([64, 128, 1600]), st.integers(1, 60_000), st.booleans())
def test_the_parts_are_the_whole(layers: int, width: int, vocabulary: int, first: bool) -> None:
    config = ModelConfig.from_json(
        GPT2_SMALL.to_json()
        | {"layers": layers, "width": width, "vocabulary": vocabulary, "norm_first": first}
    )
    assert sum(parts(config).values()) == config.parameters
    assert json.dumps(figures(config))


def test_the_shapes_command_prints_every_row() -> None:
    ran = CliRunner().invoke(cli.cli, ["shapes"])
    assert ran.exit_code == 0
    for name in ("GPT-1", "116,534,784", "174,604,259,328", "undisclosed", "36,864", "+0.4 %"):
        assert name in ran.output
    assert len({len(line) for line in ran.output.splitlines()[:3]}) == 1


def test_the_shapes_command_prints_what_each_part_holds() -> None:
    lines = CliRunner().invoke(cli.cli, ["shapes"]).output.splitlines()
    table = lines[lines.index("") + 1 :]
    rows = {line[:15].strip(): line[15:].split("*")[0].split() for line in table[1:19]}
    assert table[0].split()[2:] == [
        "exact", "embedding", "position", "attention", "ffn", "norm", "other"
    ]  # fmt: skip
    for shape in SHAPES:
        if shape.config:
            whole, *counts = (int(figure.replace(",", "")) for figure in rows[shape.name])
            assert sum(counts) == whole
    assert rows["BERT base"] == [
        "109,482,240", "23,440,896", "393,216", "28,348,416", "56,669,184", "38,400", "592,128"
    ]  # fmt: skip


def test_a_window_spares_what_it_does_not_see() -> None:
    banded = replace(GPT2_SMALL, windows=(0, 128) * 6)
    spared = flops_per_token(GPT2_SMALL) - flops_per_token(banded)
    assert spared == 4 * 6 * (1024 - 128) * 768
    wide = replace(GPT2_SMALL, windows=(0, 5000) * 6)  # wider than any text
    assert flops_per_token(wide) == flops_per_token(GPT2_SMALL)


def test_a_head_that_fills_in_words_multiplies_too() -> None:
    bare = next(shape.config for shape in SHAPES if shape.id == "bert-base")
    assert bare is not None
    full = replace(bare, head_transform=True)
    head = 30_522 * 768 + 768 * 768
    assert flops_per_token(full, generates=False) - flops_per_token(bare, generates=False) == (
        2 * head
    )
