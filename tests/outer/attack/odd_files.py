"""What is no attack by itself, given to the real commands: hard links, little memory, a locale
without letters beyond ASCII, and what a refusal may quote.

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
from support.models.tiny import write_tiny_folder

from shotglass.engine.library import BUNDLED

PATIENCE = 120.0  # seconds
LONGEST = 5000  # characters of a refusal
Try = Callable[[], object]


def tries(scratch: Path) -> Iterator[tuple[str, Try]]:
    model = write_tiny_folder(scratch, "tiny", "gpt2", layers=1)
    yield "export of hard links", partial(_of_hard_links, scratch / "linked")
    for name, change in QUOTED.items():
        yield f"import of {name}", partial(_of_quoted, scratch / name.replace(" ", "-"), change)
    yield "a server without memory", partial(_of_memory, model.parent)
    yield "a prompt where the locale is C", partial(_of_locale, model.parent)


def _of_hard_links(scratch: Path) -> None:
    """Of a model that ships, on a machine that never saw it."""
    copied = Path(shutil.copytree(BUNDLED / "house-gpt2", scratch / "copied"))
    shutil.copytree(copied, scratch / "house-gpt2", copy_function=os.link)
    export = ("export", scratch / "house-gpt2", "--format", "int8", "-o", scratch / "out")
    said(*export, SHOTGLASS_SEEN=str(scratch))


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


def _of_memory(models: Path) -> None:
    serve = ("serve", "--port", "0", "--models", models, "--model", "tiny")
    words = said(*serve, codes=(1,), before=("prlimit", "--as=1200000000"))
    assert "There is not enough memory" in words, words


def _of_locale(models: Path) -> None:
    generate = ("generate", "naïve 猫", "--models", models, "--model", "tiny", "--max-tokens", "1")
    said(*generate, PYTHONUTF8="0", LC_ALL="C")


def said(
    *command: object,
    codes: tuple[int, ...] = (0,),
    before: Sequence[str] = (),
    **variables: str,
) -> str:
    """What the command writes; its last line, where it is refused. ``variables``: of its
    environment. ``before``: the program that starts it."""
    try:
        done = subprocess.run(
            [*before, sys.executable, "-m", "shotglass", *map(str, command)],
            capture_output=True,
            env=os.environ | variables,
            text=True,
            timeout=PATIENCE,
        )
    except subprocess.TimeoutExpired:
        raise AssertionError(f"it took more than {PATIENCE:.0f} s") from None
    assert "Traceback" not in done.stderr, done.stderr[-500:]
    assert done.returncode in codes, (done.returncode, done.stderr[-500:])
    return done.stderr.strip().splitlines()[-1] if done.returncode else done.stdout
