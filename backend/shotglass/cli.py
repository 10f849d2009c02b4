"""The ``shotglass`` command: demo, serve, models, generate, compare, measure, score, fill,
explain, open, plugins.

A package adds commands through the entry-point group ``shotglass.commands``: each entry point is
a list of click commands. Errors of our own tree are one sentence and exit code 1, or 2 where a
recipe is wrong.
"""

from __future__ import annotations

import os
import sys
import webbrowser
from dataclasses import replace
from functools import partial
from importlib.metadata import entry_points
from io import TextIOWrapper
from pathlib import Path
from secrets import token_urlsafe
from typing import Any, get_args

import click

from .content import ContentFolder
from .engine.batching.scheduler import QUEUE
from .engine.default_model import RECORDED, default_model, remember_choice
from .engine.library import Library, default_roots, user_cache, user_data
from .engine.model import PREFIX_ROOM, SLOTS
from .engine.runtime.providers import PROVIDER_HELP, Provider
from .errors import (
    InvalidRequest,
    MissingExtra,
    ShotglassError,
    escaped,
    lacks_memory,
    of_disk,
    one_line,
)
from .exporter import with_graph
from .hub_cache import cached_models, default_cache, import_lines
from .precisions import Precision
from .server.classroom.classroom import code_of
from .server.config import BATCHES_ROOM, EXPORTS_ROOM, ServerConfig
from .shapes import shape_lines
from .terminal import compare, demo, explain, fill, generate, measure, open_run, score
from .terminal.announcement import ON_THIS_MACHINE, Announcement
from .terminal.compare_logs import compare_logs_command
from .terminal.keys import key_in, token_of
from .terminal.options import MODEL, WHERE_UNNAMED, tell

PLUGINS = "shotglass.commands"
API_KEY = "SHOTGLASS_API_KEY"

models_option = click.option(
    "--models",
    type=click.Path(file_okay=False, path_type=Path),
    help="Folder of model folders.  [default: SHOTGLASS_MODELS, else the user's data folder]",
)


class Whole(click.ParamType[str]):
    """A text as it is: click would else split the variable's at its spaces."""

    name = "text"

    def split_envvar_value(self, rv: str) -> list[str]:
        return [rv]


def _keys(
    context: click.Context, option: click.Parameter, keys: tuple[str, ...]
) -> tuple[str, ...]:
    """click takes an empty variable for none, which would leave the server open without a word."""
    return keys or (("",) if os.environ.get(API_KEY) == "" else ())


class Plugged(click.Group):
    """A group that looks for a command it does not know in other packages."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        commands, _ = plugged_in()
        return sorted({*super().list_commands(ctx), *commands})

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Raises MissingExtra when the command may be one of those that cannot be loaded."""
        if (own := super().get_command(ctx, cmd_name)) is not None:
            return own
        commands, faults = plugged_in()
        if cmd_name not in commands and faults:
            raise MissingExtra(f"There is no command {cmd_name!r} here. {faults[0]}")
        return commands.get(cmd_name)


@click.group(cls=Plugged, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="shotglass")
def cli() -> None:
    """A glass-box GPT lab: compare zero-, one- and few-shot on a real model and see why."""


