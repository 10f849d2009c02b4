"""Options that the asking commands have in common: the model, the sampling, text or JSON, and the
progress of a long run."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from functools import partial
from pathlib import Path
from typing import Any, TypeVar, get_args

import click

from ..decoding import DecodingSettings
from ..decoding.settings import HELP
from ..engine import Library, Provider, default_roots
from ..engine.causes.events import CausesPlanned, CausesProgress
from ..engine.default_model import RECORDED, default_model
from ..engine.measurement.events import MeasureProgress, Planned
from ..engine.runtime.providers import PROVIDER_HELP
from ..engine.tasks import Runner
from ..errors import InvalidRequest, ModelNotFound
from ..events import End, Event
from ..extending import installed
from ..lab import Model, load
from ..lab.items import Progress
from ..lab.local import LocalBackend
from ..lab.prompts import SamplingSettings
from ..lab.prompts import settings_of as checked_settings
from ..precisions import Precision
from ..prompting import Prompt
from ..run_file import ENDINGS

tell = partial(click.echo, err=True)  # of what takes its time

F = TypeVar("F", bound=Callable[..., Any])

_DEFAULTS = DecodingSettings()
MODEL = "SHOTGLASS_DEFAULT_MODEL"
WHERE_UNNAMED = f"[default: {MODEL}, else {RECORDED}, else the first that ships]"
models_option = click.option(
    "--models",
    type=click.Path(file_okay=False, path_type=Path),
    help="Folder of model folders.  [default: SHOTGLASS_MODELS, else the user's data folder]",
)
_MODEL = (
    click.option("--model", envvar=MODEL, help=f"Id of the model.  {WHERE_UNNAMED}"),
    models_option,
    click.option(
        "--context",
        type=click.IntRange(1),
        default=2048,
        show_default=True,
        help="Tokens to serve at most.",
    ),
    click.option(
        "--precision",
        type=click.Choice(get_args(Precision)),
        help="fp32 is exact, int8 faster.  [default: fp32, and fp16 on a GPU]",
    ),
    click.option(
        "--provider",
        type=click.Choice(get_args(Provider)),
        default="auto",
        show_default=True,
        help=PROVIDER_HELP,
    ),
    click.option("--json", "as_json", is_flag=True, help="JSON for scripts, one object a line."),
)
OPENED = ("context", "precision", "provider", "threads")  # how ``load`` opens a model
_STOP = click.option("--stop", multiple=True, help="Text that ends a sample; may be given again.")


def _checked(context: click.Context, option: click.Parameter, path: Path | None) -> Path | None:
    """Checks a file's name before anything is asked. Raises InvalidRequest for one with another
    ending."""
    if path is not None and path.suffix not in ENDINGS:
        endings = " or ".join(ENDINGS)
        raise InvalidRequest(f"--save is {path}; a name that ends in {endings} was expected.")
    return path


save_option = click.option(
    "--save",
    type=click.Path(dir_okay=False, path_type=Path),
    callback=_checked,
    help="Write the run into a file that ends in .shotglass, which the page and shotglass open "
    "show, or in .html, a page by itself.",
)


class ExtendedCommand(click.Command):
    """A command with the options that extensions add to the command of this name."""

    def get_params(self, ctx: click.Context) -> list[click.Parameter]:
        """Returns the parameters, those of extensions before the help's."""
        *own, helps = super().get_params(ctx)
        return [*own, *installed().options(self.name or ""), helps]


def model_options(command: F) -> F:
    """Adds ``model``, ``models``, ``context``, ``precision``, ``provider`` and ``as_json``."""
    for option in reversed(_MODEL):
        command = option(command)
    return command


def settings_options(command: F) -> F:
    """Adds a parameter for each of the knobs in ``settings_of``."""
    command = _STOP(command)
    for name, help in reversed(HELP.items()):
        flag = f"--{name.replace('_', '-')}"
        default = getattr(_DEFAULTS, name)
        command = click.option(flag, default=default, show_default=True, help=help)(command)
    return command


