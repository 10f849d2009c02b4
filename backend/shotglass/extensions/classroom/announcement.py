"""The lines that the start of a server prints about a class, and the code to scan."""

from __future__ import annotations

import io
import sys
from urllib.parse import urlsplit

import click

from ...server.host_names import ON_THIS_MACHINE
from ...server.parts import RunningServer

BLOCKS = "█▀▄"
BRIGHT_ON_BLACK, PLAIN = "\x1b[97;40m", "\x1b[0m"  # a code is read whatever the terminal's colours
ALONE = (
    "Nobody else can open the class: its address leads to this machine alone. --host 0.0.0.0 lets "
    "the network in; behind a proxy --allow-origin https://NAME says where students open it."
)


def announce(start: RunningServer, code: str | None) -> None:
    """``code``: of the class, None where there is none. What others are to open is drawn as a code,
    where there are others and the terminal can show one."""
    first = start.addresses[0]
    page = f"{first}{start.query}"
    if code is not None:
        page = join_address(f"{first}/", code)
        click.echo(f"The class opens at {page}")
        click.echo(f"Its code is {code}")
        click.echo(f"For the teacher alone: {first}{start.query}#v1/class")
        if urlsplit(first).hostname in ON_THIS_MACHINE:
            click.echo(ALONE, err=True)
    if start.is_shared and can_draw():
        click.echo(qr_code(page))


def join_address(page: str, code: str) -> str:
    """Returns the address by which a student opens the class; ``page`` is the page's address, with
    its last slash. What follows # is sent to no server and stands in no log."""
    return f"{page}#v1/class?code={code}"


def can_draw() -> bool:
    """Whether what is printed is seen on a terminal that has the signs of a code."""
    try:
        BLOCKS.encode(sys.stdout.encoding or "ascii")
    except UnicodeEncodeError:
        return False
    return sys.stdout.isatty()


def qr_code(text: str) -> str:
    """Lines of a terminal, two rows of modules in each."""
    import segno  # which other commands need not load

    drawn = io.StringIO()
    segno.make(text, error="m", micro=False).terminal(drawn, border=2, compact=True)
    return "\n".join(f"{BRIGHT_ON_BLACK}{line}{PLAIN}" for line in drawn.getvalue().splitlines())
