"""The texts of the Jacobian lens: windows to fit on, to choose the rank by, and to be judged on;
and the streams at tokens of them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Literal

import numpy as np
import torch
from torch import Tensor

from shotglass.engine import ModelFolder
from shotglass.text import Tokenizer
from shotglass_export.data.folder import DataFolder
from shotglass_export.evaluation.held_out import documents
from shotglass_export.models import Transformer

from .fitting import streams
from .rule import SEED, TOKENS

LENGTH = 128  # tokens of a window, its start token among them
SPARED = 50  # one training document in so many is never fitted on: ranks are chosen there
Part = Literal["fit", "choice"]


def training_windows(
    data: DataFolder, folder: ModelFolder, part: Part, n: int, seed: int
) -> Tensor:
    """(n, LENGTH) int64: windows of training documents drawn by their length, each from a word on,
    in the model's own tokens after its start token. No document is in both parts."""
    random = np.random.default_rng(seed)
    text, own = Tokenizer.load(data.path / "tokenizer.json"), _tokenizer(folder)
    places = np.arange(len(data.offsets) - 1)
    sizes = np.diff(data.offsets) * ((places % SPARED == 0) == (part == "choice"))
    sizes = np.where(sizes > 2 * LENGTH, sizes, 0)
    start, rows = folder.manifest.start_id, list[list[int]]()
    assert start is not None, "each of MODELS has one"
    while len(rows) < n:
        document = random.choice(places, p=sizes / sizes.sum())
        end = int(data.offsets[document + 1]) - 1
        place = int(random.integers(data.offsets[document], end - LENGTH))
        tokens = data.train[place : min(end, place + 3 * LENGTH)].tolist()
        _, _, words = text.decode(tokens).partition(" ")
        ids = own.encode(words)[: LENGTH - 1]
        if len(ids) == LENGTH - 1:
            rows.append([start, *ids])
    return torch.tensor(rows)


def held_out_windows(data: DataFolder, folder: ModelFolder) -> Iterator[tuple[str, Tensor]]:
    """Of every held-out document that is long enough its source and its beginning, (1, LENGTH)."""
    text, own = Tokenizer.load(data.path / "tokenizer.json"), _tokenizer(folder)
    start = folder.manifest.start_id
    assert start is not None, "each of MODELS has one"
    for source, held in sorted(data.held.items()):
        for document in documents(held, text, held.bytes):
            ids = own.encode(document)[: LENGTH - 1]
            if len(ids) == LENGTH - 1:
                yield source, torch.tensor([[start, *ids]])


def drawn_streams(model: Transformer, texts: Sequence[Tensor]) -> list[Tensor]:
    """Of each text (1, S) the streams (L+1, TOKENS, D) at tokens drawn after its first."""
    random, drawn = np.random.default_rng(SEED), []
    for ids in texts:
        places = 1 + random.permutation(ids.shape[1] - 1)[:TOKENS]
        with torch.no_grad():
            drawn.append(torch.stack(streams(model, ids))[:, 0, places])
    return drawn


def _tokenizer(folder: ModelFolder) -> Tokenizer:
    return Tokenizer.load(folder.path / "tokenizer.json")
