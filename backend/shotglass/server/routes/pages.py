"""The web build as static files. Hashed assets are kept for good, the page itself never.

The build writes a gzipped copy beside a file where that is smaller; browsers that accept it get it.
"""

from __future__ import annotations

import re
from html import escape
from pathlib import Path, PurePosixPath
from typing import cast

from flask import Blueprint, Flask, Response, redirect, request, send_from_directory
from werkzeug.exceptions import HTTPException, MethodNotAllowed, NotFound
from werkzeug.routing import BaseConverter
from werkzeug.security import safe_join

from .. import problems
from ..config import ServerConfig
from ..downloads.responses import conditional
from ..parts import Link
from ..security import PAGES, admitted, admitted_by_key, client_paths, own_address
from ..services import Services

HASHED = ("assets/", "figure/")  # files named by their contents
FOR_GOOD = "public, max-age=31536000, immutable"
TYPES = {  # the system's own table differs from machine to machine
    ".css": "text/css",
    ".html": "text/html",
    ".js": "text/javascript",
    ".json": "application/json",
    ".mjs": "text/javascript",
    ".svg": "image/svg+xml",
    ".wasm": "application/wasm",
    ".woff2": "font/woff2",
}
NOT_BUILT = """The page is not built yet.

The API works: see /openapi.json. To build the page, in a checkout of the source:

    make demo

or, with Node 20 or later:

    cd web && npm ci && python scripts/api.py && npm run build
"""


DESCRIBED = re.compile(  # by what shows a link to the page elsewhere
    r'(?<=<title>)[^<]*|<meta\s+(?:name|property)="(?P<name>description|og:title|og:description)"'
    r'\s+content="[^"]*'
)
PICTURE = re.compile('(?<=<meta property="og:image" content=")[./]*')  # from the page to its folder
LINKED = "o/"  # small pages for what shows links


def is_instant(path: str) -> bool:
    """Whether an answer is ready as it stands."""
    return path == "/health/live"


def is_quick(path: str, client_paths: tuple[str, ...]) -> bool:
    """Whether an answer needs no model: the page, health, counts."""
    return not path.startswith(("/api/", *client_paths))


def page_path(client_paths: tuple[str, ...]) -> type[BaseConverter]:
    """Any path but those of the API, whose unknown addresses must be answered by a problem."""
    words = "|".join(re.escape(path[1:]) for path in client_paths if not path.endswith("/"))

    class PagePath(BaseConverter):
        regex = f"(?!api/|health/|v1/|(?:{words})s?$).+"
        part_isolating = False

    return PagePath


def register(app: Flask, config: ServerConfig, services: Services) -> None:
    app.url_map.converters["page"] = page_path(client_paths(services.parts))
    routes = Blueprint(PAGES, __name__)

    @routes.get("/")
    def index() -> Response:
        if (answer := admitted(request, config)) is not None:
            return answer
        if request.environ.get("REQUEST_URI") == request.script_root:
            # From here the page's files, which it names beside itself, would be elsewhere.
            return cast(Response, redirect(f"{request.script_root}/", 308))
        if not (config.static / "index.html").is_file():
            return Response(NOT_BUILT, 503, content_type="text/plain; charset=utf-8")
        links = (part.link(request) for part in services.parts)
        link = next((each for each in links if each is not None), None)
        return _sent(config, "index.html", own_address(request, config), link)

    if config.api_keys:

        @routes.post("/")
        def admission() -> Response:
            return admitted_by_key(request, config)

    @routes.get("/<page:path>")
    def static_file(path: str) -> Response:
        is_linked = path.startswith(LINKED) and path.endswith(".html")
        return _sent(config, path, own_address(request, config) if is_linked else "")

    @app.errorhandler(MethodNotAllowed)
    def other_method(error: MethodNotAllowed) -> Response:
        """An address that none but the pages' rule takes, and that is no page, is an unknown one
        by every method."""
        path = _page_path(app)
        inside = None if path is None else safe_join(str(config.static.resolve()), path)
        unknown = path is not None and (inside is None or not Path(inside).is_file())
        return problems.of_http(NotFound() if unknown else error, config.body_limit)

    app.register_blueprint(routes)


def _page_path(app: Flask) -> str | None:
    """The path where a GET would be a page's; None where the address is a route's own."""
    adapter = app.create_url_adapter(request)
    assert adapter is not None, "there is a request"
    try:
        endpoint, values = adapter.match(method="GET")
    except HTTPException:  # the address takes other methods alone
        return None
    return str(values["path"]) if endpoint == "pages.static_file" else None


def _sent(config: ServerConfig, path: str, address: str = "", link: Link | None = None) -> Response:
    """NotFound (werkzeug's) for a path that leaves the folder or names nothing in it.

    A page at a known ``address`` names its picture by it: what shows a link to the page elsewhere
    often reads no relative one. A copy of the files on another host, whose address nobody knows
    when the page is built, keeps the relative one. A page with a ``link`` has its title and its
    description.
    """
    kind = TYPES.get(PurePosixPath(path).suffix)
    if address == "":
        answer = _gzipped(config, path, kind) or _file(config, path, kind)
    else:
        inside = safe_join(str(config.static.resolve()), path)
        if inside is None or not Path(inside).is_file():
            raise NotFound
        whole = PICTURE.sub(address, Path(inside).read_text("utf-8"))
        if link is not None:
            whole = _described(whole, link)
        answer = Response(whole, content_type="text/html; charset=utf-8")
        answer.add_etag()
    answer.headers["Cache-Control"] = FOR_GOOD if path.startswith(HASHED) else "no-cache"
    answer.vary.add("Accept-Encoding")
    return conditional(answer, request)


def _described(page: str, link: Link) -> str:
    """Its title and description are those of the link, as text."""

    def described(match: re.Match[str]) -> str:
        if (name := match["name"]) is None:
            return escape(link.title)
        kind = "property" if name.startswith("og:") else "name"
        text = link.title if name == "og:title" else link.description
        return f'<meta {kind}="{name}" content="{escape(text)}'

    return DESCRIBED.sub(described, page)


def _gzipped(config: ServerConfig, path: str, kind: str | None) -> Response | None:
    """The copy beside the file, where there is one and the browser takes it."""
    if kind is None or not request.accept_encodings["gzip"]:
        return None
    try:
        answer = _file(config, f"{path}.gz", kind)
    except NotFound:
        return None
    answer.headers["Content-Encoding"] = "gzip"
    return answer


def _file(config: ServerConfig, path: str, kind: str | None) -> Response:
    return send_from_directory(config.static, path, mimetype=kind, conditional=False)
