"""Hugging Face transformers on torch: the peer that most people would use."""

from __future__ import annotations

import os
from importlib.metadata import version
from typing import Any

import torch
from hf import HuggingFace
from protocol import serve
from transformers import AutoModelForCausalLM


class Transformers(HuggingFace):
    def __init__(self, options: dict[str, Any]) -> None:
        folder, dtype = options["weights"], getattr(torch, options["dtype"])
        super().__init__(AutoModelForCausalLM.from_pretrained(folder, dtype=dtype).eval())
        self.versions = {name: version(name) for name in ("transformers", "torch")}
        self.files = [os.path.join(folder, "model.safetensors")]


if __name__ == "__main__":
    serve(Transformers)
