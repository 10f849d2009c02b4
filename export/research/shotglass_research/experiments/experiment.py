"""What an experiment states before it is run, what its run is given and what it gives back.

The text of a run is a recipe's data folder; at toy size it is Python's own documentation.
"""

from __future__ import annotations

import json
import re
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

from shotglass.errors import DataFailed
from shotglass_export.data.build import build_data
from shotglass_export.data.folder import DataFolder, folder_of
from shotglass_export.progress import Report, silent
from shotglass_export.recipe import RECIPE_TEXT, DataRecipe, find_recipe, read_recipe

from .result import Data, Outcome, Series, Table

T = TypeVar("T")
TOY_DOCUMENTS = 40
TOY_CHARACTERS = 3000  # of each at most


@dataclass(frozen=True)
class Findings:
    """What a run measured. ``n``: how many of what the experiment counts; ``tokens``: how many
    were read or trained on."""

    outcome: Outcome
    n: int
    series: tuple[Series, ...]
    data: tuple[Data, ...]
    tables: tuple[Table, ...] = ()
    tokens: int = 0


@dataclass(frozen=True)
class Context:
    """What a run is given. ``smoke``: the same code at toy size, in under ten seconds; ``threads``:
    for torch; ``cache``: a folder of this experiment at this size, kept between runs."""

    smoke: bool
    seeds: tuple[int, ...]
    threads: int
    data_root: Path
    cache: Path
    report: Report

    def corpus(self, recipe: str = "house-prose") -> DataFolder:
        """The data folder of a recipe that ships; at toy size one of Python's own documentation.

        Raises DataFailed where it has not been built.
        """
        if self.smoke:
            return build_toy_corpus(self.cache)
        folder = folder_of(read_recipe(find_recipe(Path(recipe))).data, self.data_root)
        if not folder.exists():
            raise DataFailed(
                f"There is no data of {recipe} in {self.data_root}: "
                f"build it with shotglass data build {recipe}."
            )
        return DataFolder.open(folder)

    def kept(self, key: str, compute: Callable[[], T]) -> T:
        """What ``compute()`` gives, of JSON's kinds alone; computed once, so that a run that was
        cut off goes on. ``key`` names seed and condition, as in "seed-1-warmup-0"."""
        file = self.cache / f"{key}.json"
        if file.exists():
            value: T = json.loads(file.read_text("utf-8"))["value"]
            return value
        start = time.process_time()
        computed: Any = compute()
        text = json.dumps({"seconds": time.process_time() - start, "value": computed})
        scratch = file.with_suffix(".part")
        scratch.write_text(text, "utf-8")
        scratch.replace(file)
        value = json.loads(text)["value"]  # the same kinds as in a run that goes on
        return value

    def begin_torch(self, seed: int) -> None:
        """Sets torch's threads and its random numbers, as each condition of a seed begins."""
        import torch

        torch.set_num_threads(self.threads)
        torch.manual_seed(seed)


@dataclass(frozen=True)
class Experiment:
    """One file's ``EXPERIMENT``. All texts are sentences in English, written before the run.

    ``lesson``: the id of the lesson that shows it. ``rule``: which figures would mean that the
    hypothesis held, and which that it is refuted. ``null``: when the data do not tell.
    ``counted``: of what there are n. ``minutes``: of processor time, about. ``invariant``: what
    holds at any size, at toy size too, and ``holds`` whether it does.
    """

    lesson: str
    question: str
    hypothesis: str
    rule: str
    null: str
    counted: str
    seeds: tuple[int, ...]
    minutes: float
    run: Callable[[Context], Findings]
    invariant: str
    holds: Callable[[Findings], bool]


def sources_of(folder: DataFolder) -> tuple[Data, ...]:
    """The licences of what is in a data folder."""
    return tuple(
        Data(
            name=source.name,
            digest=source.sha256 or folder.path.name,
            licence=source.licence,
            source=f"{source.origin} {source.package} {source.version}".strip(),
        )
        for source in folder.sources
    )


def build_toy_corpus(root: Path) -> DataFolder:
    """About 60 kB of training text and 20 kB held out, in ``root``; under a second."""
    from pydoc_data.topics import topics

    long = [text for _, text in sorted(topics.items()) if len(text) > TOY_CHARACTERS // 2]
    cut = [re.sub(r"\n{3,}", "\n\n", text[:TOY_CHARACTERS]) for text in long[:TOY_DOCUMENTS]]
    recipe = DataRecipe(
        sources=(RECIPE_TEXT,), vocabulary=512, held_out=0.25, text="\n\n\n".join(cut)
    )
    return DataFolder.open(build_data(recipe, root, root, silent))
