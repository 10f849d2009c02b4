"""Who asks: whether they are there, what they have not read, by which name they take turns."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from flask import request

from ..front.continuing import Continuing
from ..front.exchange import CONTINUING, GONE, UNREAD, WAKE

Wake = Callable[[], None]


def _never() -> bool:
    return False


def _nothing() -> int:
    return 0


@dataclass(frozen=True)
class Client:
    """``gone``: whether the client has left; ``name``: by which it takes turns with others;
    ``unread``: bytes that were made for it and not sent. ``wake``: ``front.exchange.WAKE``, and
    ``continuing``, who takes turns; None behind a server that has neither, where a run is waited
    for in the request's thread."""

    gone: Callable[[], bool] = _never
    name: str = ""
    unread: Callable[[], int] = _nothing
    wake: Callable[[], Wake] | None = None
    continuing: Continuing | None = None


def client(user: object = None) -> Client:
    """Who asks the request in progress. Its name is the address, and the ``user`` whom a program
    that asks for many names in its requests. Other servers than our front close the streams of
    clients that have left themselves."""
    environ = request.environ
    name = f"{request.remote_addr} {user if isinstance(user, str) else ''}"
    gone, unread = environ.get(GONE, _never), environ.get(UNREAD, _nothing)
    return Client(gone, name, unread, environ.get(WAKE), environ.get(CONTINUING))
