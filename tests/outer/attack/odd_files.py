"""Files and places that are no attack by themselves, given to the real commands: pipes where files
were expected, hard links, an output and a folder that take nothing, a locale, little memory, and
what a refusal may quote.

``tries`` yields a name and a call, which raises AssertionError where a command waits, ends in a
traceback, or says more than a person would read.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from pathlib import Path

from outer.hostile.good import write_good
from support.inputs.small_run import small_run, write_run
from support.models.tiny import tiny_config, tiny_weights, write_tiny_folder
from support.models.tiny_gguf import write_gguf

from shotglass.engine.library import BUNDLED

PATIENCE = 120.0  # seconds
LONGEST = 5000  # characters of a refusal
Try = Callable[[], object]
RUN_FILES = ("checkpoint/state.json", "data.json", "tokenizer.json")


def tries(scratch: Path) -> Iterator[tuple[str, Try]]:
    model = write_tiny_folder(scratch, "tiny", "gpt2", layers=1)
    yield "export of hard links", partial(_of_hard_links, scratch / "linked")
    yield "a name of several lines", partial(_of_lines, model, scratch / "lines")
    for name in RUN_FILES:
        yield f"import of a run with a pipe for {name}", partial(_of_pipe, scratch, name)
    yield "keeping a run without a line", partial(_of_no_lines, scratch / "runs")
    for name, change in QUOTED.items():
        yield f"import of {name}", partial(_of_quoted, scratch / name.replace(" ", "-"), change)
    for command in ("models", "shapes", "--help"):
        yield f"{command} for an output that is full", partial(_of_full, command)
    yield "import of a name that is no UTF-8", partial(_of_name, scratch / "names")
    yield "import into a file", partial(_of_file, scratch / "place")
    yield "a prompt where the locale is C", _of_locale
    yield "a server without memory", partial(_of_memory, model.parent)


def _of_hard_links(scratch: Path) -> None:
    """Of a model that ships, on a machine that never saw it."""
    copied = Path(shutil.copytree(BUNDLED / "house-gpt2", scratch / "copied"))
    shutil.copytree(copied, scratch / "house-gpt2", copy_function=os.link)
    export = ("export", scratch / "house-gpt2", "--format", "int8", "-o", scratch / "out")
    said(*export, SHOTGLASS_SEEN=str(scratch))


def _of_lines(model: Path, models: Path) -> None:
    shutil.copytree(model, models / model.name)
    path = models / model.name / "manifest.json"
    changes = {"name": "a\nb\tcausal-lm", "licence": "MIT\r\nc"}
    path.write_text(json.dumps(json.loads(path.read_text()) | changes))
    rows = said("models", "--models", models).splitlines()
    assert len(rows) == 1, f"{len(rows)} rows of one model"


def _of_pipe(scratch: Path, name: str) -> None:
    run = scratch / f"run-{name.replace('/', '-')}"
    (run / "checkpoint").mkdir(parents=True)
    for file in (*RUN_FILES, "checkpoint/weights.safetensors"):
        (run / file).write_text("{}")
    (run / name).unlink()
    os.mkfifo(run / name)
    words = said("import", run, "--models", scratch / "models", codes=(1,))
    assert "it is a pipe" in words, words


def _of_no_lines(runs: Path) -> None:
    write_run(runs, "damaged", small_run())
    (runs / "damaged" / "metrics.jsonl").write_text("damaged\n")
    words = said("keep", runs / "damaged", "--to", runs / "kept", codes=(1,))
    assert "no line that can be read" in words, words


def _merge(content: dict[str, object]) -> None:
    content["model"]["merges"] = [["x" * 1_000_000, "y"]]  # type: ignore[index]


def _decoders(content: dict[str, object]) -> None:
    content["decoder"] = {"type": "Sequence", "decoders": [{"type": "Fuse"}] * 20_000}


QUOTED = {"a merge of a million characters": _merge, "20,000 decoders": _decoders}


def _of_quoted(scratch: Path, change: Callable[[dict[str, object]], None]) -> None:
    scratch.mkdir()
    folder = write_good(scratch)["safetensors"]
    path = folder / "tokenizer.json"
    content = json.loads(path.read_text())
    change(content)
    path.write_text(json.dumps(content))
    words = said("import", folder, "--id", "quoted", "--models", scratch / "models", codes=(1,))
    assert len(words) <= LONGEST, f"{len(words)} characters"


def _of_full(command: str) -> None:
    with Path("/dev/full").open("w") as full:
        words = said(command, codes=(1,), stdout=full)
    assert words.startswith("Error: There is no room left"), words


def _of_name(scratch: Path) -> None:
    scratch.mkdir()
    config = tiny_config("llama")
    plain = write_gguf(scratch / "plain.gguf", config, tiny_weights(config))
    odd = plain.rename(scratch / os.fsdecode(b"caf\xe9.gguf"))
    said("import", odd, "--id", "odd", "--models", scratch / "models")


def _of_file(scratch: Path) -> None:
    scratch.mkdir()
    (scratch / "file").write_text("")
    (scratch / "a.gguf").write_bytes(b"GGUF")
    place = scratch / "file" / "models"
    words = said("import", scratch / "a.gguf", "--id", "a", "--models", place, codes=(1,))
    assert "Not a directory" in words, words


def _of_locale() -> None:
    """Where Python believes it, arguments come as halves of characters."""
    command = ("generate", "naïve 猫", "--model", "house-gpt2", "--max-tokens", "1")
    said(*command, PYTHONUTF8="0", LC_ALL="C")


def _of_memory(models: Path) -> None:
    serve = ("serve", "--port", "0", "--models", models, "--model", "tiny")
    words = said(*serve, codes=(1,), before=("prlimit", "--as=1200000000"))
    assert "There is not enough memory" in words, words


def said(
    *command: object,
    codes: tuple[int, ...] = (0,),
    stdout: object = subprocess.PIPE,
    before: Sequence[str] = (),
    **variables: str,
) -> str:
    """What the command writes; its last line, where it is refused. ``variables``: of its
    environment. ``before``: the program that starts it."""
    try:
        done = subprocess.run(
            [*before, sys.executable, "-m", "shotglass", *map(str, command)],
            stdout=stdout,  # type: ignore[arg-type]
            stderr=subprocess.PIPE,
            env=os.environ | variables,
            text=True,
            timeout=PATIENCE,
        )
    except subprocess.TimeoutExpired:
        raise AssertionError(f"it took more than {PATIENCE:.0f} s") from None
    assert "Traceback" not in done.stderr, done.stderr[-500:]
    assert done.returncode in codes, (done.returncode, done.stderr[-500:])
    return done.stderr.strip().splitlines()[-1] if done.returncode else done.stdout
