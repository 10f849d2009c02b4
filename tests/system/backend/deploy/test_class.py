"""A class under a path behind nginx: the address to type, its stream, and who is one client."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from http.client import HTTPConnection, HTTPResponse
from typing import Any

import pytest
from support.processes.until import until
from support.servers.ray_nodes import free_port
from system.backend.deploy.conftest import nginx

PATH = "/shot/api/v1/class"
WRONG_AT_ONCE = 30  # codes of one client


@dataclass(frozen=True)
class Behind:
    """``port``: nginx's; ``printed``: by the server at its start."""

    port: int
    printed: str

    def ask(
        self, path: str, body: object = None, machine: str = "127.0.0.1", cookie: str = ""
    ) -> tuple[HTTPConnection, HTTPResponse]:
        """``machine``: the address of this machine from which nginx is asked."""
        connection = HTTPConnection("127.0.0.1", self.port, timeout=30, source_address=(machine, 0))
        data = None if body is None else json.dumps(body).encode()
        kind = {} if body is None else {"Content-Type": "application/json"}
        method = "GET" if body is None else "POST"
        connection.request(method, path, data, {**kind, "Cookie": cookie})
        return connection, connection.getresponse()

    def status(self, path: str, body: object = None, **options: str) -> int:
        connection, answer = self.ask(path, body, **options)
        with closing(connection):
            answer.read()
            return answer.status

    def admitted(self, path: str, body: object = None) -> str:
        """The cookie that the answer sets."""
        connection, answer = self.ask(path, body)
        with closing(connection):
            assert answer.status in (200, 303), answer.read()
            return str(answer.headers["Set-Cookie"]).partition(";")[0]

    @property
    def code(self) -> str:
        return re.findall("Its code is (.+)", self.printed)[0]

    @property
    def teacher(self) -> str:
        """The teacher's cookie."""
        token = re.findall(r"/shot/(\?token=\S+?)#v1/class", self.printed)[0]
        return self.admitted(f"/shot/{token}")


@pytest.fixture(scope="module")
def behind(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Behind]:
    port, folder = free_port(), tmp_path_factory.mktemp("nginx")
    with nginx(folder, (port, port), "/shot/") as there:
        line = [sys.executable, "-m", "shotglass", "serve", "--class", "--host", "127.0.0.1"]
        line += ["--port", str(port), "--allow-origin", f"http://127.0.0.1:{there}"]
        line += ["--path-prefix", "/shot", "--proxy", "127.0.0.1", "--models", str(folder)]
        with subprocess.Popen(line, stdout=subprocess.PIPE, text=True) as server:
            assert server.stdout is not None
            try:
                printed = "".join(server.stdout.readline() for _ in range(5))
                yield Behind(there, printed)
            finally:
                server.terminate()


def events(answer: HTTPResponse) -> Iterator[dict[str, Any]]:
    for line in iter(answer.readline, b""):
        if line.startswith(b"data: "):
            yield json.loads(line[6:])


def test_the_address_to_type_is_the_proxys(behind: Behind) -> None:
    page = f"http://127.0.0.1:{behind.port}/shot"
    assert f"Shotglass answers at {page} " in behind.printed
    assert f"The class opens at {page}/#v1/class?code={behind.code}\n" in behind.printed
    assert f"For the teacher alone: {page}/?token=" in behind.printed


def test_what_the_teacher_does_reaches_a_stream_that_is_open(behind: Behind) -> None:
    teacher = behind.teacher
    student = behind.admitted(f"{PATH}/join", {"code": behind.code, "name": "Ann"})
    connection, answer = behind.ask(f"{PATH}/events", cookie=student)
    with closing(connection):
        stream = events(answer)
        assert next(stream)["guess"] is None
        asked = {"question": "What?", "choices": ["a", "b"]}
        assert behind.status(f"{PATH}/guess", asked, cookie=teacher) == 200
        assert next(state["guess"] for state in stream if state["guess"])["question"] == "What?"
    connection, answer = behind.ask(f"{PATH}/events", cookie=teacher)
    with closing(connection):
        assert next(events(answer))["address"] == f"http://127.0.0.1:{behind.port}/shot/#v1/class"


def test_who_tries_codes_behind_the_proxy_shuts_nobody_else_out(behind: Behind) -> None:
    wrong, right = {"code": "2222-2222"}, {"code": behind.code, "name": "Bo"}
    tries = [
        behind.status(f"{PATH}/join", wrong, machine="127.0.0.2") for _ in range(WRONG_AT_ONCE)
    ]
    assert set(tries) == {403}
    until(lambda: behind.status(f"{PATH}/join", wrong, machine="127.0.0.2") == 429, 20)
    assert behind.status(f"{PATH}/join", right, machine="127.0.0.3") == 200
