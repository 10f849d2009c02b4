"""What each attention head does on repeated random tokens: look one back, or complete the repeat.

Random tokens carry no meaning, so a head that finds what followed the last time does it from the
context alone: an induction head (Olsson et al. 2022, "In-context Learning and Induction Heads",
"prefix matching").
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import torch
from torch import Tensor

from ...models import Transformer
from ...recipe import SPECIAL_TOKENS

ROWS, PERIOD = 8, 32


@dataclass(frozen=True)
class HeadScores:
    """Mean attention, 0 to 1, by layer and head, of every token of the repeat.

    ``induction``: to the token after the earlier occurrence; ``previous``: to the token before.
    """

    induction: list[list[float]]
    previous: list[list[float]]


@torch.inference_mode()
def head_scores(model: Transformer, seed: int, device: torch.device) -> HeadScores:
    period = min(PERIOD, model.config.context // 2)
    random = np.random.default_rng([seed, period])
    half = random.integers(len(SPECIAL_TOKENS), model.config.vocabulary, (ROWS, period))
    ids = torch.from_numpy(np.concatenate([half, half], axis=1)).to(device)
    maps = model.attentions(ids)
    return HeadScores(
        induction=[_band(map, period, period - 1) for map in maps],
        previous=[_band(map, period, 1) for map in maps],
    )


def _band(attention: Tensor, first: int, back: int) -> list[float]:
    """Mean over rows of (B, H, S, S) from token i >= ``first`` to token i - ``back``."""
    queries = torch.arange(first, attention.shape[-1], device=attention.device)
    seen = attention[:, :, queries, queries - back]
    return [round(float(score), 4) for score in seen.float().mean(dim=(0, 2))]
