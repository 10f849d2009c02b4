"""Shotglass for agents: the Model Context Protocol (modelcontextprotocol.io), read-only."""

from __future__ import annotations

from collections.abc import Sequence

import click

from ...extending import Extension

NAME = "mcp"


def _commands() -> Sequence[click.Command]:
    from .command import mcp_command

    return (mcp_command,)


EXTENSION = Extension(NAME, commands=_commands)
