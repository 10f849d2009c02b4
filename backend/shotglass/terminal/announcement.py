"""What ``shotglass serve`` prints when it answers."""

from __future__ import annotations

import io
import sys
from dataclasses import dataclass
from urllib.parse import urlsplit

import click

ON_THIS_MACHINE = ("127.0.0.1", "localhost", "::1")
BLOCKS = "█▀▄"
BRIGHT_ON_BLACK, PLAIN = "\x1b[97;40m", "\x1b[0m"  # a code is read whatever the terminal's colours


@dataclass(frozen=True)
class Announcement:
    """``token``: of the page's address, where the server asks for a key. ``is_shared``: whether
    others can reach the server. ``class_code``: of the class, where there is one."""

    token: str | None
    is_shared: bool
    class_code: str | None = None

    def announce(self, *addresses: str) -> str:
        """``addresses``: the one for others first, the one for this machine last. Returns the
        address by which this machine's own browser opens the page."""
        first, *others = addresses
        click.echo(f"Shotglass answers at {first}  (Ctrl-C stops it)")
        if others:
            click.echo(f"It also answers at {', '.join(others)}")
        if self.is_shared:
            self._warn(first.startswith("https:"))
        token = "" if self.token is None else f"/?token={self.token}"
        page, own = first + token, addresses[-1] + token
        if self.class_code is not None:
            page = f"{first}/#v1/class?code={self.class_code}"
            click.echo(f"The class opens at {page}")
            click.echo(f"Its code is {self.class_code}")
            click.echo(f"For the teacher alone: {first}{token}#v1/class")
            own += "#v1/class"
            if urlsplit(first).hostname in ON_THIS_MACHINE:
                click.echo(
                    "Nobody else can open the class: its address leads to this machine alone. "
                    "--host 0.0.0.0 lets the network in; behind a proxy --allow-origin "
                    "https://NAME says where students open it.",
                    err=True,
                )
        elif self.token is not None:
            click.echo(f"The page opens at {page}")
        if self.is_shared and can_draw():
            click.echo(qr_code(page))
        return own

    def _warn(self, has_tls: bool) -> None:
        """Says to whom the server is open now."""
        way = {
            (False, False): "",
            (True, False): " and has the key, or the address with the token,",
            (True, True): " and has the code of the class",
        }[self.token is not None, self.class_code is not None]
        advice = "" if way else "; --api-key-file FILE asks them for a key"
        click.echo(
            f"Everyone who can reach this machine{way} can now run its models and read its "
            f"training runs and exports{advice}.",
            err=True,
        )
        if not has_tls:
            click.echo(
                "What is sent can be read on the way: --certificate FILE --key-file FILE give TLS, "
                "or a proxy such as nginx with --allow-origin https://NAME.",
                err=True,
            )


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
