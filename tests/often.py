"""Runs what changed many times, each time in another order, on a machine that is kept busy:
``python tests/often.py N [--since COMMIT]``.

These are the test files that changed, or, where none did, the nearest to what changed
(``changed.py``). A test that fails in one run of twenty is a defect: it is listed with the number
of its order, and ``python -m pytest -p support.shuffled --order NUMBER`` gives that order again.
"""

from __future__ import annotations

import argparse
import os
import re
import subprocess
import sys
from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from changed import changed_files, distances, importers, within

LOGS = Path(".make/often")
FAILED = re.compile(r"^(?:FAILED|ERROR) (.+?)(?: - .*)?$", re.MULTILINE)
NONE_CHOSEN = 5  # pytest's exit code
LOOP = f"import os\nwhile os.getppid() == {os.getpid()}: pass"  # ends with this process


@contextmanager
def busy() -> Iterator[None]:
    """Every processor has something else to do meanwhile."""
    loops = [subprocess.Popen([sys.executable, "-c", LOOP]) for _ in range(os.cpu_count() or 1)]
    try:
        yield
    finally:
        for loop in loops:
            loop.kill()
            loop.wait()


def run(tests: list[str], order: int) -> list[str]:
    """The tests that failed."""
    words = ["-m", "pytest", "-q", "-rfE", "-m", "not slow", "-p", "support.shuffled"]
    log = LOGS / f"{order}.log"
    with log.open("w", encoding="utf-8") as output:
        code = subprocess.run(
            [sys.executable, *words, "--order", str(order), *tests],
            stdout=output,
            stderr=subprocess.STDOUT,
            check=False,
        ).returncode
    failed = FAILED.findall(log.read_text("utf-8"))
    return failed or ([] if code in (0, NONE_CHOSEN) else [f"the run ended with {code}: {log}"])


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("times", type=int)
    parser.add_argument("--since", help="the commit that the tree is compared with")
    given = parser.parse_args()
    changed = [Path(file) for file in changed_files(given.since) if Path(file).exists()]
    distance = distances(changed, importers())
    own = [test for test in distance if test in changed]
    tests = [str(test) for test in own or within(distance, 30)[0]]
    if not tests:
        print("No test is near to what changed.")
        return 0
    LOGS.mkdir(parents=True, exist_ok=True)
    print(f"{given.times} times, logs in {LOGS}:", *tests, sep="\n  ", flush=True)
    orders = defaultdict(list)
    with busy():
        for order in range(1, given.times + 1):
            for name in run(tests, order):
                orders[name].append(order)
                print(f"order {order}: {name}", flush=True)
    print(f"{len(orders)} tests failed in {given.times} runs.")
    for name, numbers in orders.items():
        print(f"  {name}: {len(numbers)} times, in the orders {numbers}")
    return int(bool(orders))


if __name__ == "__main__":
    sys.exit(main())
