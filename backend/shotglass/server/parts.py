"""What an extension is on one server, and what the core asks of it there."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Protocol

from flask import Blueprint, Flask, Request

from .config import ServerConfig
from .host_names import ON_THIS_MACHINE
from .streaming.admission import Admission


class Guard(Protocol):
    """Who else gets in, on a server that asks for keys."""

    def admit(self, request: Request) -> bool:
        """Whether a request without a key is let in. It may set ``CLIENT``, under which its places
        and turns are counted, and ``GUEST``, for one that changes nothing that others see. Raises a
        ShotglassError to refuse it in words of its own; False leaves that to the server."""


@dataclass(frozen=True)
class BodyRule:
    """``most``: bytes of a request's body. ``media_type``: what it must be sent as."""

    most: int
    media_type: str = "application/json"


@dataclass(frozen=True)
class Link:
    """What shows a link to the page elsewhere says of it."""

    title: str
    description: str


@dataclass(frozen=True)
class RunningServer:
    """A server that answers now. ``addresses``: of the page, the best for others first."""

    addresses: tuple[str, ...]
    config: ServerConfig
    parts: tuple[ServerPart, ...] = ()

    @property
    def is_shared(self) -> bool:
        """Whether others can reach the server."""
        return self.config.host not in ON_THIS_MACHINE or self.config.allowed_origins != ()

    @property
    def query(self) -> str:
        """What follows an address of the page where the server asks for a key."""
        return f"/?token={self.config.page_token}" if self.config.api_keys else ""


def _nothing(*_: object) -> None: ...


@dataclass(frozen=True)
class ServerPart:
    """``computing``: blueprints whose routes compute from what was sent alone, and write nothing.
    ``bodies``: by the beginning of the path. ``begin`` is called once the server listens, ``end``
    when it ends. ``counted``: what is waited for at the end. ``page``: what the page is told in the
    list of models, None where it need not know. ``link``: of a request for the page, if it has
    words of its own. ``announce`` prints what the start has to say of it. Where the extension has a
    page of its own that is to be opened, ``page_path`` follows the page's address there, and
    ``opened_by`` names what others need for it.
    """

    blueprints: Sequence[Blueprint] = ()
    computing: frozenset[str] = frozenset()
    guard: Guard | None = None
    bodies: Mapping[str, BodyRule] = field(default_factory=dict)
    begin: Callable[[Flask], None] = _nothing
    end: Callable[[], None] = _nothing
    counted: Sequence[Admission] = ()
    page: Mapping[str, Any] | None = None
    link: Callable[[Request], Link | None] = _nothing
    announce: Callable[[RunningServer], None] = _nothing
    page_path: str = ""
    opened_by: str = ""
