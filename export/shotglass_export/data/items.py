"""Item files: the questions with known answers that a gallery task is measured on."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any


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
