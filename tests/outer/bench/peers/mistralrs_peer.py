"""mistral.rs: its runner in this process. It takes texts alone and tells no logits."""

from __future__ import annotations

import os
from importlib.metadata import version
from pathlib import Path
from typing import Any

from mistralrs import Architecture, CompletionRequest, ModelDType, Runner, Which
from protocol import Clock, Floats, Generated, Ids, Unsupported, serve
from tokenizers import Tokenizer


class MistralRs:
    def __init__(self, options: dict[str, Any]) -> None:
        folder = Path(options["weights"])
        which = Which.Plain(str(folder), arch=Architecture.Llama, dtype=ModelDType.F32)
        self._runner = Runner(which, token_source="none")
        self._tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
        self.files = [os.path.join(folder, "model.safetensors")]
        self.versions = {"mistralrs": version("mistralrs")}

    def logits(self, ids: Ids) -> Floats:
        raise Unsupported("it tells no logits")

    def generate(self, prompts: list[list[int]], tokens: int, samples: int) -> Generated:
        """Text of these tokens; as many zeros as it says it has written."""
        if len(prompts) * samples > 1:
            raise Unsupported("its Python runner takes one request at a time")
        text = self._tokenizer.decode(prompts[0], skip_special_tokens=False)
        request = CompletionRequest(text, "default", max_tokens=tokens, ignore_eos=True, top_k=1)
        clock = Clock()
        answer = self._runner.send_completion_request(request)
        seconds = clock.seconds
        return Generated(seconds, None, [[0] * answer.usage.completion_tokens])

    def remember(self, prefix: list[int]) -> None:
        """As an earlier request would: its cache of prefixes keeps it."""
        self.generate([prefix], 1, 1)


if __name__ == "__main__":
    serve(MistralRs)
