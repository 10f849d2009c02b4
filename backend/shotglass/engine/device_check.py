"""Whether a plug-in's device computes what the processor does, as checked before it answers.

Drivers differ, and what a wrong one computes looks like text too. The page checks a browser's
graphics card by the same rule (``web/src/runtime/session/gpu.ts``).
"""

from __future__ import annotations

import logging

import numpy as np

from ..errors import DeviceUnfit
from ..text import Tokenizer
from .runtime.session import Logits, Session

LOG = logging.getLogger("shotglass.engine")
MOST_KL = 0.05  # nats, mean: a card may round to 8 bits what the processor does not
TEXT = (
    "The cat sat on the mat and looked at the dog. The dog looked back, and after a while it ran."
)
TOKENS = 24
STEPS = 2  # after the prompt, from its cache, a token each


def check_device(
    name: str, device: Session, expected: Session, tokenizer: Tokenizer, most: int = TOKENS
) -> float:
    """The mean KL of ``device``, which runs on the plug-in ``name``, from ``expected``, in nats.
    ``most``: tokens that are read.

    Raises DeviceUnfit where it is above ``MOST_KL``, or no number.
    """
    ids = np.array(tokenizer.encode(TEXT)[:most] or [0], np.int64)
    mean = mean_kl(readings(expected, ids), readings(device, ids))
    if not mean <= MOST_KL:
        raise DeviceUnfit(
            f"--provider {name} is refused: its predictions are {mean:.2g} nats from the "
            f"processor's in the mean; at most {MOST_KL:g} was expected. Take --provider cpu."
        )
    LOG.info("%s computes what the processor does: mean KL %.2g nats.", name, mean)
    return mean


def readings(session: Session, ids: np.ndarray) -> Logits:
    """ids (S,) -> (1 + STEPS, V): what follows a prompt, and each token that is read after it."""
    cuts = [0, *range(max(1, len(ids) - STEPS), len(ids) + 1)]
    rows = []
    for start, end in zip(cuts, cuts[1:], strict=False):
        past, last = np.array([start], np.int32), np.array([end - start - 1])
        rows.append(session.run(0, ids[None, start:end], past, last))
    return np.concatenate(rows)


def mean_kl(expected: Logits, computed: Logits) -> float:
    """KL(expected, computed) of rows of logits (R, V), the mean, in nats."""
    both = [rows.astype(np.float64) for rows in (expected, computed)]
    shifted = [rows - rows.max(axis=-1, keepdims=True) for rows in both]
    log_p, log_q = [rows - np.log(np.exp(rows).sum(axis=-1, keepdims=True)) for rows in shifted]
    return float((np.exp(log_p) * (log_p - log_q)).sum(axis=-1).mean())
