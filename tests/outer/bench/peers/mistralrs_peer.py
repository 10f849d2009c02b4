"""mistral.rs: its runner in this process. It takes texts alone and tells no logits."""

from __future__ import annotations

import os
from concurrent.futures import ThreadPoolExecutor
from importlib.metadata import version
from pathlib import Path
from typing import Any

from mistralrs import Architecture, CompletionRequest, ModelDType, Runner, Which
from protocol import Clock, Floats, Generated, Ids, Unsupported, serve
from tokenizers import Tokenizer

ROWS = 64  # sequences at once


class MistralRs:
    def __init__(self, options: dict[str, Any]) -> None:
        folder = Path(options["weights"])
        which = Which.Plain(str(folder), arch=Architecture.Llama, dtype=ModelDType.F32)
        self._runner = Runner(which, max_seqs=ROWS, token_source="none", seed=1)
        self._tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
        self._pool = ThreadPoolExecutor(ROWS)
        self.files = [os.path.join(folder, "model.safetensors")]
        self.versions = {"mistralrs": version("mistralrs")}

    def logits(self, ids: Ids) -> Floats:
        raise Unsupported("it tells no logits")

    def generate(self, prompts: list[list[int]], tokens: int, samples: int) -> Generated:
        """Texts of these tokens; as many zeros as it says it has written."""
        requests = [
            CompletionRequest(
                self._tokenizer.decode(prompt, skip_special_tokens=False), "default",
                max_tokens=tokens, ignore_eos=True, temperature=1.0 if samples > 1 else None,
                top_k=None if samples > 1 else 1,
            )
            for prompt in prompts
            for _ in range(samples)
        ]  # fmt: skip
        clock = Clock()
        answers = list(self._pool.map(self._runner.send_completion_request, requests))
        rows = [[0] * answer.usage.completion_tokens for answer in answers]
        return Generated(clock.seconds, None, rows)

    def remember(self, prefix: list[int]) -> None:
        """As an earlier request would: its cache of prefixes keeps it."""
        self.generate([prefix], 1, 1)


if __name__ == "__main__":
    serve(MistralRs)
