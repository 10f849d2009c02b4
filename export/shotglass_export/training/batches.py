"""A step's rows: prose, and episodes or Markov chains, in the shares of the recipe's stage, by seed
and step alone; and the questions that a run is asked.

Step 1,000 has the same rows, whatever ran before: so a run resumes exactly, and one process sees
the data that two share.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import cast

import numpy as np
from numpy.typing import NDArray

from shotglass.errors import RecipeInvalid

from ..data.episodes import EpisodeMix, EpisodeWriter, Lexicon, Question, probe_set
from ..data.episodes.everyday import validation_questions, with_everyday
from ..data.episodes.families import FAMILIES, Family
from ..data.episodes.lexicon import EVERYDAY
from ..data.episodes.questions import QuestionSplit
from ..data.episodes.template import DENSE
from ..data.folder import END, DataFolder
from ..data.markov_chains import draw_chains, state_ids
from ..data.packing import prose_batch
from ..recipe import Recipe, Stage
from .validation import DrawQuestions

Ids = NDArray[np.int64]
LEXICON = "lexicon.json"
CHAINS = 1  # of their random numbers; those to look at are of 0


@dataclass(frozen=True)
class Batch:
    """Rows of T + 1 tokens, and what each of the T targets counts.

    ``ids`` (B, T+1) int64; ``weights`` (B, T) float32: the loss weight of each target; ``labels``
    (B, T) bool: the target is an answer of an episode.
    """

    ids: Ids
    weights: NDArray[np.float32]
    labels: NDArray[np.bool_]

    @classmethod
    def of_prose(cls, ids: Ids) -> Batch:
        targets = (len(ids), ids.shape[1] - 1)
        return cls(ids, np.ones(targets, np.float32), np.zeros(targets, np.bool_))

    def rows(self, part: slice) -> Batch:
        return Batch(self.ids[part], self.weights[part], self.labels[part])


Prose = Callable[[int], Ids]  # row, counted over the whole run -> (1, T+1)
Episodes = Callable[[Stage, int, int], Batch]  # stage, step, rows


def mixed(recipe: Recipe, prose: Prose, episodes: Episodes | None) -> Callable[[int], Batch]:
    """Batches by step: a stage's share of prose rows is exact over the stage, not in each step."""
    rows = recipe.training.batch

    def batch(step: int) -> Batch:
        first, last = prose_rows(recipe, step), prose_rows(recipe, step + 1)
        parts = [Batch.of_prose(prose(row)) for row in range(first, last)]
        if episodes and rows > last - first:
            parts.append(episodes(recipe.stage(step), step, rows - (last - first)))
        return Batch(
            np.concatenate([part.ids for part in parts]),
            np.concatenate([part.weights for part in parts]),
            np.concatenate([part.labels for part in parts]),
        )

    return batch


def prose_rows(recipe: Recipe, step: int) -> int:
    """Returns how many rows of prose all steps before ``step`` hold together."""
    count, begin, steps = 0, 0, recipe.training.steps
    for stage in recipe.stages:
        end = max(begin, min(step, ceil_step(stage.until, steps)))
        count += round(stage.prose * recipe.training.batch * (end - begin))
        begin = end
    return count


def ceil_step(fraction: float, steps: int) -> int:
    """The first step that is not below ``fraction`` of the run."""
    return next(
        step for step in range(int(fraction * steps), steps + 2) if step / steps >= fraction
    )


def batches(recipe: Recipe, data: DataFolder) -> Callable[[int], Batch]:
    """Returns the batches by step. Raises RecipeInvalid for episodes that the data folder has no
    words for."""

    def prose(row: int) -> Ids:
        return prose_batch(data, recipe.seed, row, 1, recipe.training.length)

    chains, episodes = _chains(recipe, data), _episodes(recipe, data)

    def others(stage: Stage, step: int, rows: int) -> Batch:
        drawn = chains if stage.chains else episodes
        assert drawn is not None, "a stage that is not all prose has episodes or chains"
        return drawn(stage, step, rows)

    return mixed(recipe, prose, others if chains or episodes else None)


def questions(recipe: Recipe, data: DataFolder) -> DrawQuestions | None:
    """None where the recipe has no episodes."""
    if not _has_episodes(recipe):
        return None
    lexicon = _lexicon(data.path)
    templates = (DENSE,) if recipe.probes.dense else ()

    def draw(family: str, split: str, shots: list[int], count: int) -> Sequence[Question]:
        if split == EVERYDAY:
            return validation_questions(lexicon, shots, count, recipe.seed)
        return probe_set(
            lexicon,
            cast(Family, family),
            cast(QuestionSplit, split),
            shots,
            count,
            recipe.seed,
            templates,
        )

    return draw


def _chains(recipe: Recipe, data: DataFolder) -> Episodes | None:
    if not recipe.has_chains:
        return None
    ids = state_ids(data.tokenizer, recipe.data.words)

    def chains(stage: Stage, step: int, rows: int) -> Batch:
        """Each row is a document: it stands behind the token that ends another."""
        rng = np.random.default_rng([recipe.seed, CHAINS, step])
        drawn = draw_chains(rng, rows, len(ids), recipe.training.length)
        return Batch.of_prose(np.pad(ids[drawn.states], ((0, 0), (1, 0)), constant_values=END))

    return chains


def _episodes(recipe: Recipe, data: DataFolder) -> Episodes | None:
    if not _has_episodes(recipe):
        return None
    lexicon = _lexicon(data.path)
    if recipe.has_everyday:
        lexicon = with_everyday(lexicon)
    writer = EpisodeWriter(lexicon, data.tokenizer)

    def episodes(stage: Stage, step: int, rows: int) -> Batch:
        mix = EpisodeMix(
            {cast(Family, name): share for name, share in stage.episodes.items()},
            stage.shots, stage.dense, stage.input_weight, stage.natural, stage.word_names,
            stage.varied, stage.written, stage.everyday, stage.coined,
        )  # fmt: skip
        return Batch(*writer.rows(mix, recipe.seed, step, rows, recipe.training.length))

    return episodes


def _has_episodes(recipe: Recipe) -> bool:
    for stage in recipe.stages:
        for family in stage.episodes:
            if family not in FAMILIES:
                raise RecipeInvalid(
                    f"stages.episodes = {family!r}: the families are {', '.join(FAMILIES)}."
                )
    return any(stage.prose < 1 and not stage.chains for stage in recipe.stages)


def _lexicon(data: Path) -> Lexicon:
    try:
        return Lexicon.read(data / LEXICON)
    except FileNotFoundError as error:
        raise RecipeInvalid(
            f"stages.episodes: {data} has no {LEXICON} to draw words from; "
            "build the data again with shotglass data build RECIPE."
        ) from error
