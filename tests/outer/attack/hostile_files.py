"""Hostile files, given to the real commands: exports of models, and checkpoints to import.

``tries`` yields a name and a call, which returns what was said and raises AssertionError where a
command ends in anything but one sentence and exit code 1, takes too long or leaves something.
"""

from __future__ import annotations

import resource
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

from outer.hostile.handmade import spoilt_graphs, tokenizers
from support.models.tiny import tiny_config, tiny_weights, write_tiny_folder
from support.models.tiny_gguf import write_gguf

PATIENCE = 120.0  # seconds; a few on a machine that is not busy
MEMORY = 6 << 30  # bytes of address space, so that a failure is one and not the machine's
Try = Callable[[], str]


def tries(scratch: Path) -> Iterator[tuple[str, Try]]:
    yield from exports(scratch / "exports")
    yield from imports(scratch / "imports")


def exports(scratch: Path) -> Iterator[tuple[str, Try]]:
    """Models whose portable graph or tokenizer nobody vouches for, with a manifest that does."""
    good = write_tiny_folder(scratch, "good", "gpt2", layers=1)
    cases = [*spoilt_graphs(good, scratch / "graphs", "portable.onnx")]
    cases += tokenizers(good, scratch / "tokenizers")
    for name, _, folder in cases:
        out = scratch / "out" / name
        command = ["export", str(folder), "--format", "int8", "-o", str(out)]
        yield f"export of {name}", partial(_refused, command, out)


def imports(scratch: Path) -> Iterator[tuple[str, Try]]:
    scratch.mkdir(parents=True)
    config = tiny_config("llama")
    for name, changes in {
        "a context of 16 million": {"llama.context_length": 1 << 24},
        "a context of two billion": {"llama.context_length": (1 << 31) - 1},
        "a start beyond the vocabulary": {"tokenizer.ggml.bos_token_id": 4_000_000_000},
        "a stop of four billion": {"tokenizer.ggml.eos_token_id": 4_000_000_000},
        "a chat template of two mebibytes": {"tokenizer.chat_template": "x" * (2 << 20)},
    }.items():
        file = scratch / f"{name.replace(' ', '-')}.gguf"
        write_gguf(file, config, tiny_weights(config), changes)
        models = scratch / "models"
        command = ["import", str(file), "--id", "hostile", "--models", str(models)]
        yield f"import of {name}", partial(_refused, command, models / "hostile")


def _refused(command: list[str], made: Path) -> str:
    begun = time.monotonic()
    try:
        done = subprocess.run(
            [sys.executable, "-m", "shotglass", *command],
            capture_output=True,
            text=True,
            timeout=PATIENCE,
            preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY)),
        )
    except subprocess.TimeoutExpired:
        raise AssertionError(f"it took more than {PATIENCE:.0f} s") from None
    said = done.stderr.strip()
    assert "Traceback" not in said, said[-500:]
    assert done.returncode == 1, (done.returncode, said[-500:])
    last = said.splitlines()[-1]
    assert last.startswith("Error: "), last
    assert not made.exists()
    return f"{time.monotonic() - begun:.1f} s: {last[:200]}"
