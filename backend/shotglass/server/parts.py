"""The part that an extension has on one server, and what the core asks of it there."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Protocol

from flask import Blueprint, Flask, Request

from .config import ServerConfig
from .host_names import ON_THIS_MACHINE
from .streaming.admission import Admission


class Guard(Protocol):
    """Decides who else gets in, on a server that asks for keys."""

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
    """The title and the description that a link to the page has elsewhere."""

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
        """Returns what follows an address of the page where the server asks for a key."""
        return f"/?token={self.config.page_token}" if self.config.api_keys else ""


def _nothing(*_: object) -> None: ...


@dataclass(frozen=True)
class ServerPart:
    """The parts that an extension adds to a server. Everything may be left out."""

    blueprints: Sequence[Blueprint] = ()
    # Names of blueprints whose routes compute from what was sent alone, and write nothing.
    computing: frozenset[str] = frozenset()
    # Names of blueprints whose routes ask a loaded model.
    asking: frozenset[str] = frozenset()
    # Beginnings of addresses that programs use and the page does not.
    client_paths: tuple[str, ...] = ()
    # By an address, or by its beginning where that ends in a slash.
    bodies: Mapping[str, BodyRule] = field(default_factory=dict)
    guard: Guard | None = None
    # Called once the server listens, and when it ends.
    begin: Callable[[Flask], None] = _nothing
    end: Callable[[], None] = _nothing
    # Requests that take no place among the runs, for which the end waits too.
    counted: Sequence[Admission] = ()
    # What the page is told in the list of models; None where it need not know.
    page: Mapping[str, Any] | None = None
    # What shows a link to the page elsewhere says of the page that a request asks for.
    link: Callable[[Request], Link | None] = _nothing
    # Prints what the start has to say.
    announce: Callable[[RunningServer], None] = _nothing
    # What follows the page's address where the extension has a page that the start opens, and what
    # others need to open it.
    page_path: str = ""
    opened_by: str = ""
