"""The exporter's commands, which the ``shotglass`` command loads as a plugin."""

from __future__ import annotations

import json
import shutil
import sys
from pathlib import Path
from typing import Any

import click

from shotglass.contract import ID_PATTERN
from shotglass.engine.library import Library, default_roots
from shotglass.errors import ImportFailed, MissingExtra, RunFolderError, TrainingFailed
from shotglass.extending import Extension
from shotglass.precisions import ADDITIONS, Addition
from shotglass.training_runs.library import RECORDED
from shotglass.training_runs.metrics import DATA, METRICS, RECIPE, read, thinned

from .data.command import data
from .evaluation.command import evaluate
from .formats.command import export
from .places import default_models, default_wheels
from .training.command import train


@click.command("import")
@click.argument("source")
@click.option("--id", "id", help="What the model is called here; the source's name if left out.")
@click.option("--models", type=click.Path(path_type=Path), help="The folder of model folders.")
@click.option("--wheels", type=click.Path(path_type=Path), help="Where downloads are kept.")
@click.option(
    "--card",
    type=click.Path(path_type=Path),
    help="A TOML file with name, licence, languages and notes of a training run's model.",
)
@click.option(
    "--adapter",
    type=click.Path(path_type=Path),
    help="A LoRA adapter as peft saves it, merged into SOURCE's weights; SOURCE may be the id of a "
    "model that is there.",
)
@click.option(
    "--add",
    type=click.Choice(list(ADDITIONS)),
    multiple=True,
    help="Add a graph, made of the model that is there: 8-bit blocks, the one for GPUs, the one "
    "for browsers. May be given again.",
)
@click.option("--fp16", is_flag=True, help="The same as --add fp16: for serve --provider cuda.")
@click.option("--force", is_flag=True, help="Import anew, replacing what is there.")
@click.option(
    "--json",
    "as_json",
    is_flag=True,
    help="With --add, of a model that is there: one JSON object a line, progress too.",
)
def import_model(
    source: str,
    id: str | None,
    models: Path | None,
    wheels: Path | None,
    card: Path | None,
    adapter: Path | None,
    add: tuple[Addition, ...],
    fp16: bool,
    force: bool,
    as_json: bool,
) -> None:
    """Make a model folder from SOURCE: a name such as smollm2-135m, a .gguf file, nanoGPT's
    ckpt.pt, the folder of a training run, one that transformers wrote, hf:owner/name from the
    Hugging Face hub, or a model's zip as the page downloads it.

    The folder appears whole or not at all; it computes in fp32. A model that is there already is
    left alone; --add gives it a graph that it lacks, and then SOURCE may be its id or its folder.
    """
    try:
        from .importing import add_in_json, import_source  # need the extra's packages
    except ModuleNotFoundError as error:
        raise MissingExtra(
            f"Importing needs the package {error.name}; "
            "install it with: pip install 'shotglass[export]'"
        ) from error
    if id is not None and not ID_PATTERN.fullmatch(id):
        raise ImportFailed(
            f"The id {id!r} is not usable: lower-case letters, digits, dots, dashes and "
            "underscores were expected, 64 at most."
        )
    folders = models or default_models(), wheels or default_wheels()
    additions: list[Addition] = list(dict.fromkeys(add))
    if fp16 and "fp16" not in additions:
        additions.append("fp16")
    if as_json:
        sys.exit(add_in_json(source, folders[0], additions))
    more: dict[str, Any] = {"force": force, "card": card, "add": additions, "adapter": adapter}
    click.echo(import_source(source, id, *folders, **more))


@click.command("record")
@click.argument("id")
@click.option("--models", type=click.Path(path_type=Path), help="The folder of model folders.")
@click.option(
    "--page",
    type=click.Path(path_type=Path),
    default="web",
    show_default=True,
    help="The folder of the page's sources.",
)
@click.option("--shelf", is_flag=True, help="Record the first screen, whose file is committed.")
def record_runs(id: str, models: Path | None, page: Path, shelf: bool) -> None:
    """Record runs of the model ID for the page to show before a model is ready.

    What is recorded already, from the same model and the same tasks, is left alone; --shelf
    records in any case.
    """
    from .evaluation.recording.recorder import record  # loads the engine; other commands need not
    from .evaluation.recording.shelf import record_shelf
    from .progress import progress

    folder = Library((models,) if models else default_roots()).folder(id)
    if shelf:
        click.echo(record_shelf(folder, page))
        return
    with progress() as report:
        message = record(folder, page, report)
    click.echo(message)


@click.command("keep")
@click.argument("run", type=click.Path(path_type=Path, exists=True, file_okay=False))
@click.option(
    "--to",
    type=click.Path(path_type=Path),
    default=RECORDED,
    help="The folder of runs that ship with the package.",
)
def keep(run: Path, to: Path) -> None:
    """Keep the finished training run in folder RUN among those that ship: recipe and curves."""
    click.echo(keep_run(run, to))


COMMANDS = (import_model, export, record_runs, data, evaluate, train, keep)
EXTENSION = Extension("export", commands=lambda: COMMANDS)


MOST_STEPS = 400  # of any curve
MOST_LINES = 6000


def keep_run(run: Path, root: Path) -> Path:
    """Copy what the page shows of the finished ``run`` to ``root``, under the run's own name.

    Of each curve at most ``MOST_STEPS`` measurements are kept, evenly taken. Raises
    TrainingFailed for a run that has not ended, and RunFolderError for a folder that is none.
    """
    lines = read(run / METRICS).lines
    if not lines:
        raise RunFolderError(f"{run / METRICS} has no line that can be read: train the run anew.")
    if lines[-1]["kind"] != "done":
        raise TrainingFailed(
            f"{run} has not ended (its last line is of step {lines[-1].get('step', 0)}): "
            "only a finished run can be kept; train it to its end."
        )
    target = root / run.name
    target.mkdir(parents=True, exist_ok=True)
    selected = thinned(lines, MOST_STEPS, MOST_LINES)
    text = "".join(json.dumps(line, ensure_ascii=False) + "\n" for line in selected)
    (target / METRICS).write_text(text, "utf-8")
    for name in (RECIPE, DATA):
        shutil.copyfile(run / name, target / name)
    return target
