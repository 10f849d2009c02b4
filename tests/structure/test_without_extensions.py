"""The server without each of its extensions: the folder is gone, and the unit tests of the core and
of the other extensions pass. The page without each of its own is built, has no fault of types and
passes its tests."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
EXTENSIONS = "backend/shotglass/extensions"
CORE = "tests/unit/backend"
PAGE_EXTENSIONS = "web/src/extensions"
API = "web/src/core/api/api.gen.ts"  # made by the build
MINUTES = 30  # on a busy machine; three on an idle one


def folders() -> list[str]:
    return sorted(each.parent.name for each in (ROOT / EXTENSIONS).glob("*/__init__.py"))


def copy_of_tree(into: Path) -> None:
    """All that git tracks or would, so that nothing that was built is in it."""
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT,
        capture_output=True,
        check=True,
        text=True,
    )
    for name in filter(None, listed.stdout.split("\0")):
        if (source := ROOT / name).is_file():
            (to := into / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(source, to)


@pytest.mark.slow
@pytest.mark.timeout(60 * MINUTES)
@pytest.mark.parametrize("name", folders())
def test_the_rest_passes_its_tests_without_it(name: str, tmp_path: Path) -> None:
    copy_of_tree(tmp_path)
    shutil.rmtree(tmp_path / EXTENSIONS / name)

    ended = subprocess.run(
        [sys.executable, "-m", "pytest", "-q", CORE, f"--ignore={CORE}/extensions/{name}"],
        cwd=tmp_path,
        env=os.environ | {"PYTHONPATH": str(tmp_path / "backend")},
        capture_output=True,
        text=True,
        check=False,
    )

    assert ended.returncode == 0, ended.stdout[-4000:]
    assert " passed" in ended.stdout


def page_folders() -> list[str]:
    return sorted(each.name for each in (ROOT / PAGE_EXTENSIONS).iterdir() if each.is_dir())


def page_tool(tree: Path, script: str, *words: str) -> str:
    ended = subprocess.run(
        ["node", f"node_modules/{script}", *words],
        cwd=tree / "web",
        capture_output=True,
        text=True,
        check=False,
    )
    assert ended.returncode == 0, (ended.stdout + ended.stderr)[-4000:]
    return ended.stdout


@pytest.mark.slow
@pytest.mark.timeout(60 * MINUTES)
@pytest.mark.parametrize("name", page_folders())
def test_the_page_passes_its_tests_without_it(name: str, tmp_path: Path) -> None:
    copy_of_tree(tmp_path)
    shutil.copytree(ROOT / "web/node_modules", tmp_path / "web/node_modules", symlinks=True)
    shutil.copyfile(ROOT / API, tmp_path / API)
    shutil.rmtree(tmp_path / PAGE_EXTENSIONS / name)

    page_tool(tmp_path, "svelte-check/bin/svelte-check", "--tsconfig", "./tsconfig.json")
    page_tool(tmp_path, "eslint/bin/eslint.js", ".")
    page_tool(tmp_path, "vite/bin/vite.js", "build")
    output = page_tool(tmp_path, "vitest/vitest.mjs", "run")

    static = tmp_path / "backend/shotglass/static"
    addresses = json.loads((static / "addresses.json").read_text("utf-8"))
    assert {"shelf", "compare"} < set(addresses["views"])
    own = {path.parent.name for path in (ROOT / PAGE_EXTENSIONS / name).glob("views/*/manifest.ts")}
    assert own, name
    assert own.isdisjoint(addresses["views"])
    assert " passed" in output
