"""The lines of each capability, and the table in docs/architecture.md that says how many it may
have: ``python tests/structure/budget.py`` prints what there is.

Words of the page, lessons' texts, data and generated files are not counted. A file belongs to the
capability with the longest path that it begins with; tests belong to what they test.
"""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

DOCUMENT = "docs/architecture.md"
SUFFIXES = (".py", ".ts", ".svelte", ".js", ".mjs", ".css", ".cpp", ".h")
LEFT_OUT = re.compile(r"(^|/)words(\.[a-z]+)?\.ts$|\.gen\.ts$|(^|/)recordings/|recorded_runs/")
BACKEND, EXPORT, PAGE = "backend/shotglass", "export/shotglass_export", "web/src"

# By capability: where its source lies, and where its tests do (those beside the source apart).
CAPABILITIES: Mapping[str, tuple[str, ...]] = {
    "waist": (f"{BACKEND}/", "tests/unit/backend/", "tests/system/backend/"),
    "text, prompting, decoding": (
        *(f"{BACKEND}/{name}/" for name in ("text", "prompting", "decoding", "rows")),
        *(f"tests/unit/backend/{name}/" for name in ("text", "prompting", "decoding", "rows")),
        "tests/system/backend/text/",
    ),
    "statistics": (f"{BACKEND}/statistics/", "tests/unit/backend/statistics/"),
    "engine": (f"{BACKEND}/engine/", "tests/unit/backend/engine/", "tests/system/backend/engine/"),
    "kernels": (
        "backend/kernels/",
        *(f"{BACKEND}/engine/runtime/graph_edits/{name}" for name in ("fus", "nodes")),
        f"{BACKEND}/engine/runtime/kernels.py",
        "tests/unit/backend/engine/runtime/test_kernels.py",
        "tests/outer/kernels/",
    ),
    "measurement and causes": (
        *(f"{BACKEND}/engine/{name}/" for name in ("measurement", "causes", "sharded", "runs")),
        *(f"tests/unit/backend/engine/{name}/" for name in ("measurement", "causes", "sharded")),
    ),
    "insides": (
        f"{BACKEND}/engine/tasks/inside/",
        f"{BACKEND}/engine/interventions/",
        f"{BACKEND}/engine/runtime/graph_edits/",
        f"{BACKEND}/lenses/",
        "tests/unit/backend/engine/interventions/",
    ),
    "server": (f"{BACKEND}/server/", "tests/unit/backend/server/", "tests/system/backend/server/"),
    "OpenAI's API": (
        f"{BACKEND}/server/compat/",
        "tests/unit/backend/server/compat/",
        "tests/system/backend/server/compat/",
        "tests/outer/clients/",
    ),
    "run files": (f"{BACKEND}/run_file/", f"{PAGE}/core/runFile/", f"{PAGE}/state/runFile/",
                  "tests/unit/backend/run_file/"),
    "Python API": (f"{BACKEND}/lab/", "tests/unit/backend/lab/", "tests/system/backend/lab/"),
    "terminal": (f"{BACKEND}/terminal/", f"{BACKEND}/cli.py", "tests/unit/backend/terminal/"),
    "batches": (f"{BACKEND}/extensions/batches/", "tests/unit/backend/extensions/batches/",
                "tests/system/backend/extensions/batches/"),
    "class": (f"{BACKEND}/extensions/classroom/", f"{PAGE}/extensions/classroom/",
              "tests/unit/backend/extensions/classroom/"),
    "content": (f"{BACKEND}/extensions/content/", "tests/unit/backend/extensions/content/"),
    "logs of others": (f"{BACKEND}/extensions/logs/", "tests/unit/backend/extensions/logs/"),
    "agents": (f"{BACKEND}/extensions/mcp/", "tests/unit/backend/extensions/mcp/"),
    "llama.cpp's API": (f"{BACKEND}/extensions/llama_cpp/",
                        "tests/unit/backend/extensions/llama_cpp/"),
    "Ray": (f"{BACKEND}/extensions/ray/", "tests/unit/backend/extensions/ray/"),
    "deployment": ("backend/deploy/", "tests/system/backend/deploy/", "tests/outer/packaging/"),
    "importing": (f"{EXPORT}/importers/", f"{EXPORT}/adapters/", "tests/unit/export/importers/",
                  "tests/system/export/importers/"),
    "exporting": (f"{EXPORT}/", "tests/unit/export/", "tests/system/export/"),
    "training": (
        *(f"{EXPORT}/{name}/" for name in ("models", "training", "data")),
        f"{BACKEND}/training_runs/",
        *(f"tests/system/export/{name}/" for name in ("models", "training", "tuning")),
        "tests/unit/export/data/",
        "tests/unit/backend/training_runs/",
    ),
    "page: core": (f"{PAGE}/core/",),
    "page: engine in the browser": (f"{PAGE}/runtime/",),
    "page: kit": (f"{PAGE}/ui/",),
    "page: frame": (f"{PAGE}/", "web/", "tests/system/e2e/"),
    "Compare": (f"{PAGE}/features/compare/", f"{PAGE}/features/shelf/",
                "tests/system/e2e/compare/"),
    "Prompt": (f"{PAGE}/features/prompt/", "tests/system/e2e/prompt/"),
    "Next word": (f"{PAGE}/features/decode/",),
    "Inside": (f"{PAGE}/features/inside/", "tests/system/e2e/inside/"),
    "Measure": (f"{PAGE}/features/measure/", "tests/system/e2e/measure/"),
    "Models and Train": (f"{PAGE}/features/models/", f"{PAGE}/features/train/",
                         "tests/system/e2e/models/"),
    "course": (f"{PAGE}/extensions/course/", "tests/system/e2e/lessons/"),
    "figure to embed": (f"{PAGE}/figure/",),
    "research": ("export/research/", "tests/outer/research/", "tests/unit/research/",
                 "tests/system/research/"),
    "attack and hostile files": ("tests/outer/attack/", "tests/outer/hostile/"),
    "benches and conformance": ("tests/outer/",),
    "tests for all": ("tests/",),
}  # fmt: skip


