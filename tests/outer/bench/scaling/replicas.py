"""How many replicas how many people need: service times measured, replicas simulated to 1,000.

    cd tests && python -m outer.bench.scaling.replicas          # the check, then the table

The check starts one, two and three replicas over a tiny model whose every step is made to take
30 ms, so that they do not contend for two cores, behind nginx as it ships. Service times are
measured at one of them, with one request at a time and with all slots taken; the simulation is
given nothing else. Requests then come at 70 % of the capacity. The table is simulated from service
times of a real model on one core, measured in the same way.
"""

from __future__ import annotations

import argparse
import json
import random
import subprocess
import sys
import threading
import time
from collections.abc import Iterable
from contextlib import ExitStack
from http.client import HTTPConnection
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory

import numpy as np
import psutil
from outer.bench.scaling.queueing import Service, most_at, simulate
from support.models.tiny import write_tiny_folder
from support.servers.crowd import Server
from system.backend.deploy.conftest import nginx

WORDS = ("red", "house", "small", "cat", "dog", "mat", "fast", "tree")
PACE, TOKENS, SLOTS = 0.03, 32, 16
LOAD, SENT = 0.7, 240  # of the capacity; requests a run
UNENDED = {"temperature": 0, "n_predict": TOKENS, "ignore_eos": True, "stream": True}
WITHIN = 3.0  # seconds to the first token, for 95 of 100 requests


def ask(port: int, number: int) -> tuple[float, float]:
    """Seconds to the first and to the last token of a request whose prompt nobody asked before."""
    words = random.Random(number).choices(WORDS, k=24)
    body = {"prompt": f"{number} {' '.join(words)}", **UNENDED}
    connection = HTTPConnection("127.0.0.1", port, timeout=600)
    began, first = time.monotonic(), 0.0
    kind = {"Content-Type": "application/json"}
    connection.request("POST", "/completion", json.dumps(body), kind)
    answer = connection.getresponse()
    assert answer.status == 200, answer.read()
    for line in answer:
        if line.startswith(b"data: {") and not first:
            first = time.monotonic() - began
    connection.close()
    return first, time.monotonic() - began


def at_once(port: int, numbers: range, gaps: Iterable[float]) -> np.ndarray:
    """(requests, 2) float64, as of ``ask``; each begins a gap after the one before it."""
    results: dict[int, tuple[float, float]] = {}

    def one(number: int) -> None:
        results[number] = ask(port, number)

    threads = [threading.Thread(target=one, args=(number,)) for number in numbers]
    for thread, gap in zip(threads, gaps, strict=True):
        time.sleep(gap)
        thread.start()
    for thread in threads:
        thread.join()
    return np.array([results[number] for number in numbers])


def service_of(port: int) -> Service:
    """Measured at one replica: with one request at a time; and with all slots taken, from the last
    of their first tokens, before which a prompt is read each step, to the first end."""
    ask(port, 0)
    prompt, end = map(float, np.median([ask(port, n) for n in range(1, 10)], axis=0))
    step = (end - prompt) / (TOKENS - 1)
    rounds = [at_once(port, range(at, at + SLOTS), [0.0] * SLOTS) for at in (100, 200, 300)]
    full = median(float(each[:, 1].min() - each[:, 0].max()) / (TOKENS - SLOTS) for each in rounds)
    more = max(0.0, (full - step) / (SLOTS - 1))
    return Service(prompt, step, more, TOKENS, SLOTS)


def check() -> None:
    """Prints medians and 95th percentiles of one, two and three replicas, and of the simulation."""
    with TemporaryDirectory() as place, ExitStack() as stack:
        folder = Path(place)
        write_tiny_folder(folder / "models", "tiny", "llama", 3)
        servers = [Server("live_paced.py", folder / "models", 64, SLOTS, PACE) for _ in range(3)]
        for server in servers:
            stack.callback(server.stop)
        service = service_of(servers[0].port)
        print(service)
        for count in (1, 2, 3):
            (folder / str(count)).mkdir()
            rate = LOAD * count * service.capacity
            chance = np.random.default_rng(count)
            gaps = chance.exponential(1 / rate, SENT * count)
            ports = [server.port for server in servers[:count]]
            with nginx(folder / str(count), ports) as port:
                measured = at_once(port, range(1000 * count, 1000 * count + len(gaps)), gaps)
            simulated = simulate(service, count, rate, 40_000, "fewest")
            for name, seconds in (("measured", measured), ("simulated", simulated)):
                middle, high = np.quantile(seconds, (0.5, 0.95), axis=0)
                print(f"{count} replicas, {rate:.2f} requests/s, {name}: first token "
                      f"{middle[0]:.2f} and {high[0]:.2f} s, last {middle[1]:.2f} and {high[1]:.2f}"
                      f" s (median and 95 %, n = {len(seconds)})")  # fmt: skip


def table(model: str) -> None:
    """Prints what one replica on one core takes and how many requests so many replicas bear."""
    line = ["taskset", "-c", "0", sys.executable, "-m", "shotglass", "serve", "--port", "0"]
    line += ["--model", model, "--slots", str(SLOTS)]
    with subprocess.Popen(line, stdout=subprocess.PIPE, text=True) as server:
        assert server.stdout is not None
        try:
            port = int(server.stdout.readline().split("://")[1].split()[0].split(":")[1].strip("/"))
            service = service_of(port)
            memory = psutil.Process(server.pid).memory_info().rss / 1e6
        finally:
            server.terminate()
    print(f"{model}: {service}, {memory:.0f} MB, {service.capacity:.3f} requests/s at most, "
          f"{service.capacity * TOKENS:.1f} tokens/s")  # fmt: skip
    for count in (1, 2, 3, 10, 30, 100, 300, 1000):
        requests = max(4_000, 100 * count)
        rates = [most_at(service, count, choice, WITHIN, requests) for choice in ("fewest", "two")]
        print(f"{count} replicas: {rates[0]:.2f} requests/s (fewest), {rates[1]:.2f} (of two)")


def main() -> None:
    options = argparse.ArgumentParser()
    options.add_argument("--model", default="smollm2-135m")
    check()
    table(options.parse_args().model)


if __name__ == "__main__":
    main()
