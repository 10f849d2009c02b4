"""One import, from what a person typed to a sentence about what is there now."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from time import monotonic
from typing import Any

from shotglass.contract import Manifest
from shotglass.errors import ImportFailed

from .importers.sources import Source, find_source
from .installed import is_installed
from .publishing import CardExtra, publish
from .terminal import progress
from .to_onnx.folder import write_folder
from .to_onnx.layout import Storage
from .unpacking import unpack_model


def import_source(
    text: str,
    id: str | None,
    models: Path,
    wheels: Path,
    *,
    force: bool = False,
    card: Path | None = None,
    fp16: bool = False,
) -> str:
    """Import ``text`` into ``models``; says what was done. ``card``: a run's CardExtra. ``fp16``:
    with the graph for GPUs, for a model that is there without it too.

    Raises ImportFailed, and RecipeInvalid for a card.
    """
    source, started = find_source(text, id), monotonic()
    extra = _card_extra(source, card)
    if source.zip:
        return unpack_model(source.zip, id, models, force=force)
    target = models / source.id
    storage: Storage = "half" if source.run else "full"
    if not force and is_installed(target, source.provenance(), storage, fp16=fp16):
        return f"{source.id} is already in {models}; its files are in order."
    with progress() as report, _enough_memory(source):
        if source.run:
            manifest = publish(source.run, target, card_extra=extra, fp16=fp16, report=report)
        else:
            with source.checkpoint(wheels, models, report) as checkpoint:
                manifest = write_folder(checkpoint, target, fp16=fp16, report=report)
    return _summary(manifest, target, monotonic() - started)


@contextmanager
def _enough_memory(source: Source) -> Iterator[None]:
    try:
        yield
    except MemoryError as error:
        raise ImportFailed(
            f"{source.id} needs more memory to be imported than there is: close other programs, or "
            "import it on a larger machine."
        ) from error


def _card_extra(source: Source, card: Path | None) -> CardExtra | None:
    if card is None:
        return None
    if source.run is None:
        raise ImportFailed(
            f"--card {card}: only a training run takes a card; {source.id} comes with its own."
        )
    return CardExtra.read(card)


def _summary(manifest: Manifest, target: Path, seconds: float) -> str:
    size = sum(entry.bytes for entry in manifest.files.values()) / 1e6
    return (
        f"{manifest.id}: {manifest.architecture.parameters:,} parameters in {target} "
        f"({size:.{0 if size >= 10 else 1}f} MB, {seconds:.0f} s).\n"
        f"{_measured(manifest)}{_fp16(manifest)}{_web(manifest)}"
    )


def _measured(manifest: Manifest) -> str:
    if "native" not in manifest.quality:
        parity = manifest.parity
        if manifest.task == "masked-lm":
            return (
                f"portable: padding changes no logit of {parity['tokens']:,} tokens by more than "
                f"{parity['max_logit_difference']:g}."
            )
        return (
            f"{', '.join(parity['graphs'])}: on {parity['tokens']:,} tokens within "
            f"{parity['max_logit_difference']:g} of one another in every logit."
        )
    return _rounded("8-bit", manifest.quality["native"])


def _fp16(manifest: Manifest) -> str:
    quality = manifest.quality.get("native-fp16")
    return f"\n{_rounded('fp16, on the CPU,', quality)}" if quality else ""


def _web(manifest: Manifest) -> str:
    if "web" in manifest.graphs:
        return f"\n{_rounded('fp16, in browsers,', manifest.quality['web'])}"
    if "web" in manifest.quality:
        return "\nIt is not offered in browsers: its weights do not bear fp16."
    return ""


def _rounded(bits: str, quality: Mapping[str, Any]) -> str:
    return (
        f"{bits} against fp32 on {quality['tokens']:,} tokens: mean KL "
        f"{quality['mean_kl_nats']:.{4 if bits == '8-bit' else 6}f} nats, same likeliest token "
        f"{quality['top1_agreement']:.1%}."
    )
