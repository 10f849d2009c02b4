"""A long measurement while others chat: nobody is turned away, the server stays awake, and a server
that is killed loses no condition that was told."""

from __future__ import annotations

import json
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from outer.attack.place import Place, Target, Try
from support.inputs.measured_task import LABELS, TASK

HEALTH = 0.05  # seconds that 99 of 100 looks at health may take
ITEMS = 500
KEYS = ("model", "condition", "prompts", "readings")


@dataclass(frozen=True)
class Load:
    prompts: int
    clients: int

    def body(self) -> dict[str, Any]:
        """A plan of about so many prompts, 500 of each condition."""
        items = [
            {"input": f"house {n}", "expected": LABELS[n * n % 3 % 2]}
            for n in range(min(ITEMS, self.prompts // 2))
        ]
        draws = max(1, min(64, round(self.prompts / len(items))))
        conditions = {"k": [4], "draws": draws, "content_free": []}
        return {
            "model": "tiny", "prompt": TASK, "items": items, "conditions": conditions,
            "shot_set": "main",
        }  # fmt: skip


@dataclass
class Stream:
    """A measurement that is read as it comes, by a thread of its own."""

    target: Target
    body: dict[str, Any]
    events: list[dict[str, Any]] = field(default_factory=list)

    def __post_init__(self) -> None:
        data = json.dumps(self.body).encode()
        head = (
            f"POST /api/v1/measure HTTP/1.0\r\nHost: localhost\r\nContent-Length: {len(data)}\r\n"
        )
        self._socket = self.target.connect(timeout=600)
        self._socket.sendall(head.encode() + b"Content-Type: application/json\r\n\r\n" + data)
        self._thread = threading.Thread(target=self._read)
        self._thread.start()

    def of(self, kind: str) -> list[dict[str, Any]]:
        return [event for event in self.events if event["type"] == kind]

    def until(self, kind: str, count: int = 1) -> None:
        while len(self.of(kind)) < count and self._thread.is_alive():
            time.sleep(0.02)
        assert len(self.of(kind)) >= count, f"{count} of {kind!r} were expected: {self.events[-1:]}"

    def end(self) -> None:
        self._thread.join()

    def _read(self) -> None:
        try:
            with self._socket.makefile("rb") as lines:
                for line in lines:
                    if line.startswith(b"data: "):
                        self.events.append(json.loads(line.removeprefix(b"data: ")))
        except (OSError, ValueError):
            return  # it was closed, or the server was killed within a line


@dataclass
class Chat:
    """What clients got who chatted meanwhile."""

    faults: list[str] = field(default_factory=list)

    def talk(self, target: Target, number: int, stopped: threading.Event) -> None:
        body = json.dumps(
            {"model": "tiny", "prompt": f"the house {number}", "max_tokens": 16, "seed": number}
        ).encode()
        first = None
        while not stopped.wait(0.2):
            try:
                answer = target.ask("/v1/completions", "POST", body)
            except OSError as error:
                self.faults.append(f"client {number}: {type(error).__name__}")
                continue
            text = json.loads(answer.body).get("choices") if answer.status == 200 else None
            first = first or text
            if answer.status != 200 or text != first:
                self.faults.append(f"client {number}: {answer.status} {answer.body[:200]!r}")


def attack(place: Place) -> Iterator[Try]:
    yield from measuring(place, Load(prompts=4000, clients=8))


def measuring(place: Place, load: Load) -> Iterator[Try]:
    body = load.body()
    with place.serving() as target:
        stream = Stream(target, body)
        stream.until("planned")
        count = len(stream.of("planned")[0]["conditions"])
        yield from _company(target, load, stream, max(1, count // 2))
        target.process.kill()
        stream.end()
    with place.serving() as target:
        yield _goes_on(target, body, stream)


def _company(target: Target, load: Load, stream: Stream, conditions: int) -> Iterator[Try]:
    """Clients chat, and health is watched, until so many conditions are measured."""
    chat, stopped = Chat(), threading.Event()
    watch = subprocess.Popen(
        [sys.executable, "-m", "outer.attack.watch", str(target.port), "3600"],
        stdout=subprocess.PIPE, text=True,
    )  # fmt: skip
    threads = [
        threading.Thread(target=chat.talk, args=(target, number, stopped))
        for number in range(load.clients)
    ]
    for thread in threads:
        thread.start()
    stream.until("measured", conditions)
    stopped.set()
    for thread in threads:
        thread.join()
    watch.terminate()
    waits = [float(line) for line in watch.communicate()[0].split()]
    p99 = sorted(waits)[int(0.99 * (len(waits) - 1))]
    yield Try("clients beside it", "; ".join(chat.faults[:3]) or None)
    slow = p99 > HEALTH or min(waits) < 0
    yield Try("health beside it", f"p99 is {1000 * p99:.0f} ms" if slow else None)


def _goes_on(target: Target, body: dict[str, Any], before: Stream) -> Try:
    """What was told before the server was killed is taken over by the next."""
    planned, measured = before.of("planned")[0], before.of("measured")
    stream = Stream(target, body | {"earlier": _earlier(before)})
    stream.end()
    again = stream.of("measured")
    if again[: len(measured)] != measured or len(again) != len(planned["conditions"]):
        return Try("killed and resumed", f"{len(again)} conditions, or others than before")
    end = stream.events[-1]
    if end["type"] != "end":
        return Try("killed and resumed", f"ended with {end}")
    all_tokens = planned["costs"][0]["prompt_tokens"]  # an estimate
    left = all_tokens * (1 - len(measured) / len(planned["conditions"]))
    anew = end["prompt_tokens"] > (left + all_tokens) / 2
    return Try(
        "killed and resumed",
        f"{end['prompt_tokens']:,} of {all_tokens:,} tokens were asked again" if anew else None,
    )


def _earlier(before: Stream) -> dict[str, Any]:
    planned, measured = before.of("planned")[0], before.of("measured")
    return {
        "fingerprints": [model["fingerprint"] for model in planned["models"]],
        "measured": [{key: event[key] for key in KEYS} for event in measured],
    }
