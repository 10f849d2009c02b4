"""The requests that are let in, by exact Host and Origin lists, keys and media types, and the
headers of every answer.

Keys restrict the API where the server was started with ``--api-key``. Without keys neither an
Authorization header nor a cookie is looked at. With them every route asks for one, wherever the
request comes from, but /health/live and the page's files. An address says nothing about who asks:
whatever a proxy or a tunnel passes on comes from this machine.

The page has no key. It is opened by an address that is printed at the start and ends in
``?token=...``; that answer sets a cookie and leads to the same address without the token. A key
that somebody types on the page sets it too. The cookie stands for a key on the routes that the page
uses, until the server ends.

An extension may let others in by a ``Guard``, on the routes that the page uses. Who is a guest
changes nothing that others see.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import partial
from hashlib import sha256
from hmac import compare_digest
from urllib.parse import urlencode

from flask import Flask, Request, Response, redirect, request

from ..errors import (
    BodyTooLarge,
    Forbidden,
    HostNotAllowed,
    InvalidApiKey,
    ShotglassError,
    UnsupportedMediaType,
)
from . import problems
from .config import ServerConfig
from .front.environ import Environ
from .host_names import HOST, bracketed
from .parts import BodyRule, ServerPart
from .problems import Draining, NoRoom

SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})
PAGES = "pages"  # the blueprint of the page's files
OPEN = frozenset({"ops.live"})  # endpoints, besides the page's files
# Blueprints whose routes compute from what was sent alone, and write nothing.
COMPUTING = frozenset(
    {
        *("explaining", "fill", "generate", "logits", "measure", "rows", "score", "tokenize"),
        "tracing",
    }
)
# Addresses that the page does not use.
FOR_CLIENTS = ("/v1/", "/tokenize", "/detokenize")
TOKEN = "token"  # the query's field
LONG = ("/api/v1/measure", "/api/v1/rows")  # addresses with longer bodies
EMBED = "embed"  # a field of the page's query: its figure alone, for a frame of another page
NO_FRAME = "frame-ancestors 'none'"
# The script of `<shotglass-figure>` and its parts.
FIGURE = re.compile(r"/figure(\.js|/[\w.-]+\.js)")

CONTENT_SECURITY_POLICY = "; ".join(
    (
        "default-src 'none'",
        "script-src 'self' 'wasm-unsafe-eval'",  # wasm: a model in the visitor's own browser
        "style-src 'self'",
        "img-src 'self' data: blob:",
        "font-src 'self'",
        "connect-src 'self'",
        "worker-src 'self'",
        "manifest-src 'self'",
        "base-uri 'none'",
        "form-action 'none'",
        NO_FRAME,
        "require-trusted-types-for 'script'",
        # Svelte's own policy, for its compiled templates; ours, for the addresses of workers; in a
        # worker alone the default one, for onnxruntime, which starts its threads by a string.
        "trusted-types svelte-trusted-html shotglass default",
    )
)

HEADERS = {
    "Content-Security-Policy": CONTENT_SECURITY_POLICY,
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Embedder-Policy": "require-corp",
    "Cross-Origin-Resource-Policy": "same-origin",
}


def guard(app: Flask, config: ServerConfig, parts: Sequence[ServerPart] = ()) -> None:
    """Check every request before its route runs, and set the headers of every answer."""

    app.before_request(partial(check_request, request, config, parts))

    @app.after_request
    def harden(response: Response) -> Response:
        response.headers.update(HEADERS)
        if config.embedders and request.blueprint == PAGES and request.args.get(EMBED) == "1":
            response.headers.update(framed_headers(config.embedders))
        origin = request.headers.get("Origin", "")
        if origin in config.embedders and is_figure(request):
            response.headers["Access-Control-Allow-Origin"] = origin
            response.headers["Cross-Origin-Resource-Policy"] = "cross-origin"
            response.vary.add("Origin")
        response.headers.setdefault("Cache-Control", "no-store")
        return response


def framed_headers(embedders: tuple[str, ...]) -> dict[str, str]:
    """Returns the headers of a page that may stand within pages of the origins ``embedders``, and
    of no others.

    The resource policy is for those of them that ask one of whatever they embed (HTML Standard,
    section 7.1.4); a document is shown by the frame and read by nobody.
    """
    ancestors = f"frame-ancestors {' '.join(embedders)}"
    return {
        "Content-Security-Policy": CONTENT_SECURITY_POLICY.replace(NO_FRAME, ancestors),
        "Cross-Origin-Resource-Policy": "cross-origin",
    }


def is_figure(request: Request) -> bool:
    """Whether the request is for a script of ``<shotglass-figure>``: code without data, which pages
    of the origins that ``--allow-embed`` names may fetch. Browsers ask for modules of other origins
    by CORS."""
    return request.blueprint == PAGES and FIGURE.fullmatch(request.path) is not None


def body_rule(path: str, config: ServerConfig, parts: Sequence[ServerPart] = ()) -> BodyRule:
    """Returns what the body of a request may be. A measurement that was cut off goes on with all
    that it has read, and rows are sent as the file that they are."""
    for part in parts:
        for place, rule in part.bodies.items():
            if path == place or (place.endswith("/") and path.startswith(place)):
                return rule
    return BodyRule(config.earlier_limit if path in LONG else config.body_limit)


def check_request(request: Request, config: ServerConfig, parts: Sequence[ServerPart] = ()) -> None:
    """Checks a request by its headers alone, and sets how long its body may be.

    Raises HostNotAllowed, Forbidden, InvalidApiKey, UnsupportedMediaType, and what guards raise.
    """
    rule = body_rule(request.path, config, parts)
    request.max_content_length = rule.most
    check_host(request, config)
    check_origin(request, config)
    if config.api_keys:
        check_key(request, config, parts)
    if request.routing_exception is None:  # else there is nothing here, or by another method
        check_body_type(request, rule)


def check_host(request: Request, config: ServerConfig) -> None:
    """Raises HostNotAllowed. A name on the list is allowed on any port (tunnels and containers
    move ports), a name:port on the list on that port only. This is what stops DNS rebinding."""
    match = HOST.fullmatch(request.headers.get("Host", "").lower())
    if match and {match["name"], match[0]} & config.hosts:
        return
    name = bracketed(request.environ["SERVER_NAME"].removeprefix("::ffff:"))
    port = request.environ["SERVER_PORT"]
    address = f"http://{name}:{port}{request.script_root}/" if name in config.hosts else ""
    there = f"at {address}" if address else "by the address it printed when it started"
    if match is None:
        raise HostNotAllowed(f"The Host header names no host. Open this server {there}.")
    raise HostNotAllowed(
        f"This server does not go by the name {match['name']}. Open it {there}; if the name is "
        f"its own, start it with --allow-host {match['name']}.",
        address=address,
    )


def check_origin(request: Request, config: ServerConfig) -> None:
    """Raises Forbidden for a request that a page of another site makes, reading ones included: a
    first look at a model is work. Following a link to our page is not such a request."""
    origin = request.headers.get("Origin")
    if origin in config.allowed_origins:
        return
    if origin in config.embedders and is_figure(request):
        return
    if origin is not None and origin != own_origin(request, config):
        raise Forbidden("The Origin header names another site than this server.")
    site = request.headers.get("Sec-Fetch-Site", "same-origin")
    navigates = request.headers.get("Sec-Fetch-Mode") == "navigate"
    opens_the_page = navigates and request.method in SAFE_METHODS and request.blueprint == PAGES
    if site not in ("same-origin", "none") and not opens_the_page:
        raise Forbidden("The browser says that a page of another site makes this request.")


def own_origin(request: Request, config: ServerConfig) -> str:
    """Returns the server's origin by the Host header, which has been checked. Behind a TLS proxy
    the server speaks http itself, and knows its origin from its start."""
    is_secure = f"https://{request.host}" in config.allowed_origins
    return f"{'https' if is_secure else request.scheme}://{request.host}"


def own_address(request: Request, config: ServerConfig) -> str:
    """Returns the address of the page for whoever asks."""
    return f"{own_origin(request, config)}{request.script_root}/"


def check_body_type(request: Request, rule: BodyRule) -> None:
    """Raises UnsupportedMediaType; a form of another site can post text, but neither JSON nor
    nothing. An uploaded file comes as a form, of which ``check_origin`` says whose it is."""
    is_empty = not request.content_type and not request.content_length
    if is_empty or request.method in SAFE_METHODS or request.mimetype == rule.media_type:
        return
    raise UnsupportedMediaType(f"The header Content-Type: {rule.media_type} was expected.")


def check_key(request: Request, config: ServerConfig, parts: Sequence[ServerPart] = ()) -> None:
    """Checks the key of a request, on a server that has keys. Raises InvalidApiKey, and what guards
    raise."""
    if is_open(request) or _known(request, config):
        return
    if not request.path.startswith(client_paths(parts)):
        if _equal(request.cookies.get(cookie_name(config), ""), _session(config)):
            return
        if any(part.guard is not None and part.guard.admit(request) for part in parts):
            return
    raise InvalidApiKey(
        "This server asks for a key: send the one it was started with as Authorization: Bearer "
        "KEY. To use the page, type the key there, or open it by the address with a token that the "
        "server printed when it started."
    )


def may_change(request: Request, parts: Sequence[ServerPart]) -> bool:
    """Whether the request may change what others see, as all may that no route is known to answer
    from what was sent alone."""
    computing = COMPUTING.union(*(part.computing for part in parts))
    reads = request.method in SAFE_METHODS or request.routing_exception is not None
    return not reads and request.blueprint not in computing


def client_paths(parts: Sequence[ServerPart]) -> tuple[str, ...]:
    """The beginnings of addresses that programs use and the page does not."""
    return FOR_CLIENTS + tuple(path for part in parts for path in part.client_paths)


def is_open(request: Request) -> bool:
    return request.endpoint in OPEN or request.blueprint == PAGES


def admitted(request: Request, config: ServerConfig) -> Response | None:
    """The answer to a request that opens the page with its token: a cookie and a redirect to the
    same address without it, so that the token stays neither in the address bar nor in bookmarks."""
    given = request.args.get(TOKEN)
    if not config.api_keys or given is None or not _equal(given, config.page_token):
        return None
    rest = [(name, value) for name, value in request.args.items(multi=True) if name != TOKEN]
    query = f"?{urlencode(rest)}" if rest else ""
    answer = redirect(f"{request.script_root}/{query}", 303)
    assert isinstance(answer, Response), "redirect makes Flask's own response"
    return _with_cookie(answer, request, config)


def admitted_by_key(request: Request, config: ServerConfig) -> Response:
    """The answer to a key that a person typed on the page: the same cookie, so that the page keeps
    no key. Raises InvalidApiKey."""
    if not _known(request, config):
        raise InvalidApiKey("This is not the key of this server, or not all of it.")
    return _with_cookie(Response(status=204), request, config)


def _with_cookie(answer: Response, request: Request, config: ServerConfig) -> Response:
    return set_cookie(answer, cookie_name(config), _session(config), request, config)


def set_cookie(
    answer: Response, name: str, value: str, request: Request, config: ServerConfig
) -> Response:
    """The answer, with a cookie that no script can read, for this server's own pages alone."""
    answer.set_cookie(
        name,
        value,
        path=request.script_root or "/",
        httponly=True,
        samesite="Strict",
        secure=own_address(request, config).startswith("https"),
    )
    return answer


