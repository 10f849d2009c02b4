"""A training run becomes a model folder: its weights once, under every graph."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path

from shotglass.contract import Manifest
from shotglass.errors import ImportFailed

from .checkpoint import Card
from .importers.run_folder import identity, is_tuned, read_run
from .progress import Report, silent
from .to_onnx.folder import write_folder
from .to_onnx.layout import Storage

RECIPE = "recipe.toml"


@dataclass(frozen=True)
class CardExtra:
    """The facts about a model that a person knows and its run does not; None keeps what the run
    says.

    ``notes`` come after those that follow from the run.
    """

    name: str | None = None
    licence: str | None = None
    languages: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()

    def added_to(self, card: Card) -> Card:
        return replace(
            card,
            name=self.name or card.name,
            licence=self.licence or card.licence,
            languages=self.languages or card.languages,
            notes=(*card.notes, *self.notes),
        )


def publish(
    run: Path,
    target: Path,
    *,
    card_extra: CardExtra | None = None,
    report: Report = silent,
) -> Manifest:
    """Write and check the folder ``target`` from the run folder ``run``; all of it or nothing.

    Raises ImportFailed for a run that is not whole, weights that are not finite, or graphs that
    do not agree.
    """
    report("Reading the run", 0.0)
    origin = identity(run)
    with read_run(run) as checkpoint:
        card = (card_extra or CardExtra()).added_to(checkpoint.card)
        card = replace(card, provenance={**origin, **card.provenance})
        named = replace(checkpoint, card=card)
        try:
            texts = {RECIPE: (run / RECIPE).read_text("utf-8")}  # so that the run can be repeated
        except (OSError, UnicodeDecodeError) as error:
            raise ImportFailed(
                f"{run / RECIPE} cannot be read ({error}); a run's recipe was expected there."
            ) from error
        return write_folder(named, target, storage=storage_of(run), texts=texts, report=report)


def storage_of(run: Path) -> Storage:
    """fp16, which a model of our own is small enough for; fp32 of one that an import began, so
    that before and after differ by the training alone."""
    return "full" if is_tuned(run) else "half"
