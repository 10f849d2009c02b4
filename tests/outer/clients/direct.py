"""What lm-evaluation-harness asks for, computed directly by a torch model: no server, no cache."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import torch

from shotglass.text import Tokenizer


@dataclass(frozen=True)
class Direct:
    """``first_id`` stands before a text that has nothing before it; ``stop_ids`` end one."""

    model: torch.nn.Module
    tokenizer: Tokenizer
    first_id: int
    stop_ids: tuple[int, ...]

    def log_likelihood(self, context: str, continuation: str) -> tuple[float, bool]:
        """Of ``continuation`` after ``context``, and whether all its tokens are the likeliest."""
        before, after = self._pair(context, continuation)
        logprobs = self._logprobs([*before, *after])[len(before) - 1 : -1]
        picked = logprobs[torch.arange(len(after)), torch.tensor(after)]
        greedy = bool((logprobs.argmax(dim=-1) == torch.tensor(after)).all())
        return float(picked.sum()), greedy

    def written(self, context: str, most: int, stops: Sequence[str]) -> str:
        """The likeliest tokens after ``context``, cut before the first of ``stops``."""
        ids, data = self.tokenizer.parse(context), b""
        for _ in range(most):
            id = int(self._logprobs(ids)[-1].argmax())
            if id in self.stop_ids:
                break
            ids.append(id)
            data += self.tokenizer.token_bytes(id)
        text = data.decode("utf-8", errors="replace")
        return text[: min([at for stop in stops if (at := text.find(stop)) >= 0], default=None)]

    def _pair(self, context: str, continuation: str) -> tuple[list[int], list[int]]:
        """As the harness cuts them: white space before a continuation belongs to it."""
        if not context:
            return [self.first_id], self.tokenizer.parse(continuation)
        stripped = context.rstrip()
        context, continuation = stripped, context[len(stripped) :] + continuation
        whole, before = self.tokenizer.parse(context + continuation), self.tokenizer.parse(context)
        return before, whole[len(before) :]

    def _logprobs(self, ids: Sequence[int]) -> torch.Tensor:
        with torch.inference_mode():
            logits = self.model(torch.tensor([list(ids)])).logits[0]
        return torch.log_softmax(logits.double(), dim=-1)
