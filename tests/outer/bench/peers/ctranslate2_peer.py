"""CTranslate2: its own engine over weights that its converter has written."""

from __future__ import annotations

import json
from importlib.metadata import version
from pathlib import Path
from typing import Any

import ctranslate2
import numpy as np
from ctranslate2.converters import TransformersConverter
from protocol import THREADS, Clock, Floats, Generated, Ids, serve


class CTranslate2:
    def __init__(self, options: dict[str, Any]) -> None:
        made, kind = Path(options["made"]), options["type"]
        if not (made / "model.bin").exists():
            converter = TransformersConverter(options["weights"])
            converter.convert(str(made), quantization=kind, force=True)
        self._generator = ctranslate2.Generator(
            str(made), device="cpu", compute_type=kind, intra_threads=THREADS, inter_threads=1
        )
        self._names: list[str] = json.loads((made / "vocabulary.json").read_text())
        self._prefix: list[int] = []
        self.files = [str(made / "model.bin")]
        self.versions = {"ctranslate2": version("ctranslate2")}

    def logits(self, ids: Ids) -> Floats:
        found: Floats = np.array(self._generator.forward_batch([list(ids)]))[0]
        return found

    def generate(self, prompts: list[list[int]], tokens: int, samples: int) -> Generated:
        clock, begun = Clock(), set()

        def look(step: Any) -> bool:
            begun.add(step.batch_id)
            if len(begun) == len(prompts):
                clock.tick()
            return False

        options: dict[str, Any] = {"callback": look} if samples == 1 else _drawn(samples)
        if len({len(prompt) for prompt in prompts}) > 1:
            options["max_batch_size"] = 1  # else the longer prompts are read token by token
        given, static = prompts, []
        if self._prefix:
            given, static = [prompt[len(self._prefix) :] for prompt in prompts], self._prefix
        results = self._generator.generate_batch(
            [self._texts(prompt) for prompt in given], min_length=tokens, max_length=tokens,
            beam_size=1, include_prompt_in_result=False, static_prompt=self._texts(static) or None,
            **options,
        )  # fmt: skip
        seconds = clock.seconds
        self._prefix = []
        rows = [ids for result in results for ids in result.sequences_ids]
        return Generated(seconds, clock.first or None, rows)

    def remember(self, prefix: list[int]) -> None:
        """A static prompt: the engine keeps its state from one call to the next."""
        self._prefix = prefix
        self.generate([[*prefix, prefix[0]]], 1, 1)
        self._prefix = prefix

    def _texts(self, ids: Ids) -> list[str]:
        return [self._names[id] for id in ids]


def _drawn(samples: int) -> dict[str, Any]:
    return {"num_hypotheses": samples, "sampling_topk": 0, "sampling_temperature": 1.0}


if __name__ == "__main__":
    serve(CTranslate2)
