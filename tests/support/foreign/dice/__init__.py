"""An extension as somebody else's package has it: dice with as many sides as there are tokens."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import click

from shotglass.errors import InvalidRequest
from shotglass.extending import Extension, Given

if TYPE_CHECKING:
    from shotglass.server.config import ServerConfig
    from shotglass.server.parts import ServerPart
    from shotglass.server.services import Services

SIDES = click.Option(["--sides"], type=int, default=6, help="Of the dice.")


@click.command()
@click.argument("sides", type=int)
def dice(sides: int) -> None:
    """Say what a die of SIDES sides shows at most."""
    click.echo(f"At most {sides}.")


def _configure(config: ServerConfig, given: Given) -> ServerConfig:
    if given["sides"] < 2:
        raise InvalidRequest(f"--sides is {given['sides']}; 2 or more was expected.")
    return replace(config, extensions={**config.extensions, "dice": given["sides"]})


def _serve(services: Services) -> ServerPart:
    from .server import part

    return part(services)


EXTENSION = Extension(
    "dice",
    commands=lambda: [dice],
    options={"serve": [SIDES]},
    configure=_configure,
    serve=_serve,
    functions={"most_dots": "dice.asked:most_dots"},
    methods={"dots": "dice.asked:dots"},
)
