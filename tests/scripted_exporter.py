"""A scripted exporter: fp32 and int8 are made, fp16 is refused, int4 takes its time, and explain
ends without a word. Run as: scripted_exporter.py SECONDS --format F --precision P --json MODEL
--out DIR; int4 takes SECONDS.
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


def main() -> None:
    seconds, _, format, _, precision, _, model, _, place = sys.argv[1:]
    out = Path(place)
    say(type="progress", text="Writing weights", share=0.25)
    print("a library speaks in between", flush=True)
    if format == "explain":
        sys.exit("no room")
    if precision == "int4":
        time.sleep(float(seconds))
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


main()
