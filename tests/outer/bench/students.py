"""Forty students in a class: how soon each has a first mark, and whether anybody is refused.

    python tests/outer/bench/students.py [--minutes 10] [--students 40] [--model smollm2-135m]

Starts a server with a class. Each student joins, holds the stream of the class open, and again and
again thinks for some seconds and compares: one of some questions behind the same examples, which
have been read already. Prints seconds to the first mark (a score or a token) and to the end
(median and 95th percentile), refusals, answers that differ from those to the same question asked
alone, and the memory of the server in MB (1,000,000 bytes) at the beginning, half-way
and at the end.
"""

from __future__ import annotations

import argparse
import json
import random
import subprocess
import sys
import threading
import time
from dataclasses import dataclass, field
from http.client import HTTPConnection
from statistics import median, quantiles
from typing import Any

import psutil

KEY, CODE_AT = "bench-teacher", "Its code is "
THINK = (5.0, 25.0)  # seconds between two questions of a student
WORDS = ("tall", "old", "early", "open", "dark", "full", "near", "soft")
SHOTS = [
    {"input": a, "output": f" {b}"}
    for a, b in (("hot", "cold"), ("up", "down"), ("big", "small"), ("wet", "dry"))
]
LANES = [{"id": str(k), "shot_set": "main", "shots": list(range(k))} for k in (0, 1, 4)]


@dataclass
class Class:
    """What all students share; ``lock`` guards the lists."""

    port: int
    model: str
    code: str
    until: float
    alone: dict[str, list[Any]] = field(default_factory=dict)
    first: list[float] = field(default_factory=list)
    whole: list[float] = field(default_factory=list)
    refused: list[int] = field(default_factory=list)
    different: list[str] = field(default_factory=list)
    lock: threading.Lock = field(default_factory=threading.Lock)

    def request(self, method: str, path: str, body: object = None, **headers: str) -> Any:
        connection = HTTPConnection("127.0.0.1", self.port, timeout=300)
        data = None if body is None else json.dumps(body)
        connection.request(method, path, data, {"Content-Type": "application/json"} | headers)
        return connection.getresponse()

    def compare(self, word: str, **headers: str) -> tuple[int, float, float, list[Any]]:
        """Status, seconds to the first mark and to the end, and what was answered."""
        began, first, events = time.monotonic(), 0.0, []
        prompt = {
            "template": "{input} ->{output}\n", "shot_sets": {"main": SHOTS},
            "query": {"input": word}, "labels": [], "readout": "text",
        }  # fmt: skip
        body = {"model": self.model, "prompt": prompt, "lanes": LANES}
        body["settings"] = {"max_tokens": 8, "temperature": 0}
        answer = self.request("POST", "/api/v1/compare", body, **headers)
        for line in answer if answer.status == 200 else ():
            if line.startswith(b"data: "):
                event = json.loads(line[6:])
                if event["type"] in ("token", "score") and not first:
                    first = time.monotonic() - began
                if event["type"] in ("token", "done"):
                    events.append(event)
        events.sort(key=lambda event: str(event["lane"]))
        return answer.status, first, time.monotonic() - began, events

    def attend(self, number: int) -> None:
        """One student, until the class is over."""
        joined = self.request("POST", "/api/v1/class/join", {"code": self.code})
        cookie = joined.getheader("set-cookie").partition(";")[0]
        page = self.request("GET", "/api/v1/class/events", Cookie=cookie)
        page.readline()
        choice = random.Random(number)
        time.sleep(choice.uniform(0, THINK[1]))
        while time.monotonic() < self.until:
            word = choice.choice(WORDS)
            status, first, whole, events = self.compare(word, Cookie=cookie)
            with self.lock:
                if status != 200:
                    self.refused.append(status)
                else:
                    self.first.append(first)
                    self.whole.append(whole)
                if status == 200 and events != self.alone[word]:
                    self.different.append(word)
            time.sleep(choice.uniform(*THINK))
        page.close()


def main() -> None:
    options = argparse.ArgumentParser()
    options.add_argument("--minutes", type=float, default=10)
    options.add_argument("--students", type=int, default=40)
    options.add_argument("--model", default="smollm2-135m")
    given = options.parse_args()
    line = [sys.executable, "-m", "shotglass", "serve", "--class", "--host", "127.0.0.1"]
    line += ["--port", "0", "--api-key", KEY, "--model", given.model]
    with subprocess.Popen(line, stdout=subprocess.PIPE, text=True) as server:
        assert server.stdout is not None
        try:
            printed = [server.stdout.readline() for _ in range(3)]
            port = int(printed[0].split("://")[1].split()[0].split(":")[1])
            code = printed[2].removeprefix(CODE_AT).strip()
            report(Class(port, given.model, code, 0.0), given, psutil.Process(server.pid))
        finally:
            server.terminate()


def report(room: Class, given: argparse.Namespace, process: psutil.Process) -> None:
    key = {"Authorization": f"Bearer {KEY}"}
    while room.request("GET", "/health/ready", **key).status != 200:
        time.sleep(0.5)
    for word in WORDS:
        room.alone[word] = room.compare(word, **key)[3]
    room.until = time.monotonic() + 60 * given.minutes
    students = [
        threading.Thread(target=room.attend, args=(number,)) for number in range(given.students)
    ]
    for student in students:
        student.start()
    memory = []
    for _ in range(3):
        memory.append(process.memory_info().rss / 1e6)
        time.sleep(max(0.0, 30 * given.minutes - 5) if len(memory) < 3 else 0)
    for student in students:
        student.join()
    for name, seconds in (("first mark", room.first), ("whole answer", room.whole)):
        print(f"{name}: p50 {median(seconds):.2f} s, p95 {quantiles(seconds, n=20)[-1]:.2f} s")
    print(f"{len(room.first)} answers, {len(room.refused)} refused {sorted(set(room.refused))}")
    print(f"{len(room.different)} answers differ from those alone")
    print("memory: " + ", ".join(f"{amount:.0f}" for amount in memory) + " MB")
    print(f"load of the machine: {', '.join(f'{load:.1f}' for load in psutil.getloadavg())}")


if __name__ == "__main__":
    main()
