"""The families: what was published, counted on a device without memory, and what is refused."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
import torch

from shotglass.architecture import ModelConfig
from shotglass.errors import RecipeInvalid
from shotglass.shapes import SHAPES
from shotglass_export import recipe
from shotglass_export.models import FAMILIES, build, family_config

PUBLISHED = {shape.id: shape for shape in SHAPES}
BERT_VOCABULARY, GPT1_VOCABULARY, GPT2_VOCABULARY = 30_522, 40_478, 50_257


def sizes(vocabulary: int, context: int, layers: int, width: int, heads: int) -> dict[str, int]:
    return {
        "vocabulary": vocabulary, "context": context, "layers": layers, "width": width,
        "heads": heads,
    }  # fmt: skip


def counted(config: ModelConfig) -> int:
    """How many numbers torch's modules hold; none of them is allocated."""
    with torch.device("meta"):
        model = build(config)
    assert all(weight.is_meta for weight in model.state_dict().values())
    return sum(weight.numel() for weight in model.parameters())


@pytest.mark.parametrize(
    ("family", "id", "size", "count"),
    [
        ("gpt1", "gpt-1", (GPT1_VOCABULARY, 512, 12, 768, 12), 116_534_784),
        ("gpt2", "gpt-2-small", (GPT2_VOCABULARY, 1024, 12, 768, 12), 124_439_808),
        ("gpt2", "gpt-2-medium", (GPT2_VOCABULARY, 1024, 24, 1024, 16), 354_823_168),
        ("gpt2", "gpt-2-large", (GPT2_VOCABULARY, 1024, 36, 1280, 20), 774_030_080),
        ("gpt2", "gpt-2-XL", (GPT2_VOCABULARY, 1024, 48, 1600, 25), 1_557_611_200),
        ("gpt3", "gpt-3-175b", (GPT2_VOCABULARY, 2048, 96, 12_288, 96), 174_604_259_328),
    ],
)
def test_a_family_s_member_is_the_published_model(
    family: str, id: str, size: tuple[int, ...], count: int
) -> None:
    config = family_config(family, **sizes(*size))
    assert counted(config) == config.parameters == count
    assert replace(config, windows=()) == PUBLISHED[id].config  # how wide is not published


@pytest.mark.parametrize(
    ("id", "size", "count"),
    [
        ("bert-base", (BERT_VOCABULARY, 512, 12, 768, 12), 109_482_240),
        ("bert-large", (BERT_VOCABULARY, 512, 24, 1024, 16), 335_141_888),
    ],
)
def test_bert_is_the_published_model_with_its_pooler_beside(
    id: str, size: tuple[int, ...], count: int
) -> None:
    config = family_config("bert", **sizes(*size))
    headless, width = replace(config, head_transform=False), config.width
    assert headless == PUBLISHED[id].config
    assert counted(headless) + width * width + width == count
    head = width * width + width + 2 * width + config.vocabulary
    assert counted(config) == counted(headless) + head


def test_smollm2_is_a_llama() -> None:
    small = family_config("llama", **sizes(49_152, 8192, 30, 576, 9), kv_heads=3)
    assert small.ffn_width == 1536
    assert counted(small) == 134_515_008


def test_gpt_3_alternates_dense_layers_and_bands() -> None:
    config = family_config("gpt3", **sizes(31, 64, 5, 12, 2), window=7)
    assert config.windows == (0, 7, 0, 7, 0)
    assert family_config("gpt3", **sizes(31, 64, 2, 12, 2)).windows == (0, 16)


SMALL = sizes(31, 64, 2, 12, 2)


@pytest.mark.parametrize(
    ("family", "change", "sentence"),
    [
        ("gpt5", {}, "family is 'gpt5'; one of gpt1, gpt2, gpt3, bert, llama was expected"),
        ("gpt2", {"heads": 5}, "heads is 5; a divisor of the width, 12, was expected"),
        ("gpt2", {"heads": 0}, "heads is 0; a divisor of the width, 12, was expected"),
        ("gpt2", {"window": 4}, "window is 4; gpt2 has none, only gpt3 has"),
        ("gpt3", {"kv_heads": 1}, "kv_heads is 1; gpt3 has none, only llama has"),
    ],
)
def test_what_a_family_has_not_is_refused(
    family: str, change: dict[str, Any], sentence: str
) -> None:
    with pytest.raises(RecipeInvalid, match=sentence):
        family_config(family, **(SMALL | change))


def test_a_recipe_may_name_every_family() -> None:
    assert FAMILIES == recipe.FAMILIES
