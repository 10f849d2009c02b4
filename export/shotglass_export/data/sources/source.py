"""A source of text: its package, its licence, and how it is read."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from ..packages import Package

Files = Mapping[str, bytes]  # a package's files by name


@dataclass(frozen=True)
class TextSource:
    """``read``: the package's files to documents; ``may_ship``: whether weights trained on it may
    be given away; ``about``: what it is, with the notices that its licence requires."""

    name: str
    package: Package
    licence: str
    may_ship: bool
    about: str
    read: Callable[[Files], Iterator[str]]
