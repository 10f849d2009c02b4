"""The rule of the Jacobian lens: what it is here, what it is compared with, what counts as a gain.

Written before any lens read a held-out document.

**The lens.** The logit lens reads the residual stream h_l(t) before layer l as if it were that
after the last layer, h_L(t). The Jacobian lens first carries it there by the mean linear map:
``m_L + J_l (h_l(t) - m_l)``, J_l = E[d h_L(t) / d h_l(t)] and m_l = E[h_l(t)] over tokens t after
the first of ordinary text. J_l = I and m_l = m_L is the logit lens. Three things differ from the
published lens (Gurnee, Sofroniew, Lindsey et al. 2026, "Verbalizable Representations Form a Global
Workspace in Language Models"), ``J_l h_l`` with the gradients of all later tokens summed:

- *the same token*: the page asks what a layer would say next, so it is the answer at that token
  that counts, not what is said later;
- *means*: an attention or feed-forward part reads the stream through a norm, which no length
  passes, so its derivative along the stream is about 0. J_l h_l leaves out what these parts add on
  average; the expansion about the mean has it. Belrose et al. 2023 (arXiv:2303.08112) have such a
  constant in the tuned lens;
- *rank*: J_l - I is cut to its r largest singular values, so that the file is small.

All three were chosen on house-gpt2, on training documents that no lens is judged on: mean KL over
layers 1 to 5 was 4.1 nats in the published form, 2.6 of the same token alone, 1.6 with means alone
and 1.04 with both, in full rank; that of the logit lens was 1.06.

**Fitted** on ``WINDOWS`` of 128 tokens of house-prose's training documents; every fiftieth document
is spared, and there the rank is chosen: the smallest of ``RANKS`` whose KL is at most 2 % above the
best, a file having at most ``MOST_BYTES``.

**Judged** on house-prose's held-out documents, at most ``DOCUMENTS`` drawn by the seed, the first
128 tokens of each, ``TOKENS`` of them drawn after the first. The measure is KL(model's answer ||
lens's answer) in nats, the mean over these tokens and over layers 1 to L-1: layer 0 is reported and
not judged, since the logit lens of an input embedding is at fault there by far. Whether the
likeliest token is the model's is reported as well. Four lenses read the same tokens:

- *logit*: h_l;
- *jacobian*: as it ships, in fp16 and cut to its rank;
- *means*: ``m_L + h_l - m_l``, a control that has all but the Jacobian;
- *shuffled*: each layer with the Jacobian of layer L - l, a control that has all but its place.

**What counts.** By document, KL of another lens less that of *jacobian*; a bootstrap over documents
whose level holds for all twelve comparisons of four models at once (Bonferroni).
*gain* where the whole interval is above 0 beside all three; *loss* where it is below 0 beside the
logit lens; *means alone* where it is above 0 beside the logit lens and not beside both controls;
else *not shown*. A model whose lens has no gain ships no file, and the log says so.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Literal

from shotglass.statistics.intervals import LEVEL, Interval, paired_difference

WINDOWS = {"house-gpt2": 768, "house-prose": 768, "house-templates": 768, "smollm2-135m": 384}
MODELS = tuple(WINDOWS)
SEED = 20261130
RANKS = (4, 8, 16, 24, 32, 64)
SLACK = 1.02
MOST_BYTES = 1_800_000
DOCUMENTS, TOKENS = 100, 8

LensName = Literal["logit", "jacobian", "means", "shuffled"]
OTHERS: tuple[LensName, ...] = ("logit", "means", "shuffled")
Verdict = Literal["gain", "loss", "means alone", "not shown"]


def differences(kl: Mapping[LensName, Sequence[float]]) -> dict[LensName, Interval]:
    """Of each other lens less the Jacobian lens; ``kl``: one value a document."""
    level = 1 - (1 - LEVEL) / (len(MODELS) * len(OTHERS))
    return {name: paired_difference(kl[name], kl["jacobian"], level) for name in OTHERS}


def verdict(less: Mapping[LensName, Interval]) -> Verdict:
    if less["logit"].high < 0:
        return "loss"
    if less["logit"].low <= 0:
        return "not shown"
    return "gain" if all(less[name].low > 0 for name in OTHERS) else "means alone"
