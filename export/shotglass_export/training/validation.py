"""The validation of a run: held-out text, k-shot probes, Markov chains, and attention heads.

All of it is chosen once, by the recipe alone, and bounded to a small share of the training's cost.
Attention heads are looked at on repeated random tokens: they carry no meaning, so a head that finds
what followed the last time does it from the context alone: an induction head (Olsson et al. 2022,
"In-context Learning and Induction Heads", "prefix matching").
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray
from tokenizers import Tokenizer
from tokenizers.decoders import ByteLevel
from torch import Tensor, nn
from torch.nn.functional import cross_entropy

from ..data.episodes.lexicon import EVERYDAY
from ..data.folder import DataFolder, Tokens
from ..models import Transformer
from ..recipe import SPECIAL_TOKENS, Recipe
from .probes import Cell, ChainProbe, ProbeQuestion, cell_of, chain_probe, score
from .tuning.questions import Questions, questions_of

WINDOWS_AT_ONCE, LOGITS_AT_ONCE = 8, 1 << 25
ROWS, PERIOD = 8, 32  # of the repeated random tokens


@dataclass(frozen=True)
class Windows:
    """Evenly spread over a source's held-out tokens: ``ids`` (N, T+1), ``bytes`` of the targets."""

    ids: NDArray[np.int64]
    bytes: int


