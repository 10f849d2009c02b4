"""Keys: who may use the API where the server was started with ``--api-key``.

Without keys an Authorization header is not looked at. With them every route asks for one, but
/health/live, the page's files and, for the page on this machine, the routes the page itself uses.
"""

from __future__ import annotations

from hashlib import sha256
from hmac import compare_digest
from ipaddress import IPv6Address, ip_address

from flask import Request

from ..errors import InvalidApiKey
from .config import LOOPBACK, ServerConfig

OPEN = frozenset({"ops.live"})  # endpoints, besides the page's files
FOR_CLIENTS = frozenset({"openai", "tokenizing"})  # blueprints that the page does not use
FORWARDED = ("Forwarded", "Via", "X-Forwarded-For", "X-Forwarded-Host", "X-Real-IP")


def check_key(request: Request, config: ServerConfig) -> None:
    """Raises InvalidApiKey."""
    if not config.api_keys or is_open(request) or _known(request, config):
        return
    if request.blueprint not in FOR_CLIENTS and from_this_machine(request, config):
        return
    raise InvalidApiKey(
        "This server asks for a key: send the one it was started with as Authorization: Bearer KEY."
    )


def is_open(request: Request) -> bool:
    return request.endpoint in OPEN or request.blueprint == "pages"


def from_this_machine(request: Request, config: ServerConfig) -> bool:
    """A proxy on this machine also comes from here: one that says so, or that this server was
    told of by another name or origin, makes it nobody's machine."""
    if config.allowed_hosts or config.allowed_origins:
        return False
    if any(name in request.headers for name in FORWARDED):
        return False
    host = request.headers.get("Host", "").lower()
    named = any(host == name or host.startswith(f"{name}:") for name in LOOPBACK)
    return named and _is_loopback(request.remote_addr)


def _is_loopback(address: str | None) -> bool:
    try:
        found = ip_address(address or "")
    except ValueError:
        return False
    mapped = found.ipv4_mapped if isinstance(found, IPv6Address) else None
    return (mapped or found).is_loopback


def _known(request: Request, config: ServerConfig) -> bool:
    """As long for a wrong key as for a right one."""
    scheme, _, key = request.headers.get("Authorization", "").partition(" ")
    given = _digest(key.strip())
    found = [compare_digest(given, _digest(key)) for key in config.api_keys]
    return scheme.lower() == "bearer" and any(found)


def _digest(key: str) -> bytes:
    return sha256(key.encode("utf-8", "surrogatepass")).digest()
