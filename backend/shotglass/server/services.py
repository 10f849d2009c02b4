"""The services that routes work with, handed to each of them when the app is made."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from ..contract import Manifest
from ..exporter import Exporter
from ..extending import Extension
from .config import ServerConfig
from .downloads.workplace import Workplace
from .model_registry import ModelRegistry
from .parts import ServerPart
from .streaming.admission import Admission
from .streaming.metrics import Metrics
from .streaming.room import Room

MOST_TAILS = 160

MOST_LONG = 2  # some 200 MB each
ARRAYS_ROOM = 128 << 20  # bytes


@dataclass(frozen=True)
class Services:
    """``extensions``: those that are installed."""

    config: ServerConfig
    hosting: ModelRegistry
    admission: Admission
    metrics: Metrics = field(default_factory=Metrics)
    exporter: Exporter = field(default_factory=Exporter)
    workplace: Workplace = field(default_factory=Workplace)
    extensions: tuple[Extension, ...] = ()

    @cached_property
    def parts_by_name(self) -> dict[str, ServerPart]:
        """Returns the part of each extension on this server, by its name."""
        serving = ((each.name, each.serve) for each in self.extensions if each.serve is not None)
        return {name: serve(self) for name, serve in serving}

    @property
    def parts(self) -> tuple[ServerPart, ...]:
        return tuple(self.parts_by_name.values())

    @property
    def page_facts(self) -> dict[str, Mapping[str, Any]]:
        """Returns what the page learns about extensions, by their names."""
        parts = self.parts_by_name.items()
        facts = {name: part.page for name, part in parts if part.page is not None}
        return facts

    def served_context(self, manifest: Manifest) -> int:
        """Returns how many tokens a model may read and write, as this server was started."""
        return min(manifest.architecture.context, self.config.context)

    @cached_property
    def tails(self) -> Admission:
        """Training runs that somebody watches, which takes a thread and hardly any time."""
        return Admission(MOST_TAILS, "training runs are being watched", ending=self.admission)

    @cached_property
    def downloads(self) -> Admission:
        """Files and archives that are being sent."""
        return Admission(self.config.downloads, "downloads are being sent")

    @cached_property
    def long_texts(self) -> Room:
        """Texts of very many tokens, from when they are read until the answer has been sent."""
        return Room(MOST_LONG, "long texts as tokens")

    @cached_property
    def arrays(self) -> Room:
        """Bytes of answers that show the inside of a model, until they have been sent."""
        return Room(ARRAYS_ROOM, "answers of many numbers")
