"""A plug-in that a registry has for processors, truly run: OpenVINO's, in a folder of its own."""

from __future__ import annotations

import json
import os
import platform
import subprocess
import sys
from pathlib import Path

import pytest

PACKAGE = "onnxruntime-ep-openvino>=1.8,<2"
_SCRIPT = """
import json, logging, re, sys
from io import StringIO
from shotglass.decoding import DecodingSettings
from shotglass.engine import Engine, Library
from shotglass.engine.library import BUNDLED
from shotglass.engine.tasks.complete import CompletionRequest, CompletionToken, complete

logging.basicConfig(level=logging.INFO, stream=(log := StringIO()))
found = {}
for provider in ("cpu", "openvino"):
    folder = Library([BUNDLED]).folder("house-gpt2")
    engine = Engine.open(folder, slots=2, threads=1, provider=provider)
    prompts = tuple(tuple(engine.encode(text)) for text in ("Once upon a time", "Q: old\\nA:"))
    settings = DecodingSettings(temperature=0, max_tokens=70)
    events = complete(engine, CompletionRequest(prompts, settings, ignore_stop_tokens=True))
    found[provider] = [one.logprobs.id for one in events if isinstance(one, CompletionToken)]
    found["provider"] = engine.provider
    engine.close()
[nats] = re.findall(r"openvino computes .* mean KL (\\S+) nats", log.getvalue())
print(json.dumps(found | {"nats": float(nats)}))
"""


@pytest.fixture(scope="module")
def plugin(pytestconfig: pytest.Config) -> Path:
    """Where the package lies; it needs an onnxruntime beside it, which is our own."""
    assert pytestconfig.cache is not None
    folder = pytestconfig.cache.mkdir("openvino-plugin")
    if not any(folder.glob("onnxruntime_ep_openvino*")):
        pip = [sys.executable, "-m", "pip", "install", "--quiet", "--no-deps"]
        subprocess.run([*pip, "--target", str(folder), PACKAGE], check=True)
    return folder


@pytest.mark.slow
@pytest.mark.skipif(
    sys.platform not in ("linux", "win32") or platform.machine() not in ("x86_64", "AMD64"),
    reason="OpenVINO's plug-in is made for Linux and Windows on x86-64",
)
def test_openvino_writes_what_the_processor_writes(plugin: Path) -> None:
    """House GPT-2, two texts at once, past the point where the cache that is handed over grows."""
    path = os.pathsep.join([str(plugin), *sys.path])
    done = subprocess.run(
        [sys.executable, "-c", _SCRIPT],
        env=os.environ | {"PYTHONPATH": path}, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr[-2000:]
    found = json.loads(done.stdout)
    assert found["provider"] == "openvino"
    assert len(found["cpu"]) == 140
    assert found["openvino"] == found["cpu"]
    assert found["nats"] < 1e-6  # of rounding alone: it computes in fp32, as it is told to
