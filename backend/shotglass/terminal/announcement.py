"""The lines that ``shotglass serve`` prints when it answers."""

from __future__ import annotations

import webbrowser
from typing import TYPE_CHECKING

import click

from ..engine.default_model import RECORDED

if TYPE_CHECKING:  # loads Flask
    from ..server.parts import RunningServer


def announce(open_page: bool, start: RunningServer) -> None:
    """``open_page``: whether this machine's browser is to open the page."""
    first, *others = start.addresses
    click.echo(f"Shotglass answers at {first}  (Ctrl-C stops it)")
    if others:
        click.echo(f"It also answers at {', '.join(others)}")
    if start.is_shared:
        _warn(start)
    path = next((part.page_path for part in start.parts if part.page_path), "")
    if start.query and not path:
        click.echo(f"The page opens at {first}{start.query}")
    for part in start.parts:
        part.announce(start)
    if start.config.default_model is None:
        click.echo(f"No model that generates is installed: shotglass import {RECORDED}")
    else:
        click.echo(
            f"It opens with the model {start.config.default_model}; --model chooses another one."
        )
    if open_page:
        webbrowser.open(f"{start.addresses[-1]}{start.query}{path}")


def _warn(start: RunningServer) -> None:
    """Says to whom the server is open now, and what they can read on the way."""
    opened_by = [part.opened_by for part in start.parts if part.opened_by]
    way = " and has the key, or the address with the token," if start.query else ""
    if opened_by:
        way = f" and has {opened_by[0]}"
    advice = "" if way else "; --api-key-file FILE asks them for a key"
    click.echo(
        f"Everyone who can reach this machine{way} can now run its models and read its training "
        f"runs and exports{advice}.",
        err=True,
    )
    if not start.addresses[0].startswith("https:"):
        click.echo(
            "What is sent can be read on the way: --certificate FILE --key-file FILE give TLS, or "
            "a proxy such as nginx with --allow-origin https://NAME.",
            err=True,
        )
    if start.config.certificate is not None and not start.config.allowed_origins:
        click.echo(
            "Browsers trust a certificate at the name that stands in it alone: --allow-origin "
            "https://NAME:PORT prints that address, and lets it in.",
            err=True,
        )
