"""What shows a link to a run of the folder elsewhere says of it."""

from __future__ import annotations

from ...server.parts import Link
from .folder import ContentFolder


def link_to(folder: ContentFolder, id: str) -> Link | None:
    """What was asked and answered in the run ``id``; None where the folder has no such run."""
    run = folder.entry("runs", id)
    if run is None:
        return None
    value = run.value
    answer = f"→ {value['answer']}" if value["answer"] else ""
    parts = (answer, value["models"], value["made"][:10])
    title = f"{value['question'] or run.id} · Shotglass"
    return Link(title, " · ".join(filter(None, parts)))
