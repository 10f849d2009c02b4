"""What is said while a model is exported: how far it is, then what was made."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, ClassVar

from ..events import Event


@dataclass(frozen=True)
class Progress(Event):
    """``text`` says what is done now, ``share`` how much of the whole is behind it, 0 to 1."""

    type: ClassVar[str] = "progress"
    text: str
    share: float


@dataclass(frozen=True)
class Exported(Event):
    """The last: an entry of the list of exports."""

    type: ClassVar[str] = "exported"
    export: Mapping[str, Any]
