"""The page's first screen: the opening question behind every number of examples of every set.

``gallery/shelf.json`` is committed, so that the page has its first picture in every build, before
anything is fetched and without a server. Probabilities are the model's own, at temperature 1.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from shotglass.engine.library import ModelFolder
from shotglass.engine.model import Engine
from shotglass.engine.tasks.compare import compare
from shotglass.events import Score, Start

from .lanes import LaneGroup, Opening, groups
from .provenance import head

DIGITS = 6  # of a probability


def record_shelf(folder: ModelFolder, page: Path) -> str:
    """Write ``page/src/gallery/shelf.json``; says what was done."""
    opening = Opening.read(page)
    sets = [group for group in groups(page, opening) if group.name.startswith(f"{opening.task}-")]
    engine = Engine.open(folder)
    try:
        rows = [shelf_row(engine, group, opening) for group in sets]
    finally:
        engine.close()
    shelf = {
        "head": head(folder.manifest, opening) | {"settings": None},  # nothing was sampled
        "task": opening.task,
        "question": sets[0].prompt.query.input,
        "answers": [label.text for label in sets[0].prompt.labels],
        "rows": rows,
    }
    target = page / "src" / "gallery" / "shelf.json"
    target.write_text(json.dumps(shelf, ensure_ascii=False, indent=1) + "\n", "utf-8")
    prompts = sum(len(row["glasses"]) for row in rows)
    return f"{prompts} prompts to {folder.manifest.id} recorded in {target}."


def shelf_row(engine: Engine, group: LaneGroup, opening: Opening) -> Mapping[str, Any]:
    """A glass for each number of examples, and the longest of the row's prompts."""
    prompts: dict[str, str] = {}
    scores: dict[str, Score] = {}
    for event in compare(engine, group.prompt, group.lanes, opening.decoding()):
        if isinstance(event, Start):
            prompts[event.lane] = event.prompt
        elif isinstance(event, Score):
            scores[event.lane] = event
    answers = [label.text for label in group.prompt.labels]
    return {
        "set": group.lanes[-1].shot_set,
        "answer": answers.index(group.prompt.query.expected or ""),
        "prompt": prompts[group.lanes[-1].id],
        "glasses": [
            {
                "parts": [round(label.p, DIGITS) for label in score.labels],
                "likeliest": {"text": first.text, "p": round(first.p, DIGITS)},
            }
            for score in (scores[lane.id] for lane in group.lanes)
            for first in score.next.alternatives[:1]
        ],
    }
