"""A filter, a strategy, a gallery task, a lesson and an experiment are added in a copy of the
tree, by touching only what docs/architecture.md names; server, engine and page take them up."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from structure.extensions import ALL, DOCUMENT, Extension, apply, named, unnamed

ROOT = Path(__file__).parents[2]
LEFT_OUT = {  # generated or large, and nothing here asks for it
    ROOT / "backend/shotglass/models",
    ROOT / "backend/shotglass/static",
    ROOT / "web/src/recordings",
}
NAMES_LEFT_OUT = ("__pycache__", "node_modules", ".recordings-")
PARTS = (
    "backend/shotglass",
    "export/shotglass_export",
    "export/research/shotglass_research",
    "tests/contract",
    "tests/support",
    "web",
)
LOGITS = [1.5, 3.0, 2.25, 0.0, -1.0, 2.75, -2.0, 0.5]
SETTINGS = {"temperature": 1.0, "top_k": 6, "top_p": 0.97, "min_p": 0.02, "top_a": 0.3}

FILTER = """
import json, sys
import numpy as np
from shotglass.decoding import DecodingSettings, predict, survivors
from shotglass.server.compat.openai.bodies import CompletionBody
from shotglass.server.app import document
from shotglass.server.schemas import GenerateBody, parse
from shotglass.terminal.options import settings_options

logits, settings = json.loads(sys.argv[1])
asked = {"model": "m", "prompt": "p"}
body = parse(GenerateBody, json.dumps({**asked, "settings": settings}).encode())
openai = parse(CompletionBody, json.dumps({**asked, "top_a": 0.25}).encode())
schemas = document()["components"]["schemas"]
print(json.dumps({
    "counts": survivors(predict(np.array(logits, np.float32)), body.settings.settings()).counts,
    "openai": openai.settings_of(4, 1).top_a,
    "document": "top_a" in schemas["SettingsBody"]["properties"],
    "command": [o.opts for o in settings_options(lambda: None).__click_params__],
}))
"""
STRATEGY = """
import json, sys
from pathlib import Path
from shotglass.decoding import DecodingSettings
from shotglass.engine import Engine, Library, generate
from shotglass.engine.tasks.second_best import second_best
from shotglass.events import Token
from support.models.tiny import write_tiny_folder

root = Path(sys.argv[1])
write_tiny_folder(root, "tiny", "llama", 3)
engine = Engine.open(Library((root,)).folder("tiny"))
greedy = generate(engine, "the cat", DecodingSettings(max_tokens=1, temperature=0))
(token,) = [event for event in greedy if isinstance(event, Token)]
taken = list(second_best(engine, "the cat", 5))
engine.close()
print(json.dumps({"likeliest": [a.id for a in token.distribution.alternatives], "taken": taken}))
"""
PAGE = """
import { expect, it } from "vitest";
import { LIMITS } from "./core/api/api.gen";
import { narrow, sorted } from "./core/decoding/filters";
import { GALLERY } from "./core/gallery/gallery";
import { read, write } from "./core/address/decode";
import { panelNames } from "./features/decode/filters/filters";
import * as course from "./extensions/course/views/lessons/lessons";

const { lessonOf, lessonResult, lessonWords, TOPICS } = course;
import { en } from "./words/en";
import { zh } from "./words/zh";

const [logits, settings, counts] = GIVEN;

it("has the filter as the server has it", () => {
  expect(narrow(sorted(logits), settings).byFilter).toEqual(counts);
  expect(LIMITS.SettingsBody.top_a).toMatchObject({ minimum: 0, maximum: 1 });
  const state = read(write({ settings: { ...read(new URLSearchParams()).settings, top_a: 0.3 } }));
  expect(state.settings.top_a).toBe(0.3);
  expect(panelNames(false, settings)).toContain("top_a");
  expect(en.decode.filters.removed.top_a).toBe("under top-a");
});
it("has the task, with its words", () => {
  expect(GALLERY.at(-1)?.id).toBe("colours");
  expect([en.gallery.colours?.title, zh.gallery.colours?.title]).toEqual(["Colours", "颜色"]);
});
it("has the lesson in its place, with its words", async () => {
  const ids = TOPICS.flatMap(([, topics]) => topics.map((one) => ("id" in one ? one.id : "")));
  expect(ids.indexOf("squares")).toBe(ids.indexOf("decoders") - 1);
  expect((await lessonWords("squares", "zh")).figure).toEqual({ caption: "平方" });
  expect(lessonOf("squares").title.en).toBe("Squares");
});
it("has the lesson with an experiment, its words filled from the result", async () => {
  expect((await lessonResult("coins"))?.outcome).toBe("held");
  const { text, experiment } = await lessonWords("coins", "en");
  expect(text[1]).toMatch(/^Of 1.000 throws (4|5)[0-9][.][0-9].% were heads[.]$/);
  expect(experiment?.question).toBe("Is the coin fair?");
});
"""


@pytest.fixture(scope="module")
def copy(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The tree with all extensions, without what is generated or large."""
    root = tmp_path_factory.mktemp("tree")
    for part in PARTS:
        shutil.copytree(ROOT / part, root / part, ignore=left_out)
    (root / "web" / "node_modules").symlink_to(ROOT / "web" / "node_modules")
    for extension in ALL:
        apply(extension, root)
    python(root, str(root / "web/scripts/api.py"))  # `make api`
    python(root, "-m", "shotglass", "experiment", "coins", "--page", str(root / "web"))
    return root


