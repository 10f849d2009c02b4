"""The course has every lesson in one of its weeks, after those that it builds on."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import yaml

ROOT = Path(__file__).parents[3]
LESSONS: dict[str, dict[str, Any]] = {
    path.parent.name: yaml.safe_load(path.read_text("utf-8").split("---")[1])
    for path in ROOT.glob("web/src/extensions/course/lessons/*/lesson.en.md")
}


def test_every_lesson_has_its_week_and_no_week_is_empty() -> None:
    assert {lesson.get("week") for lesson in LESSONS.values()} == set(range(1, 13))


def test_a_lesson_comes_after_those_that_it_needs() -> None:
    place = {id: (lesson["week"], lesson["order"]) for id, lesson in LESSONS.items()}
    late = {
        id: needed
        for id, lesson in LESSONS.items()
        for needed in lesson.get("needs", [])
        if place[needed] > place[id]
    }
    assert late == {}
