"""Who asks: whether they are still there, and by which name they take turns with others."""

from __future__ import annotations

from collections.abc import Callable

from flask import request

from ..front.exchange import GONE


def client_gone() -> Callable[[], bool]:
    """Our front tells whether the client has left; other servers close the stream themselves."""
    gone: Callable[[], bool] = request.environ.get(GONE, lambda: False)
    return gone


def client_name(user: object = None) -> str:
    """The address, and the ``user`` whom a program that asks for many names in its requests."""
    return f"{request.remote_addr} {user if isinstance(user, str) else ''}"
