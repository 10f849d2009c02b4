"""Who reads our files: a line a runtime. What differs is in its adapter."""

from __future__ import annotations

import shutil
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from outer.bench.peers.process import Process
from outer.bench.peers.venvs import NotInstalled

from .environments import CONFORMANCE, interpreter, packages

ADAPTERS = Path(__file__).parent / "adapters"
STANDARD = ("portable", "int8", "explain")  # standard operators alone
FUSED = ("native-fp32", "native", "web")  # onnxruntime's own
HUB = ("hf", "hf, int8")


@dataclass(frozen=True)
class Runtime:
    """``environment``: whose Python runs the adapter; "" for our own, "npm" for Node.js."""

    name: str
    adapter: str
    environment: str = ""
    formats: Sequence[str] = (*STANDARD, *FUSED)

    def start(self) -> Process:
        """Raises NotInstalled, PeerFailed."""
        CONFORMANCE.mkdir(parents=True, exist_ok=True)
        log = CONFORMANCE / f"{self.adapter}.log"
        log.write_text("")
        script, node = ADAPTERS / self.adapter, {}
        if script.suffix == ".mjs" or self.environment == "npm":
            node = {"CONFORMANCE_NPM": str(packages())}
        if script.suffix != ".mjs":
            return Process([interpreter(self.environment.replace("npm", "")), script], log, **node)
        if (program := shutil.which("node")) is None:
            raise NotInstalled("Node.js is not here: install 20 or newer.")
        return Process([program, script], log, **node)


RUNTIMES = (
    Runtime("onnxruntime, CPU", "onnxruntime_cpu.py"),
    Runtime("onnxruntime, CUDA", "onnxruntime_cuda.py", formats=("portable", "native-fp32")),
    Runtime("onnxruntime-node", "onnxruntime_node.mjs"),
    Runtime("onnxruntime-web, wasm", "onnxruntime_web.py", "npm"),
    Runtime("onnxruntime-web, WebGPU", "onnxruntime_webgpu.py", "npm", ("portable", *FUSED)),
    Runtime("transformers.js", "transformers_js.mjs", formats=HUB),
    Runtime("optimum", "optimum_cpu.py", "optimum", HUB),
    Runtime("onnxruntime-genai", "genai_cpu.py", "genai", ("portable", "genai", "genai, fp32")),
    Runtime("OpenVINO", "openvino_cpu.py", "openvino"),
    Runtime("tract", "tract_cpu.py", "tract"),
    Runtime("onnx reference evaluator", "onnx_reference.py"),
)
