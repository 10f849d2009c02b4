"""NVIDIA's Triton server over an export, from the wheel of PyTriton.

That wheel has the server and its Python backend, and no onnxruntime backend: so the folder's own
``config.pbtxt`` is served with another ``backend``, a few lines over the same graph. What is tried
is the configuration, the protocol and the client's program; not Triton's onnxruntime.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

from .environments import interpreter

_BACKEND = """\
from pathlib import Path

import onnxruntime
import triton_python_backend_utils as triton


class TritonPythonModel:
    def initialize(self, args):
        self.model = onnxruntime.InferenceSession(Path(__file__).with_name("portable.onnx"))
        self.names = [x.name for x in self.model.get_outputs()]

    def execute(self, requests):
        return [self.answer(request) for request in requests]

    def answer(self, request):
        feeds = {x.name(): x.as_numpy() for x in request.inputs()}
        made = zip(self.names, self.model.run(self.names, feeds))
        return triton.InferenceResponse(output_tensors=[triton.Tensor(*pair) for pair in made])
"""
_SECONDS = 120  # until it is ready


@contextmanager
def serving(export: Path, scratch: Path, port: int) -> Iterator[None]:
    """Its model's name is that of the folder ``export``. Raises NotInstalled."""
    python = interpreter("triton")
    packages = next((python.parents[1] / "lib").glob("python*")) / "site-packages"
    server, version = packages / "pytriton" / "tritonserver", packages.parent.name[len("python") :]
    backend = scratch / "backends" / "python"
    shutil.copytree(server / "backends" / "python", backend)
    stub = server / "python_backend_stubs" / version / "triton_python_backend_stub"
    shutil.copy(stub, backend / stub.name)
    command = [
        server / "bin" / "tritonserver",
        f"--model-repository={_repository(export, scratch)}",
        f"--backend-directory={backend.parent}",
        f"--cache-directory={server / 'caches'}",
        f"--http-port={port}",
        *("--http-address=127.0.0.1", "--allow-grpc=false", "--allow-metrics=false"),
    ]
    own = {
        "LD_LIBRARY_PATH": str(packages / "nvidia_pytriton.libs"),
        "PATH": f"{python.parent}{os.pathsep}{os.environ['PATH']}",
        "PYTHONPATH": str(packages),
    }
    log = scratch / "triton.log"
    with log.open("w") as said:
        process = subprocess.Popen(command, env=os.environ | own, stdout=said, stderr=said)
    try:
        _wait(process, port, log)
        yield
    finally:
        process.terminate()
        process.wait(60)


def _repository(export: Path, scratch: Path) -> Path:
    model = scratch / "repository" / export.name
    shutil.copytree(export, model)
    config = model / "config.pbtxt"
    text = config.read_text("utf-8")
    lines = [line for line in text.splitlines() if not line.startswith("default_model_filename")]
    changed = "\n".join(lines).replace('backend: "onnxruntime"', 'backend: "python"')
    assert changed.count('backend: "python"') == 1
    config.write_text(changed + "\n", "utf-8")
    (model / "1" / "model.py").write_text(_BACKEND, "utf-8")
    return model.parent


def _wait(process: subprocess.Popen[bytes], port: int, log: Path) -> None:
    end = time.monotonic() + _SECONDS
    while time.monotonic() < end and process.poll() is None:
        try:
            with urlopen(f"http://127.0.0.1:{port}/v2/health/ready", timeout=5):
                return
        except (URLError, ConnectionError):
            time.sleep(0.5)
    raise AssertionError(f"Triton is not ready: {log.read_text()[-2000:]}")
