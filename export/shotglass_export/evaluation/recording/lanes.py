"""Which lanes of the page's gallery are recorded: what a person sees first, and a step further.

The page's opening task with every number of examples of every set; of each other task what it
opens with. ``prompt_of`` is the twin of the function of that name in
``web/src/core/gallery/gallery.ts``.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from shotglass.decoding import DecodingSettings
from shotglass.prompting import Lane, Prompt

TASK = "task.json"


@dataclass(frozen=True)
class Opening:
    """``web/src/gallery/opening.json``: the task the page opens with, and how."""

    task: str
    few: int  # examples of the few-shot lane
    sentence: str  # whose surprisals the first lesson adds up
    objective: Mapping[str, str]  # the text that a lesson measures, and the model ``beside``
    bar: Mapping[str, Any]  # how many shots its glass takes, and the sets of those it opens with
    next: str  # the text whose next word is shown being drawn
    beam: Mapping[str, Any]  # what the lesson on beam search searches after, how wide and far
    lookup: Mapping[str, Any]  # the same of the text that the lesson on drafts goes on with
    settings: Mapping[str, Any]

    @classmethod
    def read(cls, page: Path) -> Opening:
        return cls(**json.loads(_opening_path(page).read_text("utf-8")))

    @property
    def searches(self) -> Mapping[str, Mapping[str, Any]]:
        """By the lesson that shows them."""
        return {"beam": self.beam, "lookup": self.lookup}

    def decoding(self) -> DecodingSettings:
        return DecodingSettings(**self.settings)


@dataclass(frozen=True)
class LaneGroup:
    """Lanes of one prompt object, run together. ``few``: the number of examples opened with."""

    name: str  # the task and the place of its shot set
    opening: bool  # stands on the first screen
    few: int
    prompt: Prompt
    lanes: tuple[Lane, ...]


def groups(page: Path, opening: Opening) -> Iterator[LaneGroup]:
    """The opening task first, then the others by file name, and the text of the next word."""
    entries = [_read(path) for path in gallery_paths(page)]
    entries.sort(key=lambda entry: entry["id"] != opening.task)
    for entry in entries:
        whole = entry["id"] == opening.task
        sets = list(entry["prompt"]["shot_sets"])
        for place, shot_set in enumerate(sets if whole else sets[:1]):
            prompt = prompt_of(entry, shot_set)
            few = min(opening.few, len(prompt.shot_sets[shot_set]))
            most = range(len(prompt.shot_sets[shot_set]) + 1)
            numbers = most if whole else sorted({0, 1, few})
            yield LaneGroup(
                name=f"{entry['id']}-{place}",
                opening=whole and place == 0,
                few=few,
                prompt=prompt,
                lanes=tuple(
                    Lane(str(k), shot_set if k else None, tuple(range(k))) for k in numbers
                ),
            )
    text = Prompt.from_json({"template": "{input}{output}", "query": {"input": opening.next}})
    yield LaneGroup("next", opening=False, few=0, prompt=text, lanes=(Lane("0", None, ()),))


def prompt_of(entry: Mapping[str, Any], shot_set: str) -> Prompt:
    """The entry's first question, with the answers that go with the examples of ``shot_set``."""
    query = entry["queries"][0]
    labels = query.get("labels") or entry.get("labels_by_set", {}).get(shot_set)
    changes: dict[str, Any] = {"query": {"input": query["input"]}}
    if shot_set in query["expected"]:
        changes["query"]["expected"] = query["expected"][shot_set]
    if labels is not None:
        changes["labels"] = [{"text": text} for text in labels]
    return Prompt.from_json(entry["prompt"] | changes)


def sources(page: Path) -> list[Path]:
    """The files that decide what is recorded."""
    return [*gallery_paths(page), _opening_path(page)]


def task_ids(gallery: Path) -> tuple[str, ...]:
    """The tasks that any model can be asked, in the page's order; those that name one of our own
    models are left out: others were never taught what they ask."""
    files = [_read(path) for path in sorted(gallery.glob(f"*/{TASK}"))]
    general = sorted(
        (file for file in files if "model" not in file), key=lambda file: file["order"]
    )
    return tuple(file["id"] for file in general)


def gallery_paths(page: Path) -> list[Path]:
    """The files of the tasks that any model can be asked, by id."""
    gallery = page / "src" / "gallery"
    return [gallery / id / TASK for id in sorted(task_ids(gallery))]


def _read(path: Path) -> dict[str, Any]:
    data: dict[str, Any] = json.loads(path.read_text("utf-8"))
    return data


def _opening_path(page: Path) -> Path:
    return page / "src" / "gallery" / "opening.json"
