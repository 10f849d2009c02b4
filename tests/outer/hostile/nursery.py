"""Reads many hostile files, each in a forked process under the limits that hold in earnest.

    python -m outer.hostile.nursery [module to import first]... < cases > outcomes

A line in is a JSON object {"kind", "path"} or {"kind", "folder", "file", "seed"}: the mutant of
that seed of a good folder's file. A line out tells what became of it: ``said`` (returned, refused,
failed, or ended by a signal), ``seconds``, ``peak`` in bytes, ``outside``: what was written where
nothing should be. One start of Python serves them all, so thousands take minutes.
"""

from __future__ import annotations

import hashlib
import importlib
import json
import os
import shutil
import signal
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

from outer.hostile.mutants import mutant
from outer.hostile.readers import READERS

from shotglass.sandbox import Limits
from shotglass.sandbox.child import attempt
from shotglass.sandbox.kernel import confine

SECONDS, MEMORY = 3, 384 << 20
FILES = {
    "gguf": "model.gguf",
    "safetensors": "model.safetensors",
    "tokenizer": "tokenizer.json",
    "manifest": "manifest.json",
    "onnx": "native-fp32.onnx",
}


def main() -> None:
    for module in sys.argv[1:]:
        importlib.import_module(module)
    root = Path(tempfile.mkdtemp(prefix="nursery-"))
    try:
        for line in sys.stdin:
            print(json.dumps(outcome(json.loads(line), root)), flush=True)
    finally:
        shutil.rmtree(root)


def outcome(case: dict[str, Any], root: Path) -> dict[str, Any]:
    home = root / "case"
    scratch = home / "scratch"
    scratch.mkdir(parents=True)
    path = Path(case["path"]) if "path" in case else spoilt(case, home)
    before = listing(home, scratch)
    told = run(case["kind"], path, scratch)
    told["outside"] = sorted(listing(home, scratch) ^ before)
    shutil.rmtree(home)
    return case | told


def spoilt(case: dict[str, Any], home: Path) -> Path:
    """A good folder with one file's mutant, whose digest its manifest has."""
    kind, source = case["kind"], Path(case["folder"])
    name = case.get("file", FILES[kind])
    folder = home / source.name
    folder.mkdir()
    for file in source.iterdir():
        if kind not in ("gguf", "tokenizer") and file.name not in (name, "manifest.json"):
            os.link(file, folder / file.name)
    data = mutant(kind, case["seed"], (source / name).read_bytes())
    (folder / name).write_bytes(data)
    if kind == "onnx":
        told = json.loads((source / "manifest.json").read_text())
        told["files"][name] = {"bytes": len(data), "sha256": hashlib.sha256(data).hexdigest()}
        (folder / "manifest.json").write_text(json.dumps(told))
    return folder / name if kind == "gguf" else folder


def listing(home: Path, scratch: Path) -> set[str]:
    """Everything but what the scratch folder holds, with sizes."""
    files = (path for path in home.rglob("*") if scratch not in path.parents)
    return {f"{path} {path.lstat().st_size if not path.is_dir() else ''}" for path in files}


def run(kind: str, path: Path, scratch: Path) -> dict[str, Any]:
    started = time.monotonic()
    child = os.fork()
    if not child:
        work(kind, path, scratch)
    status, usage = watched(child, started)
    seconds = time.monotonic() - started
    answer = scratch / "answer.json"
    if status == 0 and answer.is_file():
        (said, value), *_ = json.loads(answer.read_text()).items()
    else:
        said, value = "ended", signal.Signals(os.WTERMSIG(status)).name if status else "silently"
    used = usage.ru_utime + usage.ru_stime
    return {"said": said, "why": value, "seconds": seconds, "used": used,
            "peak": usage.ru_maxrss << 10}  # fmt: skip


def work(kind: str, path: Path, scratch: Path) -> None:
    """In the child, which never returns."""
    null = os.open(os.devnull, os.O_RDWR)
    for stream in (0, 1, 2):
        os.dup2(null, stream)
    try:
        os.chdir(scratch)
        confine(scratch)
        Limits(memory=MEMORY, mapped=MEMORY, seconds=SECONDS).apply()
        told = attempt(READERS[kind], scratch, str(path))
        (scratch / "answer.json").write_text(json.dumps(told))
    except BaseException:  # the folder may be full of what was read
        os._exit(1)
    os._exit(0)


def watched(child: int, started: float) -> tuple[int, Any]:
    """Ended when its processor time is over, or where it only sleeps, after a minute."""
    while True:
        done, status, usage = os.wait4(child, os.WNOHANG)
        if done:
            return status, usage
        if time.monotonic() - started > 60:
            os.kill(child, signal.SIGKILL)
        time.sleep(0.002)


if __name__ == "__main__":
    main()
