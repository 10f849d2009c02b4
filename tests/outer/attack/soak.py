"""A soak: many small requests one after another on few connections. Memory must not grow with them,
and no descriptor may be lost.

    python -m outer.attack.soak [--requests 100000] [--clients 4]   (in tests/)

Loopback only, bounded in count; prints memory and descriptors ten times, exit code 1 for a fault.
"""

from __future__ import annotations

import argparse
import itertools
import json
import random
import statistics
import sys
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from http.client import HTTPConnection

from outer.attack.place import Target, a_place

LOOKS = 10
# Bytes for each 10,000 requests. What grows is the heap of the C library, ever more slowly: 2.6 MiB
# in a run of 20,000, 1.0 in one of 100,000 (2 shared cores). A leak of 256 bytes a request is 2.4.
GROWTH, SHORT, SHORT_GROWTH = 3 << 19, 50_000, 4 << 20  # requests below which a run is short
FRESH = 0.1  # of the requests open a connection of their own


@dataclass
class Counts:
    answered: int = 0
    wrong: list[str] = field(default_factory=list)
    lock: threading.Lock = field(default_factory=threading.Lock)


def requests(number: int) -> tuple[str, str, bytes | None]:
    """The ``number``-th request; prompts repeat after 500, so that the prefix cache is used."""
    text = f"the cat {number % 500}"
    settings = {"max_tokens": 2, "seed": number % 500}
    kinds: list[tuple[str, dict[str, object] | None]] = [
        ("/api/v1/generate", {"model": "tiny", "prompt": text, "settings": settings}),
        ("/v1/completions", {"model": "tiny", "prompt": text, "max_tokens": 1}),
        ("/api/v1/score", {"model": "tiny", "prompt": text, "labels": [" a", " b"]}),
        ("/api/v1/tokenize", {"model": "tiny", "text": text}),
        ("/api/v1/generate", {"model": "tiny", "prompt": 3}),  # refused
        ("/health/live", None),
        ("/api/v1/models", None),
        ("/nowhere", None),
    ]
    path, body = kinds[number % len(kinds)]
    return ("GET" if body is None else "POST"), path, body and json.dumps(body).encode()


EXPECTED = {"/nowhere": 404}


def client(target: Target, numbers: Iterator[int], counts: Counts) -> None:
    """Sends requests until ``numbers`` is exhausted."""
    chance = random.Random(threading.get_ident())
    connection = HTTPConnection(*target.address, timeout=60)
    for number in numbers:
        if chance.random() < FRESH:
            connection.close()
            connection = HTTPConnection(*target.address, timeout=60)
        method, path, body = requests(number)
        headers = {"Content-Type": "application/json"} if body else {}
        connection.request(method, path, body, headers)
        answer = connection.getresponse()
        answer.read()
        refused = body is not None and b'"prompt": 3' in body
        expected = 400 if refused else EXPECTED.get(path, 200)
        with counts.lock:
            counts.answered += 1
            if answer.status != expected:
                counts.wrong.append(f"{path}: {answer.status}")
    connection.close()


def stretch(target: Target, first: int, count: int, clients: int, counts: Counts) -> None:
    numbers = itertools.count(first)
    left = threading.Semaphore(count)

    def taken() -> Iterator[int]:
        while left.acquire(blocking=False):
            yield next(numbers)  # a C function: two threads never get the same

    threads = [
        threading.Thread(target=client, args=(target, taken(), counts)) for _ in range(clients)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


def soak(target: Target, count: int, clients: int) -> Iterator[str]:
    """What went wrong. The first tenth fills caches and arenas; growth is measured after it, as
    the slope of a line through the looks."""
    counts = Counts()
    looks: list[tuple[int, int]] = []
    descriptors = []
    for part in range(LOOKS + 1):
        began = time.monotonic()
        stretch(target, part * count // LOOKS, count // LOOKS, clients, counts)
        seconds = time.monotonic() - began
        time.sleep(1)
        looks.append((counts.answered, target.memory))
        descriptors.append(target.usage.num_fds())
        print(f"{counts.answered:>8} answered, {target.memory / (1 << 20):.1f} MiB, "
              f"{descriptors[-1]} descriptors, {target.usage.num_threads()} threads, "
              f"{count / LOOKS / seconds:.0f} a second", flush=True)  # fmt: skip
    slope = statistics.linear_regression(*zip(*looks[1:], strict=True)).slope * 10_000
    print(f"{slope / (1 << 20):.3f} MiB for each 10,000 requests")
    yield from counts.wrong[:5]
    if slope > (SHORT_GROWTH if count < SHORT else GROWTH):
        yield f"memory grew by {slope / (1 << 20):.2f} MiB for each 10,000 requests"
    if descriptors[-1] > descriptors[1]:
        yield f"{descriptors[-1] - descriptors[1]} descriptors stayed"
    if "Traceback" in target.log.read_text():
        yield f"there are tracebacks in the log: {target.log.read_text()[-600:]}"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--requests", type=int, default=100_000)
    parser.add_argument("--clients", type=int, default=4)
    options = parser.parse_args()
    with a_place() as place, place.serving() as target:
        faults = list(soak(target, options.requests, options.clients))
    print("\n".join(faults) or "Everything held.")
    sys.exit(bool(faults))


if __name__ == "__main__":
    main()
