"""What is said of a model that ships stands in one place: its card, and its recipe."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from support.house.house_cards import CARDS, SHIPPED, card_extra, with_card

from shotglass.contract import MANIFEST, Manifest
from shotglass.engine.library import BUNDLED
from shotglass.training_runs.library import RECORDED

RECIPES = CARDS.parent / "recipes"
COPIES = sorted([*BUNDLED.glob("*/recipe.toml"), *RECORDED.glob("*/recipe.toml")])


def test_every_model_that_ships_has_a_card_and_every_card_a_model() -> None:
    assert {path.stem for path in CARDS.glob("*.toml")} == set(SHIPPED)


@pytest.mark.parametrize("model", SHIPPED)
def test_a_manifest_says_what_the_model_s_card_says(model: str) -> None:
    folder = BUNDLED / model
    assert with_card(folder, card_extra(model)) == (folder / MANIFEST).read_text("utf-8")


def test_another_card_changes_the_words_of_a_manifest_and_nothing_else() -> None:
    folder = BUNDLED / "house-gpt2"
    before = Manifest.from_json((folder / MANIFEST).read_text("utf-8"))
    extra = replace(card_extra("house-gpt2"), name="Another", notes=("Its own.",))

    after = Manifest.from_json(with_card(folder, extra))

    assert (after.name, after.notes) == ("Another", (*before.notes[:3], "Its own."))
    assert replace(after, name=before.name, notes=before.notes) == before


@pytest.mark.parametrize("copy", COPIES, ids=lambda path: f"{path.parts[-3]}-{path.parent.name}")
def test_the_recipe_beside_a_model_or_run_is_the_one_that_can_be_run(copy: Path) -> None:
    assert copy.read_bytes() == (RECIPES / f"{copy.parent.name}.toml").read_bytes()
