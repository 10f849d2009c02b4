"""Runs a part of the suite and writes down what it took: ``python tests/parts.py NAME COMMAND``.

Without arguments it prints the table of tests/README.md, of the last run of each part, and the
tests of the browser that needed a second try, each of which is a defect. The log of a part is in
``.make/parts/NAME.log``; its seconds, by the clock and of the processor for it and for all
processes that it waited for, are in ``.make/parts/NAME.json``, with the load of the machine at its
start; what each of its tests took is in ``.make/parts/NAME.jsonl`` (``support.cost``).
"""

from __future__ import annotations

import json
import os
import resource
import subprocess
import sys
from pathlib import Path
from time import monotonic

FOLDER = Path(".make/parts")
WHAT = {
    "part-asking": "`system/e2e`: Compare, Prompt, features, serving",
    "part-looking": "the rest of `system/e2e`",
    "part-system": "the rest of `system`, and `outer`",
    "part-export": "`system/export`",
    "part-engine": "`unit/backend` without its server",
    "part-page": "the page's formatter, linters (knip names dead code), types and tests",
    "part-server": "`unit/backend/server`",
    "part-python": "ruff, mypy, the contracts of imports",
    "part-unit": "the rest of `unit`",
    "part-source": "`structure` and `contract`",
    "part-extend": "`structure/test_extend.py`: extensions made in a copy of the tree",
}


def run(name: str, command: str) -> int:
    """The exit code of ``command``, run by bash, after what it said has been printed."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    log = FOLDER / f"{name}.log"
    print(f"{name}: {log}", flush=True)
    load, start = os.getloadavg()[0], monotonic()
    with log.open("wb") as output:
        code = subprocess.run(
            ["bash", "-c", command], stdout=output, stderr=subprocess.STDOUT, check=False
        ).returncode
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    seconds = {
        "clock": round(monotonic() - start, 1),
        "processor": round(used.ru_utime + used.ru_stime, 1),
        "load": round(load, 1),
        "code": code,
    }
    (FOLDER / f"{name}.json").write_text(json.dumps(seconds), encoding="utf-8")
    sys.stdout.buffer.write(log.read_bytes())
    return code


def table() -> str:
    lines = ["| part | what it runs | clock, s | processor, s |", "| --- | --- | ---: | ---: |"]
    total = 0.0
    for name, what in WHAT.items():
        file = FOLDER / f"{name}.json"
        if not file.exists():
            continue
        seconds = json.loads(file.read_text("utf-8"))
        total += seconds["processor"]
        lines.append(f"| `{name}` | {what} | {seconds['clock']:.0f} | {seconds['processor']:.0f} |")
    return "\n".join([*lines, f"| all | | | {total:.0f} |"])


def second_tries() -> list[str]:
    """The tests that failed at first in a part that is tried again."""
    files = sorted(FOLDER.glob("second-*.json"))
    return [name for file in files for name in json.loads(file.read_text("utf-8"))]


if __name__ == "__main__":
    if len(sys.argv) == 1:
        print(table())
        print(*[f"Second try, a defect: {name}" for name in second_tries()], sep="\n")
    else:
        sys.exit(run(*sys.argv[1:]))
