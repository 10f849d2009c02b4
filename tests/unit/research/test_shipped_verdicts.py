"""The verdicts that ship: of all items, in fp32, and as their document tells them."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from shotglass_research.evaluation.gallery import render_table
from shotglass_research.evaluation.record import marks
from shotglass_research.gallery.task import GALLERY, ItemFile, items_path, measured_ids, read_entry

EVIDENCE = Path(__file__).parents[3] / "docs" / "evidence.md"
DATA: dict[str, Any] = json.loads((GALLERY / "verdicts.json").read_text("utf-8"))


def test_the_documents_table_is_the_recorded_verdicts() -> None:
    begin, end = marks("verdicts")
    between = EVIDENCE.read_text("utf-8").partition(begin)[2].partition(end)[0]

    assert between.strip() == render_table(DATA)


def test_the_recorded_verdicts_are_those_of_fp32() -> None:
    assert DATA["model"]["precision"] == "fp32"


def test_the_recorded_verdicts_speak_of_all_shipped_items() -> None:
    assert [task["id"] for task in DATA["tasks"]] == list(measured_ids())
    for task in DATA["tasks"]:
        assert [one["set"] for one in task["sets"]] == list(read_entry(task["id"]).sets)
        shipped = ItemFile.read(items_path(task["id"]))
        assert task["n"] == len(shipped.items) >= 200


def test_three_tasks_or_more_show_a_gain_whose_interval_excludes_none() -> None:
    gains = {
        task["id"]
        for task in DATA["tasks"]
        for one in task["sets"]
        if one["verdict"] == "task learned" and one["gain"]["right"][1] > 0
    }

    assert len(gains) >= 3
