"""The changes that a run takes on the way to its logits: which tokens see which, what heads give,
and what the residual stream is at some tokens.

Letters: S tokens of the text, L layers, H heads, d head size, D width.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np

from ...architecture import ModelConfig
from .session import AnyArray, Floats
from .token_changes import (
    HIDDEN,
    MOST,
    EdgeCut,
    ResidualPatch,
    ResidualShift,
    checked_array,
    cut_feeds,
    patch_feeds,
    refused,
    require_within,
    shift_feeds,
)


@dataclass(frozen=True, eq=False)
class Interventions:
    """Each is None or empty where nothing is changed. Arrays are copied when they are used.

    ``attention_bias`` (S, S) is added to the scores of all heads of all layers, a row for each
    token that asks; ``hidden_spans`` makes one. What the model's own mask hides stays hidden.
    ``head_scale`` (L, H) multiplies what a head gives at every token, before the layer's output
    map: 1 changes no bit, 0 is zero ablation; ``ablated`` makes one. ``head_mean`` (L, H, d) is
    what takes the place of what was scaled away, so that a head gives
    ``scale * own + (1 - scale) * mean``: mean ablation at scale 0 (Wang et al. 2022,
    arXiv:2211.00593). The means are those of the outputs ``heads.i`` over texts of the
    caller's choice.
    Patches, shifts and cuts: see ``token_changes``.
    """

    attention_bias: Floats | None = None
    head_scale: Floats | None = None
    head_mean: Floats | None = None
    patches: tuple[ResidualPatch, ...] = ()
    shifts: tuple[ResidualShift, ...] = ()
    cuts: tuple[EdgeCut, ...] = ()

    def feeds(self, config: ModelConfig, tokens: int) -> dict[str, AnyArray]:
        """Returns the inputs by ``intervened_graph.intervention_inputs`` for a text of ``tokens``
        tokens. Raises InvalidRequest for arrays of another shape, numbers that are not finite or
        too large, a token that would see nothing, and a layer or a token that does not exist.

        Raises InvalidRequest for arrays of another shape, numbers that are none or too large, a
        token that would see nothing, a layer or a token that is not there.
        """
        for patch in self.patches:
            require_within("residual_patch", "token", patch.token, tokens - 1)
        return self._bias(tokens) | self.part_feeds(config, 0, tokens)

    def part_feeds(self, config: ModelConfig, past: int, tokens: int) -> dict[str, AnyArray]:
        """The same of the tokens after the first ``past`` of a text, up to ``tokens`` of them, of
        all but ``attention_bias``, which is of a whole text. Their names are those of any other
        part. Raises as ``feeds`` does."""
        return {
            **self._heads(config),
            **patch_feeds(self.patches, config, past, tokens),
            **shift_feeds(self.shifts, config, past, tokens),
            **cut_feeds(self.cuts, config, past, tokens),
        }

    def _bias(self, tokens: int) -> dict[str, AnyArray]:
        if self.attention_bias is None:
            return {}
        bias = checked_array(
            "attention_bias", self.attention_bias, {"tokens": tokens, "tokens seen": tokens}, HIDDEN
        )
        blind = np.flatnonzero(bias.diagonal() < -MOST)
        if blind.size:
            raise refused(
                "attention_bias",
                f"attention_bias hides token {blind[0]} from itself; every token must see itself: "
                f"{-MOST:,.0f} or more was expected on the diagonal.",
            )
        return {"attention_bias": bias}

    def _heads(self, config: ModelConfig) -> dict[str, AnyArray]:
        sizes = {"layers": config.layers, "heads": config.heads}
        if self.head_scale is None:
            if self.head_mean is not None:
                raise refused(
                    "head_mean",
                    "head_mean takes the place of what head_scale takes away, and there is no "
                    "head_scale: give one, with 0 for each head to be replaced.",
                )
            return {}
        scale = checked_array("head_scale", self.head_scale, sizes)[:, :, None, None]
        feeds: dict[str, AnyArray] = {f"head_scale.{i}": row for i, row in enumerate(scale)}
        if self.head_mean is not None:
            sizes["head size"] = config.head_size
            mean = (1 - scale) * checked_array("head_mean", self.head_mean, sizes)[:, :, None]
            feeds |= {f"head_mean.{i}": row for i, row in enumerate(mean)}
        return feeds


NO_INTERVENTIONS = Interventions()


def hidden_spans(tokens: int, spans: Iterable[tuple[int, int]]) -> Floats:
    """An ``attention_bias`` (S, S) by which no token outside a span sees one inside it; tokens of
    a span see each other, and positions stay what they are. In a model that reads from left to
    right it hides the span from all later tokens. ``spans``: first token, and the one behind the
    last.

    Raises InvalidRequest for a span that is empty or not within the text.
    """
    bias = np.zeros((tokens, tokens), np.float32)
    for start, end in spans:
        if not 0 <= start < end <= tokens:
            raise refused(
                "attention_bias",
                f"The tokens {start} to {end - 1} cannot be hidden: the text has the tokens 0 to "
                f"{tokens - 1}, and a span has at least one.",
            )
        bias[:start, start:end] = bias[end:, start:end] = HIDDEN
    return bias


def ablated(config: ModelConfig, heads: Iterable[tuple[int, int]]) -> Floats:
    """A ``head_scale`` (L, H): 0 for these heads (layer, head), 1 for all others.

    Raises InvalidRequest for a head that is not there.
    """
    scale = np.ones((config.layers, config.heads), np.float32)
    for layer, head in heads:
        if not (0 <= layer < config.layers and 0 <= head < config.heads):
            raise refused(
                "head_scale",
                f"There is no head {head} in layer {layer}: the model has the layers 0 to "
                f"{config.layers - 1}, each with the heads 0 to {config.heads - 1}.",
            )
        scale[layer, head] = 0
    return scale
