"""What the start prints: addresses, to whom they are open, and the model that it opens with."""

from __future__ import annotations

import click
import pytest
from click.testing import CliRunner

from shotglass.server.config import ServerConfig
from shotglass.server.parts import RunningServer, ServerPart
from shotglass.terminal.announcement import announce

LAN, HERE = "http://192.168.1.20:8000", "http://127.0.0.1:8000"
NO_MODEL = "No model that generates is installed: shotglass import smollm2-135m"


def started(
    *addresses: str,
    token: str | None = None,
    is_shared: bool = True,
    part: ServerPart | None = None,
) -> RunningServer:
    config = ServerConfig(
        roots=(),
        host="0.0.0.0" if is_shared else "127.0.0.1",
        api_keys=("k",) if token else (),
        page_token=token or "",
    )
    return RunningServer(addresses, config, (part,) if part else ())


def printed(start: RunningServer) -> tuple[str, str]:
    """Standard output and standard error."""
    result = CliRunner().invoke(click.Command("serve", callback=lambda: announce(False, start)))
    assert result.exception is None, result.exception
    return result.stdout, result.stderr


def test_a_shared_server_names_the_address_for_others_first_and_whom_it_is_open_to() -> None:
    out, errors = printed(started(LAN, "http://desk:8000", HERE))
    assert out.splitlines() == [
        f"Shotglass answers at {LAN}  (Ctrl-C stops it)",
        f"It also answers at http://desk:8000, {HERE}",
        NO_MODEL,
    ]
    assert errors.startswith("Everyone who can reach this machine can now run its models")
    assert "--api-key-file FILE" in errors
    assert errors.count("\n") == 2


def test_an_extension_says_what_others_need_and_where_its_page_is(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    part = ServerPart(
        announce=lambda start: click.echo(f"More is at {start.addresses[0]}/#v1/more"),
        page_path="#v1/more",
        opened_by="the word of the day",
    )
    start = started(LAN, HERE, token="abc", part=part)
    out, errors = printed(start)
    assert f"More is at {LAN}/#v1/more\n" in out
    assert "The page opens at" not in out
    assert "and has the word of the day can now" in errors
    opened: list[str] = []
    monkeypatch.setattr("webbrowser.open", opened.append)
    announce(True, start)
    assert opened == [f"{HERE}/?token=abc#v1/more"]


def test_a_shared_server_says_that_it_speaks_no_tls_unless_it_does() -> None:
    assert "--certificate FILE" in printed(started(LAN, HERE, token="abc"))[1]
    secure = LAN.replace("http", "https")
    assert "--certificate" not in printed(started(secure, HERE, token="abc"))[1]


def test_with_a_key_the_pages_address_is_the_one_that_others_reach() -> None:
    out, errors = printed(started(LAN, HERE, token="abc"))
    assert f"The page opens at {LAN}/?token=abc\n" in out
    assert "has the key, or the address with the token" in errors


def test_a_server_for_this_machine_alone_says_nothing_of_others() -> None:
    assert printed(started(HERE, is_shared=False)) == (
        f"Shotglass answers at {HERE}  (Ctrl-C stops it)\n{NO_MODEL}\n", "",
    )  # fmt: skip
