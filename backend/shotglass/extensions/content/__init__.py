"""A folder of one's own: tasks, lessons, runs and datasets by file, read and checked.

``folder`` finds and keeps them; ``lessons`` and ``tasks`` read theirs by the dataclasses of
``lesson_form`` and ``task_form``; ``located`` knows on which line of a file a value stands.
"""

from __future__ import annotations

import threading
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

import click

from ...errors import InvalidRequest
from ...extending import Extension, Given

if TYPE_CHECKING:
    from flask import Flask

    from ...server.config import ServerConfig
    from ...server.parts import ServerPart
    from ...server.services import Services

NAME = "content"


@dataclass(frozen=True)
class ContentSettings:
    """``path``: of the folder; ``writable``: whether the page may add to it."""

    path: Path
    writable: bool = False


OPTIONS = (
    click.Option(
        ["--content"],
        type=click.Path(file_okay=False, path_type=Path),
        help="Folder of your own tasks, lessons, runs and datasets, shown beside the page's own.",
    ),
    click.Option(
        ["--content-write"], is_flag=True, help="Let the page add tasks and lessons to it."
    ),
)


def _configure(config: ServerConfig, given: Given) -> ServerConfig:
    """Raises InvalidRequest."""
    if given["content"] is None:
        if given["content_write"]:
            raise InvalidRequest("--content-write is for a folder: name it with --content DIR.")
        return config
    return with_content(config, given["content"], given["content_write"])


def with_content(config: ServerConfig, path: Path, writable: bool = False) -> ServerConfig:
    """The settings of a server that shows what lies in the folder ``path``."""
    settings = ContentSettings(path, writable)
    return replace(config, extensions={**config.extensions, NAME: settings})


def _serve(services: Services) -> ServerPart:
    """A server without a folder answers that it has none."""
    from ...server.parts import ServerPart
    from .folder import ContentFolder
    from .routes import blueprint, link_to

    settings: ContentSettings | None = services.config.extensions.get(NAME)
    if settings is None:
        return ServerPart(blueprints=[blueprint(None)])
    folder = ContentFolder(settings.path, settings.writable)

    def begin(_: Flask) -> None:
        """Reads it once, which may take long, since the log says what is not shown."""
        threading.Thread(target=folder.content, name=NAME, daemon=True).start()

    return ServerPart(
        blueprints=[blueprint(folder)],
        page={},
        link=lambda request: link_to(folder, request.args.get("run", "")),
        begin=begin,
    )


EXTENSION = Extension(NAME, options={"serve": OPTIONS}, configure=_configure, serve=_serve)
