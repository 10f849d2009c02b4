"""vLLM built for processors: its scheduler, its paged cache, its prefix caching."""

from __future__ import annotations

import os
from importlib.metadata import version
from typing import Any

import numpy as np
from protocol import Clock, Floats, Generated, Ids, serve

os.environ |= {
    "VLLM_CPU_KVCACHE_SPACE": "2",  # GiB
    "VLLM_CPU_OMP_THREADS_BIND": "all",
    "VLLM_ENABLE_V1_MULTIPROCESSING": "0",  # the engine in this process, which can be stopped
    "VLLM_NO_USAGE_STATS": "1",
}
from vllm import LLM, SamplingParams

ROOM = 1024  # tokens of a sequence


class Vllm:
    def __init__(self, options: dict[str, Any]) -> None:
        self._llm = LLM(
            options["weights"], dtype="float32", max_model_len=ROOM, max_num_seqs=64,
            enable_prefix_caching=True, max_logprobs=-1, logprobs_mode="raw_logits",
        )  # fmt: skip
        self.files = [os.path.join(options["weights"], "model.safetensors")]
        self.versions = {name: version(name) for name in ("vllm-cpu", "torch")}

    def logits(self, ids: Ids) -> Floats:
        """What it tells of a prompt's tokens but the first, and of the next one."""
        given = SamplingParams(max_tokens=1, logprobs=-1, prompt_logprobs=-1, detokenize=False)
        output = self._llm.generate(_prompt(list(ids)), given, use_tqdm=False)[0]
        told = [*output.prompt_logprobs[1:], output.outputs[0].logprobs[0]]
        rows = np.full((len(ids), max(map(max, told)) + 1), -np.inf, np.float32)
        for row, entries in zip(rows, told, strict=True):
            row[list(entries)] = [entry.logprob for entry in entries.values()]
        return rows

    def generate(self, prompts: list[list[int]], tokens: int, samples: int) -> Generated:
        settings = SamplingParams(
            n=samples, max_tokens=tokens, min_tokens=tokens, ignore_eos=True, detokenize=False,
            temperature=float(samples > 1),
        )  # fmt: skip
        clock = Clock()
        outputs = self._llm.generate([_prompt(ids) for ids in prompts], settings, use_tqdm=False)
        rows = [list(row.token_ids) for output in outputs for row in output.outputs]
        return Generated(clock.seconds, None, rows)

    def remember(self, prefix: list[int]) -> None:
        """As an earlier request would: the scheduler keeps its blocks."""
        self.generate([prefix], 1, 1)


def _prompt(ids: list[int]) -> dict[str, list[int]]:
    return {"prompt_token_ids": ids}


if __name__ == "__main__":
    serve(Vllm)
