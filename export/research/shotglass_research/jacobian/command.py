"""``shotglass jacobian-lens MODEL``: fits a model's Jacobian lens and judges it by its rule."""

from __future__ import annotations

import json
from pathlib import Path

import click

from shotglass.engine import Library, default_roots
from shotglass.engine.tasks.inside.jacobian_lens import LENSES
from shotglass_export.data.folder import DataFolder
from shotglass_export.evaluation.held_out import data_folder_of

from ..evaluation.record import write_record
from .rule import MODELS, WINDOWS

_PATH = click.Path(path_type=Path)


@click.command("jacobian-lens")
@click.argument("model", type=click.Choice(MODELS))
@click.option("--bf16", is_flag=True, help="Fit with products in bf16.")
@click.option("--record", type=_PATH, help="Read the held-out documents too; the record's file.")
@click.option("--data", type=_PATH, help="The data folder; that of house-prose if left out.")
@click.option("--kept", type=_PATH, default=Path("runs/jacobian-lens"), show_default=True,
              help="The folder where the fit is kept, to go on from.")  # fmt: skip
@click.option("--threads", type=click.IntRange(min=1), help="For torch.")
def jacobian_lens_command(
    model: str, bf16: bool, record: Path | None, data: Path | None,
    kept: Path, threads: int | None,
) -> None:  # fmt: skip
    """Fit the Jacobian lens of MODEL and write the file that ships; with --record, measure what
    it gains over the logit lens on held-out documents, by the rule."""
    import torch

    from shotglass_export.progress import progress

    from .measuring import fitted, judged, model_of, write_best

    if threads:
        torch.set_num_threads(threads)
    library = Library(default_roots())
    folder = library.folder(model)
    texts = DataFolder.open(data or data_folder_of(library.folder("house-prose").manifest))
    kept.mkdir(parents=True, exist_ok=True)
    LENSES.mkdir(exist_ok=True)
    with progress() as report:
        transformer = model_of(folder, report)
        sums = fitted(
            folder, transformer, texts, WINDOWS[model], bf16, kept / f"{model}.npz", report
        )
        kl = write_best(folder, transformer, sums, texts, LENSES / f"{model}.npz")
        for rank, value in kl.items():
            click.echo(f"rank {rank}: KL {value:.4f} nats on spared training documents")
        if record:
            entry = judged(folder, transformer, sums.means, texts, report)
            entry |= {"windows": WINDOWS[model], "kl_by_rank": {str(r): v for r, v in kl.items()}}
            others = json.loads(record.read_text("utf-8")) if record.exists() else {}
            write_record(others | {model: entry}, record)
            click.echo(
                f"{model}: {entry['verdict']}; KL of the others less its own {entry['less']}"
            )
