"""optimum-onnx: transformers' ``generate`` over a graph in onnxruntime, with bound buffers."""

from __future__ import annotations

from importlib.metadata import version
from pathlib import Path
from typing import Any

import onnxruntime
from hf import HuggingFace
from optimum.onnxruntime import ORTModelForCausalLM
from protocol import THREADS, Unsupported, serve


class Optimum(HuggingFace):
    def __init__(self, options: dict[str, Any]) -> None:
        made = Path(options["made"])
        if not made.exists():
            model = ORTModelForCausalLM.from_pretrained(options["weights"], export=True)
            model.save_pretrained(made)
        settings = onnxruntime.SessionOptions()
        settings.intra_op_num_threads = THREADS
        super().__init__(
            ORTModelForCausalLM.from_pretrained(made, session_options=settings, use_io_binding=True)
        )
        self.files = [str(path) for path in made.glob("*.onnx*")]
        named = ("optimum-onnx", "transformers", "onnxruntime")
        self.versions = {name: version(name) for name in named}

    def remember(self, prefix: list[int]) -> None:
        raise Unsupported("its generate takes no cache of an earlier call")


if __name__ == "__main__":
    serve(Optimum)
