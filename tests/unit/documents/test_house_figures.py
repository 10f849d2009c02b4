"""What is said of the house models in words is what their records say, where they end included."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from support.house.house_cards import card_extra
from support.house.house_summary import (
    own_held_out_sentence,
    summary_sentence,
    summary_table,
)

from shotglass.engine.library import BUNDLED
from shotglass_export.data.episodes.template import UNSEEN
from shotglass_research.evaluation.house.formats.unseen import (
    FAMILIES,
    OWN,
    cell_of,
    was_trained,
)

ROOT = Path(__file__).parents[3]
PAGE = (ROOT / "export" / "research" / "house-models.md").read_text("utf-8")
MODELS = ("house-gpt2", "house-prose")


def record_of(model: str) -> dict[str, Any]:
    return json.loads((BUNDLED / model / "evaluation.json").read_text("utf-8"))


@pytest.mark.parametrize("model", MODELS)
def test_the_card_says_in_one_sentence_what_is_claimed_and_where_it_ends(model: str) -> None:
    assert summary_sentence(record_of(model)) in card_extra(model).notes


@pytest.mark.parametrize("model", MODELS)
def test_the_document_says_the_same(model: str) -> None:
    told = summary_sentence(record_of(model)).partition(" it ")[2]  # "By the rule it ..."

    assert told in " ".join(PAGE.split())


def test_the_documents_table_is_the_record_s() -> None:
    assert own_held_out_sentence(record_of("house-gpt2")) in " ".join(PAGE.split())
    assert "\n".join(summary_table(record_of("house-gpt2"))) in PAGE


@pytest.mark.parametrize("model", MODELS)
@pytest.mark.parametrize("family", FAMILIES)
def test_its_own_templates_were_asked_anew_and_give_the_card_s_figures(
    model: str, family: str
) -> None:
    data = record_of(model)
    (card,) = [one for one in data["families"] if one["family"] == family]
    (judged,) = [one for one in card["cells"] if one["split"] == data["rule"]["split"]]
    expected = {at["k"]: (at["right"], at["form"]) for at in judged["by_k"] if at}

    for at in cell_of(data["unseen"], family, OWN)["by_k"]:
        assert (at["right"], at["form"]) == expected[at["k"]]


@pytest.mark.parametrize("model", MODELS)
def test_eight_templates_or_more_were_asked_a_thousand_questions_a_cell(model: str) -> None:
    unseen = record_of(model)["unseen"]
    others = [text for wording in UNSEEN for text in unseen["templates"][wording]]

    assert len(others) >= 8
    assert not any(map(was_trained, others))
    assert all(cell["n"] == 1000 for cell in unseen["cells"])
    assert unseen["ks"] == [0, 8]