@dataclass
class Size:
    source: int = 0
    tests: int = 0


def capability_of(path: str) -> str | None:
    """The capability with the longest beginning of ``path``."""
    beginnings = [
        (len(start), name)
        for name, starts in CAPABILITIES.items()
        for start in starts
        if path.startswith(start)
    ]
    return max(beginnings)[1] if beginnings else None


def counted(root: Path) -> dict[str, Size]:
    """The lines by capability of all files that are in git or will be."""
    sizes = {name: Size() for name in CAPABILITIES}
    for path in tracked(root):
        if (name := capability_of(path)) is None:
            continue
        lines = (root / path).read_bytes().count(b"\n")
        if path.startswith("tests/") or ".test." in path:
            sizes[name].tests += lines
        else:
            sizes[name].source += lines
    return sizes


def tracked(root: Path) -> list[str]:
    listing = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard"],
        cwd=root,
        capture_output=True,
        text=True,
        check=True,
    )
    return [
        path
        for path in listing.stdout.splitlines()
        if path.endswith(SUFFIXES) and LEFT_OUT.search(path) is None and (root / path).exists()
    ]


def allowed(root: Path) -> dict[str, Size]:
    """The table of the document: the most lines by capability."""
    text = (root / DOCUMENT).read_text("utf-8").partition("## The budget")[2]
    rows = re.findall(r"^\| ([^|]+?) \| ([\d,]+) \| ([\d,]+) \| \S.* \|$", text, re.MULTILINE)
    number = lambda digits: int(digits.replace(",", ""))  # noqa: E731
    return {name: Size(number(source), number(tests)) for name, source, tests in rows}


if __name__ == "__main__":
    sizes = counted(Path(sys.argv[1]) if len(sys.argv) > 1 else Path(__file__).parents[2])
    for name, size in sizes.items():
        print(f"| {name} | {size.source:,} | {size.tests:,} |")
    print(f"{sum(s.source for s in sizes.values()):,} {sum(s.tests for s in sizes.values()):,}")
