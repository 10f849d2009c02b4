"""First token and decode of this tree beside another one's, in turn, on one model.

    python interleaved.py OTHER [--model house-gpt2] [--rounds 20] [--models FOLDER]

OTHER is a checkout of another commit (``git worktree add OTHER COMMIT``) whose dependencies this
interpreter has. Each serves in a process of its own, and they are asked alternately, which of them
first changing each round. Prints medians, and the median of the rounds' ratios with an interval of
95 % by resampling.
"""

from __future__ import annotations

import argparse
import os
import random
import re
import statistics
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path
from urllib.request import urlopen

from http_client import crowd

HERE = Path(__file__).parents[3]
TOKENS = 64
PROMPT = "The cat sat on the mat and the dog "
Measured = tuple[float, float]  # seconds to the first token, and of each token after it


@contextmanager
def serving(tree: Path, options: Sequence[str]) -> Iterator[int]:
    """The port of a server of ``tree``, whose model answers."""
    paths = f"{tree / 'backend'}:{tree / 'export'}"
    command = [sys.executable, "-m", "shotglass", "serve", "--port", "0", *options]
    process = subprocess.Popen(
        command, stdout=subprocess.PIPE, text=True, cwd=tree, env=os.environ | {"PYTHONPATH": paths}
    )
    assert process.stdout is not None
    try:
        found = re.search(r"http://[^ :]+:(\d+)", process.stdout.readline())
        assert found is not None
        _wait(int(found[1]))
        yield int(found[1])
    finally:
        process.terminate()
        process.wait(30)


def _wait(port: int) -> None:
    for _ in range(600):
        try:
            with urlopen(f"http://127.0.0.1:{port}/health/ready", timeout=10):
                return
        except OSError:
            time.sleep(0.2)
    raise TimeoutError("The model was not ready.")


def ask(port: int, model: str, clients: int, round_: int) -> Measured:
    bodies = [
        {
            "model": model, "prompt": f"{round_} {number} {PROMPT}", "max_tokens": TOKENS,
            "temperature": 0, "stream": True, "ignore_eos": True,
        }
        for number in range(clients)
    ]  # fmt: skip
    streams = crowd(port, "/v1/completions", bodies, TOKENS).streams
    first = statistics.median(one.first for one in streams)
    decode = statistics.median((one.last - one.first) / (TOKENS - 1) for one in streams)
    return first, decode


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("other", type=Path)
    parser.add_argument("--model", default="house-gpt2")
    parser.add_argument("--models")
    parser.add_argument("--rounds", type=int, default=20)
    options = parser.parse_args()
    chosen = ["--model", options.model]
    chosen += ["--models", options.models] if options.models else []
    with ExitStack() as stack:
        trees = (HERE, options.other.resolve())
        ports = [stack.enter_context(serving(tree, chosen)) for tree in trees]
        for clients in (1, 8):
            compare(ports, options.model, clients, options.rounds)


def compare(ports: Sequence[int], model: str, clients: int, rounds: int) -> None:
    found: dict[int, list[Measured]] = {port: [] for port in ports}
    for round_ in range(-1, rounds):
        for port in ports if round_ % 2 else reversed(ports):
            measured = ask(port, model, clients, round_)
            if round_ >= 0:  # the first one warms up
                found[port].append(measured)
    for place, name in enumerate(("first token", "decode, a token")):
        here, other = ([one[place] * 1000 for one in found[port]] for port in ports)
        ratios = [a / b for a, b in zip(here, other, strict=True)]
        low, high = interval(ratios)
        print(
            f"{clients} clients, {name}: here {statistics.median(here):.2f} ms, other "
            f"{statistics.median(other):.2f} ms, ratio {statistics.median(ratios):.3f} "
            f"({low:.3f} to {high:.3f}, n = {len(ratios)})"
        )


def interval(values: Sequence[float], samples: int = 2000) -> tuple[float, float]:
    """Percentile bootstrap of the median, 95 %."""
    chance = random.Random(1)
    medians = sorted(
        statistics.median(chance.choices(values, k=len(values))) for _ in range(samples)
    )
    return medians[int(0.025 * samples)], medians[int(0.975 * samples)]


if __name__ == "__main__":
    main()
