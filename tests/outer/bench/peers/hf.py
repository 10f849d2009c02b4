"""Hugging Face's ``generate``, whatever runs the model."""

from __future__ import annotations

import copy
from typing import Any

import torch
from protocol import THREADS, Clock, Floats, Generated, Ids, Unsupported

torch.set_num_threads(THREADS)
PAD = 0


class FirstToken:
    """A streamer that only looks at the clock; ``generate`` puts the prompt first."""

    def __init__(self, clock: Clock) -> None:
        self._clock, self._puts = clock, 0

    def put(self, _: Any) -> None:
        self._puts += 1
        if self._puts == 2:
            self._clock.tick()

    def end(self) -> None:
        pass


class HuggingFace:
    """``model``: anything with ``generate`` and logits of a whole text."""

    versions: dict[str, str]
    files: list[str]

    def __init__(self, model: Any) -> None:
        self._model = model
        self._past: Any = None

    @torch.inference_mode()
    def logits(self, ids: Ids) -> Floats:
        given = torch.tensor([ids])
        found: Floats = self._model(given, attention_mask=torch.ones_like(given)).logits
        return found[0].float().numpy()

    @torch.inference_mode()
    def generate(self, prompts: list[list[int]], tokens: int, samples: int) -> Generated:
        if self._past is not None and len(prompts) > 1:
            self._past = None
            raise Unsupported("a copied cache goes on with one text")
        ids, mask = _padded(prompts)
        options: dict[str, Any] = {"do_sample": False}
        if samples > 1:
            options = {"do_sample": True, "top_k": 0, "num_return_sequences": samples}
        if self._past is not None:
            options["past_key_values"], self._past = self._past, None
        clock = Clock()
        if samples == 1 and len(prompts) == 1:
            options["streamer"] = FirstToken(clock)  # it takes one row alone
        out = self._model.generate(
            ids, attention_mask=mask, max_new_tokens=tokens, min_new_tokens=tokens,
            eos_token_id=None, pad_token_id=PAD, **options,
        )  # fmt: skip
        seconds = clock.seconds
        return Generated(seconds, clock.first or None, out[:, ids.shape[1] :].tolist())

    @torch.inference_mode()
    def remember(self, prefix: list[int]) -> None:
        """A copy of the prefix's cache, which the library's guide to prefix caching advises."""
        ids = torch.tensor([prefix])
        self._past = copy.deepcopy(self._model(ids, use_cache=True).past_key_values)


def _padded(prompts: list[list[int]]) -> tuple[torch.Tensor, torch.Tensor]:
    """Ids and mask, on the left, as generation needs it."""
    longest = max(map(len, prompts))
    ids = [[PAD] * (longest - len(prompt)) + prompt for prompt in prompts]
    mask = [[0] * (longest - len(prompt)) + [1] * len(prompt) for prompt in prompts]
    return torch.tensor(ids), torch.tensor(mask)
