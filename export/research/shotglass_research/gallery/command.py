"""``shotglass data gallery``: build what models are asked."""

from __future__ import annotations

from pathlib import Path

import click

from .build import build
from .task import GALLERY, items_path, measured_ids, read_entry


@click.command("gallery")
@click.option("--task", "tasks", multiple=True, help="One task of the gallery; all if left out.")
@click.option(
    "--gallery", type=click.Path(path_type=Path), default=GALLERY, help="The folder of the tasks."
)
def gallery_items(tasks: tuple[str, ...], gallery: Path) -> None:
    """Write the gallery's item files anew."""
    for id in tasks or measured_ids(gallery):
        file = build(read_entry(id, gallery))
        items_path(id, gallery).write_text(file.to_text(), "utf-8")
        click.echo(f"{id}\t{len(file.items)} items\t{file.licence}")