def windows(tokens: Tokens, sizes: NDArray[np.int64], length: int, most: int) -> Windows | None:
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
    """Returns the bytes of each id, in UTF-8; special tokens are no text and have none.

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
    nats, length = 0.0, held.ids.shape[1] - 1
    vocabulary = model.config.vocabulary if isinstance(model, Transformer) else 1
    at_once = min(WINDOWS_AT_ONCE, max(1, LOGITS_AT_ONCE // (length * vocabulary)))
    for begin in range(0, len(held.ids), at_once):
        ids = torch.from_numpy(held.ids[begin : begin + at_once]).to(device)
        logits = model(ids[:, :-1]).float()
        nats += float(cross_entropy(logits.flatten(0, 1), ids[:, 1:].flatten(), reduction="sum"))
    return nats / math.log(2) / held.bytes


@dataclass(frozen=True)
class HeadScores:
    """Mean attention, 0 to 1, by layer and head, of every token of the repeat.

    ``induction``: to the token after the earlier occurrence; ``previous``: to the token before.
    """

    induction: list[list[float]]
    previous: list[list[float]]


@torch.inference_mode()
def head_scores(model: Transformer, seed: int, device: torch.device) -> HeadScores:
    period = min(PERIOD, model.config.context // 2)
    random = np.random.default_rng([seed, period])
    half = random.integers(len(SPECIAL_TOKENS), model.config.vocabulary, (ROWS, period))
    ids = torch.from_numpy(np.concatenate([half, half], axis=1)).to(device)
    maps = model.attentions(ids)
    return HeadScores(
        induction=[_band(map, period, period - 1) for map in maps],
        previous=[_band(map, period, 1) for map in maps],
    )


def _band(attention: Tensor, first: int, back: int) -> list[float]:
    """Mean over rows of (B, H, S, S) from token i >= ``first`` to token i - ``back``."""
    queries = torch.arange(first, attention.shape[-1], device=attention.device)
    seen = attention[:, :, queries, queries - back]
    return [round(float(score), 4) for score in seen.float().mean(dim=(0, 2))]


SPLITS = ("train", "held-both")
HELD_SHARE, PROBE_SHARE = 0.01, 0.03  # of the training FLOPs between two examinations
FEWEST = 100  # questions a cell, as fewer tell nothing

Line = tuple[str, dict[str, Any]]  # a metrics line: kind, facts
DrawQuestions = Callable[
    [str, str, list[int], int], Sequence[ProbeQuestion]
]  # family, split, shots, queries


@dataclass(frozen=True)
class Validation:
    recipe: Recipe
    held: Mapping[str, Windows]
    cells: tuple[Cell, ...]
    chains: ChainProbe | None = None
    questions: Questions | None = None

    def lines(self, model: Transformer, device: torch.device) -> Iterator[Line]:
        """The metrics lines of the model as it is."""
        if self.held:
            bits = {name: bits_per_byte(model, held, device) for name, held in self.held.items()}
            figures = {
                "bits_per_byte": {name: round(value, 5) for name, value in bits.items()},
                "bytes": {name: held.bytes for name, held in self.held.items()},
            }
            yield "held", figures
        for cell in self.cells:
            got = score(model, cell, device)
            ways = [len(labels) for labels in cell.labels]
            yield (
                "probe",
                {
                    "family": cell.family,
                    "split": cell.split,
                    "k": cell.k,
                    "ways": ways[0] if len(set(ways)) == 1 else None,
                    "chance": round(sum(1 / many for many in ways) / len(ways), 5),
                    "n": len(cell.answers),
                    "form": round(got.form, 5),
                    "choice": got.choice,
                },
            )
        if self.questions:
            yield "questions", self.questions.line(model, device)
        if self.chains:
            yield "chains", {"distances": self.chains.distances(model, device)}
        if self.recipe.model is not None and not model.config.bidirectional:
            scores = head_scores(model, self.recipe.seed, device)
            yield "heads", {"induction": scores.induction, "previous": scores.previous}


def validation(recipe: Recipe, data: DataFolder, draw: DrawQuestions | None) -> Validation:
    """``draw``: the source of questions; None where the recipe trains on no episodes."""
    causal = recipe.training.objective == "next-token"
    held = _windows(recipe, data) if causal else {}
    cells = _cells(recipe, data.tokenizer, draw) if causal and draw else ()
    chains = chain_probe(recipe, data) if causal else None
    repeated = None if recipe.model else questions_of(recipe, data)
    return Validation(recipe, held, cells, chains, repeated)


def _windows(recipe: Recipe, data: DataFolder) -> dict[str, Windows]:
    length = recipe.training.length
    sizes = token_bytes(data.tokenizer) if data.sizes is None else data.sizes
    most = int(HELD_SHARE * _forward_tokens(recipe) / length / max(1, len(data.held)))
    packed = {
        name: windows(held.tokens, sizes, length, max(1, most)) for name, held in data.held.items()
    }
    return {name: taken for name, taken in packed.items() if taken}


def _cells(recipe: Recipe, tokenizer: Tokenizer, draw: DrawQuestions) -> tuple[Cell, ...]:
    """Returns the cells without those numbers of examples that do not fit the context."""
    assert recipe.model is not None, "episodes have words of a tokenizer made for them"
    families = dict.fromkeys(family for stage in recipe.stages for family in stage.episodes)
    shots, most = list(recipe.probes.shots), recipe.probes.queries
    pairs = [(family, split) for family in families for split in SPLITS]
    if recipe.has_everyday:
        pairs.append(("kind", EVERYDAY))
    drawn = {pair: draw(*pair, shots, most) for pair in pairs}
    tokens = sum(
        len(tokenizer.encode(question.prompt_by_k[k]).ids)
        for questions in drawn.values() for question in questions for k in shots
    )  # fmt: skip
    share = min(1.0, PROBE_SHARE * _forward_tokens(recipe) / max(1, tokens))
    count = min(most, max(FEWEST, int(share * most)))
    cells = (
        cell_of(family, split, k, questions[:count], tokenizer)
        for (family, split), questions in drawn.items() for k in shots if questions
    )  # fmt: skip
    return tuple(cell for cell in cells if cell.longest <= recipe.model.context)


def _forward_tokens(recipe: Recipe) -> float:
    """Returns as many tokens as a forward pass could read for the price of training from one to the
    next."""
    return 3.0 * recipe.probes.every * recipe.training.batch * recipe.training.length
