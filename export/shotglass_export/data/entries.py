"""The gallery's tasks as files: a prompt object, its shot sets, its own questions.

``web/src/core/gallery/gallery.ts`` is the twin; the files are in ``web/src/gallery``.
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
IDS = (
    "same-word", "reviews", "animal-or-food", "chinese-words", "copy-rule", "plurals", "odd-dates",
    "note-translation", "translation", "arithmetic",
)  # fmt: skip


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


def read_entry(id: str, gallery: Path = GALLERY) -> Entry:
    """Raises NotFound where there is no such task, InvalidRequest for a broken prompt."""
    path = gallery / f"{id}.json"
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
