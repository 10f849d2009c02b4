"""onnxruntime-genai, whose own loop keeps the cache; a folder without its config is given one."""

from __future__ import annotations

import json
from importlib.metadata import version
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import numpy as np
import onnxruntime_genai as genai
from protocol import THREADS, Array, Task, reading, serve

CONFIG = "genai_config.json"


class Generator:
    def __init__(self, task: Task) -> None:
        graph = Path(task["graph"])
        self._own = TemporaryDirectory()
        folder = graph.parent if (graph.parent / CONFIG).exists() else self._described(graph, task)
        config = genai.Config(str(folder))
        threads = {"session_options": {"intra_op_num_threads": THREADS}}
        config.overlay(json.dumps({"model": {"decoder": threads}}))
        self._model = genai.Model(config)
        settings = genai.GeneratorParams(self._model)
        settings.set_search_options(max_length=len(task["ids"]) + task["tokens"] + 1)
        self._generator = genai.Generator(self._model, settings)

    def read(self, ids: list[int]) -> Array:
        self._generator.append_tokens(np.array([ids], np.int32))
        logits: Array = self._generator.get_output("logits")
        return logits[0]

    def _described(self, graph: Path, task: Task) -> Path:
        """The graph as it is, with a config that names its tensors."""
        folder = Path(self._own.name)
        for name in (graph.name, *task["weights"]):
            (folder / name).symlink_to(graph.with_name(name))
        (folder / CONFIG).write_text(json.dumps(_config(graph.name, task)))
        return folder


def _config(graph: str, task: Task) -> dict[str, Any]:
    names = {
        "input_ids": "input_ids",
        "attention_mask": "attention_mask",
        "position_ids": "position_ids",
        "past_key_names": "past_key_values.%d.key",
        "past_value_names": "past_key_values.%d.value",
    }
    made = {
        "logits": "logits",
        "present_key_names": "present.%d.key",
        "present_value_names": "present.%d.value",
    }
    sizes = {
        "head_size": task["head_size"],
        "hidden_size": task["width"],
        "num_attention_heads": task["heads"],
        "num_hidden_layers": task["layers"],
        "num_key_value_heads": task["kv_heads"],
    }
    ends = {"bos_token_id": 0, "eos_token_id": 0, "pad_token_id": 0}
    return {
        "model": {
            **ends,
            "type": "llama",  # any decoder of this interface
            "context_length": task["context"],
            "vocab_size": task["vocabulary"],
            "decoder": {"filename": graph, **sizes, "inputs": names, "outputs": made},
        },
        "search": {"max_length": task["context"], "past_present_share_buffer": False},
    }


if __name__ == "__main__":
    packages = ("onnxruntime-genai", "onnxruntime")
    serve({name: version(name) for name in packages}, reading(Generator))
