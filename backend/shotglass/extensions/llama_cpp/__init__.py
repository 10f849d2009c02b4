"""The API of llama.cpp's own server, as far as scripts written for it need it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ...extending import Extension

if TYPE_CHECKING:
    from ...server.parts import ServerPart
    from ...server.services import Services

NAME = "llama_cpp"


def _serve(services: Services) -> ServerPart:
    from ...server.parts import ServerPart
    from .routes import blueprint

    return ServerPart(
        blueprints=[blueprint(services)],
        asking=frozenset({NAME}),
        client_paths=("/completion", "/apply-template"),
    )


EXTENSION = Extension(NAME, serve=_serve)
