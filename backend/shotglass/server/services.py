"""What the routes work with, handed to each of them when the app is made."""

from __future__ import annotations

import threading
from dataclasses import dataclass, field
from functools import cached_property

from ..exporter import Exporter
from .config import ServerConfig
from .model_registry import ModelRegistry
from .streaming.metrics import Metrics
from .streaming.run import Admission


@dataclass(frozen=True)
class Services:
    """``making``: held while the exporter makes something; one thing at a time."""

    config: ServerConfig
    hosting: ModelRegistry
    admission: Admission
    metrics: Metrics = field(default_factory=Metrics)
    exporter: Exporter = field(default_factory=Exporter)
    making: threading.Lock = field(default_factory=threading.Lock)

    @cached_property
    def downloads(self) -> Admission:
        """Files and archives that are being sent."""
        return Admission(self.config.downloads, "downloads are being sent")
