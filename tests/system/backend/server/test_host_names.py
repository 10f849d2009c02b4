"""A server on every address of its machine: which names it goes by, and what others read."""

from __future__ import annotations

import re
import socket
import subprocess
import sys
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from urllib.error import HTTPError

import pytest
from flask.testing import FlaskClient
from support.servers.fakes import write_folder

from shotglass.errors import InvalidRequest
from shotglass.server.app import create_app
from shotglass.server.config import ServerConfig
from shotglass.server.host_names import names_of, own_addresses
from shotglass.server.services import Services

NAME = socket.gethostname().lower()
BROWSER = {"Accept": "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"}


@pytest.fixture
def shared(
    config: ServerConfig, services: Services, monkeypatch: pytest.MonkeyPatch
) -> Callable[[str, str], int]:
    """The status of a request by a host, for what listens on ``0.0.0.0`` or ``::``."""
    addresses = {False: ["192.168.1.20"], True: ["192.168.1.20", "fd00::20"]}
    monkeypatch.setattr("shotglass.server.host_names.own_addresses", addresses.__getitem__)

    def status(listening: str, host: str) -> int:
        app = create_app(replace(config, host=listening), services)
        environ = {"HTTP_HOST": host}
        return app.test_client().get("/health/live", environ_overrides=environ).status_code

    return status


def test_a_server_on_every_address_goes_by_those_of_its_machine(
    shared: Callable[[str, str], int],
) -> None:
    for host in ("192.168.1.20:8000", "192.168.1.20", NAME, f"{NAME}.local:9", "localhost"):
        assert shared("0.0.0.0", host) == 200, host
    assert shared("::", "[fd00::20]:8000") == 200


@pytest.mark.parametrize(
    "host",
    [
        "192.168.1.21", "evil.example", "0.0.0.0", "0.0.0.0:8000", "[::]", f"{NAME}.evil.example",
        "192.168.1.20.nip.io", "192.168.1.20.", "3232235796",
    ],
)  # fmt: skip
def test_and_by_no_other_name(shared: Callable[[str, str], int], host: str) -> None:
    assert shared("0.0.0.0", host) == 421
    assert shared("::", host) == 421


def test_without_ipv6_no_address_of_it_is_named(shared: Callable[[str, str], int]) -> None:
    assert shared("0.0.0.0", "[fd00::20]") == 421


def test_another_machines_address_of_loopback_alone_stays_shut(
    shared: Callable[[str, str], int],
) -> None:
    assert shared("127.0.0.1", "192.168.1.20") == 421
    assert shared("127.0.0.1", NAME) == 421 or NAME == "localhost"


def test_own_addresses_are_this_machines_and_none_is_for_itself_alone() -> None:
    for address in own_addresses(with_ipv6=True):
        assert not address.startswith(("127.", "fe80", "169.254")), address
        family = socket.AF_INET6 if ":" in address else socket.AF_INET
        with socket.socket(family) as probe:
            probe.bind((address, 0))  # fails for what is not an address of this machine
    assert own_addresses(False) == [one for one in own_addresses(True) if ":" not in one]


def test_a_host_that_is_one_address_has_that_name_alone() -> None:
    assert names_of("192.168.1.20") == ("192.168.1.20",)
    assert names_of("fd00::20") == ("[fd00::20]",)


@pytest.mark.parametrize(
    "name",
    ["evil example", "", " ", "http://lab.example", "fd00::20", "a/b", "lab:port", "ä.example"],
)
def test_a_name_that_no_host_header_can_have_is_refused_in_words(
    config: ServerConfig, name: str
) -> None:
    with pytest.raises(InvalidRequest, match=f"--allow-host is {re.escape(repr(name))}; a name"):
        replace(config, allowed_hosts=(name,))


