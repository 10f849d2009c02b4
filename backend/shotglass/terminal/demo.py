"""``shotglass demo``: get a real model, serve the page and open it."""

from __future__ import annotations

from pathlib import Path

import click

from ..engine.default_model import RECORDED
from ..engine.library import Library, default_roots
from ..errors import ImportFailed, MissingExtra, escaped


@click.command(context_settings={"ignore_unknown_options": True})
@click.option(
    "--models",
    type=click.Path(file_okay=False, path_type=Path),
    help="Folder of model folders.  [default: SHOTGLASS_MODELS, else the user's data folder]",
)
@click.option("--open/--no-open", "open_page", default=True, help="Open the page in a browser.")
@click.argument("options", nargs=-1, type=click.UNPROCESSED, metavar="[OPTIONS OF serve]...")
@click.pass_context
def demo(
    context: click.Context, models: Path | None, open_page: bool, options: tuple[str, ...]
) -> None:
    """Get a real model (93 MB, once), serve the page and open it in a browser.

    All options of `shotglass serve` may be given. A model that is installed already is not
    fetched again. Where the model cannot be had, because the extra "export" is not installed or
    the download fails, the reason is printed and the page is served with the models that ship
    with Shotglass.
    """
    folder = ["--models", str(models)] if models else []
    serving = _parsed(context, "serve", [*options, *folder, *(["--open"] if open_page else [])])
    try:
        _run(_parsed(context, "import", [RECORDED, *folder]))
    except (MissingExtra, ImportFailed) as error:
        library = Library(default_roots() if models is None else (models,))
        others = [each.id for each in library.manifests() if each.task == "causal-lm"]
        if not others:
            raise
        click.echo(escaped(f"{RECORDED} could not be installed: {error}"), err=True)
        click.echo(escaped(f"The page is served with {', '.join(others)}."), err=True)
    _run(serving)


def _parsed(context: click.Context, name: str, arguments: list[str]) -> click.Context:
    """Another command of this program with its arguments, checked and not run yet.

    Raises click's UsageError for wrong arguments, and MissingExtra where the package that brings
    the command cannot be loaded.
    """
    program = context.find_root().command
    command = program.get_command(context, name) if isinstance(program, click.Group) else None
    if command is None:
        raise MissingExtra(f"There is no command {name!r} here: pip install 'shotglass[export]'")
    return command.make_context(name, arguments, parent=context)


def _run(context: click.Context) -> None:
    with context:
        context.command.invoke(context)
