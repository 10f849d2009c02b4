"""``shotglass data``: build what models are asked, from its sources."""

from __future__ import annotations

from pathlib import Path

import click

from .entries import GALLERY, IDS, read_entry
from .gallery.build import build


@click.group()
def data() -> None:
    """Build data from its sources."""


@data.command("gallery")
@click.option("--task", "tasks", multiple=True, help="One task of the gallery; all if left out.")
@click.option(
    "--gallery", type=click.Path(path_type=Path), default=GALLERY, help="The folder of the tasks."
)
def gallery_items(tasks: tuple[str, ...], gallery: Path) -> None:
    """Write the gallery's item files anew."""
    for id in tasks or IDS:
        file = build(read_entry(id, gallery))
        path = gallery / "items" / f"{id}.json"
        path.parent.mkdir(exist_ok=True)
        path.write_text(file.to_text(), "utf-8")
        click.echo(f"{id}\t{len(file.items)} items\t{file.licence}")
