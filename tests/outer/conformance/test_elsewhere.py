"""The programs that the page and the README show for a download do what they say."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
import tokenizers
from outer.conformance.environments import packages
from outer.conformance.mono import compile_program
from support.models.stored import stored_weights
from support.models.tiny import write_tiny_folder
from support.references import reference

from shotglass.contract import TOKENIZER
from shotglass.engine.library import BUNDLED, Library, ModelFolder
from shotglass.text import Tokenizer
from shotglass_export.to_onnx.checks.graph_runs import PortableRun

PROGRAMS = Path(__file__).parents[3] / "web/src/features/models/elsewhere"
PROMPT, TOKENS = "Once upon a time", 12
HEADERS = Path("/usr/include/onnxruntime")


@pytest.fixture(params=["house-gpt2", "tiny-llama"])
def folder(request: pytest.FixtureRequest, tmp_path: Path) -> ModelFolder:
    if request.param == "tiny-llama":
        write_tiny_folder(tmp_path, "tiny-llama", "llama", 5)
        return Library([tmp_path]).folder("tiny-llama")
    return Library([BUNDLED]).folder(request.param)


@pytest.fixture
def here(folder: ModelFolder, tmp_path: Path) -> Path:
    """What an unpacked download holds, and nothing else."""
    place = tmp_path / "elsewhere"
    place.mkdir()
    portable = folder.manifest.graphs["portable"]
    for name in (portable.file, *portable.weights, TOKENIZER):
        shutil.copy(folder.path / name, place / name)
    return place


def prompt_ids(folder: ModelFolder) -> list[int]:
    return Tokenizer.load(folder.path / TOKENIZER).encode(PROMPT)


def written(folder: ModelFolder) -> list[int]:
    """What the numpy truth writes, greedily: onnxruntime guesses and the truth confirms."""
    config, prompt = folder.manifest.architecture, prompt_ids(folder)
    guess, ids = PortableRun(folder.file("portable.onnx"), config), list(prompt)
    for _ in range(TOKENS):
        ids.append(int(guess.logits(np.array(ids))[-1].argmax()))
    weights = stored_weights(folder.path, folder.manifest)
    confirmed = reference.logits(config, weights, ids).argmax(axis=-1)[len(prompt) - 1 : -1]
    assert ids[len(prompt) :] == confirmed.tolist()
    return ids[len(prompt) :]


def said(here: Path, *command: str | Path, **environment: str) -> str:
    return subprocess.run(
        list(map(str, command)), cwd=here, env={**os.environ, **environment},
        capture_output=True, text=True, check=True, timeout=300,
    ).stdout.strip()  # fmt: skip


def text_of(folder: ModelFolder, ids: list[int]) -> str:
    tokenizer = tokenizers.Tokenizer.from_file(str(folder.path / TOKENIZER))
    return str(tokenizer.decode(ids)).strip()


def test_python_writes_what_the_truth_writes(folder: ModelFolder, here: Path) -> None:
    text = said(here, sys.executable, "-I", PROGRAMS / "generate.py", PROMPT)
    assert text == text_of(folder, [*prompt_ids(folder), *written(folder)])


@pytest.mark.slow
def test_javascript_writes_what_the_truth_writes(folder: ModelFolder, here: Path) -> None:
    """Of onnxruntime-node and Hugging Face's tokenizers, installed without their scripts."""
    shutil.copy(PROGRAMS / "generate.mjs", here)  # packages are looked for beside it
    (here / "node_modules").symlink_to(packages() / "node_modules")
    text = said(here, "node", here / "generate.mjs", PROMPT)
    assert text == text_of(folder, [*prompt_ids(folder), *written(folder)])


@pytest.mark.slow
@pytest.mark.skipif(
    shutil.which("g++") is None or not HEADERS.is_dir(),
    reason="needs a C++ compiler and onnxruntime's headers (Debian: g++, libonnxruntime-dev)",
)
def test_cpp_writes_what_the_truth_writes(folder: ModelFolder, here: Path) -> None:
    program = (
        "-std=c++17",
        "-Wall",
        "-Wextra",
        "-Werror",
        f"-I{HEADERS}",
        PROGRAMS / "generate.cpp",
    )
    said(here, "g++", *program, "-lonnxruntime")
    printed = said(here, here / "a.out", *map(str, prompt_ids(folder)))
    assert np.array_equal([int(word) for word in printed.split()], written(folder))


@pytest.mark.slow
@pytest.mark.skipif(
    shutil.which("mcs") is None or shutil.which("mono") is None,
    reason="needs Mono, for which .NET is on no registry here (Debian: mono-mcs, mono-runtime)",
)
def test_csharp_writes_what_the_truth_writes(folder: ModelFolder, here: Path) -> None:
    """With Microsoft's own binding, which Mono compiles and runs."""
    made = compile_program(PROGRAMS / "Generate.cs", here)
    ids = map(str, prompt_ids(folder))
    printed = said(here, "mono", made, *ids, LD_LIBRARY_PATH=str(here))
    assert np.array_equal([int(word) for word in printed.split()], written(folder))
