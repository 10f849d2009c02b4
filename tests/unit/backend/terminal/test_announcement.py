"""What the start prints: addresses, to whom they are open, a code to scan; and a file's key."""

from __future__ import annotations

import io
import sys

import click
import pytest
import segno
from click.testing import CliRunner

from shotglass.terminal.announcement import Announcement, qr_code

LAN, HERE = "http://192.168.1.20:8000", "http://127.0.0.1:8000"


def printed(announcement: Announcement, *addresses: str) -> tuple[str, str]:
    """Standard output and standard error."""
    result = CliRunner().invoke(
        click.Command("serve", callback=lambda: _said(announcement, addresses))
    )
    assert result.exception is None, result.exception
    return result.stdout, result.stderr


def _said(announcement: Announcement, addresses: tuple[str, ...]) -> None:
    assert announcement.announce(*addresses).startswith(addresses[-1])


def test_a_shared_server_names_the_address_for_others_first_and_whom_it_is_open_to() -> None:
    out, errors = printed(Announcement(None, True), LAN, "http://desk:8000", HERE)
    assert out.splitlines() == [
        f"Shotglass answers at {LAN}  (Ctrl-C stops it)",
        f"It also answers at http://desk:8000, {HERE}",
    ]
    assert errors.startswith("Everyone who can reach this machine can now run its models")
    assert "--api-key-file FILE" in errors
    assert errors.count("\n") == 2


def test_a_class_is_told_by_its_address_and_code_and_the_teachers_address_apart() -> None:
    out, errors = printed(Announcement("abc", True, "ABCD-EFGH"), LAN, HERE)
    assert f"The class opens at {LAN}/#v1/class?code=ABCD-EFGH\n" in out
    assert "Its code is ABCD-EFGH\n" in out
    assert f"For the teacher alone: {LAN}/?token=abc#v1/class\n" in out
    assert "has the code of the class" in errors


def test_a_class_that_only_this_machine_can_open_says_so_and_what_to_do() -> None:
    for here in (HERE, "http://localhost:8000/shot", "https://[::1]:8000"):
        errors = printed(Announcement("abc", False, "ABCD-EFGH"), here)[1]
        assert errors.startswith("Nobody else can open the class")
        assert "--host 0.0.0.0" in errors
        assert "--allow-origin https://NAME" in errors
    for there in (LAN, "https://lab.example/shot"):
        shared = printed(Announcement("abc", True, "ABCD-EFGH"), there, HERE)[1]
        assert "Nobody else" not in shared


def test_a_shared_server_says_that_it_speaks_no_tls_unless_it_does() -> None:
    assert "--certificate FILE" in printed(Announcement("abc", True), LAN, HERE)[1]
    secure = LAN.replace("http", "https")
    assert "--certificate" not in printed(Announcement("abc", True), secure, HERE)[1]


def test_with_a_key_the_pages_address_is_the_one_that_others_reach() -> None:
    out, errors = printed(Announcement("abc", True), LAN, HERE)
    assert f"The page opens at {LAN}/?token=abc\n" in out
    assert "has the key, or the address with the token" in errors


def test_a_server_for_this_machine_alone_says_nothing_of_others() -> None:
    assert printed(Announcement(None, False), HERE) == (
        f"Shotglass answers at {HERE}  (Ctrl-C stops it)\n", "",
    )  # fmt: skip


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
        Announcement("abc", is_shared).announce(LAN, HERE)
        shown.flush()
        text = shown.buffer.getvalue().decode(encoding)  # type: ignore[attr-defined]
        assert (qr_code(f"{LAN}/?token=abc") in text) == drawn
