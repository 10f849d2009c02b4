"""What is said in the end, when something has been made of a model."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, ClassVar

from ...events import Event


@dataclass(frozen=True)
class Exported(Event):
    """The last: an entry of the list of exports."""

    type: ClassVar[str] = "exported"
    export: Mapping[str, Any]


@dataclass(frozen=True)
class Made(Event):
    """A graph was added: the model as the list of models tells it now."""

    type: ClassVar[str] = "made"
    model: Mapping[str, Any]
