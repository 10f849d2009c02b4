"""What the start prints of a class, and the code to scan."""

from __future__ import annotations

import io
import sys

import click
import pytest
import segno
from click.testing import CliRunner

from shotglass.extensions.classroom.announcement import announce, qr_code
from shotglass.server.config import ServerConfig
from shotglass.server.parts import RunningServer

LAN, HERE = "http://192.168.1.20:8000", "http://127.0.0.1:8000"


def started(*addresses: str, is_shared: bool = True) -> RunningServer:
    host = "0.0.0.0" if is_shared else "127.0.0.1"
    config = ServerConfig(roots=(), host=host, api_keys=("k",), page_token="abc")
    return RunningServer(addresses, config)


def printed(start: RunningServer) -> tuple[str, str]:
    """Standard output and standard error, of a server with a class."""
    command = click.Command("serve", callback=lambda: announce(start, "ABCD-EFGH"))
    result = CliRunner().invoke(command)
    assert result.exception is None, result.exception
    return result.stdout, result.stderr


def test_a_class_is_told_by_its_address_and_code_and_the_teachers_address_apart() -> None:
    out, _ = printed(started(LAN, HERE))
    assert f"The class opens at {LAN}/#v1/class?code=ABCD-EFGH\n" in out
    assert "Its code is ABCD-EFGH\n" in out
    assert f"For the teacher alone: {LAN}/?token=abc#v1/class\n" in out


def test_a_class_that_only_this_machine_can_open_says_so_and_what_to_do() -> None:
    for here in (HERE, "http://localhost:8000/shot", "https://[::1]:8000"):
        errors = printed(started(here, is_shared=False))[1]
        assert errors.startswith("Nobody else can open the class")
        assert "--host 0.0.0.0" in errors
        assert "--allow-origin https://NAME" in errors
    for there in (LAN, "https://lab.example/shot"):
        assert printed(started(there, HERE))[1] == ""


def modules(drawn: str) -> list[list[bool]]:
    """Dark modules of what is drawn, the margin included; two rows in each line."""
    rows: list[list[bool]] = []
    for line in drawn.splitlines():
        signs = line.removeprefix("\x1b[97;40m").removesuffix("\x1b[0m")
        rows += [[sign in " ▄" for sign in signs], [sign in " ▀" for sign in signs]]
    return rows


@pytest.mark.parametrize("text", [LAN, f"{LAN}/?token={'k' * 40}", "http://[fd00::2]:8000"])
def test_the_code_on_the_terminal_is_the_one_of_the_address(text: str) -> None:
    code = segno.make(text, error="m", micro=False)
    expected = [[bool(module) for module in row] for row in code.matrix_iter(border=2)]
    assert modules(qr_code(text))[: len(expected)] == expected


def test_a_code_is_drawn_where_a_terminal_shows_it_and_nowhere_else(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    class Terminal(io.TextIOWrapper):
        def isatty(self) -> bool:
            return True

    for encoding, is_shared, drawn in (
        ("utf-8", True, True),
        ("latin-1", True, False),
        ("utf-8", False, False),
    ):
        shown = Terminal(io.BytesIO(), encoding=encoding)
        monkeypatch.setattr(sys, "stdout", shown)
        announce(started(LAN, HERE, is_shared=is_shared), None)
        shown.flush()
        text = shown.buffer.getvalue().decode(encoding)  # type: ignore[attr-defined]
        assert (qr_code(f"{LAN}/?token=abc") in text) == drawn
