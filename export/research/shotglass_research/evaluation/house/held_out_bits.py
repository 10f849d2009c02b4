"""Bits per byte of the held-out text of a data folder, of several models on the same bytes."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from shotglass.text import Tokenizer
from shotglass_export.data.folder import DataFolder
from shotglass_export.evaluation.bits_per_byte import WINDOW, BitsPerByte, Floats, text_nats
from shotglass_export.evaluation.held_out import documents

from ..answers import digest_of
from .cached_model import CachedModel
from .figures import SourceBits

LIMIT = 200_000  # bytes a source


class TextModel(Protocol):
    """As the n-gram models do it: (n,) nats of each token, of which the first opens a document."""

    def logprobs(self, tokens: NDArray[np.integer], /) -> Floats: ...


def held_out_bits(
    evaluated: CachedModel,
    others: Mapping[str, CachedModel],
    ngrams: Mapping[str, TextModel],
    data: DataFolder,
    limit: int = LIMIT,
) -> Iterator[SourceBits]:
    """Source by source; ``others`` and ``ngrams`` are reported under their names."""
    tokenizer = Tokenizer.load(data.path / "tokenizer.json")
    for source, held in sorted(data.held.items()):
        texts = documents(held, tokenizer, limit)
        bits = BitsPerByte.of(document_nats(evaluated, texts, f"text of {source}"), texts)
        rest = {
            name: BitsPerByte.of(document_nats(other, texts, f"text of {source}"), texts).value
            for name, other in others.items()
        }
        rest |= {name: _ngram_bits(model, tokenizer, texts) for name, model in ngrams.items()}
        yield SourceBits(
            source, bits.bytes, bits.documents, round(bits.value, 4), bits.interval,
            {name: round(value, 4) for name, value in rest.items()},
        )  # fmt: skip


def document_nats(evaluated: CachedModel, texts: Sequence[str], stage: str) -> list[float]:
    """Log-probability of each text, in nats."""
    window = min(WINDOW, evaluated.context)
    keys = [digest_of(evaluated.measured.digest, text, window) for text in texts]
    for place, (key, text) in enumerate(zip(keys, texts, strict=True)):
        if key not in evaluated.nats:
            with evaluated.working(stage, 0) as (engine, named):
                evaluated.nats.keep({key: text_nats(engine, text, window)})
                evaluated.report(named, (place + 1) / len(texts))
    return [evaluated.nats[key] for key in keys]


def _ngram_bits(model: TextModel, tokenizer: Tokenizer, texts: Sequence[str]) -> float:
    nats = [float(model.logprobs(np.array(tokenizer.encode(text))).sum()) for text in texts]
    return -math.fsum(nats) / math.log(2) / sum(len(text.encode()) for text in texts)