def left_out(folder: str, names: list[str]) -> set[str]:
    return {
        name for name in names if name.startswith(NAMES_LEFT_OUT) or Path(folder) / name in LEFT_OUT
    }


def python(root: Path, *words: str) -> str:
    """What this Python prints with the copy's packages."""
    folders = [root / path for path in ("backend", "export", "export/research", "tests")]
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(map(str, folders))}
    command = [sys.executable, *words]
    return run(command, root / "tests", environment)


def page(root: Path, tool: str, *words: str) -> str:
    command = ["node", str(root / "web" / "node_modules" / tool), *words]
    return run(command, root / "web", dict(os.environ))


def run(command: list[str], folder: Path, environment: dict[str, str]) -> str:
    done = subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


@pytest.fixture(scope="module")
def server(copy: Path) -> dict[str, Any]:
    answer = python(copy, "-c", FILTER, json.dumps([LOGITS, SETTINGS]))
    return dict(json.loads(answer))


@pytest.mark.parametrize("extension", ALL, ids=lambda one: one.section)
def test_an_extension_touches_only_what_the_document_names(extension: Extension) -> None:
    document = (ROOT / DOCUMENT).read_text("utf-8")

    assert unnamed(extension.touched, named(document, extension.section)) == set()


def test_a_file_that_the_document_does_not_name_is_found() -> None:
    document = (ROOT / DOCUMENT).read_text("utf-8")
    touched = {
        "web/src/features/shelf/View.svelte",
        "web/src/extensions/course/lessons/squares/Figure.svelte",
    }

    assert unnamed(touched, named(document, "A lesson with a figure of its own")) == {
        "web/src/features/shelf/View.svelte"
    }


def test_the_server_openai_and_the_command_line_take_the_filter(server: dict[str, Any]) -> None:
    counts = server["counts"]

    assert list(counts) == ["top_k", "top_p", "min_p", "top_a"]
    assert 1 <= counts["top_a"] < counts["min_p"]
    assert server["openai"] == 0.25
    assert server["document"]
    assert ["--top-a"] in server["command"]


def test_the_scheduler_runs_the_strategy(copy: Path, tmp_path: Path) -> None:
    answer = json.loads(python(copy, "-c", STRATEGY, str(tmp_path)))

    assert len(answer["taken"]) == 5
    assert answer["taken"][0] == answer["likeliest"][1]


def test_the_page_has_the_filter_the_task_and_the_lesson(
    copy: Path, server: dict[str, Any]
) -> None:
    given = json.dumps([LOGITS, SETTINGS, server["counts"]])
    (copy / "web/src/extended.test.ts").write_text(PAGE.replace("GIVEN", given, 1), "utf-8")
    tests = ("src/extended.test.ts", "src/extensions/course/views", "src/words/words.test.ts")

    page(copy, "vitest/vitest.mjs", "run", *tests)


# Tests that compare all settings or survivors with the golden files are left out: the document says
# that these are made anew for a filter, by its slow truth, and here there is none.
@pytest.mark.slow
def test_everything_that_concerns_the_extensions_passes(copy: Path) -> None:
    page(copy, "svelte-check/bin/svelte-check", "--tsconfig", "./tsconfig.json")
    page(copy, "vite/bin/vite.js", "build")
    tests = ("core/gallery", "features/decode/filters", "extensions/course", "words")
    page(copy, "vitest/vitest.mjs", "run", *(f"src/{folder}" for folder in tests))

    assets = copy / "backend/shotglass/static/assets"
    figures = [path.read_text("utf-8") for path in assets.glob("Figure-*.js")]
    assert sum('height="40"' in text or "height=40" in text for text in figures) == 1
