"""What the routes work with, handed to each of them when the app is made."""

from __future__ import annotations

from dataclasses import dataclass

from .admission import Admission
from .config import ServerConfig
from .hosting import Hosting


@dataclass(frozen=True)
class Services:
    config: ServerConfig
    hosting: Hosting
    admission: Admission
