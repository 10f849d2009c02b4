"""What the routes work with, handed to each of them when the app is made."""

from __future__ import annotations

from dataclasses import dataclass, field

from .admission import Admission
from .config import ServerConfig
from .exporter import Exporter
from .hosting import Hosting
from .metrics import Metrics


@dataclass(frozen=True)
class Services:
    config: ServerConfig
    hosting: Hosting
    admission: Admission
    metrics: Metrics = field(default_factory=Metrics)
    exporter: Exporter = field(default_factory=Exporter)