@cli.command()
@click.option(
    "--host",
    help="Address to listen on; 0.0.0.0 (:: with IPv6) is every address of this machine.  "
    "[default: 127.0.0.1, with --class 0.0.0.0]",
)
@click.option("--port", default=8000, show_default=True, help="Port; 0 takes any free one.")
@models_option
@click.option(
    "--runs",
    type=click.Path(file_okay=False, path_type=Path),
    help="Folder of training runs.  [default: SHOTGLASS_RUNS, else the user's data folder]",
)
@click.option(
    "--exports",
    type=click.Path(file_okay=False, path_type=Path),
    help="Folder that keeps exports.  [default: SHOTGLASS_EXPORTS, else the user's cache folder]",
)
@click.option(
    "--exports-room",
    "exports_gib",
    default=EXPORTS_ROOM >> 30,
    show_default=True,
    help="GiB of exports to keep; the oldest go first.",
)
@click.option(
    "--batches",
    type=click.Path(file_okay=False, path_type=Path),
    envvar="SHOTGLASS_BATCHES",
    default=lambda: user_cache() / "batches",
    help="Folder that keeps the files and batches of /v1.  "
    "[default: SHOTGLASS_BATCHES, else the user's cache folder]",
)
@click.option(
    "--batches-room",
    type=click.IntRange(1),
    default=BATCHES_ROOM >> 30,
    show_default=True,
    callback=lambda _context, _option, gib: gib << 30,
    help="GiB of such files to keep; the oldest go first.",
)
@click.option(
    "--content",
    type=click.Path(file_okay=False, path_type=Path),
    help="Folder of your own tasks, lessons, runs and datasets, shown beside the built-in ones.",
)
@click.option("--content-write", is_flag=True, help="Let the page add tasks and lessons to it.")
@click.option(
    "--model", "default_model", envvar=MODEL, help=f"Model to open with.  {WHERE_UNNAMED}"
)
@click.option(
    "--context",
    type=click.IntRange(1),
    default=2048,
    show_default=True,
    help="Tokens to serve at most.",
)
@click.option(
    "--precision",
    type=click.Choice(get_args(Precision)),
    help="fp32 is exact, int8 faster.  [default: fp32, and fp16 on a GPU]",
)
@click.option(
    "--provider",
    type=click.Choice(get_args(Provider)),
    default="auto",
    show_default=True,
    help=PROVIDER_HELP,
)
@click.option(
    "--slots", default=SLOTS, show_default=True, help="Sequences that a model writes at once."
)
@click.option(
    "--queue",
    default=QUEUE,
    show_default=True,
    help="Sequences that may wait for a slot; beyond, requests are answered 429.",
)
@click.option(
    "--prefix-cache",
    "prefix_mib",
    default=PREFIX_ROOM >> 20,
    show_default=True,
    help="MiB for prompts of earlier requests: what begins alike is read once. 0 turns it off.",
)
@click.option(
    "--prompt-lookup",
    is_flag=True,
    help="Guess what follows from what stood before, where a text is written alone: faster for "
    "copies, code and lists; the last bits of an answer may then depend on company.",
)
@click.option(
    "--allow-host",
    "allowed_hosts",
    multiple=True,
    help="Another name this server is reached by: lab.example, or lab.example:8080.",
)
@click.option(
    "--allow-origin",
    "allowed_origins",
    multiple=True,
    help="Origin at which others open this server, by a proxy or the name in its certificate: "
    "https://lab.example. The start prints the first one's address.",
)
@click.option(
    "--proxy",
    "proxies",
    multiple=True,
    help="Address of a proxy that says by X-Forwarded-For who asks: 127.0.0.1.",
)
@click.option(
    "--allow-embed",
    "embedders",
    multiple=True,
    help="Origin whose pages may show a figure of this page in a frame: https://course.example.",
)
@click.option(
    "--path-prefix",
    default="",
    help="Path under which a larger site has page and API, such as /shot.",
)
@click.option(
    "--api-key",
    "api_keys",
    multiple=True,
    type=Whole(),
    envvar=API_KEY,
    callback=_keys,
    show_envvar=True,
    help="Ask for this key; may be given again.",
)
@click.option(
    "--api-key-file",
    "key_file",
    type=click.Path(dir_okay=False, path_type=Path),
    help="Ask for the key in this file, which is made where it is missing; the page's address "
    "stays the same over a restart.",
)
@click.option(
    "--class",
    "is_class",
    is_flag=True,
    help="Open a class: students join by a code, and whoever has the key is the teacher.",
)
@click.option(
    "--certificate",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="PEM file of a certificate: the server then speaks https.",
)
@click.option(
    "--key-file",
    "certificate_key",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="PEM file of the certificate's key, where it is not in the same file.",
)
@click.option(
    "--lenient-params",
    "lenient",
    is_flag=True,
    help="/v1 leaves out unknown fields, and names them.",
)
@click.option("--open", "open_page", is_flag=True, help="Open the page in a browser.")
@click.option(
    "--on",
    type=click.Choice(("ray",)),
    help="Serve by replicas on the nodes of a Ray cluster: pip install 'shotglass[ray]'.",
)
@click.option("--address", help="Of the Ray cluster: HOST:6379.  [default: this machine alone]")
@click.option(
    "--replicas",
    default="1",
    show_default=True,
    help="Under Ray: how many, or the fewest and the most, such as 1:4; 0:4 starts none and asks "
    "those of a Serve config.",
)
def serve(
    models: Path | None,
    runs: Path | None,
    exports: Path | None,
    exports_gib: int,
    prefix_mib: int,
    key_file: Path | None,
    open_page: bool,
    on: str | None,
    address: str | None,
    replicas: str,
    **as_given: Any,
) -> None:
    """Serve the page and the API until Ctrl-C."""
    # ``as_given``: the options that are named as the fields of ServerConfig that they set.
    from .server.replicas.on_ray import serve_on_ray  # loads Flask; other commands need not
    from .server.serve import end_at_once
    from .server.serve import serve as serve_forever

    as_given = _admission_options(key_file, on, **as_given)
    config = ServerConfig(
        roots=_roots(models),
        runs=runs or Path(os.environ.get("SHOTGLASS_RUNS") or user_data() / "runs"),
        exports=exports or Path(os.environ.get("SHOTGLASS_EXPORTS") or user_cache() / "exports"),
        exports_room=exports_gib << 30,
        prefix_room=prefix_mib << 20,
        **as_given,
    )
    config = _with_default_model(config)
    serving = partial(serve_on_ray, replicas=replicas, address=address) if on else serve_forever
    if serving(config, partial(_announce, config, open_page)):
        end_at_once()


