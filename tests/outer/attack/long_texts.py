"""Texts of very many tokens, many at once: memory stays bounded and comes back, and others are
answered."""

from __future__ import annotations

import json
import threading
import time
from collections import Counter
from collections.abc import Iterator

from outer.attack.place import PATIENCE, Place, Target, Try, held

AT_ONCE = 40
ROOM = 500 << 20  # bytes by which the server may grow: two texts are read, the others are refused
REST = 160 << 20  # bytes of it that may stay
LINES = "\n" * 199_000


def attack(place: Place) -> Iterator[Try]:
    for path, body in (
        ("/api/v1/tokenize", {"model": "tiny", "text": LINES}),
        ("/tokenize", {"model": "tiny", "prompt": LINES, "with_pieces": True}),
    ):
        with place.serving() as target:
            yield from _at_once(target, path, json.dumps(body).encode())


def _at_once(target: Target, path: str, body: bytes) -> Iterator[Try]:
    statuses: Counter[int] = Counter()
    before, grown, slowest = target.memory, [0], [0.0]

    def ask() -> None:
        statuses[target.ask(path, "POST", body).status] += 1

    threads = [threading.Thread(target=ask) for _ in range(AT_ONCE)]
    for thread in threads:
        thread.start()
    while any(thread.is_alive() for thread in threads):
        slowest.append(target.health())
        grown.append(target.memory - before)
        time.sleep(0.05)
    yield held(f"{path}: memory", max(grown) < ROOM, f"it grew by {max(grown) >> 20} MiB")
    stays = target.memory - before
    yield held(f"{path}: memory afterwards", stays < REST, f"it kept {stays >> 20} MiB")
    yield held(f"{path}: health", max(slowest) < PATIENCE, f"it took {max(slowest):.1f} s")
    some = statuses[200] > 0 and set(statuses) <= {200, 429}
    yield held(f"{path}: statuses", some, f"{dict(statuses)}")
