"""What is said of house-templates in words is what its record says."""

from __future__ import annotations

import json
from pathlib import Path

from support.house.house_cards import card_extra
from support.house.house_formats import formats_sentence, formats_table, spaces_sentence
from support.house.house_own import (
    bits_sentence,
    bits_table,
    everyday_table,
    own_sentence,
    unseen_table,
)

from shotglass.contract import MANIFEST
from shotglass.engine.library import BUNDLED
from shotglass.statistics.claim import QUERIES
from shotglass_export.data.episodes.templates import held_out_templates

ROOT = Path(__file__).parents[3]
ID = "house-templates"
RECORD = json.loads((ROOT / "export" / "research" / "house-templates.json").read_text("utf-8"))
UNSEEN = {
    "unseen": json.loads(
        (ROOT / "export" / "research" / "house-templates-unseen.json").read_text("utf-8")
    )
}
EVERYDAY = json.loads(
    (ROOT / "export" / "research" / "house-templates-everyday.json").read_text("utf-8")
)
SUCCESSOR = json.loads((ROOT / "export" / "research" / "house-everyday.json").read_text("utf-8"))
BEFORE, PROSE = (
    json.loads((BUNDLED / id / "evaluation.json").read_text("utf-8"))
    for id in ("house-gpt2", "house-prose")
)
PAGE = " ".join((ROOT / "export" / "research" / "house-models.md").read_text("utf-8").split())


def test_the_records_are_of_the_model_that_ships() -> None:
    manifest = json.loads((BUNDLED / ID / MANIFEST).read_text("utf-8"))
    digests = {one["sha256"] for one in manifest["files"].values()}

    for model in (RECORD["model"], UNSEEN["unseen"]["model"], EVERYDAY["model"]):
        assert model["id"] == ID
        assert {model[part] for part in ("graph", "weights", "tokenizer")} <= digests


def test_it_was_asked_in_house_gpt2_s_templates_and_read_the_same_text() -> None:
    unseen, before = UNSEEN["unseen"], BEFORE["unseen"]
    asked = [
        [(one["family"], one["wording"], one["words"], one["names"]) for one in found["cells"]]
        for found in (unseen, before)
    ]
    read = [
        [(one["source"], one["bytes"], one["documents"]) for one in found["bits_per_byte"]]
        for found in (RECORD, BEFORE, PROSE)
    ]

    # the i-th question depends on the seed and i alone, so fewer are the first ones
    assert unseen["questions"]["seed"] == before["questions"]["seed"]
    assert {one["n"] for one in unseen["cells"]} == {unseen["questions"]["n"]}
    assert unseen["templates"] == before["templates"]
    assert asked[0] == asked[1]
    assert read[0] == read[1] == read[2]


def test_it_was_asked_in_all_held_out_templates_and_so_were_the_others() -> None:
    held_out = {layout: list(found) for layout, found in held_out_templates().items()}

    assert RECORD["formats"]["templates"] == held_out
    assert [(one["model"]["id"], one["n"]) for one in RECORD["beside"]] == [
        ("house-gpt2", QUERIES),
        ("smollm2-135m", QUERIES),
    ]


def test_card_and_document_say_what_is_reached_and_where_it_ends() -> None:
    for sentence in (
        formats_sentence(RECORD),
        spaces_sentence(RECORD),
        own_sentence(UNSEEN, BEFORE),
        bits_sentence(RECORD, BEFORE, PROSE),
    ):
        assert sentence in card_extra(ID).notes
        assert sentence in PAGE


def test_the_documents_tables_are_the_records() -> None:
    assert " ".join(formats_table(RECORD)) in PAGE
    assert " ".join(unseen_table(UNSEEN)) in PAGE
    assert " ".join(everyday_table(EVERYDAY)) in PAGE
    assert " ".join(everyday_table(SUCCESSOR)) in PAGE
    assert " ".join(bits_table(RECORD, {"house-gpt2": BEFORE, "house-prose": PROSE})) in PAGE


def test_a_successor_that_is_worse_on_a_line_or_misses_its_goal_does_not_ship() -> None:
    goals = [line for line in SUCCESSOR["lines"] if line["line"] in ("list", "sentences")]
    changes = [change for table in SUCCESSOR["than"]["changes"].values() for change in table]
    reached = all(
        set(line["reached"]) == {"choice", "form", "gold-over-shuffled"} for line in goals
    )
    worse = any(change["worse"] for change in [*changes, *SUCCESSOR["than"]["bits_per_byte"]])

    assert SUCCESSOR["questions"] == EVERYDAY["questions"]
    assert (reached and not worse) == (BUNDLED / SUCCESSOR["model"]["id"]).exists()
