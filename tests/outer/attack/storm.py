"""A storm: many clients with mixed routes, of whom most leave early, beside slow downloaders and
idle connections. No whole answer may differ from the one that is given alone.

    python -m outer.attack.storm [--seconds 180] [--clients 64] [--slow 48] [--idle 200]  (tests/)

Loopback only, bounded in count and time; prints what was seen, exit code 1 for a fault. A run on
a machine that others use too tells nothing about the times.
"""

from __future__ import annotations

import argparse
import json
import random
import re
import subprocess
import sys
import threading
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import ExitStack, suppress
from dataclasses import dataclass, field

from outer.attack.descriptors import _need
from outer.attack.place import Answer, Place, Target, a_place
from outer.attack.slow_clients import ARCHIVE, FILE, GET, _begun

# On two cores that others use too, 99 of 100 looks took 134 to 288 ms, and once 85 MiB stayed.
HEALTH = 0.35  # seconds that 99 of 100 looks at health may take
MEMORY = 96 << 20  # bytes that may stay, for caches and what the C library keeps
CALM = 5.0  # seconds until what left is cleaned up
VARIES = re.compile(
    r'"(id|created|seconds|milliseconds|\w+_ms|computed_prompt_tokens|cached_tokens)": ?'
    r'("[^"]*"|[\d.e+-]+)'
)
Asked = tuple[str, str, bytes | None]


@dataclass
class Seen:
    """By all clients together."""

    whole: int = 0
    wrong: list[str] = field(default_factory=list)
    left: int = 0
    refused: Counter[int] = field(default_factory=Counter)
    broken: Counter[str] = field(default_factory=Counter)
    health: list[float] = field(default_factory=list)
    lock: threading.Lock = field(default_factory=threading.Lock)


def asked() -> list[Asked]:
    """Seeded, so that whatever company they have their answers are one."""
    settings = {"max_tokens": 24, "seed": 7, "temperature": 0.9}
    lanes = [{"id": "a"}, {"id": "b", "shot_set": "one", "shots": [0]}]
    prompt = {
        "instruction": "Say it.", "template": "Q: {input} ->{output}\n", "query": {"input": "big"},
        "shot_sets": {"one": [{"input": "fast", "output": " slow"}]},
    }  # fmt: skip
    posts = [
        ("/api/v1/generate", {"model": "tiny", "prompt": f"the cat {n}", "settings": settings})
        for n in range(6)
    ]
    posts += [
        ("/v1/completions", {"model": "tiny", "prompt": f"one {n}", "max_tokens": 16, "seed": 3})
        for n in range(4)
    ]
    posts += [
        ("/api/v1/score", {"model": "tiny", "prompt": "Review: good", "labels": [" a", " b"]}),
        ("/api/v1/tokenize", {"model": "tiny", "text": "the dog ran to the red house"}),
        ("/api/v1/logits", {"model": "tiny", "prompt": "the cat"}),
        (
            "/api/v1/compare",
            {"model": "tiny", "prompt": prompt, "lanes": lanes, "settings": settings},
        ),
    ]
    gets = ["/api/v1/models", "/api/v1/shapes", "/version", "/api/v1/models/tiny/vocabulary"]
    made: list[Asked] = [("POST", path, json.dumps(body).encode()) for path, body in posts]
    return made + [("GET", path, None) for path in gets]


def told(answer: Answer) -> str:
    """The answer without what differs from time to time; lanes take turns as company allows."""
    lines = VARIES.sub(r'"\1": *', answer.body.decode("utf-8", "replace")).split("\n\n")
    return "\n".join(sorted(lines))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    for name, default in (("seconds", 180), ("clients", 64), ("slow", 48), ("idle", 200)):
        parser.add_argument(f"--{name}", type=int, default=default)
    options = parser.parse_args()
    _need(4 * (options.clients + options.slow + options.idle))
    with a_place() as place:
        faults = list(storm(place, **vars(options)))
    print("\n".join(faults) or "Everything held.")
    sys.exit(bool(faults))


