"""Keys: who may use the API where the server was started with ``--api-key``.

Without keys neither an Authorization header nor a cookie is looked at. With them every route asks
for one, wherever the request comes from, but /health/live and the page's files. An address says
nothing about who asks: whatever a proxy or a tunnel passes on comes from this machine.

The page has no key. It is opened by an address that is printed at the start and ends in
``?token=...``; that answer sets a cookie and leads to the page's own address. The cookie stands for
a key on the routes that the page uses, until the server ends.
"""

from __future__ import annotations

from hashlib import sha256
from hmac import compare_digest

from flask import Request, Response, redirect

from ..errors import InvalidApiKey
from .config import ServerConfig

PAGES = "pages"  # the blueprint of the page's files
OPEN = frozenset({"ops.live"})  # endpoints, besides the page's files
FOR_CLIENTS = ("/v1/", "/tokenize", "/detokenize")  # addresses that the page does not use
TOKEN = "token"  # the query's field


def check_key(request: Request, config: ServerConfig) -> None:
    """Raises InvalidApiKey."""
    if not config.api_keys or is_open(request) or _known(request, config):
        return
    if not request.path.startswith(FOR_CLIENTS) and _is_page(request, config):
        return
    raise InvalidApiKey(
        "This server asks for a key: send the one it was started with as Authorization: Bearer "
        "KEY. To use the page, open it by the address with a token that the server printed when "
        "it started."
    )


def is_open(request: Request) -> bool:
    return request.endpoint in OPEN or request.blueprint == PAGES


def admitted(request: Request, config: ServerConfig) -> Response | None:
    """The answer to whoever opens the page with its token: a cookie, and on to the page, so that
    the token stays neither in the address bar nor in what is bookmarked."""
    given = request.args.get(TOKEN)
    if not config.api_keys or given is None or not _equal(given, config.page_token):
        return None
    answer = redirect("/", 303)
    assert isinstance(answer, Response), "redirect makes Flask's own response"
    answer.set_cookie(
        _cookie(config),
        _session(config),
        httponly=True,
        samesite="Strict",
        secure=request.is_secure,
    )
    return answer


def _is_page(request: Request, config: ServerConfig) -> bool:
    return _equal(request.cookies.get(_cookie(config), ""), _session(config))


def _cookie(config: ServerConfig) -> str:
    """Cookies know no ports: servers on one machine must not take each other's."""
    return f"shotglass-{_digest(f'name {config.page_token}').hex()[:12]}"


def _session(config: ServerConfig) -> str:
    return _digest(f"cookie {config.page_token}").hex()


def _known(request: Request, config: ServerConfig) -> bool:
    """As long for a wrong key as for a right one."""
    scheme, _, key = request.headers.get("Authorization", "").partition(" ")
    found = [_equal(key.strip(), one) for one in config.api_keys]
    return scheme.lower() == "bearer" and any(found)


def _equal(given: str, expected: str) -> bool:
    return compare_digest(_digest(given), _digest(expected))


def _digest(text: str) -> bytes:
    return sha256(text.encode("utf-8", "surrogatepass")).digest()
