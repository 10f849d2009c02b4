"""A class: its code tried out, its teacher played, its seats, streams and answers flooded."""

from __future__ import annotations

import json
import socket
import time
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

from outer.attack.place import Place, Target, Try, answers, held

from shotglass.engine.library import user_data
from shotglass.extensions.classroom import MOST_PAGES
from shotglass.extensions.classroom.classroom import MOST_AT_ADDRESS, code_of
from shotglass.terminal.keys import token_of

KEY = "key-of-the-teacher"
CODE = code_of(token_of(KEY, user_data()))
PATH = "/api/v1/class"
PROMPT = {"template": "{input} ->{output}\n", "query": {"input": "fast"}}
FLOOD = 3 * MOST_AT_ADDRESS
BIG = 4 << 20  # bytes
GROWTH = 64 << 20  # bytes of memory that a flood may take
TEACHING = ("push", "guess", "close", "reveal", "end")


def attack(place: Place) -> Iterator[Try]:
    (own := place.folder / "own").mkdir()
    options = ("--class", "--host", "127.0.0.1", "--api-key", KEY)
    options += ("--content", str(own), "--content-write")
    with place.serving(*options) as target:
        ann = _seat(target, "Ann")
        yield _acting_as_teacher(target, ann)
        yield _writing(target, ann, place, own)
        with target.connect(30) as page:
            page.sendall(_reading(ann))
            _read_until(page, b"student")
            yield _streams(target, ann)
            yield from _flood(target, ann)
        yield from _large(target, ann)
        yield _codes(target)
        yield answers(target, "health after it all")


def _post(
    target: Target, name: str, body: object, cookie: str = "", **headers: str
) -> tuple[int, str]:
    """The status, and the cookie that is set."""
    data = json.dumps(body).encode()
    answer = target.ask(f"{PATH}/{name}", "POST", data, Cookie=cookie, **headers)
    return answer.status, answer.headers.get("set-cookie", "").partition(";")[0]


def _seat(target: Target, name: str) -> str:
    status, cookie = _post(target, "join", {"code": CODE, "name": name})
    assert status == 200, status
    return cookie


def _reading(cookie: str) -> bytes:
    return f"GET {PATH}/events HTTP/1.1\r\nHost: localhost\r\nCookie: {cookie}\r\n\r\n".encode()


def _read_until(page: socket.socket, word: bytes) -> None:
    read = b""
    while word not in read:
        more = page.recv(1 << 16)
        assert more, read
        read += more


def _acting_as_teacher(target: Target, student: str) -> Try:
    bodies = {"push": {"address": "#v1/compare"}, "guess": {"question": "?"}, "reveal": {}}
    asked = [_post(target, name, bodies.get(name, {}), student)[0] for name in TEACHING]
    read = [
        target.ask(f"{PATH}/{name}", Cookie=student).status for name in ("answers.csv", "code.svg")
    ]
    program = target.ask("/v1/models", Cookie=student).status
    stranger = _post(target, "end", {})[0]
    statuses = [*asked, *read, program, stranger]
    return held("a student as teacher", statuses == [403] * 7 + [401] * 2, str(statuses))


def _writing(target: Target, student: str, place: Place, own: Path) -> Try:
    """What everybody would see: in the folder of content, and of models."""
    task = {"id": "mine", "title": "Mine", "prompt": PROMPT}
    bodies = {
        "/api/v1/content/tasks": task,
        "/api/v1/content/lessons": {"id": "mine", "en": "Mine."},
        "/api/v1/models/tiny/exports": {"format": "int8", "stream": False},
        "/api/v1/models/tiny/graphs": {"precision": "int8", "stream": False},
    }
    before = _files(place.models)
    statuses = [
        target.ask(path, "POST", json.dumps(body).encode(), Cookie=student).status
        for path, body in bodies.items()
    ]
    if statuses != [403] * 4:
        return Try("a student who writes", f"statuses {statuses}")
    made = [*_files(own), *_files(place.folder / "exports"), *(_files(place.models) - before)]
    return held("a student who writes", not made, f"made {made}")


def _files(folder: Path) -> set[str]:
    return {str(path.relative_to(folder)) for path in folder.rglob("*")}


def _streams(target: Target, student: str) -> Try:
    """Held open by one student: beyond a few they are refused."""
    with ExitStack() as opened:
        statuses = []
        for _ in range(3 * MOST_PAGES):
            page = opened.enter_context(target.connect(10))
            page.sendall(_reading(student))
            statuses.append(page.recv(12)[-3:])
        most = statuses.count(b"200")
    return held("events held open", most < MOST_PAGES, f"{most} streams of one student")


def _flood(target: Target, ann: str) -> Iterator[Try]:
    """Of names: who has a page open stays, others can still join, and little is kept."""
    before = target.memory
    statuses = [
        _post(target, "join", {"code": CODE, "name": f"{number} " + "x" * 30})[0]
        for number in range(FLOOD)
    ]
    yield held("a flood of names is refused in part", 429 in statuses, "every name got a seat")
    grown = target.memory - before
    yield held("a flood of names takes little", grown < GROWTH, f"{grown >> 20} MB")
    there = target.ask("/api/v1/models", Cookie=ann).status
    yield held("who is there stays", there == 200, f"{there} for a student whose page was open")


def _large(target: Target, student: str) -> Iterator[Try]:
    body = {"guess": 1, "answer": "x" * BIG}
    status = _post(target, "answer", body, student)[0]
    yield held("a huge answer", status == 413, f"{status}")
    many = {"question": "?", "choices": ["x"] * 1000}
    status = target.ask(
        f"{PATH}/guess", "POST", json.dumps(many).encode(), Authorization=f"Bearer {KEY}"
    ).status
    yield held("a thousand choices", status == 400, f"{status}")


def _codes(target: Target) -> Try:
    """Tried out one after the other: after some, an answer to the right one even is no longer
    given, so that no program finds it, whomever it says it asks for."""
    statuses = []
    end = time.monotonic() + 60
    while time.monotonic() < end and statuses[-3:] != [429] * 3:
        number = len(statuses)
        code, other = {"code": f"2222-{number:04}"}, f"192.0.2.{number % 250}"
        statuses.append(_post(target, "join", code, X_Forwarded_For=other)[0])
    right = _post(target, "join", {"code": CODE})[0]
    tried = statuses.count(403)
    return held(
        "the code tried out",
        tried < 100 and right == 429,
        f"{tried} tries, {right} for the right code afterwards",
    )
