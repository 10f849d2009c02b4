"""Which of our code a warm compare request executes: ``python tests/structure/executed.py``.

The request goes through the application in a process of its own, without the HTTP front; a
profiler hears every call of a Python function in each thread that starts after it.
"""

from __future__ import annotations

import sys
import tempfile
import threading
import time
from pathlib import Path
from types import FrameType
from typing import Any

sys.path.insert(0, str(Path(__file__).parents[1]))

from support.models.tiny import write_tiny_folder

import shotglass
from shotglass.server.app import create_app
from shotglass.server.config import ServerConfig

HOME = str(Path(shotglass.__file__).parent)
Function = tuple[str, str]  # file, qualified name


class Calls:
    """The functions of ours that were called while ``on``."""

    def __init__(self) -> None:
        self.on = False
        self.functions: set[Function] = set()

    def __call__(self, frame: FrameType, event: str, _argument: Any) -> None:
        code = frame.f_code
        if self.on and event == "call" and code.co_filename.startswith(HOME):
            self.functions.add((code.co_filename[len(HOME) + 1 :], code.co_qualname))


def warm_compare(root: Path) -> set[Function]:
    """The functions that the third of three equal requests calls; ``root`` is an empty folder."""
    write_tiny_folder(root, "tiny", "llama", 3)
    time.sleep(0.2)  # a manifest that was written a moment ago is parsed at each request
    calls = Calls()
    threading.setprofile(calls)
    sys.setprofile(calls)
    try:
        client = create_app(ServerConfig(roots=(root,), port=0)).test_client()
        for calls.on in (False, False, True):
            answer = client.post("/api/v1/compare", json=_request())
            assert answer.status_code == 200, answer.data
            assert b'"end"' in answer.data, answer.data
    finally:
        sys.setprofile(None)
        threading.setprofile(None)
    return calls.functions


def _request() -> dict[str, Any]:
    prompt = {
        "instruction": "Say it.", "template": "Q: {input} ->{output}\n",
        "query": {"input": "big", "expected": " small"},
        "labels": [{"text": " small"}, {"text": " bigger"}],
        "shot_sets": {"one": [{"input": "fast", "output": " slow"}]},
    }  # fmt: skip
    lanes = [{"id": "zero", "shots": []}, {"id": "one", "shot_set": "one", "shots": [0]}]
    settings = {"max_tokens": 8, "temperature": 0.8, "top_p": 0.9, "seed": 1}
    return {"model": "tiny", "prompt": prompt, "lanes": lanes, "settings": settings}


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as folder:
        found = warm_compare(Path(folder))
    by_file: dict[str, list[str]] = {}
    for file, function in sorted(found):
        by_file.setdefault(file, []).append(function)
    for file, functions in by_file.items():
        print(f"{file}: {', '.join(functions)}")
    inline = sum(function.endswith(">") for _, function in found)
    print(f"{len(by_file)} modules, {len(found)} functions, of which {inline} are comprehensions")
    print("and the like: newer interpreters do not run all of these as functions.")
