"""A class: students join by a code and guess; a teacher shows them around (docs/class.md)."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from secrets import token_urlsafe
from typing import TYPE_CHECKING

import click

from ...errors import InvalidRequest
from ...extending import Extension, Given

if TYPE_CHECKING:
    from ...server.config import ServerConfig
    from ...server.parts import ServerPart
    from ...server.services import Services

NAME = "class"
THREADS, TIMES = 128, 4  # for forty students, each of whom asks for several things at once
MOST_RUNS = 8  # of one student at once
MOST_PAGES = 6  # of one student, or of the teacher


@dataclass(frozen=True)
class ClassSettings:
    """``code``: by which students join."""

    code: str = field(repr=False)


OPTIONS = (
    click.Option(
        ["--class", "is_class"],
        is_flag=True,
        help="Open a class: students join by a code, and whoever has the key is the teacher. The "
        "default of --host is then 0.0.0.0.",
    ),
)


def _configure(config: ServerConfig, given: Given) -> ServerConfig:
    """A class has a key that nobody knows where none was given, and is open to the network unless
    another address was chosen. Raises InvalidRequest for what replicas under Ray do not have."""
    from ...engine.batching.scheduler import QUEUE
    from ...engine.library import user_data
    from ...terminal.keys import token_of
    from .classroom import code_of

    if not given["is_class"]:
        return config
    if given.get("on") is not None:
        raise InvalidRequest("Leave out --on: --class is for one process.")
    keys = config.api_keys or (token_urlsafe(32),)
    token = config.page_token if given["key_file"] else token_of(keys[0], user_data())
    opened = replace(
        config,
        host=given["host"] or "0.0.0.0",
        api_keys=keys,
        page_token=token,
        threads=THREADS,
        queue=max(TIMES * QUEUE, config.queue),
    )
    return with_class(opened, code_of(token))


def with_class(config: ServerConfig, code: str) -> ServerConfig:
    """The settings of a server whose class students join by the code."""
    extensions = {**config.extensions, NAME: ClassSettings(code)}
    return replace(config, runs_each=MOST_RUNS, extensions=extensions)


def _serve(services: Services) -> ServerPart:
    """A server without a class answers its routes with how to have one."""
    from ...server.parts import BodyRule, ServerPart
    from ...server.streaming.admission import Admission
    from .announcement import announce
    from .classroom import MOST_SEATS, Classroom
    from .guard import ClassGuard
    from .routes import CLASS, PATH, blueprint

    config = services.config
    settings: ClassSettings | None = config.extensions.get(NAME)
    if settings is not None and not config.api_keys:
        raise InvalidRequest("A class needs a key, by which its teacher is known.")
    code = settings.code if settings else None
    classroom = Classroom(code) if code else None
    pages = Admission(
        MOST_SEATS + MOST_PAGES, "pages watch the class", ending=services.admission,
        most_each=MOST_PAGES,
    )  # fmt: skip
    return ServerPart(
        blueprints=[blueprint(services, classroom, pages)],
        guard=ClassGuard(classroom, services) if classroom else None,
        bodies={f"{PATH}/": BodyRule(16 << 10)},
        counted=[pages],
        announce=lambda start: announce(start, code),
        page_path=f"#v1/{CLASS}" if classroom else "",
        opened_by="the code of the class" if classroom else "",
    )


EXTENSION = Extension(NAME, options={"serve": OPTIONS}, configure=_configure, serve=_serve)
