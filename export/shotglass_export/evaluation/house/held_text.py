"""Held-out text of a data folder, and every model's bits per byte of the same bytes of it."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from shotglass.text import Tokenizer

from ...data.folder import DataFolder, Held
from .bits_per_byte import Bits, document_nats
from .cached_model import Asker
from .figures import SourceBits
from .ngram.kneser_ney import Floats

LIMIT = 200_000  # bytes a source


class TextModel(Protocol):
    """As the n-gram models do it: (n,) nats of each token, of which the first opens a document."""

    def logprobs(self, tokens: NDArray[np.integer], /) -> Floats: ...


def held_bits(
    asker: Asker,
    others: Mapping[str, Asker],
    ngrams: Mapping[str, TextModel],
    data: DataFolder,
    limit: int = LIMIT,
) -> Iterator[SourceBits]:
    """Source by source; ``others`` and ``ngrams`` are told under their names."""
    tokenizer = Tokenizer.load(data.path / "tokenizer.json")
    for source, held in sorted(data.held.items()):
        texts = documents(held, tokenizer, limit)
        bits = Bits.of(document_nats(asker, texts, f"text of {source}"), texts)
        rest = {
            name: Bits.of(document_nats(other, texts, f"text of {source}"), texts).value
            for name, other in others.items()
        }
        rest |= {name: _ngram_bits(model, tokenizer, texts) for name, model in ngrams.items()}
        yield SourceBits(
            source, bits.bytes, bits.documents, round(bits.value, 4), bits.interval,
            {name: round(value, 4) for name, value in rest.items()},
        )  # fmt: skip


def documents(held: Held, tokenizer: Tokenizer, limit: int) -> list[str]:
    """In order, until ``limit`` bytes are reached; the last one may be cut."""
    texts: list[str] = []
    left = limit
    for start, end in zip(held.offsets[:-1], held.offsets[1:], strict=True):
        text = tokenizer.decode(held.tokens[start : end - 1].tolist())  # without the end token
        text = text.encode()[:left].decode("utf-8", "ignore")
        if not text:
            continue
        texts.append(text)
        left -= len(text.encode())
        if left < 4:  # no room for a character
            break
    return texts


def _ngram_bits(model: TextModel, tokenizer: Tokenizer, texts: Sequence[str]) -> float:
    nats = [float(model.logprobs(np.array(tokenizer.encode(text))).sum()) for text in texts]
    return -math.fsum(nats) / math.log(2) / sum(len(text.encode()) for text in texts)
