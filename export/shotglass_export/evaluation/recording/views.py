"""What else the page shows without a model: explanations of the opening prompts, as
``POST /api/v1/explain`` answers, a text's surprisals under two models, and the lessons' beam
searches, as ``POST /api/v1/beam`` does.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from shotglass.decoding import BeamSettings
from shotglass.engine import Engine, ExplainOptions, beam, explain
from shotglass.engine.runtime.explain_graph import GRAPH
from shotglass.engine.tasks.framing import explanation_header, framed
from shotglass.events import End


@dataclass(frozen=True)
class Search:
    """With prompt and settings it is known again on the page."""

    prompt: str
    settings: Mapping[str, Any]
    file: str


def record_beams(
    engine: Engine, lessons: Mapping[str, Mapping[str, Any]], folder: Path
) -> Iterator[Search]:
    """Of each of ``lessons`` one search a width: its text, widths and max_tokens in
    ``opening.json``."""
    for name, lesson in lessons.items():
        for width in lesson["widths"]:
            settings = BeamSettings(width=width, n=1, max_tokens=lesson["max_tokens"])
            events = [
                json.loads(event.to_json())
                for event in beam(engine, lesson["text"], settings)
                if not isinstance(event, End)
            ]
            file = f"beams/{name}-{width}.json"
            (folder / file).write_text(json.dumps(events, separators=(",", ":")), "utf-8")
            yield Search(lesson["text"], asdict(settings), file)


@dataclass(frozen=True)
class Inside:
    prompt: str
    file: str


def record_inside(engine: Engine, prompt: str, file: str, folder: Path) -> Inside:
    """All layers' attention with scores and thumbnails, and the lens at the last token."""
    config = engine.manifest.architecture
    options = ExplainOptions(
        layers=tuple(range(config.layers)),
        scores=True,
        thumbnails=True,
        lens=len(engine.encode(prompt)) - 1,
    )
    explanation = explain(engine, prompt, options)
    header = explanation_header(engine.manifest.id, config, explanation)
    with (folder / file).open("wb") as out:
        out.writelines(framed(header, list(explanation.arrays.values())))
    return Inside(prompt, file)


@dataclass(frozen=True)
class Surprising:
    """A text whose surprisals under one model lie in ``file``; ``head`` names that model."""

    prompt: str
    head: Mapping[str, Any]
    file: str


def record_surprisals(
    engine: Engine, prompt: str, head: Mapping[str, Any], file: str, folder: Path
) -> Surprising:
    """The tokens of the text, and −log p of each in nats given all before it."""
    config = engine.manifest.architecture
    header = explanation_header(
        engine.manifest.id, config, explain(engine, prompt, ExplainOptions())
    )
    shown = {name: header[name] for name in ("tokens", "surprisals")}
    text = json.dumps(shown, ensure_ascii=False, separators=(",", ":"))
    (folder / file).write_text(text, "utf-8")
    return Surprising(prompt, head, file)


def can_look_inside(engine: Engine) -> bool:
    """Folders imported by an older version have no explain graph."""
    return GRAPH in engine.manifest.graphs
