"""A gallery of one small task, for a tiny model."""

from __future__ import annotations

import json
from pathlib import Path

from shotglass_research.gallery.task import Item, ItemFile

WORDS = ("cat", "dog", "mat", "sun", "sky", "sea")


def write_small_gallery(root: Path) -> Path:
    """The task "small": two sets of eight examples, six items, two labels each."""
    (root / "small").mkdir(parents=True)
    sets = {
        name: [{"input": f"{i}", "output": f" {i}{end}"} for i in range(8)]
        for name, end in (("a", "a"), ("b", "b"))
    }
    prompt = {"template": "{input}:{output}\n", "shot_sets": sets, "query": {"input": "cow"}}
    task = {
        "id": "small",
        "order": 1,
        "queries": [{"input": "cow", "expected": {}}],
        "prompt": prompt,
    }
    (root / "small" / "task.json").write_text(json.dumps(task))
    (root / "small" / "items.json").write_text(small_items().to_text())
    return root


def small_items() -> ItemFile:
    items = tuple(
        Item(word, {"a": f" {word}a", "b": f" {word}b"}, (f" {word}a", f" {word}b"))
        for word in WORDS
    )
    return ItemFile("small", "here", "Apache-2.0", "Made up.", 1, items)
