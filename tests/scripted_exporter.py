"""A scripted exporter: fp32 and int8 are made, fp16 is refused, int4 takes its time, and explain
ends without a word. Run as: scripted_exporter.py SECONDS MODEL --format F --precision P --out DIR
--json; int4 takes SECONDS.
"""

from __future__ import annotations

import hashlib
import json
import sys
import time
from pathlib import Path
from typing import Any


def say(**line: Any) -> None:
    print(json.dumps(line), flush=True)


def main() -> None:
    seconds, model, _, format, _, precision, _, place, _ = sys.argv[1:]
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
    report = {"model": Path(model).name, "format": format, "files": files, "bytes": 9000}
    (out / "export.json").write_text(json.dumps(report))
    say(type="done", report=report)


main()