def settings_of(options: dict[str, Any], **held: Any) -> SamplingSettings:
    """Takes its own out of ``options``; ``held``: what texts are held to. They are checked before
    a model is loaded. Raises InvalidRequest."""
    settings = {name: options.pop(name) for name in (*HELP, "stop")} | held
    checked_settings(settings)  # type: ignore[arg-type]
    return settings  # type: ignore[return-value]


def loaded(options: dict[str, Any]) -> Model:
    """The model that ``model_options``, and perhaps ``threads``, ask for. Its id is never a path,
    since a record may name it. Raises as ``load`` does."""
    folder = Library(roots_of(options)).folder(model_of(options))
    return load(folder.path, **{name: options[name] for name in OPENED if name in options})


def engine_of(model: Model) -> Runner:
    """The engine of a loaded model, for what it alone is asked. Raises WrongTask."""
    assert isinstance(model.backend, LocalBackend), "it was loaded in this process"
    return model.backend.writer


def model_of(options: dict[str, Any]) -> str:
    """The id of the model that ``model_options`` ask for. Raises ModelNotFound."""
    if options["model"] is not None:
        return str(options["model"])
    id = default_model(Library(roots_of(options)))
    if id is None:
        raise ModelNotFound("No model that generates is installed: shotglass import smollm2-135m.")
    return id


def roots_of(options: dict[str, Any]) -> tuple[Path, ...]:
    """The folders of model folders."""
    models = options["models"]
    return default_roots() if models is None else (models,)


def check_files(paths: Sequence[Path], endings: Sequence[str]) -> None:
    """Checks files before anything is measured. Raises InvalidRequest for a name with another
    ending, or in a folder that does not exist."""
    for path in paths:
        if path.suffix not in endings:
            *others, last = endings
            expected = f"{', '.join(others)} or {last}" if others else last
            raise InvalidRequest(f"--into is {path}; a name with {expected} was expected.")
        if not path.parent.is_dir():
            raise InvalidRequest(
                f"--into is {path}, and there is no folder {path.parent}: make it first."
            )


def prompt_of(task: Any) -> Prompt:
    """Returns the prompt object of a file: a prompt object as JSON, or a task as a folder of
    content has it, with the prompt object under ``prompt``. Raises UnknownField, InvalidRequest."""
    within = isinstance(task, dict) and "prompt" in task and "template" not in task
    return Prompt.from_json(task["prompt"] if within else task)


def text_of(given: str) -> str:
    """The argument itself, or for "-" what comes in. Raises InvalidRequest."""
    if given != "-":
        return given
    try:
        return sys.stdin.buffer.read().decode("utf-8")
    except UnicodeDecodeError as error:
        raise InvalidRequest(f"What comes in is no UTF-8 text: {error.reason}.") from error


def percent(share: float) -> str:
    return f"{100 * share:6.2f} %"


@contextmanager
def long_run(
    begin: Callable[[Any], int], as_json: bool, keep: Progress | None = None
) -> Iterator[Progress]:
    """Returns a function for the events of a long run: it shows a bar of its progress, and with
    ``as_json`` prints each event as a line. ``begin`` prints what is planned and returns how many
    steps there are; ``keep`` is called first."""
    bar: Any = None
    with ExitStack() as stack:

        def hear(event: Event) -> None:
            nonlocal bar
            if keep is not None:
                keep(event)
            if isinstance(event, Planned | CausesPlanned):
                shown = click.progressbar(length=begin(event), file=sys.stderr, show_pos=True)
                bar = stack.enter_context(shown)
            elif isinstance(event, MeasureProgress | CausesProgress):
                bar.update(event.done - bar.pos)
            elif isinstance(event, End):
                bar.update(bar.length - bar.pos)
            if as_json:
                click.echo(event.to_json())

        yield hear
