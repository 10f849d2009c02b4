"""Results that other programs measured (inspect_ai, lm-evaluation-harness, promptfoo): their files,
read, and two of them compared sample by sample."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import click

from ...extending import Extension

if TYPE_CHECKING:
    from ...server.parts import ServerPart
    from ...server.services import Services
    from ...server.streaming.room import Room

NAME = "logs"


def _commands() -> Sequence[click.Command]:
    from .command import compare_logs_command

    return (compare_logs_command,)


def _serve(services: Services) -> ServerPart:
    from ...server.streaming.room import Room

    return part(services, Room(1, "comparisons of logs"))


def part(services: Services, comparing: Room) -> ServerPart:
    """Returns the part of logs on a server, which compares them as there is room."""
    from ...server.parts import BodyRule, ServerPart
    from .routes import PATH, blueprint

    return ServerPart(
        blueprints=[blueprint(services, comparing)],
        computing=frozenset({NAME}),
        bodies={PATH: BodyRule(services.config.earlier_limit)},
        page={},
    )


EXTENSION = Extension(NAME, commands=_commands, serve=_serve)
