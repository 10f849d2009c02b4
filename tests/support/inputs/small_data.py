"""A data folder in memory: a few documents a source, cut into tokens by any tokenizer."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

import numpy as np
from tokenizers import Tokenizer

from shotglass_export.data.folder import END, DataFolder, Held, Offsets, Tokens

Texts = Mapping[str, Sequence[str]]


def small_data(path: Path, tokenizer: Tokenizer, train: Texts, held: Texts) -> DataFolder:
    """Documents by source; sources have no records, and ``path`` holds the tokenizer at most."""
    documents = [text for texts in train.values() for text in texts]
    tokens, offsets = _tokens(tokenizer, documents)
    source_of = [source for source, texts in enumerate(train.values()) for _ in texts]
    return DataFolder(
        path=path,
        tokenizer=tokenizer,
        train=tokens,
        offsets=offsets,
        source_of=np.array(source_of, np.uint8),
        repeat=np.ones(len(train)),
        held={
            name: Held(*_tokens(tokenizer, texts), sum(len(text.encode()) for text in texts))
            for name, texts in held.items()
        },
        sources=(),
        about={},
    )


def _tokens(tokenizer: Tokenizer, texts: Sequence[str]) -> tuple[Tokens, Offsets]:
    documents = [[*tokenizer.encode(text).ids, END] for text in texts]
    flat = [token for document in documents for token in document]
    return np.array(flat, np.uint16), np.cumsum([0, *map(len, documents)])
