"""Prompts behind a start token; ``tests/contract/tokenizing.json`` holds this and the page's twin
together."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from shotglass.engine.strategies.scoring import EncodedLabels
from shotglass.text import PromptTokens, Tokenizer

ROOT = Path(__file__).parents[4]
GOLDEN = json.loads((ROOT / "tests" / "contract" / "tokenizing.json").read_text("utf-8"))
CASES: list[dict[str, Any]] = GOLDEN["started"]


@pytest.fixture(scope="module")
def tokenizer() -> Tokenizer:
    return Tokenizer.load(
        ROOT / "backend" / "shotglass" / "models" / "house-gpt2" / "tokenizer.json"
    )


@pytest.mark.parametrize("case", CASES, ids=lambda case: repr(case["text"]))
def test_ids_and_places_are_the_golden_file_s(tokenizer: Tokenizer, case: dict[str, Any]) -> None:
    prompts = PromptTokens(tokenizer, (case["start_id"],))
    pieces = prompts.pieces(case["text"])
    assert prompts.encode(case["text"]) == [piece.id for piece in pieces] == case["ids"]
    assert [[piece.start, piece.end] for piece in pieces] == case["places"]
    assert [piece.special for piece in pieces] == [True, *[False] * (len(pieces) - 1)]


@pytest.mark.parametrize("case", CASES, ids=lambda case: repr(case["text"]))
def test_a_label_has_the_tokens_that_it_has_without_a_start(
    tokenizer: Tokenizer, case: dict[str, Any]
) -> None:
    labels = EncodedLabels.after(tokenizer, case["text"], [case["label"]])
    assert [list(ids) for ids in labels.ids] == [case["label_ids"]]
    assert labels.moved == ()


def test_where_the_source_puts_none_there_is_none(tokenizer: Tokenizer) -> None:
    prompts = PromptTokens(tokenizer)
    assert prompts.encode("a cat") == tokenizer.encode("a cat")
    assert list(prompts.pieces("a cat")) == tokenizer.pieces("a cat")
