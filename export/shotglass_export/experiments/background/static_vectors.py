"""What stood between counted words and GPT: word2vec, and the pair of LSTMs of ELMo."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from ...data.folder import END, DataFolder
from ...data.packing import prose_batch
from ..experiment import Context
from .sparse import words_of

if TYPE_CHECKING:
    from ...models.elmo import BiLSTM

WIDTH = 128
STEPS, ROWS, LENGTH, RATE = 200, 16, 64, 3e-3  # of the pair: 205,000 tokens in each direction
TOY_STEPS = 2
FEWEST = 3  # times a word occurs

Floats = NDArray[np.float32]
Vectors = Mapping[str, Floats]


def train_word2vec(documents: Sequence[Sequence[str]], seed: int) -> Vectors:
    """Skip-gram with five negative samples over two epochs (gensim), in one thread, so that a run
    repeats."""
    from gensim.models import Word2Vec

    model = Word2Vec(
        documents,
        vector_size=WIDTH,
        min_count=FEWEST,
        sg=1,
        epochs=2,
        seed=seed,
        workers=1,
    )
    return {word: model.wv[word] for word in model.wv.index_to_key}


def mean_vectors(vectors: Vectors, texts: Sequence[str]) -> Floats:
    """(N, D): the mean of the vectors of a text's words, nothing where none is known. Added up in
    the order of the alphabet, so that the order of the words does not even change the rounding."""
    found = []
    for text in texts:
        known = [vectors[word] for word in sorted(words_of(text)) if word in vectors]
        found.append(np.mean(known, axis=0) if known else np.zeros(WIDTH, np.float32))
    return np.array(found, np.float32)


def train_lstm_pair(context: Context, folder: DataFolder, vocabulary: int) -> BiLSTM:
    """Two layers in each direction. At toy size the folder's tokens are numbered otherwise than
    those that the pair is asked about."""
    import torch

    from ...models.elmo import BiLSTM

    context.begin_torch(context.seeds[0])
    pair = BiLSTM(vocabulary, WIDTH)
    optimiser = torch.optim.Adam(pair.parameters(), RATE)
    steps = TOY_STEPS if context.smoke else STEPS
    for step in range(steps):
        context.report("Training the pair of LSTMs", step / steps)
        ids = torch.from_numpy(prose_batch(folder, context.seeds[0], step, ROWS, LENGTH))
        for group in optimiser.param_groups:
            group["lr"] = RATE * (1 - step / steps)
        optimiser.zero_grad()
        pair.nats(ids).sum().backward()  # type: ignore[no-untyped-call]
        torch.nn.utils.clip_grad_norm_(pair.parameters(), 1.0)
        optimiser.step()
    return pair


def lstm_states(pair: BiLSTM, texts: Sequence[Sequence[int]]) -> Floats:
    """(N, 2 D): the mean over a text's tokens of the upper layer's states in both directions. A
    text stands between two tokens that end a document."""
    import torch

    found = []
    with torch.no_grad():
        for ids in texts:
            layers = pair(torch.tensor([[END, *ids, END]]))
            found.append(layers[-1, 0, 1:-1].mean(0).numpy())
    return np.array(found, np.float32)
