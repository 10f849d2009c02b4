"""The course has every lesson once, after those that it builds on."""

from __future__ import annotations

import re
from pathlib import Path

import yaml

ROOT = Path(__file__).parents[3]
LESSONS = {path.parent.name: path for path in ROOT.glob("web/src/lessons/*/lesson.en.md")}
ROWS = re.findall(r"^\| \d+ \|.*", (ROOT / "docs" / "course.md").read_text("utf-8"), re.MULTILINE)
COURSE = [id for row in ROWS for id in re.findall(r"`(\w+)`", row)]


def test_twelve_weeks_hold_every_lesson_once() -> None:
    assert len(ROWS) == 12
    assert sorted(COURSE) == sorted(LESSONS)


def test_a_lesson_comes_after_those_that_it_needs() -> None:
    late = {
        id: needed
        for id, path in LESSONS.items()
        for needed in yaml.safe_load(path.read_text("utf-8").split("---")[1]).get("needs", [])
        if COURSE.index(needed) > COURSE.index(id)
    }
    assert late == {}
