"""A run's folder: begun, found again, refused when the recipe is another one, moved aside.

<runs>/<name>/recipe.toml, tokenizer.json, data.json     what it trains, copied in
              metrics.jsonl, checkpoint/                 what it wrote

``commit`` is the one of the code that is running.
"""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import asdict
from pathlib import Path
from typing import Any

from shotglass.errors import RecipeInvalid, TrainingFailed

from ...locking import locked
from ...recipe import Recipe
from .checkpoints import CHECKPOINT, STABLE, WEIGHTS, State, read_state, recover
from .model_folder import is_model_folder

TOKENIZER = "tokenizer.json"
COPIED = (TOKENIZER, "data.json")
RECIPE = "recipe.toml"
FREE = ("probes", "publish")  # what of a recipe may change in the middle of a run


@contextmanager
def hold(run: Path, *, fresh: bool = False) -> Iterator[Path | None]:
    """The run's folder for this process alone. With ``fresh`` it is a new one, and the block gets
    the path to which the former one was moved.

    The lock lies beside the folder, under the run's name, so that a second process is refused
    before it could move the folder of a run in progress. Raises TrainingFailed when another process
    trains the same run.
    """
    run.parent.mkdir(parents=True, exist_ok=True)
    busy = TrainingFailed(f"Another process trains {run.name} in {run}: wait for it, or stop it.")
    with locked(run.with_name(f".{run.name}.lock"), busy, keep=False):
        aside = move_aside(run) if fresh else None
        run.mkdir(exist_ok=True)
        yield aside


def found(run: Path, recipe: Recipe, data: str) -> State | None:
    """Returns how far the run is, or None where there is no checkpoint.

    Raises TrainingFailed when it was begun with another recipe or other data.
    """
    recover(run / STABLE)
    if not recover(run / CHECKPOINT):
        return None
    state = read_state(run / CHECKPOINT)
    if change := first_change(state.recipe, plain(recipe)):
        key, before, now = change
        raise TrainingFailed(
            f"The run {run.name} was begun with {key} = {before!r}, and the recipe says {now!r} "
            "now: set it back, give the recipe another name, or begin anew with --fresh."
        )
    if state.data != data:
        raise TrainingFailed(
            f"The run {run.name} was begun with other data than what is there now: give the "
            "recipe another name, or begin anew with --fresh."
        )
    return state


def begin(run: Path, recipe_file: Path, data: Path) -> None:
    """Copies in what the run is about."""
    shutil.copyfile(recipe_file, run / RECIPE)
    for name in COPIED:
        shutil.copyfile(data / name, run / name)


def checkpoint_of(start: str, folders: Sequence[Path]) -> Path:
    """Returns the checkpoint of the run ``start`` in one of ``folders``: from before its cooldown,
    where that is kept.

    ``start`` may also name the checkpoint itself, or a model folder. Raises RecipeInvalid.
    """
    for folder in (*folders, Path()):
        for candidate in (folder / start / STABLE, folder / start / CHECKPOINT, folder / start):
            if (candidate / WEIGHTS).exists() or is_model_folder(candidate):
                return candidate
    raise RecipeInvalid(
        f"training.start = {start!r}: there is no checkpoint of such a run in {folders[0]}; "
        "name a run that is there, or leave start out."
    )


def move_aside(run: Path) -> Path | None:
    """Moves the folder to the next free name, or returns None where there was nothing. Nothing is
    ever deleted."""
    if not run.exists():
        return None
    number = 1
    while (aside := run.with_name(f"{run.name}.{number}")).exists():
        number += 1
    run.rename(aside)
    return aside


def plain(recipe: Recipe) -> dict[str, Any]:
    """Returns the recipe as JSON has it, with only the names of its files, which do not move with
    the folder."""
    values = asdict(recipe)
    values["data"]["files"] = [path.name for path in recipe.data.files]
    if recipe.data.rows is not None:
        values["data"]["rows"]["file"] = recipe.data.rows.file.name
    if recipe.data.rows is not None:
        values["data"]["rows"]["file"] = recipe.data.rows.file.name
    listed: dict[str, Any] = _listed(values)
    return listed


def first_change(before: Mapping[str, Any], now: Mapping[str, Any]) -> tuple[str, Any, Any] | None:
    """The first key whose value differs, with both values; keys as "training.batch"."""
    old, new = dict(_flat(before)), dict(_flat(now))
    for key in sorted(old.keys() | new.keys()):
        if key.split(".")[0] not in FREE and old.get(key) != new.get(key):
            return key, old.get(key), new.get(key)
    return None


def _flat(values: Mapping[str, Any], prefix: str = "") -> Iterator[tuple[str, Any]]:
    for key, value in values.items():
        if isinstance(value, Mapping):
            yield from _flat(value, f"{prefix}{key}.")
        else:
            yield f"{prefix}{key}", value


def _listed(value: Any) -> Any:
    if isinstance(value, Mapping):
        return {key: _listed(item) for key, item in value.items()}
    return [_listed(item) for item in value] if isinstance(value, list | tuple) else value


def commit() -> str | None:
    """Returns the commit's full name, with "-dirty" where files differ from it, or None outside our
    git checkout."""
    try:
        _git("ls-files", "--error-unmatch", Path(__file__).name)  # another project's may hold us
        return _git("describe", "--always", "--abbrev=40", "--dirty", "--exclude=*").strip()
    except (OSError, subprocess.CalledProcessError):
        return None


def _git(*arguments: str) -> str:
    return subprocess.run(
        ["git", *arguments],
        cwd=Path(__file__).parent,
        capture_output=True,
        text=True,
        check=True,
    ).stdout
