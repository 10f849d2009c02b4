"""The models that are read everywhere, and what the truth makes of a text of theirs."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import get_args

import numpy as np
from numpy.typing import NDArray
from support.models.stored import stored_weights
from support.models.tiny import Family, write_tiny_folder
from support.references import reference

from shotglass.architecture import ModelConfig
from shotglass.contract import TOKENIZER, Manifest
from shotglass.engine.library import Library, ModelFolder, default_roots
from shotglass.text import Tokenizer
from shotglass.text.masked_tokens import MaskedTokens

TINY = "tiny"
HOUSE, MASKED, REAL = "house-gpt2", "house-bert", "smollm2-135m"
GAPS = "Review: the [MASK] sat on the mat.\nSentiment: [MASK]\n\nOnce upon a time, there were"
TEXT = "Review: the cat sat on the mat.\nSentiment: good\n\nOnce upon a time, there were ladies"
# transformers ties a head's size to the width, and GPT-1's feed-forward width to it.
HUB_SHAPE = {"width": 40, "heads": 5, "kv_heads": 5, "head_size": 8, "ffn_width": 160}
TOKENS = 24  # of the text, at most


@dataclass(frozen=True)
class Subject:
    """A model folder and a text. ``group``: the column of the table that it counts in."""

    group: str
    folder: ModelFolder

    @property
    def id(self) -> str:
        return self.manifest.id

    @property
    def manifest(self) -> Manifest:
        return self.folder.manifest

    @property
    def config(self) -> ModelConfig:
        return self.manifest.architecture

    @cached_property
    def ids(self) -> list[int]:
        """Of a masked model the text has gaps, which it fills."""
        tokenizer = Tokenizer.load(self.folder.path / TOKENIZER)
        if self.config.bidirectional:
            return MaskedTokens.of(tokenizer, self.manifest).encode(GAPS)[:TOKENS]
        return tokenizer.encode(TEXT)[:TOKENS]

    @property
    def pieces(self) -> list[int]:
        """A prompt, a longer piece behind it, then token by token: what a cache has to carry."""
        steps = 6
        first = (len(self.ids) - steps) * 2 // 3
        return [first, len(self.ids) - steps - first, *[1] * steps]

    @cached_property
    def truth(self) -> NDArray[np.float64]:
        """(S, V) by the numpy reference, in float64."""
        weights = stored_weights(self.folder.path, self.manifest)
        return reference.logits(self.config, weights, self.ids)


def subjects(groups: Sequence[str], scratch: Path) -> Iterator[Subject]:
    """Raises NotFound for a model that is not installed."""
    if TINY in groups:
        for family in get_args(Family):
            shape = {} if family == "llama" else HUB_SHAPE
            write_tiny_folder(scratch, f"tiny-{family}", family, 5, **shape)
            yield Subject(TINY, Library([scratch]).folder(f"tiny-{family}"))
    for group in groups:
        if group != TINY:
            yield Subject(group, Library(default_roots()).folder(group))
