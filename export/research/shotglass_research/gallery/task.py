"""The gallery's tasks as files: a prompt object, its shot sets, its own questions, and the items
with known answers that it is measured on.

``web/src/core/gallery/gallery.ts`` is the twin; each task is a folder of ``web/src/gallery``.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any

from shotglass.errors import NotFound
from shotglass.prompting import Label, Prompt, Query
from shotglass_export.evaluation.recording.lanes import TASK, task_ids


@dataclass(frozen=True)
class Item:
    """``labels``: the answers it is read at, empty where the task's own apply; ``expected``: the
    right one for each shot set."""

    input: str
    expected: Mapping[str, str]
    labels: tuple[str, ...] = ()

    def to_json(self) -> dict[str, Any]:
        data: dict[str, Any] = {"input": self.input, "expected": dict(self.expected)}
        return data | ({"labels": list(self.labels)} if self.labels else {})

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Item:
        return cls(data["input"], data["expected"], tuple(data.get("labels", ())))


@dataclass(frozen=True)
class ItemFile:
    """``source``, ``licence`` and ``built`` are sentences for people; ``seed`` chose the items."""

    id: str
    source: str
    licence: str
    built: str
    seed: int
    items: tuple[Item, ...]

    def to_text(self) -> str:
        """JSON with one line an item, so that changes show as such."""
        head = {key: value for key, value in asdict(self).items() if key != "items"}
        lines = [f"  {_json(key)}: {_json(value)}," for key, value in head.items()]
        items = ",\n".join(f"    {_json(item.to_json())}" for item in self.items)
        return "\n".join(["{", *lines, '  "items": [', items, "  ]", "}"]) + "\n"

    @classmethod
    def read(cls, path: Path) -> ItemFile:
        data = json.loads(path.read_text("utf-8"))
        items = tuple(Item.from_json(item) for item in data.pop("items"))
        return cls(**data, items=items)


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False)


GALLERY = Path(__file__).parents[4] / "web" / "src" / "gallery"
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


Taken = Collection[str]  # inputs that the examples and the page's questions use


def apart(labels: Sequence[str]) -> bool:
    """Whether no label is the beginning of another, or the same (its mass would count twice)."""
    return all(
        not other.startswith(label)
        for i, label in enumerate(labels)
        for j, other in enumerate(labels)
        if i != j
    )


def unlike(text: str, *others: str) -> bool:
    """Whether ``text`` can stand as an answer beside each of ``others``."""
    return all(apart([text, other]) for other in others)
