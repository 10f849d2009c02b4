"""The beam searches of the lesson on it, as ``POST /api/v1/beam`` tells them."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from shotglass.decoding import BeamSettings
from shotglass.engine import Engine, beam
from shotglass.events import End


@dataclass(frozen=True)
class Search:
    """With prompt and settings it is known again on the page."""

    prompt: str
    settings: Mapping[str, Any]
    file: str


def record_beams(engine: Engine, asked: Mapping[str, Any], folder: Path) -> Iterator[Search]:
    """One search a width; ``asked`` is ``beam`` of ``opening.json``: text, widths, max_tokens."""
    for width in asked["widths"]:
        settings = BeamSettings(width=width, n=1, max_tokens=asked["max_tokens"])
        told = [
            json.loads(event.to_json())
            for event in beam(engine, asked["text"], settings)
            if not isinstance(event, End)
        ]
        file = f"beams/{width}.json"
        (folder / file).write_text(json.dumps(told, separators=(",", ":")), "utf-8")
        yield Search(asked["text"], asdict(settings), file)
