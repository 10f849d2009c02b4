"""A gallery task as questions: every item after the first k examples of every set."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from shotglass.prompting import Lane, render

from ...data.entries import Entry, items_path, read_entry
from ...data.items import Item, ItemFile
from ..label_scores import Question

KS = (0, 1, 2, 4, 8)


@dataclass(frozen=True)
class Task:
    """The examples are the first k of a set, in the set's order, the same for all items: that is
    what the page shows, and all that a verdict speaks of."""

    entry: Entry
    items: tuple[Item, ...]

    def questions(self, set_name: str, k: int) -> list[Question]:
        """One for each item, in order; without examples the set only chooses the labels."""
        lane = Lane("", set_name, tuple(range(k)))
        prompts = [self.entry.asking(item, set_name) for item in self.items]
        return [
            Question(render(p, lane).text, tuple(label.text for label in p.labels)) for p in prompts
        ]

    def all_questions(self) -> list[Question]:
        """In an order in which neighbours begin alike."""
        pairs = [(name, k) for name in self.entry.sets for k in KS]
        return [question for name, k in pairs for question in self.questions(name, k)]

    def right_place(self, item: Item, set_name: str) -> int:
        """Which of the item's labels is the expected one."""
        labels = [label.text for label in self.entry.asking(item, set_name).labels]
        return labels.index(item.expected[set_name])


def read_task(id: str, gallery: Path, limit: int | None = None) -> Task:
    """With the first ``limit`` of its items, or all."""
    items = ItemFile.read(items_path(id, gallery)).items
    return Task(read_entry(id, gallery), items[:limit])