def test_a_browser_at_a_foreign_name_reads_the_way_out_and_a_program_gets_json(
    client: FlaskClient,
) -> None:
    foreign = {"HTTP_HOST": "phone.example:8000"}
    page = client.get("/", headers=BROWSER, environ_overrides=foreign)
    assert page.status_code == 421
    assert page.content_type == "text/html; charset=utf-8"
    text = page.get_data(as_text=True)
    assert '<a href="http://localhost:80/">' in text
    assert "--allow-host phone.example" in text
    assert "{" not in text
    program = client.get("/", environ_overrides=foreign).get_json()
    assert program["error"]["code"] == "host_not_allowed"
    assert "Open it at http://localhost:80/" in program["detail"]


def test_nothing_of_a_request_becomes_html(client: FlaskClient) -> None:
    host = {"HTTP_HOST": "<script>alert(1)</script>"}
    for answer in (
        client.get("/", headers=BROWSER, environ_overrides=host),
        client.get("/api/v1/models/<b>x", headers=BROWSER),
    ):
        assert answer.status_code in (404, 421)
        assert answer.content_type.startswith("text/html")
        assert "<script" not in answer.get_data(as_text=True)
        assert "<b>" not in answer.get_data(as_text=True)


@contextmanager
def serving(models: Path, *options: str) -> Iterator[list[str]]:
    """The lines that the real command prints, up to those of its addresses."""
    command = [sys.executable, "-m", "shotglass", "serve", "--port", "0", "--models", str(models)]
    process = subprocess.Popen([*command, *options], stdout=subprocess.PIPE, text=True)
    assert process.stdout is not None
    try:
        yield [process.stdout.readline() for _ in range(3 if "--api-key-file" in options else 2)]
    finally:
        process.terminate()
        process.wait(20)
        process.stdout.close()


def fetched(address: str, **headers: str) -> tuple[int, str]:
    request = urllib.request.Request(address, headers=headers)
    try:
        with urllib.request.urlopen(request, timeout=20) as answer:
            return answer.status, answer.read().decode()
    except HTTPError as error:
        return error.code, error.read().decode()


@pytest.mark.skipif(not own_addresses(False), reason="this machine has loopback alone")
@pytest.mark.parametrize("host", ["0.0.0.0", "::"])
def test_every_address_that_the_start_prints_is_served(tmp_path: Path, host: str) -> None:
    write_folder(tmp_path, "fake")
    if host == "::" and not socket.has_dualstack_ipv6():
        pytest.skip("this machine has no IPv6")
    with serving(tmp_path, "--host", host) as lines:
        first, *others = re.findall(r"http://[^\s,]+", "".join(lines))
        assert own_addresses(False)[0] in first
        assert "127.0.0.1" in others[-1]
        port = first.rpartition(":")[2]
        numbers = [one for one in (first, *others) if re.match(r"http://[\d\[]", one)]
        for address in numbers:  # a name is for the network's own name server to know
            assert fetched(f"{address}/health/live")[0] == 200, address
        named = {"Host": f"{NAME}:{port}"}
        assert fetched(f"{first}/health/live", **named)[0] == 200
        status, text = fetched(first, Host="other.example", **BROWSER)
        assert status == 421
        assert f'<a href="{first}/">' in text


def test_the_pages_address_of_a_key_file_opens_the_page_after_a_restart(tmp_path: Path) -> None:
    write_folder(tmp_path / "models", "fake")
    options = ["--host", "0.0.0.0", "--api-key-file", str(tmp_path / "key")]
    handed_out = []
    for _ in range(2):
        with serving(tmp_path / "models", *options) as lines:
            key = (tmp_path / "key").read_text().strip()
            page = re.search(r"The page opens at (http://\S+/\?token=\S+)", "".join(lines))
            assert page is not None
            assert key not in "".join(lines)
            address, _, token = page[1].partition("/?token=")
            handed_out.append(token)
            assert fetched(f"{address}/api/v1/models")[0] == 401
            opener = urllib.request.build_opener(urllib.request.HTTPCookieProcessor())
            opener.open(f"{address}/?token={handed_out[0]}", timeout=20).close()
            assert opener.open(f"{address}/api/v1/models", timeout=20).status == 200
            assert fetched(f"{address}/v1/models", Authorization=f"Bearer {key}")[0] == 200
    assert handed_out[0] == handed_out[1]
