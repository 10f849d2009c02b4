"""Which of a model's stop tokens its source calls the end token."""

from __future__ import annotations

from dataclasses import replace

import pytest
import tokenizers

from shotglass.architecture import ModelConfig
from shotglass.contract import Manifest
from shotglass.text import Tokenizer, end_token

NAMES = ["<|endoftext|>", "<|im_start|>", "<|im_end|>"]  # as in SmolLM2


@pytest.fixture
def tokenizer() -> Tokenizer:
    inner = tokenizers.Tokenizer(tokenizers.models.BPE({}, []))
    inner.pre_tokenizer = tokenizers.pre_tokenizers.ByteLevel()
    inner.decoder = tokenizers.decoders.ByteLevel()
    inner.add_special_tokens(NAMES)
    return Tokenizer(inner)


def manifest(**changes: object) -> Manifest:
    config = ModelConfig(
        vocabulary=3, context=8, layers=1, width=8, heads=1, kv_heads=1, head_size=8, ffn_width=8,
        norm="rms", norm_epsilon=1e-5, positions="rotary", activation="silu", gated=True, tied=True,
    )  # fmt: skip
    made = Manifest("a", "A", "causal-lm", config, {}, {}, 1, (0, 2), "MIT")
    return replace(made, **changes)  # type: ignore[arg-type]


TEMPLATE = "<|im_start|>{{ messages[0].content }}<|im_end|>"


@pytest.mark.parametrize(
    ("changes", "end"),
    [
        ({"end_id": 2}, 2),
        ({"end_id": 0, "chat_template": TEMPLATE}, 0),
        ({"chat_template": TEMPLATE}, 2),  # a folder from before end_id: sorted stops
        ({"chat_template": "{{ messages[0].content }}"}, 0),
        ({}, 0),
        ({"stop_ids": ()}, None),
    ],
    ids=str,
)
def test_the_source_s_word_counts_else_the_chat_template_s(
    tokenizer: Tokenizer, changes: dict[str, object], end: int | None
) -> None:
    assert end_token(manifest(**changes), tokenizer) == end
