"""Tiny random models of every kind, written once for all tests of the exporter."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from tiny import Family, tiny_checkpoint, write_tiny_folder

from shotglass.contract import MANIFEST, Manifest
from shotglass.precisions import Addition
from shotglass_export.checkpoint import Checkpoint
from shotglass_export.to_onnx.checks.graph_runs import ExplainRun, NativeRun, PortableRun

MODELS: dict[str, tuple[Family, dict[str, Any]]] = {
    "llama": ("llama", {}),
    "llama-untied": ("llama", {"tied": False}),
    "llama-ungrouped-biased": ("llama", {"kv_heads": 4, "attention_bias": True}),
    "llama-one-group": ("llama", {"kv_heads": 1, "ffn_bias": True, "output_bias": True}),
    "gpt2": ("gpt2", {}),
    "gpt2-untied": ("gpt2", {"tied": False}),
    "gpt2-square": ("gpt2", {"width": 24}),  # transformers' GPT-2 knows no other
    "gpt2-square-untied": ("gpt2", {"width": 24, "tied": False}),
    "gpt2-exact-gelu": ("gpt2", {"activation": "gelu"}),
    "gpt2-sinusoidal-relu": ("gpt2", {"positions": "sinusoidal", "activation": "relu"}),
    "gpt1": ("gpt1", {}),
    "gpt1-square": ("gpt1", {"width": 24, "ffn_width": 96}),  # transformers' GPT-1 knows no other
    "gpt3": ("gpt3", {}),
    "gpt3-bands-only": ("gpt3", {"windows": (1, 3), "tied": False}),
    "gpt2-experts": ("gpt2", {"experts": 4}),
    "llama-experts": ("llama", {"experts": 3}),
    "mixture-learned-rms-gated": ("gpt2", {"norm": "rms", "gated": True, "kv_heads": 1}),
    "mixture-rotary-layer": ("llama", {"norm": "layer", "gated": False, "activation": "gelu"}),
    "mixture-rotary-rms-after-banded": ("llama", {"norm_first": False, "windows": (5, 2)}),
    "mixture-bert-like-but-causal": (
        "gpt1",
        {"segments": 2, "embedding_norm": True, "head_transform": True, "activation": "gelu"},
    ),
    "mixture-all-norms-untied": (
        "llama",
        {"segments": 1, "embedding_norm": True, "head_transform": True, "tied": False},
    ),
}


ADDED: tuple[Addition, ...] = ("int8", "web")


@dataclass(frozen=True)
class Model:
    name: str
    checkpoint: Checkpoint
    folder: Path

    def portable(self) -> PortableRun:
        return PortableRun(self.folder / "portable.onnx", self.checkpoint.config)

    def native(self, kind: str) -> NativeRun:
        return NativeRun(self.folder / f"{kind}.onnx")

    def explain(self) -> ExplainRun:
        return ExplainRun(self.folder / "explain.onnx")

    def manifest(self) -> Manifest:
        return Manifest.from_json((self.folder / MANIFEST).read_text("utf-8"))


@pytest.fixture(scope="session")
def models(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Model]:
    root = tmp_path_factory.mktemp("models")
    return {
        name: Model(
            name,
            tiny_checkpoint(family, seed, **changes),
            write_tiny_folder(root, name, family, seed, add=ADDED, **changes),
        )
        for seed, (name, (family, changes)) in enumerate(MODELS.items())
    }


@pytest.fixture(params=MODELS)
def model(request: pytest.FixtureRequest, models: dict[str, Model]) -> Model:
    return models[request.param]
