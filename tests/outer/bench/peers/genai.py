"""onnxruntime-genai: its own graphs from its own builder, its own loop."""

from __future__ import annotations

import json
import subprocess
import sys
from importlib.metadata import version
from pathlib import Path
from typing import Any

import numpy as np
import onnxruntime_genai as genai
from protocol import THREADS, Clock, Floats, Generated, Ids, Unsupported, serve

SESSION = {"session_options": {"intra_op_num_threads": THREADS}}


class Genai:
    def __init__(self, options: dict[str, Any]) -> None:
        made = Path(options["made"])
        if not (made / "genai_config.json").exists():
            _build(options["weights"], made, options["precision"])
        self._pad = json.loads((made / "genai_config.json").read_text())["model"]["pad_token_id"]
        config = genai.Config(str(made))
        config.overlay(json.dumps({"model": {"decoder": SESSION}}))
        self._model = genai.Model(config)
        self._begun: genai.Generator | None = None
        self._read = 0
        self.files = [str(path) for path in made.glob("model.onnx*")]
        self.versions = {name: version(name) for name in ("onnxruntime-genai", "onnxruntime")}

    def logits(self, ids: Ids) -> Floats:
        generator = self._generator(1, len(ids) + 1, sampled=False)
        generator.append_tokens(np.array([ids], np.int32))
        found: Floats = generator.get_output("logits")[0]
        return found

    def generate(self, prompts: list[list[int]], tokens: int, samples: int) -> Generated:
        if self._begun is not None and len(prompts) > 1:
            self._begun, self._read = None, 0
            raise Unsupported("a generator that goes on is one text's alone")
        rows = self._padded([prompt for prompt in prompts for _ in range(samples)])
        length = rows.shape[1] + tokens
        clock = Clock()
        generator = self._begun or self._generator(len(rows), length, sampled=samples > 1)
        generator.append_tokens(rows[:, self._read :])
        made = []
        for _ in range(tokens):
            generator.generate_next_token()
            made.append(generator.get_next_tokens().copy())
            clock.tick()
        seconds = clock.seconds
        self._begun, self._read = None, 0
        return Generated(seconds, clock.first, np.stack(made, axis=1).tolist())

    def remember(self, prefix: list[int]) -> None:
        """Left in a generator that goes on from there, as in a conversation."""
        self._begun = self._generator(1, len(prefix) + 64, sampled=False)
        self._begun.append_tokens(np.array([prefix], np.int32))
        self._read = len(prefix)

    def _generator(self, rows: int, length: int, *, sampled: bool) -> genai.Generator:
        settings = genai.GeneratorParams(self._model)
        settings.set_search_options(
            batch_size=rows, max_length=length, min_length=length, do_sample=sampled,
            temperature=1.0, top_k=0 if sampled else 1, top_p=1.0,
        )  # fmt: skip
        return genai.Generator(self._model, settings)

    def _padded(self, rows: list[list[int]]) -> np.ndarray[Any, np.dtype[np.int32]]:
        longest = max(map(len, rows))
        return np.array([[self._pad] * (longest - len(row)) + row for row in rows], np.int32)


def _build(weights: str, made: Path, precision: str) -> None:
    command = [sys.executable, "-m", "onnxruntime_genai.models.builder"]
    command += ["-i", weights, "-o", str(made), "-c", str(made) + ".cache", "-e", "cpu"]
    subprocess.run([*command, "-p", precision], check=True, stdout=sys.stderr)


if __name__ == "__main__":
    serve(Genai)
