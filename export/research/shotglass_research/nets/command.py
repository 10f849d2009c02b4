"""``shotglass lesson-net``: the network of a lesson, trained again and written beside it."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from tempfile import TemporaryDirectory

import click

from ..experiments.command import LESSONS

RECORD = "net.json"


@click.command()
@click.argument("lesson", type=click.Choice(["patches", "experts"]))
@click.option("--smoke", is_flag=True, help="The same code at toy size, in seconds.")
@click.option("--data", type=click.Path(path_type=Path), help="The folder of data folders.")
@click.option(
    "--page",
    type=click.Path(path_type=Path),
    default="web",
    show_default=True,
    help="The folder of the page's sources, which has the lessons.",
)
def lesson_net(lesson: str, smoke: bool, data: Path | None, page: Path) -> None:
    """Train the network of LESSON again, by its experiment's code and first seed, on one thread.

    Writes it into the lesson's folder, with a record of its files and of what it was measured at.
    """
    from shotglass_export.data.folder import data_root
    from shotglass_export.progress import progress

    from ..experiments.experiment import Context
    from .trained import NETS, SEED

    folder = page / LESSONS / lesson
    folder.mkdir(parents=True, exist_ok=True)
    with TemporaryDirectory() as cache, progress() as report:
        context = Context(smoke, (SEED,), 1, data or data_root(), Path(cache), report)
        net = NETS[lesson](context)
    for name, content in net.files.items():
        (folder / name).write_bytes(content)
    files = {
        name: {"sha256": hashlib.sha256(content).hexdigest(), "bytes": len(content)}
        for name, content in net.files.items()
    }
    record = {"seed": SEED, "smoke": smoke, "files": files, "measured": net.measured}
    (folder / RECORD).write_text(json.dumps(record, indent=2) + "\n", "utf-8")
    click.echo(f"{lesson}: {net.measured}, {sum(map(len, net.files.values())):,} bytes")
