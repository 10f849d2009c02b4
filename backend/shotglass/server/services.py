"""What the routes work with, handed to each of them when the app is made."""

from __future__ import annotations

import threading
from dataclasses import dataclass, field
from functools import cached_property

from ..content import ContentFolder
from ..contract import Manifest
from ..exporter import Exporter
from .batches.folder import BatchFolder
from .classroom.classroom import MOST_SEATS, Classroom
from .config import ServerConfig
from .model_registry import ModelRegistry
from .streaming.admission import Admission
from .streaming.metrics import Metrics
from .streaming.room import Room

MOST_TAILS = 160
MOST_PAGES = 6  # of one student, or of the teacher

MOST_LONG = 2  # some 200 MB each
ARRAYS_ROOM = 128 << 20  # bytes


@dataclass(frozen=True)
class Services:
    """``making``: held while the exporter makes something; one thing at a time."""

    config: ServerConfig
    hosting: ModelRegistry
    admission: Admission
    classroom: Classroom | None = None
    metrics: Metrics = field(default_factory=Metrics)
    exporter: Exporter = field(default_factory=Exporter)
    making: threading.Lock = field(default_factory=threading.Lock)

    def served_context(self, manifest: Manifest) -> int:
        """How many tokens a model may read and write, as this server was started."""
        return min(manifest.architecture.context, self.config.context)

    @cached_property
    def content(self) -> ContentFolder | None:
        """The folder of one's own, where the server was given one."""
        path = self.config.content
        return None if path is None else ContentFolder(path, self.config.content_write)

    @cached_property
    def batches(self) -> BatchFolder | None:
        """Files and batches, where the server was given a folder for them."""
        path = self.config.batches
        return None if path is None else BatchFolder(path, self.config.batches_room)

    @cached_property
    def tails(self) -> Admission:
        """Training runs that somebody watches, which takes a thread and hardly any time."""
        return Admission(MOST_TAILS, "training runs are being watched", ending=self.admission)

    @cached_property
    def class_pages(self) -> Admission:
        """Pages of a class, each of which waits for news of it."""
        return Admission(
            MOST_SEATS + MOST_PAGES,
            "pages watch the class",
            ending=self.admission,
            most_each=MOST_PAGES,
        )

    @cached_property
    def downloads(self) -> Admission:
        """Files and archives that are being sent."""
        return Admission(self.config.downloads, "downloads are being sent")

    @cached_property
    def long_texts(self) -> Room:
        """Texts of very many tokens, from when they are read until the answer has been sent."""
        return Room(MOST_LONG, "long texts as tokens")

    @cached_property
    def logs(self) -> Room:
        """Logs of other programs that are read and compared, one comparison at a time."""
        return Room(1, "comparisons of logs")

    @cached_property
    def arrays(self) -> Room:
        """Bytes of answers that show the inside of a model, until they have been sent."""
        return Room(ARRAYS_ROOM, "answers of many numbers")