@cli.command()
@models_option
def models(models: Path | None) -> None:
    """List the models that are installed, those that are not in order, and those of this machine's
    Hugging Face cache that can be imported."""
    library = Library(_roots(models))
    for manifest in library.manifests():
        size = f"{manifest.architecture.parameters:,} parameters"
        words = f"{one_line(manifest.licence)}\t{one_line(manifest.name)}"
        click.echo(f"{manifest.id}\t{manifest.task}\t{size}\t{words}")
    imported = {manifest.provenance.get("hub") for manifest in library.manifests()}
    cached = cached_models(default_cache())
    for line in import_lines([model for model in cached if model.name not in imported]):
        click.echo(line, err=True)
    for id, why in library.broken().items():
        click.echo(f"{one_line(id)}\tnot usable: {one_line(why)}", err=True)
    if not library.manifests():
        click.echo("No model is installed. One way to get one: shotglass import smollm2-135m")


@cli.command()
def shapes() -> None:
    """Print the published shapes, GPT-1 to GPT-4 and BERT, with their exact counts."""
    for line in shape_lines():
        click.echo(line)


COMMANDS = (demo, generate, compare, compare_logs_command, measure, score, fill, explain, open_run)
for command in COMMANDS:
    cli.add_command(command)


def main(command: click.Command = cli) -> None:
    """Run the command and exit: 0, 1 for an error of ours, 2 for wrong usage or a wrong recipe."""
    _speak_utf8()
    try:
        # What standard output does not take is an error of the command, and not of the
        # interpreter's end, which would try again.
        try:
            command()
        finally:
            if sys.stdout is not None:
                try:
                    sys.stdout.flush()
                except OSError:
                    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
                    raise
    except ShotglassError as error:
        click.echo(escaped(f"Error: {error}"), err=True)
        sys.exit(error.exit_code)
    except (MemoryError, RuntimeError, OSError) as error:
        if lacks_memory(error):
            reason = "There is not enough memory for this: close other programs."
        elif isinstance(error, OSError):
            reason = of_disk(error)
        else:
            raise
        click.echo(escaped(f"Error: {reason}"), err=True)
        sys.exit(1)


