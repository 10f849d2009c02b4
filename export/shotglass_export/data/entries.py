"""The gallery's tasks as files: a prompt object, its shot sets, its own questions.

``web/src/core/gallery/gallery.ts`` is the twin; each task is a folder of ``web/src/gallery``.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from shotglass.errors import NotFound
from shotglass.prompting import Label, Prompt, Query

from .items import Item

GALLERY = Path(__file__).parents[3] / "web" / "src" / "gallery"
TASK = "task.json"
ITEMS = "items.json"


@dataclass(frozen=True)
class Entry:
    id: str
    prompt: Prompt
    labels_by_set: Mapping[str, tuple[str, ...]]  # where the answers depend on the examples
    own_inputs: frozenset[str]  # the inputs of its own questions

    @property
    def sets(self) -> tuple[str, ...]:
        return tuple(self.prompt.shot_sets)

    @property
    def taken(self) -> frozenset[str]:
        """Inputs that no item may have: those of the examples and of the page's questions."""
        shots = (shot.input for shots in self.prompt.shot_sets.values() for shot in shots)
        return self.own_inputs.union(shots)

    def asking(self, item: Item, set_name: str) -> Prompt:
        """The prompt object with the item for its question and the answers that go with it."""
        own = [label.text for label in self.prompt.labels]
        labels = item.labels or self.labels_by_set.get(set_name) or own
        return replace(
            self.prompt,
            query=Query(item.input, item.expected[set_name]),
            labels=tuple(Label(text) for text in labels),
        )


def task_ids(gallery: Path = GALLERY) -> tuple[str, ...]:
    """The tasks that any model can be asked, in the page's order; those that name one of our own
    models are left out: others were never taught what they ask."""
    files = [json.loads(path.read_text("utf-8")) for path in sorted(gallery.glob(f"*/{TASK}"))]
    found = sorted((file for file in files if "model" not in file), key=lambda file: file["order"])
    return tuple(file["id"] for file in found)


def measured_ids(gallery: Path = GALLERY) -> tuple[str, ...]:
    """Those of them that have items, on which a verdict is measured."""
    return tuple(id for id in task_ids(gallery) if items_path(id, gallery).is_file())


def items_path(id: str, gallery: Path = GALLERY) -> Path:
    """Where a task's items are, beside the task."""
    return gallery / id / ITEMS


def read_entry(id: str, gallery: Path = GALLERY) -> Entry:
    """Raises NotFound where there is no such task, InvalidRequest for a broken prompt."""
    path = gallery / id / TASK
    if not path.is_file():
        raise NotFound(
            f"There is no gallery task {id!r} in {gallery}; run this in a checkout of the "
            "repository, or name its folder web/src/gallery with --gallery."
        )
    data = json.loads(path.read_text("utf-8"))
    by_set = data.get("labels_by_set", {})
    return Entry(
        id=data["id"],
        prompt=Prompt.from_json(data["prompt"]),
        labels_by_set={name: tuple(labels) for name, labels in by_set.items()},
        own_inputs=frozenset(query["input"] for query in data["queries"]),
    )
