"""A scripted exporter: fp32 and int8 are made, fp16 is refused, int4 and "web" take their time, and
explain ends without a word. Run as: scripted_exporter.py SECONDS export --format F --precision P
--json MODEL --out DIR, or scripted_exporter.py SECONDS import MODEL --add NAME --json; int4 and
"web" take SECONDS.
"""

from __future__ import annotations

import hashlib
import json
import sys
import time
from pathlib import Path
from typing import Any

REPORT = {
    "precision": "of a script", "graph": "onnx/model.onnx", "opset": 21, "ir_version": 10,
    "nodes": 1, "milliseconds_per_token": 1.5, "context": 8, "threads": 2, "seconds": 0.1,
    "checks": [
        {"name": "kl", "what": "", "value": 4e-5, "at_most": 0.02, "at_least": None, "passed": True}
    ],
    "inputs": [
        {"name": "input_ids", "dtype": "int64"}, {"name": "attention_mask", "dtype": "int64"},
        {"name": "position_ids", "dtype": "int64"}, {"name": "past", "dtype": "float32"},
    ],
}  # fmt: skip


def say(**line: Any) -> None:
    print(json.dumps(line), flush=True)


def add(seconds: float, model: Path, name: str) -> None:
    say(type="progress", text="Writing weights", share=0.25)
    if name == "web":
        time.sleep(seconds)  # a long export
    if name == "fp16":
        detail = f"Nothing could be added to {model}: this model does not bear fp16 weights."
        say(type="/errors/import_failed", detail=detail, error={"code": "import_failed"})
        sys.exit(1)
    path = model / "manifest.json"
    manifest = json.loads(path.read_text())
    kind = {"int8": "native"}.get(name, name)
    entry = manifest["graphs"]["portable"] | {"precision": f"{name} of a script"}
    manifest["graphs"][kind] = entry
    manifest["quality"][kind] = {"points": {"n": 9, "median": 0.1, "p90": 0.5, "max": 2.0}}
    path.write_text(json.dumps(manifest))
    say(type="done")


def export(seconds: float, words: list[str]) -> None:
    _, format, _, precision, _, model, _, place = words
    out = Path(place)
    say(type="progress", text="Writing weights", share=0.25)
    print("a library speaks in between", flush=True)
    if format == "explain":
        sys.exit("no room")
    if precision == "int4":
        time.sleep(seconds)  # a long export
    if precision == "fp16":
        detail = f"{out} is refused: mean KL is 3; at most 0.02 was expected."
        say(type="/errors/export_failed", detail=detail, error={"code": "export_failed"})
        sys.exit(1)
    contents = {"onnx/model.onnx": f"{Path(model).name} as {format}", "weights.bin": "w" * 9000}
    files = {}
    for name, text in contents.items():
        path = out / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
        files[name] = {"bytes": len(text), "sha256": hashlib.sha256(text.encode()).hexdigest()}
    report = {"model": Path(model).name, "format": format, "files": files, "bytes": 9000} | REPORT
    (out / "export.json").write_text(json.dumps(report))
    say(type="done", report=report)


def main() -> None:
    seconds, command, *words = sys.argv[1:]
    if command == "import":
        add(float(seconds), Path(words[0]), words[2])
    else:
        export(float(seconds), words)


main()
