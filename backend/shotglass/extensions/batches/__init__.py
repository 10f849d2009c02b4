"""Files of requests that run when nobody else asks (OpenAI's /v1/files and /v1/batches)."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

import click

from ...engine.library import user_cache
from ...extending import Extension, Given

if TYPE_CHECKING:
    from ...server.config import ServerConfig
    from ...server.parts import ServerPart
    from ...server.services import Services
    from .folder import BatchFolder

NAME = "batches"
ROOM = 1 << 30  # bytes


@dataclass(frozen=True)
class BatchSettings:
    """``folder``: of files and batches, whose files take ``room`` bytes at most."""

    folder: Path
    room: int = ROOM


OPTIONS = (
    click.Option(
        ["--batches"],
        type=click.Path(file_okay=False, path_type=Path),
        envvar="SHOTGLASS_BATCHES",
        default=lambda: user_cache() / "batches",
        help="Folder that keeps the files and batches of /v1.  "
        "[default: SHOTGLASS_BATCHES, else the user's cache folder]",
    ),
    click.Option(
        ["--batches-room", "batches_gib"],
        type=click.IntRange(1),
        default=ROOM >> 30,
        show_default=True,
        help="GiB of such files to keep; the oldest go first.",
    ),
)


def _configure(config: ServerConfig, given: Given) -> ServerConfig:
    settings = BatchSettings(given["batches"], given["batches_gib"] << 30)
    return replace(config, extensions={**config.extensions, NAME: settings})


def _serve(services: Services) -> ServerPart:
    """A server without settings for it answers its routes with how to have them."""
    from .folder import BatchFolder

    settings: BatchSettings | None = services.config.extensions.get(NAME)
    return part(services, BatchFolder(settings.folder, settings.room) if settings else None)


def part(services: Services, folder: BatchFolder | None) -> ServerPart:
    """Returns the part of batches on a server that keeps them in ``folder``."""
    from ...server.parts import BodyRule, ServerPart
    from .routes import FILES, blueprint
    from .runner import run_batches

    return ServerPart(
        blueprints=[blueprint(services, folder)],
        bodies={FILES: BodyRule(services.config.earlier_limit, "multipart/form-data")},
        begin=lambda app: run_batches(app, services, folder),
        end=lambda: folder.close() if folder else None,
    )


EXTENSION = Extension(NAME, options={"serve": OPTIONS}, configure=_configure, serve=_serve)