def cookie_name(config: ServerConfig) -> str:
    """Returns the beginning of the names of this server's cookies. Cookies know no ports, and
    servers on one machine must not take each other's."""
    return f"shotglass-{_digest(f'name {config.page_token}').hex()[:12]}"


def _session(config: ServerConfig) -> str:
    return _digest(f"cookie {config.page_token}").hex()


def _known(request: Request, config: ServerConfig) -> bool:
    """Whether the key is known. It takes as long for a wrong key as for a right one."""
    scheme, _, key = request.headers.get("Authorization", "").partition(" ")
    matches = [_equal(key.strip(), known) for known in config.api_keys]
    return scheme.lower() == "bearer" and any(matches)


def _equal(given: str, expected: str) -> bool:
    return compare_digest(_digest(given), _digest(expected))


def _digest(text: str) -> bytes:
    return sha256(text.encode("utf-8", "surrogatepass")).digest()


READ_AWAY = 64 << 20  # bytes


class Gate:
    """Makes the refusals that answer in place of the application."""

    def __init__(self, app: Flask, config: ServerConfig, parts: Sequence[ServerPart] = ()) -> None:
        self._app, self._config, self._parts = app, config, parts

    def most(self, path: str) -> int:
        """Bytes of a body."""
        return body_rule(path, self._config, self._parts).most

    def judge(self, environ: Environ) -> Response | None:
        """None: the body may be read."""
        with self._app.request_context(environ):
            try:
                check_request(request, self._config, self._parts)
                if (request.content_length or 0) > self.most(request.path):
                    raise self._over()
            except ShotglassError as error:
                return self._refusal(error)
        return None

    def too_large(self, environ: Environ) -> Response:
        with self._app.request_context(environ):
            return self._refusal(self._over())

    def too_many(self, environ: Environ) -> Response:
        error = NoRoom("Too many large requests are arriving at once; try again in a moment.")
        with self._app.request_context(environ):
            return self._refusal(error)

    def too_late(self, environ: Environ) -> Response:
        with self._app.request_context(environ):
            return self._refusal(Draining("The server is shutting down; try again in a moment."))

    def _over(self) -> BodyTooLarge:
        most = self.most(request.path)
        return BodyTooLarge(f"The body is larger than the {most:,} bytes this server reads.")

    def _refusal(self, error: ShotglassError) -> Response:
        """A body is read to its end and thrown away, or its sender would not see the answer; one
        that is far too large is not."""
        answer = self._app.process_response(problems.response(error))
        if (request.content_length or 0) > READ_AWAY:
            answer.headers["Connection"] = "close"
        return answer
