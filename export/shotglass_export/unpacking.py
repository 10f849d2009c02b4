"""A model that was downloaded as a zip becomes a model folder again."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from shotglass.contract import MANIFEST, MANIFEST_ROOM, Manifest
from shotglass.errors import ImportFailed, ModelFolderError
from shotglass.parsing import read_plain
from shotglass.sandbox import Limits

from .importers.isolated import isolated
from .importers.scratch import scratch_folder
from .to_onnx.folder import checked_text, file_entry
from .to_onnx.publication import publication

_SECONDS = 600


def unpack_model(
    path: Path, id: str | None, models: Path, *, force: bool = False
) -> tuple[str, Path]:
    """Install the zip at ``path`` as ``models``/``id``, its own id if that is None; says what was
    done, and where. The graphs are looked at when the model is first loaded.

    Raises ImportFailed.
    """
    limits = Limits(written=path.stat().st_size + (1 << 20), seconds=_SECONDS)
    with scratch_folder(models) as folder:
        target = "shotglass_export.importers.model_zip:unpack"
        isolated(target, path, folder, limits, str(path.resolve()), needs=["pydantic"])
        manifest = _own(folder)
        if id is not None:
            manifest = replace(manifest, id=id)
        place = models / manifest.id
        if place.exists() and not force:
            try:
                there = Manifest.from_json((place / MANIFEST).read_text("utf-8"))
            except (OSError, UnicodeDecodeError, ModelFolderError):
                there = None
            if there is None or not manifest.files.items() <= there.files.items():
                raise ImportFailed(
                    f"There is a model {place.name} already, of other files: choose another --id, "
                    "or replace it with --force."
                )
            return f"{place.name} is already in {place.parent}.", place
        with publication(place) as building:
            for name in manifest.files:
                (folder / name).rename(building / name)
            (building / MANIFEST).write_text(checked_text(manifest), encoding="utf-8")
    size = sum(entry.bytes for entry in manifest.files.values()) / 1e6
    return f"{manifest.id}: {', '.join(manifest.graphs)} in {place} ({size:.0f} MB).", place


def _own(folder: Path) -> Manifest:
    """Returns what the confined process left, looked at again here. Raises ImportFailed."""
    try:
        manifest = Manifest.from_json(read_plain(folder / MANIFEST, MANIFEST_ROOM).decode())
    except (OSError, UnicodeDecodeError, ModelFolderError) as error:
        raise ImportFailed(f"What was unpacked is no model folder: {error}") from error
    for name, entry in manifest.files.items():
        path = folder / name
        if path.is_symlink() or not path.is_file() or file_entry(path) != entry:
            raise ImportFailed(f"{name} was not unpacked as the manifest names it.")
    return manifest
