"""Prompts of five kinds, and runs counted as the engine makes them."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest
from support.models.tiny import write_tiny_folder

from shotglass.engine import Engine, Library
from shotglass.engine.strategies.prompt_lookup import PromptLookup
from shotglass_research.experiments.experiment import build_toy_corpus
from shotglass_research.experiments.open_questions.five_kinds import (
    BEGUN,
    MODULES,
    code,
    prompts,
    records,
)
from shotglass_research.experiments.open_questions.lookup import runs_needed, written


def test_there_are_five_kinds_and_a_copy_begins_as_its_passage_does(tmp_path: Path) -> None:
    texts = prompts(build_toy_corpus(tmp_path), 3, seed=1)
    assert list(texts) == ["copying", "records", "code", "summary", "prose"]
    assert all(len(set(texts)) == 3 for texts in texts.values())
    for text in texts["copying"]:
        passage, _, begun = text.rpartition("\n\nThe same text again:\n\n")
        assert passage.startswith(begun)
        assert len(begun.split()) == BEGUN
    assert all(text.endswith("\n\nTL;DR:") for text in texts["summary"])


def test_records_are_json_of_different_people_and_code_can_be_compiled_by_lines() -> None:
    text = records(np.random.default_rng(1))
    people = json.loads(text.removesuffix(",\n  {") + "]")
    assert len({one["name"] for one in people}) == len(people) == 6
    for module in MODULES:
        assert code(module).startswith("def ")
        assert code(module).endswith("\n")


@pytest.mark.parametrize("text", ["the cat sat on the mat, the cat sat on the mat, the", "a"])
def test_the_runs_that_are_counted_are_the_runs_that_the_engine_makes(
    text: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write_tiny_folder(tmp_path, "tiny", "gpt2", 5)
    folder = Library([tmp_path]).folder("tiny")
    plain, drafting = Engine.open(folder), Engine.open(folder, prompt_lookup=True)
    drafts: list[int] = []
    draft = PromptLookup.draft

    def counted(self: PromptLookup, sequence: object) -> list[int]:
        found = draft(self, sequence)  # type: ignore[arg-type]
        drafts.append(len(found))
        return found

    monkeypatch.setattr(PromptLookup, "draft", counted)
    _, ids = written(plain, text, 24)
    slow = len(drafts)
    _, same = written(drafting, text, 24)

    assert slow == 0
    assert ids == same
    assert len(ids) == 24
    assert runs_needed(plain.encode(text), ids) == len(drafts)
    plain.close()
    drafting.close()
