"""What a recipe trains on and is asked, from its data folder: prose rows, episodes, questions."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import cast

from shotglass.errors import RecipeInvalid

from ..data.episodes import EpisodeMix, EpisodeWriter, Lexicon, Question, probe_set
from ..data.episodes.episode import DENSE
from ..data.episodes.families import FAMILIES, Family
from ..data.episodes.questions import QuestionSplit
from ..data.folder import DataFolder
from ..data.packing import Ids, prose_batch
from ..recipe import Recipe, Stage
from .batches import Batch, Episodes, mixed
from .validation.validation import DrawQuestions

LEXICON = "lexicon.json"


def batches(recipe: Recipe, data: DataFolder) -> Callable[[int], Batch]:
    """By step. Raises RecipeInvalid for episodes that the data folder has no words for."""

    def prose(row: int) -> Ids:
        return prose_batch(data, recipe.seed, row, 1, recipe.training.length)

    return mixed(recipe, prose, _episodes(recipe, data))


def questions(recipe: Recipe, data: DataFolder) -> DrawQuestions | None:
    """None where the recipe has no episodes."""
    if not _has_episodes(recipe):
        return None
    lexicon = _lexicon(data.path)
    templates = (DENSE,) if recipe.probes.dense else ()

    def draw(family: str, split: str, shots: list[int], count: int) -> Sequence[Question]:
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


def _episodes(recipe: Recipe, data: DataFolder) -> Episodes | None:
    if not _has_episodes(recipe):
        return None
    writer = EpisodeWriter(_lexicon(data.path), data.tokenizer)

    def episodes(stage: Stage, step: int, rows: int) -> Batch:
        mix = EpisodeMix(
            {cast(Family, name): share for name, share in stage.episodes.items()},
            stage.shots, stage.dense, stage.input_weight, stage.natural, stage.word_names,
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
    return any(stage.prose < 1 for stage in recipe.stages)


def _lexicon(data: Path) -> Lexicon:
    try:
        return Lexicon.read(data / LEXICON)
    except FileNotFoundError as error:
        raise RecipeInvalid(
            f"stages.episodes: {data} has no {LEXICON} to draw words from; "
            "build the data again with shotglass data build RECIPE."
        ) from error
