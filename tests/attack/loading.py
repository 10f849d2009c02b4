"""The first requests to a model, 64 at once, while it is looked at and loaded."""

from __future__ import annotations

import threading
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

from attack.place import PATIENCE, Place, Target, Try, held

MANY = 64
PATHS = {
    "generate": ("/api/v1/generate", b'{"model":"tiny","prompt":"a","settings":{"max_tokens":2}}'),
    "completions": ("/v1/completions", b'{"model":"tiny","prompt":"a","max_tokens":2}'),
    "vocabulary": ("/api/v1/models/tiny/vocabulary", None),
}


def attack(place: Place) -> Iterator[Try]:
    for name, (path, body) in PATHS.items():
        with place.serving(wait=False) as target:
            yield from _first(target, name, path, body)


def _first(target: Target, name: str, path: str, body: bytes | None) -> Iterator[Try]:
    waits: list[float] = []
    over = threading.Event()

    def look() -> None:
        while not over.wait(0.02):
            waits.append(target.health())

    looking = threading.Thread(target=look)
    looking.start()
    with ThreadPoolExecutor(MANY) as pool:
        method = "POST" if body else "GET"
        asked = [pool.submit(target.ask, path, method, body) for _ in range(MANY)]
        answers = [one.result() for one in asked]
    over.set()
    looking.join()
    statuses = Counter(answer.status for answer in answers)
    known = set(statuses) <= {200, 429, 503} and statuses[200] > 0
    yield held(f"{name}: statuses", known, f"{statuses}")
    told = all("retry-after" in one.headers for one in answers if one.status in (429, 503))
    yield held(f"{name}: who must wait is told how long", told, "Retry-After is missing")
    worst = max(waits)
    yield held(f"{name}: health meanwhile", worst < PATIENCE, f"it took {worst:.1f} s")
