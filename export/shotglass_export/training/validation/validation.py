"""What a run looks at now and then: held-out text, k-shot probes, attention heads.

All of it is chosen once, by the recipe alone, and bounded to a small share of the training's cost.
Attention heads are looked at on repeated random tokens: they carry no meaning, so a head that finds
what followed the last time does it from the context alone: an induction head (Olsson et al. 2022,
"In-context Learning and Induction Heads", "prefix matching").
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import torch
from tokenizers import Tokenizer
from torch import Tensor

from ...data.folder import DataFolder
from ...models import Transformer
from ...recipe import SPECIAL_TOKENS, Recipe
from .held_out import Windows, bits_per_byte, token_bytes, windows
from .probes import Cell, Question, cell_of, score

ROWS, PERIOD = 8, 32


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
    [str, str, list[int], int], Sequence[Question]
]  # family, split, shots, queries


@dataclass(frozen=True)
class Validation:
    recipe: Recipe
    held: Mapping[str, Windows]
    cells: tuple[Cell, ...]

    def lines(self, model: Transformer, device: torch.device) -> Iterator[Line]:
        """The metrics lines of the model as it is."""
        if self.held:
            yield "held", self._held(model, device)
        for cell in self.cells:
            yield "probe", _probe(model, cell, device)
        if not model.config.bidirectional:
            scores = head_scores(model, self.recipe.seed, device)
            yield "heads", {"induction": scores.induction, "previous": scores.previous}

    def _held(self, model: Transformer, device: torch.device) -> dict[str, Any]:
        bits = {name: bits_per_byte(model, held, device) for name, held in self.held.items()}
        return {
            "bits_per_byte": {name: round(value, 5) for name, value in bits.items()},
            "bytes": {name: held.bytes for name, held in self.held.items()},
        }


def validation(recipe: Recipe, data: DataFolder, draw: DrawQuestions | None) -> Validation:
    """``draw``: the source of questions; None where the recipe trains on no episodes."""
    causal = recipe.training.objective == "next-token"
    held = _windows(recipe, data) if causal else {}
    cells = _cells(recipe, data.tokenizer, draw) if causal and draw else ()
    return Validation(recipe, held, cells)


def _windows(recipe: Recipe, data: DataFolder) -> dict[str, Windows]:
    length, sizes = recipe.training.length, token_bytes(data.tokenizer)
    most = int(HELD_SHARE * _forward_tokens(recipe) / length / max(1, len(data.held)))
    found = {
        name: windows(held.tokens, sizes, length, max(1, most)) for name, held in data.held.items()
    }
    return {name: taken for name, taken in found.items() if taken}


def _cells(recipe: Recipe, tokenizer: Tokenizer, draw: DrawQuestions) -> tuple[Cell, ...]:
    """Without those numbers of examples that do not fit the context."""
    families = dict.fromkeys(family for stage in recipe.stages for family in stage.episodes)
    shots, most = list(recipe.probes.shots), recipe.probes.queries
    drawn = {(f, s): draw(f, s, shots, most) for f in families for s in SPLITS}
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
    """As many as a forward pass could read for the price of training from one to the next."""
    return 3.0 * recipe.probes.every * recipe.training.batch * recipe.training.length


def _probe(model: Transformer, cell: Cell, device: torch.device) -> dict[str, Any]:
    got = score(model, cell, device)
    ways = [len(labels) for labels in cell.labels]
    return {
        "family": cell.family, "split": cell.split, "k": cell.k,
        "ways": ways[0] if len(set(ways)) == 1 else None,
        "chance": round(sum(1 / many for many in ways) / len(ways), 5),
        "n": len(cell.answers), "form": round(got.form, 5), "choice": got.choice,
    }  # fmt: skip
