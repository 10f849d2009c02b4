"""Runs the tests that are nearest to what changed: ``python tests/changed.py [--since COMMIT]``.

What changed are the files that differ from ``--since`` (by default from the last commit, or, where
the tree is clean, from the one before it). A test file's distance from a changed file is the
number of imports between them; a file whose place mirrors that of the changed one, or whose text
names it, is one step away. The tests that changed run, and those that read every source file; then
the nearest, as many as take ``--seconds`` together by what they took before
(``.make/parts/*.jsonl``, written by ``support.cost``). The list of what was left out is printed;
``make test`` runs it.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
from collections import defaultdict
from collections.abc import Iterable
from functools import cache
from pathlib import Path

from structure.measures import PYTHON, RESEARCH, python_modules
from structure.measures import importers as by_module

PACKAGES = (
    *PYTHON,
    RESEARCH,
    *(f"tests/{ring}" for ring in ("unit", "structure", "contract", "system", "outer", "support")),
)
MIRRORS = {
    "backend/shotglass/server": ("unit/backend/server", "system/backend/server", "outer/attack"),
    "backend/shotglass/sandbox": ("unit/backend/sandbox", "outer/hostile"),
    "backend/shotglass/terminal": ("unit/backend/terminal", "system/backend"),
    "backend/shotglass": ("unit/backend", "system/backend"),
    "export/shotglass_export/importers": (
        "unit/export/importers",
        "system/export/importers",
        "outer/hostile",
    ),
    "export/shotglass_export/to_onnx": (
        "unit/export/to_onnx",
        "system/export/to_onnx",
        "outer/conformance",
    ),
    "export/shotglass_export": ("unit/export", "system/export"),
    "export/research/shotglass_research": ("unit/research", "system/research"),
    "web/src/features": ("system/e2e",),
    "web/src/extensions/course": ("system/e2e/lessons",),
    "web/src/extensions/classroom": ("system/e2e/serving",),
    "web/src": ("system/e2e/features", "system/e2e/page"),
}
READ_ALL = tuple(
    Path(f"tests/structure/test_{name}.py")
    for name in ("budget", "circles", "names", "patterns", "rings", "structure", "waits")
)
UNKNOWN = 3.0  # seconds that a test file takes of which nothing is known
FAR = 3  # steps beyond which a test hardly tells anything about a change


def changed_files(since: str | None) -> list[str]:
    """The files that differ from ``since``, those that git does not know yet included."""
    if since is None:
        differs = git("status", "--porcelain", "--untracked-files=all")
        since = "HEAD" if differs else "HEAD~1"
    new = git("ls-files", "--others", "--exclude-standard")
    return sorted({*git("diff", "--name-only", "--relative", since), *new})


def git(*words: str) -> list[str]:
    answer = subprocess.run(["git", *words], capture_output=True, text=True, check=True)
    return answer.stdout.splitlines()


def importers() -> dict[Path, set[Path]]:
    """By Python file, those that import it; the tests below a file of fixtures count as such."""
    modules = [module for package in PACKAGES for module in python_modules(Path(), package)]
    paths = {module.name: module.path for module in modules}
    users = {paths[name]: {paths[user] for user in by} for name, by in by_module(modules).items()}
    for test in filter(is_test, list(users)):
        for folder in test.parents:
            users.get(folder / "conftest.py", set()).add(test)
    return users


def is_test(path: Path) -> bool:
    return path.name.startswith("test_")


def distances(changed: Iterable[Path], users: dict[Path, set[Path]]) -> dict[Path, int]:
    """By test file, how many steps it is away from the nearest changed file, up to ``FAR``."""
    tests = list(filter(is_test, users))
    steps = dict.fromkeys(changed, 0)
    for path in list(steps):
        for test in tests:
            if mirrors(test, path) or (path.suffix != ".py" and names_it(test, path)):
                steps.setdefault(test, 1)
    if steps:
        steps = {**dict.fromkeys(READ_ALL, 0), **steps}
    frontier = [path for path in steps if path in users]
    for step in range(1, FAR + 1):
        frontier = sorted({user for path in frontier for user in users[path]} - set(steps))
        steps |= dict.fromkeys(frontier, step)
    return {test: steps[test] for test in tests if test in steps}


def mirrors(test: Path, path: Path) -> bool:
    """Whether ``test`` stands where the tests of ``path`` do."""
    for source, places in MIRRORS.items():
        if path.is_relative_to(source):
            inner = path.relative_to(source).parent
            where = [Path("tests", place, inner) for place in places]
            return any(test.parent == place or near(test, place) for place in where)
    return False


def near(test: Path, place: Path) -> bool:
    """Whether ``test`` is in the nearest folder to ``place`` that exists."""
    while not place.is_dir():
        place = place.parent
    return test.parent == place and len(place.parts) > 3


def names_it(test: Path, path: Path) -> bool:
    return path.name in text_of(test)


@cache
def text_of(test: Path) -> str:
    return test.read_text("utf-8")


def costs() -> dict[str, float]:
    """By test file, the seconds that its tests took the last time, by the clock."""
    spent: dict[str, float] = defaultdict(float)
    for file in Path(".make/parts").glob("*.jsonl"):
        for line in file.read_text("utf-8").splitlines():
            entry = json.loads(line)
            if entry["kind"] == "test":
                spent[entry["name"].partition("::")[0]] += entry["clock"]
    return spent


def within(distance: dict[Path, int], seconds: float) -> tuple[list[Path], list[Path]]:
    """The nearest tests that take ``seconds`` together, and those that are left out."""
    known = costs()
    chosen, left, spent = [], [], 0.0
    by_nearness = sorted(
        distance, key=lambda test: (distance[test], known.get(str(test), UNKNOWN), test)
    )
    for test in by_nearness:
        cost = known.get(str(test), UNKNOWN)
        if distance[test] == 0 or spent + cost <= seconds:
            chosen.append(test)
            spent += cost
        else:
            left.append(test)
    return chosen, left


def page_commands(changed: list[str]) -> list[list[str]]:
    """What checks the page's files that changed, each command to be run in ``web``."""
    page = [file.removeprefix("web/") for file in changed if file.startswith("web/src/")]
    if not page:
        return []
    code = [file for file in page if file.endswith((".ts", ".svelte"))]
    return [
        ["npx", "vitest", "related", "--run", "--passWithNoTests", *page],
        ["npx", "prettier", "--check", "--ignore-unknown", *page],
        ["npx", "eslint", "--no-warn-ignored", *code],
        ["npm", "run", "--silent", "check"],
    ]


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--since", help="the commit that the tree is compared with")
    parser.add_argument("--seconds", type=float, default=90, help="for Python's tests together")
    given = parser.parse_args()
    changed = [file for file in changed_files(given.since) if Path(file).exists()]
    chosen, left = within(distances(map(Path, changed), importers()), given.seconds)
    print(f"{len(changed)} files changed; {len(chosen)} test files are near:", *chosen, sep="\n  ")
    code = 0
    python = [file for file in changed if file.endswith(".py")]
    if python:
        code |= subprocess.run(["ruff", "check", *python], check=False).returncode
        code |= subprocess.run(["ruff", "format", "--check", *python], check=False).returncode
        code |= subprocess.run(["mypy"], check=False).returncode
    for words in page_commands(changed):
        code |= subprocess.run(words, cwd="web", check=False).returncode
    if chosen:
        words = [sys.executable, "-m", "pytest", "-q", "-m", "not slow", *map(str, chosen)]
        answer = subprocess.run(words, check=False).returncode
        code |= 0 if answer == 5 else answer  # 5: all of them are slow
    print(f"Left to `make test`, {len(left)} files that are further away:", *left, sep="\n  ")
    return int(bool(code))


if __name__ == "__main__":
    sys.exit(main())