def storm(place: Place, seconds: int, clients: int, slow: int, idle: int) -> Iterator[str]:
    """What went wrong."""
    with place.serving() as target:
        alone, again = _alone(target), _alone(target)
        assert alone == again, "The reference is not one."
        _blow(target, alone, Seen(), clients, seconds // 6)  # until caches and arenas are filled
        time.sleep(CALM)
        before, seen = _state(target), Seen()
        with ExitStack() as opened:
            for _ in range(idle):
                opened.enter_context(target.connect())
            for number in range(slow):
                _begun(target, opened, GET.format((FILE, ARCHIVE)[number % 2], ""))
            _blow(target, alone, seen, clients, seconds)
            during = _state(target)
        time.sleep(CALM)
        after = _state(target)
        _print(seen, before, during, after)
        yield from _faults(seen, before, after)
        log = target.log.read_text()
        if "Traceback" in log:
            yield f"there are tracebacks in the log: {log[-600:]}"


def _alone(target: Target) -> list[tuple[Asked, str]]:
    """Each answer when nobody else asks."""
    found = []
    for method, path, body in asked():
        answer = target.ask(path, method, body)
        assert answer.status == 200, answer.body
        found.append(((method, path, body), told(answer)))
    return found


def _blow(
    target: Target, alone: list[tuple[Asked, str]], seen: Seen, clients: int, seconds: int
) -> None:
    end = time.monotonic() + seconds
    work = [(_client, (target, alone, seen, end, n)) for n in range(clients)]
    threads = [threading.Thread(target=call, args=args) for call, args in work]
    threads.append(threading.Thread(target=_look, args=(target, seen, seconds)))
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


def _client(
    target: Target, alone: list[tuple[Asked, str]], seen: Seen, end: float, number: int
) -> None:
    chance = random.Random(number)
    while time.monotonic() < end:
        (method, path, body), expected = chance.choice(alone)
        if chance.random() < 0.6:
            _leave(target, chance, method, path, body)
            with seen.lock:
                seen.left += 1
            continue
        try:
            answer = target.ask(path, method, body)
        except OSError as error:
            with seen.lock:
                seen.broken[f"{path}: {type(error).__name__}"] += 1
            continue
        with seen.lock:
            if answer.status in (429, 503):
                seen.refused[answer.status] += 1
            elif told(answer) == expected:
                seen.whole += 1
            else:
                seen.wrong.append(
                    f"{path}: {answer.status} {told(answer)[:300]} for {expected[:300]}"
                )
        if answer.status in (429, 503):
            time.sleep(chance.random() * 0.2)


def _leave(
    target: Target, chance: random.Random, method: str, path: str, body: bytes | None
) -> None:
    """Ask, and go before all is there."""
    data = body or b""
    head = f"{method} {path} HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
    head += f"Content-Length: {len(data)}\r\n\r\n"
    request = head.encode() + data
    with suppress(OSError), target.connect() as connection:
        cut = chance.randrange(1, len(request)) if chance.random() < 0.2 else len(request)
        connection.sendall(request[:cut])
        time.sleep(chance.random() * 0.3)


def _look(target: Target, seen: Seen, seconds: int) -> None:
    """From another process, whose own threads do not make it wait."""
    command = [sys.executable, "-m", "outer.attack.watch", str(target.port), str(seconds)]
    told = subprocess.run(command, capture_output=True, text=True, timeout=seconds + 60, check=True)
    waits = [float(line) for line in told.stdout.split()]
    seen.health += [wait for wait in waits if wait >= 0]
    if bad := sum(wait < 0 for wait in waits):
        seen.broken["health"] = bad


def _state(target: Target) -> tuple[int, int, int]:
    """Memory, descriptors, threads."""
    return target.memory, target.usage.num_fds(), target.usage.num_threads()


def _p99(seen: Seen) -> float:
    return sorted(seen.health)[int(0.99 * (len(seen.health) - 1))] if seen.health else float("inf")


def _print(seen: Seen, *states: tuple[int, int, int]) -> None:
    print(f"{seen.whole} whole answers, {len(seen.wrong)} of them different from alone")
    print(f"{seen.left} left early; refused: {dict(seen.refused)}; broken: {dict(seen.broken)}")
    print(f"health: {len(seen.health)} looks, p99 {_p99(seen) * 1000:.0f} ms, worst "
          f"{max(seen.health, default=0) * 1000:.0f} ms")  # fmt: skip
    for name, (memory, descriptors, threads) in zip(
        ("before", "during", "after"), states, strict=True
    ):
        print(f"{name}: {memory >> 20} MiB, {descriptors} descriptors, {threads} threads")


def _faults(seen: Seen, before: tuple[int, int, int], after: tuple[int, int, int]) -> Iterator[str]:
    yield from seen.wrong[:5]
    yield from seen.broken
    if not seen.whole:
        yield "nobody got a whole answer"
    if _p99(seen) > HEALTH:
        yield f"health took {_p99(seen) * 1000:.0f} ms"
    if after[0] - before[0] > MEMORY:
        yield f"{(after[0] - before[0]) >> 20} MiB stayed"
    if after[1] > before[1] + 5:
        yield f"{after[1] - before[1]} descriptors stayed"


if __name__ == "__main__":
    main()
