"""The fingerprint names all that decides the bits of an answer, and nothing of ours changes it."""

from __future__ import annotations

import ast
import os
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

import shotglass
from shotglass.decoding import DecodingSettings
from shotglass.engine import Engine, Library, generate
from shotglass.engine.fingerprint import fingerprint
from shotglass.engine.runtime.providers import graph_entry
from shotglass.events import Done

ROOT = Path(shotglass.__file__).parents[2]
SOURCES = [*(ROOT / "backend").rglob("*.py"), *(ROOT / "export").rglob("*.py")]


def test_what_onnxruntime_reads_from_the_environment_is_in_it(
    tiny_root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    manifest = Library([tiny_root]).folder("tiny-llama").manifest
    exact, blocks = graph_entry(manifest), graph_entry(manifest, "int8")
    told = [
        fingerprint(manifest, exact, 1, "cpu"),
        fingerprint(manifest, blocks, 1, "cpu"),
        fingerprint(manifest, exact, 2, "cpu"),
        fingerprint(manifest, exact, 1, "cuda"),
        fingerprint(manifest, exact, 1, "cpu", prompt_lookup=True),
    ]
    monkeypatch.setenv("ORT_GQA_DISABLE_FLASH_ATTENTION", "1")
    told.append(fingerprint(manifest, exact, 1, "cpu"))
    monkeypatch.setattr("shotglass.engine.fingerprint.processor", lambda: ["another"])
    told.append(fingerprint(manifest, exact, 1, "cpu"))
    assert len(set(told)) == len(told)
    monkeypatch.setenv("HOME_OF_SOMETHING_ELSE", "1")
    assert fingerprint(manifest, exact, 1, "cpu") == told[-1]


def test_engines_that_are_opened_at_once_change_no_variable_and_write_the_same(
    tiny_root: Path,
) -> None:
    folder, before = Library([tiny_root]).folder("tiny-llama"), dict(os.environ)
    opened: list[Engine] = []
    during: list[bool] = []

    def open_one() -> None:
        opened.append(Engine.open(folder, slots=2, threads=1))
        during.append(dict(os.environ) == before)

    threads = [threading.Thread(target=open_one) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert during == [True] * 4
    settings = DecodingSettings(max_tokens=24, seed=7, temperature=1.0)
    texts = {
        event.text
        for engine in opened
        for event in generate(engine, "the cat", settings)
        if isinstance(event, Done)
    }
    for engine in opened:
        engine.close()
    assert len({engine.fingerprint for engine in opened}) == len(texts) == 1


AT_THE_START = ("backend/shotglass/__init__.py", 'os.environ["ORT_DISABLE_TELEMETRY"] = "1"')
BEFORE_RAY = (
    "backend/shotglass/extensions/ray/session.py",
    '    os.environ.setdefault("RAY_USAGE_STATS_ENABLED", "0")  # else Ray reports the run',
)
CHANGES = {"setdefault", "update", "pop", "popitem", "clear", "putenv", "unsetenv"}


def changes(tree: ast.AST) -> Iterator[int]:
    """The lines on which the process's environment is changed."""
    for node in ast.walk(tree):
        written = isinstance(node, ast.Subscript) and not isinstance(node.ctx, ast.Load)
        if written and _is_environment(node.value):
            yield node.lineno
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
            on = node.func.value
            of_os = isinstance(on, ast.Name) and on.id == "os"
            if node.func.attr in CHANGES and (_is_environment(on) or of_os):
                yield node.lineno


def _is_environment(node: ast.AST) -> bool:
    return isinstance(node, ast.Attribute) and node.attr in ("environ", "environb")


def test_none_of_our_code_changes_the_environment_of_its_process_while_it_runs() -> None:
    """But for two settings: one is made when the package is imported, before there is a thread, one
    where Ray is imported, which reads it then."""
    assert len(SOURCES) > 300
    found = {
        (path.relative_to(ROOT).as_posix(), path.read_text("utf-8").splitlines()[line - 1])
        for path in SOURCES
        for line in changes(ast.parse(path.read_text("utf-8")))
    }
    assert found - {BEFORE_RAY} == {AT_THE_START}  # the extension ray may be gone


@pytest.mark.parametrize(
    "line",
    [
        'os.environ["A"] = "1"', 'del os.environ["A"]', "os.environ.pop('A')",
        "os.putenv('A', 'b')",
        'os.environ.update(A="1")', 'os.environ.setdefault("A", "1")',
    ],
)  # fmt: skip
def test_such_a_change_would_be_found(line: str) -> None:
    assert list(changes(ast.parse(line))) == [1]
    assert list(changes(ast.parse('os.environ["A"] + os.environ.get("B")'))) == []
