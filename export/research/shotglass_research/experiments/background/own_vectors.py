"""Word vectors trained for an experiment on a data folder's text: word2vec, and an LSTM pair."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from shotglass_export.data.folder import END, DataFolder
from shotglass_export.data.packing import prose_batch

from ..experiment import Context
from .sparse import words_of

if TYPE_CHECKING:
    from shotglass_export.models.elmo import BiLSTM

WORD2VEC = {"vector_size": 100, "window": 5, "min_count": 5, "epochs": 3}  # window: on each side
WIDTH, STEPS, ROWS, LENGTH = 128, 480, 32, 64  # of the LSTM pair: 983,040 tokens
TOY_WIDTH, TOY_STEPS = 8, 2
RATE, WARM_STEPS, CLIP = 2e-3, 20, 1.0

Floats = NDArray[np.float64]


def lstm_tokens(smoke: bool) -> int:
    """How many tokens each direction of the pair reads in training."""
    return (TOY_STEPS if smoke else STEPS) * ROWS * LENGTH


def training_texts(folder: DataFolder) -> Iterator[str]:
    """Its training documents."""
    ends = zip(folder.offsets[:-1], folder.offsets[1:] - 1, strict=True)  # the last token ends it
    yield from folder.tokenizer.decode_batch([folder.train[a:b].tolist() for a, b in ends])


def word2vec(texts: Sequence[str], seed: int, least: int = WORD2VEC["min_count"]) -> Any:
    """gensim's KeyedVectors of ``words_of`` the texts: continuous bag of words with five negative
    samples (Mikolov et al. 2013), one thread, so that it is the same each time."""
    from gensim.models import Word2Vec

    options = WORD2VEC | {"min_count": least}
    return Word2Vec([words_of(text) for text in texts], workers=1, seed=seed, **options).wv


def mean_vectors(vectors: Any, texts: Sequence[str]) -> NDArray[np.float32]:
    """(N, D): the mean of the vectors of a text's words, nothing where none is known. Added up in
    the order of the alphabet, so that the order of the words does not even change the rounding."""
    found = []
    for text in texts:
        known = [vectors[word] for word in sorted(words_of(text)) if word in vectors]
        found.append(np.mean(known, axis=0) if known else np.zeros(vectors.vector_size))
    return np.array(found, np.float32)


def lstm_pair(context: Context, folder: DataFolder, vocabulary: int | None = None) -> BiLSTM:
    """Each direction trained on the folder's rows; nothing of one reaches the other. At toy size it
    may be asked about tokens of a larger ``vocabulary`` than the folder's."""
    import torch

    from shotglass_export.models.elmo import BiLSTM

    context.begin_torch(context.seeds[0])
    known = vocabulary or folder.tokenizer.get_vocab_size()
    pair = BiLSTM(known, TOY_WIDTH if context.smoke else WIDTH)
    optimiser = torch.optim.Adam(pair.parameters(), RATE)
    steps = TOY_STEPS if context.smoke else STEPS
    for step in range(steps):
        context.report("Training the LSTM pair", step / steps)
        ids = torch.from_numpy(prose_batch(folder, context.seeds[0], step, ROWS, LENGTH))
        warm, left = (step + 1) / WARM_STEPS, (steps - step) / steps
        for group in optimiser.param_groups:
            group["lr"] = RATE * min(1.0, warm, 3 * left)  # down to 0 over the last third
        optimiser.zero_grad()
        pair.nats(ids).sum().backward()  # type: ignore[no-untyped-call]
        for direction in (pair.rightward, pair.leftward):
            torch.nn.utils.clip_grad_norm_(direction.parameters(), CLIP)
        optimiser.step()
    return pair.eval()


def lstm_nats(pair: BiLSTM, folder: DataFolder, rows: int = 64) -> list[float]:
    """Mean nats a held-out token of the left-to-right and of the right-to-left direction."""
    import torch

    held = np.concatenate([part.tokens for part in folder.held.values()]).astype(np.int64)
    starts = np.linspace(0, len(held) - LENGTH - 1, rows).astype(int)
    with torch.no_grad():
        ids = torch.from_numpy(np.stack([held[at : at + LENGTH + 1] for at in starts]))
        found: list[float] = pair.nats(ids).tolist()
    return found


def lstm_states(pair: BiLSTM, texts: Sequence[Sequence[int]]) -> NDArray[np.float32]:
    """(N, 2 D): the mean over a text's tokens of the upper layer's states in both directions. A
    text stands between two tokens that end a document."""
    import torch

    found = []
    with torch.no_grad():
        for ids in texts:
            layers = pair(torch.tensor([[END, *ids, END]]))
            found.append(layers[-1, 0, 1:-1].mean(0).numpy())
    return np.array(found, np.float32)
