"""What happens inside with the opening task's prompts, as ``POST /api/v1/explain`` answers it."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from shotglass.engine import Engine, ExplainOptions, explain
from shotglass.engine.runtime.explain_graph import GRAPH
from shotglass.engine.tasks.framing import explanation_header, framed


@dataclass(frozen=True)
class Inside:
    prompt: str
    file: str


def record_inside(engine: Engine, prompt: str, file: str, folder: Path) -> Inside:
    """All layers' attention with scores and thumbnails, and the lens at the last token."""
    config = engine.manifest.architecture
    wanted = ExplainOptions(
        layers=tuple(range(config.layers)),
        scores=True,
        thumbnails=True,
        lens=len(engine.encode(prompt)) - 1,
    )
    found = explain(engine, prompt, wanted)
    header = explanation_header(engine.manifest.id, config, found)
    with (folder / file).open("wb") as out:
        out.writelines(framed(header, list(found.arrays.values())))
    return Inside(prompt, file)


def can_look_inside(engine: Engine) -> bool:
    """Folders imported by an older version have no explain graph."""
    return GRAPH in engine.manifest.graphs
