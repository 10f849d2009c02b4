"""llama.cpp as its wheel serves it: token ids, next-token log-probabilities and greedy texts."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any
from urllib.request import Request, urlopen


class LlamaCpp:
    """A server of its own for one GGUF; it ends with the process."""

    def __init__(self, path: Path, context: int = 512) -> None:
        import xllamacpp

        params = xllamacpp.CommonParams()
        params.model.path, params.n_ctx, params.warmup = str(path), context, False
        params.n_parallel = 1
        params.flash_attn_type = xllamacpp.llama_flash_attn_type.LLAMA_FLASH_ATTN_TYPE_DISABLED
        params.cache_type_k = params.cache_type_v = xllamacpp.ggml_type.GGML_TYPE_F32
        # Its threads wait for one another by spinning: two of them stand still on a busy machine.
        params.cpuparams.n_threads = params.cpuparams_batch.n_threads = 1
        self._server = xllamacpp.Server(params)

    def ids(self, text: str, *, start: bool = False, special: bool = False) -> list[int]:
        """``start``: with what its texts begin; ``special``: names of control tokens are those."""
        asked = {"content": text, "add_special": start, "parse_special": special}
        found: list[int] = self._ask("tokenize", asked)["tokens"]
        return found

    def likeliest(self, ids: Sequence[int], count: int) -> dict[int, float]:
        """The likeliest next tokens and their log-probabilities, which are those of the logits
        themselves; a plain letter is made to follow, since of the end of a text, and of a part of a
        character, the server tells nothing."""
        asked = {"n_probs": count, "logit_bias": [[self.ids("a")[-1], 1000.0]]}
        (told,) = self._complete(list(ids), 1, **asked)["completion_probabilities"]
        return {entry["id"]: entry["logprob"] for entry in told["top_logprobs"]}

    def text(self, ids: Sequence[int], tokens: int) -> str:
        """What it writes, the likeliest token at each step."""
        found: str = self._complete(list(ids), tokens)["content"]
        return found

    def _complete(self, ids: list[int], tokens: int, **more: Any) -> Any:
        asked = {"prompt": ids, "n_predict": tokens, "temperature": 0.0, "cache_prompt": True}
        samplers = {"samplers": ["temperature"]} if more else {"samplers": ["top_k"], "top_k": 1}
        return self._ask("completion", asked | samplers | more)

    def _ask(self, what: str, asked: dict[str, Any]) -> Any:
        address = f"{self._server.listening_address}/{what}"
        body = json.dumps(asked).encode()
        request = Request(address, body, {"Content-Type": "application/json"})
        with urlopen(request) as answer:
            return json.load(answer)
