"""The web build as static files. Hashed assets are kept for good, the page itself never."""

from __future__ import annotations

from pathlib import PurePosixPath

from flask import Blueprint, Flask, Response, send_from_directory
from werkzeug.routing import BaseConverter

from .config import ServerConfig

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

    cd web && npm ci && npm run build
"""


class PagePath(BaseConverter):
    """Any path but those of the API, whose unknown addresses must be told as such."""

    regex = "(?!api/|health/).+"
    part_isolating = False


def register(app: Flask, config: ServerConfig) -> None:
    app.url_map.converters["page"] = PagePath
    routes = Blueprint("pages", __name__)

    @routes.get("/")
    def index() -> Response:
        if not (config.static / "index.html").is_file():
            return Response(NOT_BUILT, 503, content_type="text/plain; charset=utf-8")
        return _sent(config, "index.html")

    @routes.get("/<page:path>")
    def static_file(path: str) -> Response:
        return _sent(config, path)

    app.register_blueprint(routes)


def _sent(config: ServerConfig, path: str) -> Response:
    """NotFound (werkzeug's) for a path that leaves the folder or names nothing in it."""
    answer = send_from_directory(
        config.static, path, mimetype=TYPES.get(PurePosixPath(path).suffix)
    )
    answer.headers["Cache-Control"] = FOR_GOOD if path.startswith("assets/") else "no-cache"
    return answer
