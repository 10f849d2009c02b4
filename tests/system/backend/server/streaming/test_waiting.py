"""A run that waits says so on the native API's streams, and nowhere else."""

from __future__ import annotations

import json
import socket
import time
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from support.inputs.measured_task import LABELS, TASK
from support.models.tiny import write_tiny_folder
from support.servers.crowd import Server, serving
from support.servers.http_answers import events_of

from shotglass.server.streaming.admission import LONG

PACE = 0.03  # seconds a step of the engine
PLACES, SLOTS = 4, 1
UNENDED = {"logit_bias": {"0": -100}}  # what would end a text is biased away
HERE, ELSEWHERE = "127.0.0.1", "127.0.0.2"


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("models")
    write_tiny_folder(root, "tiny", "llama", 3)
    return root


@pytest.fixture(scope="module")
def server(root: Path) -> Iterator[Server]:
    with serving("live_paced.py", root, PLACES + 8, SLOTS, PACE) as server:
        yield server


class Stream:
    """A streamed answer to a POST from ``address``, read as it comes."""

    def __init__(self, server: Server, path: str, body: object, address: str = HERE) -> None:
        data = json.dumps(body).encode()
        head = (
            f"POST {path} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n"
            f"Content-Type: application/json\r\nContent-Length: {len(data)}\r\n\r\n"
        )
        self._socket = socket.create_connection(("127.0.0.1", server.port), 60, (address, 0))
        self._socket.sendall(head.encode() + data)
        self.read = b""

    def until(self, words: bytes) -> None:
        while words not in self.read:
            more = self._socket.recv(65536)
            assert more, f"closed before {words!r}: {self.read[-300:]!r}"
            self.read += more

    def whole(self) -> bytes:
        """And the connection is closed."""
        while more := self._socket.recv(65536):
            self.read += more
        self.close()
        return self.read

    def events(self) -> list[dict[str, Any]]:
        self.whole()
        lines = [line for line in self.read.split(b"\r\n") if line.startswith(b"data: {")]
        return events_of(b"\n\n".join(lines))

    def close(self) -> None:
        self._socket.close()


def generating(server: Server, tokens: int, address: str = HERE) -> Stream:
    body = {"model": "tiny", "prompt": "the cat", "settings": {"max_tokens": tokens} | UNENDED}
    return Stream(server, "/api/v1/generate", body, address)


def idle(server: Server) -> bool:
    return server.counted("requests_active") == 0


def test_a_run_that_waits_for_the_engine_says_how_many_are_before_it(server: Server) -> None:
    first = generating(server, 60)
    first.until(b'"type": "token"')
    others = [generating(server, 4) for _ in range(2)]
    for other in others:
        other.until(b'"type": "start"')
    told = [stream.events() for stream in (first, *others)]
    kinds = [[event["type"] for event in events] for events in told]
    assert [each[-1] for each in kinds] == ["end"] * 3
    assert "waiting" not in kinds[0]
    for each in kinds[1:]:
        assert each[:2] == ["start", "waiting"]
        assert "waiting" not in each[each.index("token") :]
    places = [
        [event["before"] for event in events if event["type"] == "waiting"] for events in told
    ]
    assert sorted(place[0] for place in places[1:]) == [0, 1]
    assert all(place == sorted(set(place), reverse=True) for place in places)


def test_when_the_turn_comes_is_told_once_turns_have_been_measured(server: Server) -> None:
    for _ in range(3):
        for stream in [generating(server, 10) for _ in range(3)]:
            stream.events()
    long = generating(server, 60)
    long.until(b'"type": "token"')
    with closing(generating(server, 3)) as waiting:
        waiting.until(b'"type": "waiting"')
        (place,) = events_of(waiting.read.split(b"\r\n")[-2])
    assert set(place) == {"type", "lane", "before", "seconds"}
    assert place["before"] == 0
    assert 0 <= place["seconds"] < 20
    long.close()
    server.wait(lambda: idle(server), 10)


@pytest.mark.parametrize(
    ("path", "body"),
    [
        ("/v1/completions", {"prompt": "the cat", "max_tokens": 3}),
        ("/completion", {"prompt": "the cat", "n_predict": 3}),
    ],
)
def test_clients_that_do_not_know_the_event_never_get_it(
    server: Server, path: str, body: dict[str, Any]
) -> None:
    with closing(generating(server, 60)) as long:
        long.until(b'"type": "token"')
        stream = Stream(server, path, {"model": "tiny", "stream": True} | body)
        stream.until(b"200 OK")
        time.sleep(1)  # longer than a native stream is silent before it says so
    assert b"waiting" not in stream.whole()
    server.wait(lambda: idle(server), 10)


def test_beyond_all_places_a_stream_waits_in_the_line_and_the_rest_is_told_to_come_back(
    server: Server,
) -> None:
    running = [generating(server, 40) for _ in range(PLACES)]
    for stream in running:
        stream.until(b'"type": "start"')
    more = [generating(server, 2) for _ in range(3)]
    for stream in more:
        stream.until(b'"type": "waiting"')
    body = {"model": "tiny", "prompt": "the cat", "stream": False}
    assert server.post("/api/v1/generate", body)[0] == 429
    assert server.post("/v1/completions", {"model": "tiny", "prompt": "a"})[0] == 429
    with closing(generating(server, 2, ELSEWHERE)) as other:  # another address finds a place
        other.until(b'"type": "start"')
        assert b'"type": "waiting"' not in other.read
    told = [stream.events() for stream in (*running, *more)]
    assert [events[-1]["type"] for events in told] == ["end"] * len(told)
    assert [events[0]["type"] for events in told[PLACES:]] == ["waiting"] * 3
    assert sorted(events[0]["before"] for events in told[PLACES:]) == [0, 1, 2]


def test_who_leaves_the_line_holds_nothing(server: Server) -> None:
    running = [generating(server, 60) for _ in range(PLACES)]
    for stream in running:
        stream.until(b'"type": "start"')
    leaving = [generating(server, 2) for _ in range(5)]
    for stream in leaving:
        stream.until(b'"type": "waiting"')
        stream.close()
    for stream in running:
        stream.close()
    server.wait(lambda: idle(server), 10)
    assert generating(server, 2).events()[-1]["type"] == "end"


def test_one_client_whose_long_runs_wait_for_places_stops_nobodys_short_ones(root: Path) -> None:
    items = [{"input": f"the red house {n}", "expected": LABELS[n % 2]} for n in range(200)]
    body = {"model": "tiny", "prompt": TASK, "items": items, "shot_set": "main"}
    with serving("live_paced.py", root, 3 * PLACES + 8, SLOTS, PACE) as server:
        long = [Stream(server, "/api/v1/measure", body) for _ in range(3 * PLACES)]
        long[0].until(b'"type": "planned"')
        for address in (HERE, ELSEWHERE):
            stream = generating(server, 2, address)
            stream.until(b'"type": "token"')
            assert stream.events()[-1]["type"] == "end"
        assert server.counted("requests_active") == round(LONG * 3 * PLACES), "none has ended"
        for stream in long:
            stream.close()
        server.wait(lambda: idle(server), 20)