def _speak_utf8() -> None:
    """Where the locale is C and Python was told to believe it, arguments come as halves of
    characters, and no letter beyond ASCII could be written."""
    if sys.getfilesystemencoding() == "utf-8":
        return
    sys.argv[1:] = [os.fsencode(each).decode("utf-8", "surrogateescape") for each in sys.argv[1:]]
    for stream in (sys.stdin, sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            stream.reconfigure(encoding="utf-8")


def plugged_in() -> tuple[dict[str, click.Command], list[str]]:
    """Commands of other packages by name; and a sentence for each package that cannot be loaded."""
    named: dict[str, click.Command] = {}
    faults: list[str] = []
    for entry in entry_points(group=PLUGINS):
        try:
            commands = entry.load()
        except ImportError as error:
            faults.append(
                f"More commands come with {entry.name!r}, which needs {error.name}, and that is "
                f"not installed: pip install 'shotglass[{entry.name}]'"
            )
            continue
        named |= {command.name: command for command in commands}
    return named, faults


def _roots(models: Path | None) -> tuple[Path, ...]:
    return default_roots() if models is None else (models,)


def _with_default_model(config: ServerConfig) -> ServerConfig:
    """The model that the server opens with is the same until it ends, and where the folder has to
    remember it, the next time; its 8-bit graph is made where it is to be served so. Raises
    ModelNotFound."""
    library = Library(config.roots)
    id = config.default_model or default_model(library)
    if id is None:
        return config
    folder = library.folder(id)
    if folder.manifest.task == "causal-lm":
        with_graph(folder, config.precision, tell)
    if config.default_model is None:
        remember_choice(library, id)
    return replace(config, default_model=id)


def _admission_options(
    key_file: Path | None, on: str | None, *, is_class: bool, host: str | None, **given: Any
) -> dict[str, Any]:
    """The options with those that follow from who is to get in. A class has a key that nobody knows
    where none was given, and places for forty students, each of whom asks for several things at
    once. Raises InvalidRequest for what replicas under Ray do not have."""
    if on is not None and is_class:
        raise InvalidRequest("Leave out --on: --class is for one process.")
    if key_file is not None:
        key = key_in(key_file)
        given |= {"api_keys": (*given["api_keys"], key), "page_token": token_of(key, user_data())}
    if not is_class:
        return given | {"host": host or "127.0.0.1"}
    keys = given["api_keys"] or (token_urlsafe(32),)
    token = given.get("page_token") or token_of(keys[0], user_data())
    return given | {
        "host": host or "0.0.0.0", "api_keys": keys, "page_token": token,
        "class_code": code_of(token), "threads": 128, "queue": max(4 * QUEUE, given["queue"]),
    }  # fmt: skip


def _announce(config: ServerConfig, open_page: bool, *addresses: str) -> None:
    is_shared = config.host not in ON_THIS_MACHINE or config.allowed_origins != ()
    token = config.page_token if config.api_keys else None
    page = Announcement(token, is_shared, config.class_code).announce(*addresses)
    if config.certificate is not None and is_shared and not config.allowed_origins:
        click.echo(
            "Browsers trust a certificate at the name that stands in it alone: --allow-origin "
            "https://NAME:PORT prints that address, and lets it in.",
            err=True,
        )
    if config.default_model is None:
        click.echo(f"No model that generates is installed: shotglass import {RECORDED}")
    else:
        click.echo(f"It opens with the model {config.default_model}; --model chooses another one.")
    if config.content is not None:
        for fault in ContentFolder(config.content).content().faults:
            click.echo(one_line(f"Not shown: {fault}"), err=True)
    if open_page:
        webbrowser.open(page)
