"""The lesson's shapes are the published ones, and its counts add up to what the server counts."""

from __future__ import annotations

from typing import Any

import pytest
from contract import block_cases

from shotglass.architecture import ModelConfig
from shotglass.shapes import SHAPES, flops_per_token, parts, row

DISCLOSED = [shape for shape in SHAPES if shape.config is not None]
ENTRIES = {shape["id"]: shape for shape in block_cases.shapes()}
LATER = block_cases.make()["later"]
CASES = block_cases.make()["blocks"]


@pytest.mark.parametrize("shape", DISCLOSED, ids=lambda shape: shape.id)
def test_a_published_shape_stands_in_the_lesson_as_it_was_published(shape: Any) -> None:
    entry = ENTRIES[shape.id]
    assert ModelConfig.from_json(entry["config"]) == shape.config
    told = ("source", "published", "reading", "generates")
    assert {key: entry[key] for key in told} == {key: getattr(shape, key) for key in told}
    assert entry["pooler"] == bool(shape.beside)


def test_beside_the_published_ones_stand_two_that_are_built_like_llama() -> None:
    others = ENTRIES.keys() - {shape.id for shape in DISCLOSED}
    counts = {id: ModelConfig.from_json(ENTRIES[id]["config"]).parameters for id in others}
    assert counts == {"smollm2-135m": 134_515_008, "llama-7b": 6_738_415_616}


@pytest.mark.parametrize(
    "case", [case for case in CASES if not case["cross"]], ids=lambda c: c["id"]
)
def test_the_parts_of_all_layers_add_up_to_the_servers_counts(case: dict[str, Any]) -> None:
    entry = ENTRIES[case["id"]]
    config = ModelConfig.from_json(entry["config"])
    block, outside = case["block"].values(), case["outside"].values()
    flops = config.layers * sum(part[1] for part in block) + sum(part[1] for part in outside)
    assert flops == flops_per_token(config, generates=entry["generates"])
    whole = config.layers * sum(part[0] for part in block) + sum(part[0] for part in outside)
    published = next((shape for shape in DISCLOSED if shape.id == case["id"]), None)
    assert whole == (row(published)["parameters"] if published else sum(parts(config).values()))


@pytest.mark.parametrize("case", LATER, ids=lambda case: case["id"])
def test_a_layer_of_a_later_family_adds_up_too(case: dict[str, Any]) -> None:
    config = ModelConfig.from_json(case["config"])
    block, outside = case["block"].values(), case["outside"].values()
    counts = [config.layers * sum(p[i] for p in block) + sum(p[i] for p in outside) for i in (0, 1)]
    assert counts == [config.parameters, flops_per_token(config)]
