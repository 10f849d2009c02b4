"""Hugging Face ``transformers`` on the same GGUF: the peer most people would use."""

from __future__ import annotations

import time
from pathlib import Path

import torch
from transformers import AutoModelForCausalLM, AutoTokenizer


class TransformersPeer:
    def __init__(self, gguf: Path, dtype: torch.dtype) -> None:
        self._model = AutoModelForCausalLM.from_pretrained(
            gguf.parent, gguf_file=gguf.name, dtype=dtype
        )
        self._tokenizer = AutoTokenizer.from_pretrained(gguf.parent, gguf_file=gguf.name)

    def seconds_per_token(self, prompt: str, tokens: int) -> float:
        """Greedy ``generate`` with its cache: the whole run less the run of one token."""
        return (self._seconds(prompt, tokens) - self._seconds(prompt, 1)) / (tokens - 1)

    def _seconds(self, prompt: str, tokens: int) -> float:
        inputs = self._tokenizer(prompt, return_tensors="pt")
        began = time.perf_counter()
        with torch.inference_mode():
            self._model.generate(
                **inputs, max_new_tokens=tokens, min_new_tokens=tokens, do_sample=False
            )
        return time.perf_counter() - began
