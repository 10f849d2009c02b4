"""Bits per byte of held-out text, by source: a bounded number of windows, the same each time."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import torch
from numpy.typing import NDArray
from tokenizers import Tokenizer
from tokenizers.decoders import ByteLevel
from torch import Tensor, nn
from torch.nn.functional import cross_entropy

from ...recipe import SPECIAL_TOKENS

ROWS = 8  # windows at a time


@dataclass(frozen=True)
class Windows:
    """Evenly spread over a source's held-out tokens: ``ids`` (N, T+1), ``bytes`` of the targets."""

    ids: NDArray[np.int64]
    bytes: int


def windows(
    tokens: NDArray[np.uint16], sizes: NDArray[np.int64], length: int, most: int
) -> Windows | None:
    """``sizes``: bytes of each token of the vocabulary. None where there is too little text."""
    length = min(length, len(tokens) - 1)
    if length < 1:
        return None
    whole = (len(tokens) - 1) // length
    count = max(1, min(whole, most))
    starts = [number * whole // count * length for number in range(count)]
    ids = np.stack([np.asarray(tokens[at : at + length + 1], np.int64) for at in starts])
    size = int(sizes[ids[:, 1:]].sum())
    return Windows(ids, size) if size else None


def token_bytes(tokenizer: Tokenizer) -> NDArray[np.int64]:
    """Of each id, in UTF-8; special tokens are no text and have none.

    A byte-level token is written with one character for each byte; a word is followed by a space.
    """
    byte_level = isinstance(tokenizer.decoder, ByteLevel)
    sizes = np.zeros(tokenizer.get_vocab_size(), np.int64)
    for token, id in tokenizer.get_vocab().items():
        if token not in SPECIAL_TOKENS:
            sizes[id] = len(token) if byte_level else len(token.encode()) + 1
    return sizes


@torch.inference_mode()
def bits_per_byte(model: nn.Module, held: Windows, device: torch.device) -> float:
    nats = sum(_nats(model, ids) for ids in _parts(held.ids, device))
    return nats / math.log(2) / held.bytes


def _nats(model: nn.Module, ids: Tensor) -> float:
    logits = model(ids[:, :-1]).float()
    return float(cross_entropy(logits.flatten(0, 1), ids[:, 1:].flatten(), reduction="sum"))


def _parts(ids: NDArray[np.int64], device: torch.device) -> Iterator[Tensor]:
    for begin in range(0, len(ids), ROWS):
        yield torch.from_numpy(ids[begin : begin + ROWS]).to(device)
