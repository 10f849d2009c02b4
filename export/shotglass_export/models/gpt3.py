"""GPT-3: GPT-2, but every other layer sees only a band of the nearest tokens.

Brown et al. 2020, "Language Models are Few-Shot Learners". The residual stream is GPT-2's; what a
token (row) sees of the tokens (columns) alternates::

      layers 0, 2, 4 ...        layers 1, 3, 5 ... (window 3)

        #                         #
        # #                       # #
        # # #                     # # #
        # # # #                     # # #
        # # # # #                     # # #
        # # # # # #                     # # #

A window counts the token itself. Through L/2 bands of w, and through the dense layers between
them, what is far away still arrives.
"""

from __future__ import annotations

from dataclasses import replace

from shotglass.architecture import ModelConfig

from . import gpt2
from .sizes import Sizes, chosen


def shape(sizes: Sizes) -> ModelConfig:
    """Returns the shape. The paper does not say how wide its bands are: a quarter of the context
    here."""
    window = chosen(sizes.window, max(1, sizes.context // 4))
    return replace(gpt2.shape(sizes), windows=bands(sizes.layers, window))


def bands(layers: int, window: int) -> tuple[int, ...]:
    """Section 2.1: "alternating dense and locally banded sparse attention patterns"; 0 is dense.

    Which comes first the paper does not say either.
    """
    return tuple(window if layer % 2 else 0 for layer in range(layers))
