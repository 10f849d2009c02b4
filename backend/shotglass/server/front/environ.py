"""The WSGI environment (PEP 3333) of a request that arrived as an ASGI scope."""

from __future__ import annotations

import io
import sys
from collections.abc import Container, Iterable, Mapping
from typing import Any
from urllib.parse import unquote_to_bytes, urlsplit

Environ = dict[str, Any]
MAPPED = "::ffff:"  # before an IPv4 address, as IPv6 has it (RFC 4291, 2.5.5.2)
Headers = Iterable[tuple[bytes, bytes]]


def environ_of(scope: Mapping[str, Any], prefix: str = "", proxies: Container[str] = ()) -> Environ:
    """Everything but the body, which ``give_body`` adds. ``prefix``: the path under which a larger
    site has this server; a proxy may have taken it off. ``proxies``: addresses whose word is taken
    for whom they ask."""
    target, authority = scope["raw_path"], ""
    if target[:7].lower() in (b"http://", b"https:/"):  # its authority is the host: RFC 9112, 3.2.2
        parts = urlsplit(target.decode("latin-1"))
        target, authority = parts.path.encode("latin-1"), parts.netloc
    path = "/" + unquote_to_bytes(target).decode("latin-1").lstrip("/")
    below = path[len(prefix) :] if f"{path}/".startswith(f"{prefix}/") else path
    environ = {
        "REQUEST_METHOD": scope["method"],
        "SCRIPT_NAME": prefix,
        "PATH_INFO": below or "/",
        "REQUEST_URI": path,
        "QUERY_STRING": scope["query_string"].decode("latin-1"),
        "SERVER_NAME": (scope["server"] or ("localhost", 0))[0],
        "SERVER_PORT": str((scope["server"] or ("", 0))[1]),
        "SERVER_PROTOCOL": f"HTTP/{scope['http_version']}",
        "wsgi.version": (1, 0),
        "wsgi.url_scheme": scope["scheme"],
        "wsgi.errors": sys.stderr,
        "wsgi.multithread": True,
        "wsgi.multiprocess": False,
        "wsgi.run_once": False,
    }
    give_body(environ, b"")
    environ |= _headers(scope["headers"])
    peer = (scope["client"] or ("", 0))[0]
    environ["REMOTE_ADDR"] = _client(peer, environ.get("HTTP_X_FORWARDED_FOR", ""), proxies)
    return environ | ({"HTTP_HOST": authority} if authority else {})


def give_body(environ: Environ, body: bytes) -> None:
    environ["wsgi.input"] = io.BytesIO(body)
    environ["wsgi.input_terminated"] = True
    environ["CONTENT_LENGTH"] = str(len(body))


def _client(peer: str, forwarded: str, proxies: Container[str]) -> str:
    """Each proxy adds at the right whom it speaks for; what stands to the left of an address that
    is no known proxy's, anybody may have written. An IPv4 client of a server that listens on IPv6
    too goes by its IPv4 address."""
    address = peer.removeprefix(MAPPED)
    for before in reversed(forwarded.split(",")):
        if address not in proxies:
            break
        address = before.strip().removeprefix(MAPPED) or address
    return address


def _headers(headers: Headers) -> dict[str, str]:
    """Names with an underscore are left out: they would read as the name with a hyphen."""
    variables: dict[str, str] = {}
    for raw, value in headers:
        if b"_" in raw:
            continue
        name = raw.decode("latin-1").upper().replace("-", "_")
        key = name if name in ("CONTENT_LENGTH", "CONTENT_TYPE") else f"HTTP_{name}"
        text = value.decode("latin-1")
        between = "; " if name == "COOKIE" else ","
        variables[key] = f"{variables[key]}{between}{text}" if key in variables else text
    return variables
