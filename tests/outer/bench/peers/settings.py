"""Who is measured, and how each is set: one line a row of the report. Add a peer here."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from weights import GPT2, Weights

from .process import PeerProcess
from .venvs import BENCH, NotInstalled, python

HERE = Path(__file__).parent


@dataclass(frozen=True)
class Setting:
    """``environment``: whose Python and requirements; "" for our own. ``made``: the name under
    which its converter's output is kept. ``exact``: computes in fp32, so its logits must equal
    the reference's. ``lacks``: models that it cannot run, and why."""

    name: str
    environment: str
    script: str
    options: Mapping[str, Any] = field(default_factory=dict)
    made: str = ""
    exact: bool = False
    lacks: Mapping[str, str] = field(default_factory=dict)

    def start(self, weights: Weights) -> PeerProcess:
        """Raises NotInstalled, PeerFailed."""
        if weights.id in self.lacks:
            raise NotInstalled(self.lacks[weights.id])
        options = {
            "weights": str(weights.hf),
            "gguf": str(weights.gguf),
            "original": str(weights.original),
            "folder": str(weights.ours),
            "made": str(weights.made / (self.made or self.environment)),
            **self.options,
        }
        weights.made.mkdir(exist_ok=True)
        logs = BENCH / "logs"
        logs.mkdir(exist_ok=True)
        log = logs / f"{weights.id} {self.name}.txt"
        interpreter = python(self.environment)
        return PeerProcess(interpreter, HERE / self.script, options, log)


REFERENCE = "transformers fp32"
OURS = "Shotglass int8"
OURS_EXACT = "Shotglass fp32"
_NO_GPT2 = {GPT2: "its model builder does not know GPT2LMHeadModel"}
_NO_MISTRALRS = {GPT2: "it does not know GPT2LMHeadModel"}
_RANDOM = {GPT2: "random weights were never a file of 4 bits"}


def _ours(precision: str, **more: Any) -> Setting:
    return Setting(f"Shotglass {precision}", "", "ours.py", {"precision": precision}, **more)


def _transformers(name: str, dtype: str, **more: Any) -> Setting:
    script, options = "transformers_peer.py", {"dtype": dtype}
    return Setting(f"transformers {name}", "transformers", script, options, **more)


def _genai(precision: str, **more: Any) -> Setting:
    made, name = f"genai-{precision}", f"onnxruntime-genai {precision}"
    options = {"precision": precision}
    return Setting(name, "genai", "genai.py", options, made, lacks=_NO_GPT2, **more)


def _ctranslate2(kind: str, **more: Any) -> Setting:
    made, options = f"ctranslate2-{kind}", {"type": kind}
    name = f"CTranslate2 {kind}"
    return Setting(name, "ctranslate2", "ctranslate2_peer.py", options, made, **more)


def _llama_cpp(kind: str, **more: Any) -> Setting:
    made, options = f"{kind.lower()}.gguf", {"type": kind}
    return Setting(f"llama.cpp {kind}", "llama_cpp", "llama_cpp_peer.py", options, made, **more)


def _openvino(
    name: str, weights: str, properties: Mapping[str, Any], stateful: bool = False, **more: Any
) -> Setting:
    options = {"weight_format": weights, "properties": properties, "stateful": stateful}
    made, script = f"openvino-{weights}", "openvino_peer.py"
    return Setting(f"OpenVINO GenAI {name}", "openvino", script, options, made, **more)


NOTES = {
    "Shotglass": "blocks of 64 and 32 at 8 bits, keys and values in fp32, prefix cache on",
    "transformers": "torch's own kernels; the prefix is a copy of its cache",
    "llama.cpp": "Q4_1 is the file as it was published, from which all other weights here are "
    "made; compiled for this processor, flash attention, keys and values in fp16 (F32: neither), "
    "all rows in one batch of its C interface; its F32 tabulates GELU in fp16, so GPT-2's logits "
    "stray",
    "OpenVINO GenAI": "continuous batching with prefix caching, its own choice of arithmetic (bf16 "
    "where the processor has it) or fp32, cache at 8 bits; stateful: its pipeline without a "
    "scheduler; logits are the bare runtime's",
    "onnxruntime-genai": "its builder's graphs; the prefix is left in a generator that goes on",
    "CTranslate2": "prompts of unequal length one after another; the prefix is a static prompt",
    "mistral.rs": "its Python package, fp32 weights; it takes texts alone and tells no logits",
    "vLLM": "its build for processors, fp32, prefix caching on, compiled by its own default",
}
_F32 = {"INFERENCE_PRECISION_HINT": "f32", "DYNAMIC_QUANTIZATION_GROUP_SIZE": 0}
_F32_CACHE = {**_F32, "KV_CACHE_PRECISION": "f32"}

SETTINGS = (
    _transformers("fp32", "float32", exact=True),
    _transformers("bf16", "bfloat16"),
    _ours("int8"),
    _ours("fp32", exact=True),
    _llama_cpp("Q4_1", lacks=_RANDOM),
    _llama_cpp("Q8_0"),
    _llama_cpp("Q4_0"),
    _llama_cpp("F32", exact=True),
    _openvino("int8", "int8", {}),
    _openvino("int8, f32 arithmetic", "int8", {"INFERENCE_PRECISION_HINT": "f32"}),
    _openvino("int8, stateful", "int8", {}, stateful=True),
    _openvino("fp32", "fp32", _F32_CACHE, exact=True),
    _genai("int4"),
    _genai("int8"),
    _genai("fp32", exact=True),
    _ctranslate2("int8"),
    _ctranslate2("float32", exact=True),
    Setting("mistral.rs f32", "mistralrs", "mistralrs_peer.py", lacks=_NO_MISTRALRS),
    Setting("vLLM f32", "vllm", "vllm_peer.py", exact=True),
)
