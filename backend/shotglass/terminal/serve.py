"""``shotglass serve``: the server's settings from options, those of extensions among them."""

from __future__ import annotations

import os
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any, get_args

import click

from ..engine.batching.scheduler import QUEUE
from ..engine.default_model import default_model, remember_choice
from ..engine.library import Library, user_cache, user_data
from ..engine.model import PREFIX_ROOM, SLOTS
from ..engine.runtime.providers import PROVIDER_HELP, Provider
from ..exporter import with_graph
from ..extending import installed
from ..precisions import Precision
from ..server.config import EXPORTS_ROOM, ServerConfig
from .announcement import announce
from .keys import key_in, token_of
from .options import MODEL, WHERE_UNNAMED, ExtendedCommand, models_option, roots_of, tell

API_KEY = "SHOTGLASS_API_KEY"


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


@click.command(cls=ExtendedCommand)
@click.option(
    "--host",
    help="Address to listen on; 0.0.0.0 (:: with IPv6) is every address of this machine.  "
    "[default: 127.0.0.1]",
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
@click.pass_context
def serve(
    context: click.Context,
    /,
    host: str | None,
    models: Path | None,
    runs: Path | None,
    exports: Path | None,
    exports_gib: int,
    prefix_mib: int,
    api_keys: tuple[str, ...],
    key_file: Path | None,
    open_page: bool,
    **given: Any,
) -> None:
    """Serve the page and the API until Ctrl-C."""
    from ..server.serve import end_at_once  # loads Flask; other commands need not
    from ..server.serve import serve as serve_here

    extensions = installed()
    added = {option.name for option in extensions.options("serve")}
    config = ServerConfig(
        roots=roots_of({"models": models}),
        host=host or "127.0.0.1",
        runs=runs or Path(os.environ.get("SHOTGLASS_RUNS") or user_data() / "runs"),
        exports=exports or Path(os.environ.get("SHOTGLASS_EXPORTS") or user_cache() / "exports"),
        exports_room=exports_gib << 30,
        prefix_room=prefix_mib << 20,
        **_keys_of(key_file, api_keys),
        **{name: value for name, value in given.items() if name not in added},
    )
    for extension in extensions.extensions:
        config = extension.configure(config, context.params)
    config, announced = _with_default_model(config), partial(announce, open_page)
    if (on := given.get("on")) is not None:
        still_computes = extensions.machines(on).serve(config, announced, context.params)
    else:
        still_computes = serve_here(config, announced)
    if still_computes:
        end_at_once()


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


def _keys_of(key_file: Path | None, api_keys: tuple[str, ...]) -> dict[str, Any]:
    """The settings that follow from the keys."""
    if key_file is None:
        return {"api_keys": api_keys}
    key = key_in(key_file)
    return {"api_keys": (*api_keys, key), "page_token": token_of(key, user_data())}
