"""optimum-onnx: transformers' model classes over a graph in onnxruntime."""

from __future__ import annotations

from importlib.metadata import version
from pathlib import Path

import onnxruntime
import torch
from optimum.onnxruntime import ORTModelForCausalLM, ORTModelForMaskedLM
from protocol import THREADS, Array, Task, reading, serve


class Model:
    """Loaded from Hugging Face's layout, whose graph lies in ``onnx/``."""

    def __init__(self, task: Task) -> None:
        graph, settings = Path(task["graph"]), onnxruntime.SessionOptions()
        settings.intra_op_num_threads = THREADS
        kind = ORTModelForMaskedLM if task["interface"] == "whole" else ORTModelForCausalLM
        self._model = kind.from_pretrained(
            graph.parent.parent, subfolder="onnx", file_name=graph.name, session_options=settings
        )
        self._cache = {} if task["interface"] == "whole" else {"past_key_values": None}
        self._read = 0

    @torch.inference_mode()
    def read(self, ids: list[int]) -> Array:
        self._read += len(ids)
        mask = torch.ones((1, self._read), dtype=torch.int64)
        found = self._model(input_ids=torch.tensor([ids]), attention_mask=mask, **self._cache)
        if self._cache:
            self._cache = {"past_key_values": found.past_key_values}
        logits: Array = found.logits[0].numpy()
        return logits


if __name__ == "__main__":
    packages = ("optimum-onnx", "transformers", "onnxruntime")
    serve({name: f"{version(name)}" for name in packages}, reading(Model))
