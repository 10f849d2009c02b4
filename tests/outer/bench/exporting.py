"""``shotglass export`` beside ``optimum-cli``: time, memory, bytes, nodes, speed, what is lost.

    python tests/outer/bench/exporting.py [--rounds 3] [--write]

The model is SmolLM2, installed here; optimum reads the same weights from a Hugging Face folder
(``weights.py``) in an environment of its own (``peers/venvs.py``). Each export is a process from
its start to its end. Then all graphs write tokens in turn in one onnxruntime, and what they predict
is compared with the installed portable graph.
"""

from __future__ import annotations

import argparse
import os
import platform
import subprocess
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from importlib.metadata import version
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
import onnx
from machine import memory, processor
from peers.venvs import python
from tables import table
from weights import SMOLLM2, weights

from shotglass.architecture import ModelConfig
from shotglass.engine import Library, default_roots
from shotglass_export.to_onnx.checks.agreement import Agreement
from shotglass_export.to_onnx.checks.graph_runs import PortableRun
from shotglass_export.to_onnx.checks.parity import parity_windows

RESULTS = Path(__file__).parents[3] / "docs" / "benchmarks" / "exporting.md"
CONTEXT, STEPS, WINDOWS = 224, 24, 4


@dataclass(frozen=True)
class Side:
    """``graph``: the file that is run, in the folder that the words' last one names."""

    name: str
    words: tuple[str | Path, ...]
    graph: str


@dataclass
class Made:
    """One side's figures: seconds, peak bytes of memory, bytes on the disk, the graph's nodes."""

    side: Side
    path: Path
    seconds: float
    peak: int
    bytes: int
    nodes: int
    milliseconds: float = float("inf")
    quality: Agreement | None = None


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--rounds", type=int, default=3, help="of writing tokens")
    parser.add_argument("--write", action="store_true", help=f"put the report into {RESULTS.name}")
    given = parser.parse_args()
    with TemporaryDirectory() as scratch:
        made = [run(side) for side in sides(Path(scratch))]
        measure(made, given.rounds)
    text = report(made)
    print(text)
    if given.write:
        RESULTS.write_text(text, "utf-8")


def sides(scratch: Path) -> list[Side]:
    cli = python("optimum").with_name("optimum-cli")
    hf, ours = weights(SMOLLM2).hf, Path(sys.executable).with_name("shotglass")
    export = (ours, "export", SMOLLM2, "--format")
    theirs = scratch / "theirs"
    task = ("--task", "text-generation-with-past")
    quantise = (cli, "onnxruntime", "quantize", "--onnx_model", theirs, "--avx512_vnni", "-o")
    return [
        Side("Shotglass, fp32", (*export, "portable", "-o", scratch / "fp32"), "portable.onnx"),
        Side("optimum, fp32", (cli, "export", "onnx", "-m", hf, *task, theirs), "model.onnx"),
        Side("Shotglass, int8 blocks", (*export, "int8", "-o", scratch / "int8"), "int8.onnx"),
        Side("optimum, int8 dynamic", (*quantise, scratch / "q"), "model_quantized.onnx"),
    ]


def run(side: Side) -> Made:
    """Raises CalledProcessError where it fails; what it says goes to standard error."""
    begun = time.monotonic()
    words = list(map(str, side.words))
    process = subprocess.Popen(words, stdout=sys.stderr)
    _, status, used = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    seconds = time.monotonic() - begun
    if process.returncode:
        raise subprocess.CalledProcessError(process.returncode, words)
    folder = Path(words[-1])
    path = folder / side.graph
    size = sum(file.stat().st_size for file in folder.glob("*") if ".onnx" in file.name)
    size += sum(file.stat().st_size for file in folder.glob("weights.*"))
    nodes = len(onnx.load(path, load_external_data=False).graph.node)
    made = Made(side, path, seconds, used.ru_maxrss * 1024, size, nodes)
    print(f"{side.name}: {seconds:.1f} s, {made.peak / 1e6:.0f} MB", file=sys.stderr, flush=True)
    return made


def measure(made: Sequence[Made], rounds: int) -> None:
    """Fills in what is lost and, the least of all rounds, how fast it writes."""
    installed = Library(default_roots()).folder(SMOLLM2)
    config = installed.manifest.architecture
    windows = parity_windows(installed.path / "tokenizer.json", config)[:WINDOWS]
    exact = PortableRun(installed.path / "portable.onnx", config)
    expected = [exact.logits(ids) for ids in windows]
    for one in made:
        run = PortableRun(one.path, config, fast=True)
        one.quality = Agreement()
        for ids, whole in zip(windows, expected, strict=True):
            one.quality.add(ids, whole, run.logits(ids))
        del run
    for _ in range(rounds):
        for one in made:
            one.milliseconds = min(one.milliseconds, step_ms(one.path, config, windows[0]))


def step_ms(path: Path, config: ModelConfig, ids: np.ndarray) -> float:
    """Of the median step after ``CONTEXT`` tokens."""
    run = PortableRun(path, config, fast=True)
    pieces = run.pieces(ids, [0, *range(CONTEXT, CONTEXT + STEPS + 1)])
    next(pieces)
    seconds = []
    for _ in range(STEPS):
        begun = time.perf_counter()
        next(pieces)
        seconds.append(time.perf_counter() - begun)
    return float(np.median(seconds)) * 1e3


def report(made: Sequence[Made]) -> str:
    head = (
        "", "seconds", "peak MB", "MB", "nodes", "ms a token", "mean KL", "same likeliest token",
    )  # fmt: skip
    rows = [
        (
            one.side.name, f"{one.seconds:.1f}", f"{one.peak / 1e6:,.0f}",
            f"{one.bytes / 1e6:,.0f}", f"{one.nodes:,}", f"{one.milliseconds:.1f}",
            f"{one.quality.mean_kl:.4f}" if one.quality else "",
            f"{one.quality.top1:.1%}" if one.quality else "",
        )
        for one in made
    ]  # fmt: skip
    return f"""# Exporting SmolLM2-135M

Written by `tests/outer/bench/exporting.py` on {date.today()}: {processor()},
{os.cpu_count()} cores, {memory():.0f} GiB, {platform.system()}, load {os.getloadavg()[0]:.1f} at
the end; onnxruntime
{version("onnxruntime")}, optimum-onnx {optimum()}. Seconds are of the whole process with its
checks; ours measure KL and speed besides. ms a token: the median of {STEPS} steps after {CONTEXT}
tokens, the least of all rounds, each file as it is in one onnxruntime. KL and likeliest token:
against the installed fp32 graph on {WINDOWS * 256:,} tokens. optimum's int8 starts from its fp32
export; ours from the model folder.

{table(head, rows)}
"""


def optimum() -> str:
    """Its version and transformers', as its environment says."""
    asked = "from importlib.metadata import version as v; print(v('optimum-onnx'), v({!r}))"
    words = [python("optimum"), "-c", asked.format("transformers")]
    done = subprocess.run(words, capture_output=True, text=True, check=True)
    own, transformers = done.stdout.split()
    return f"{own} with transformers {transformers}"


if __name__ == "__main__":
    main()
