"""An import, from what a person typed to a sentence about what is there now. Nothing is done where
the model is here already."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextlib import ExitStack
from pathlib import Path
from time import monotonic
from typing import Any

from shotglass.contract import MANIFEST, Manifest
from shotglass.errors import ImportFailed, ModelFolderError, ShotglassError, escaped
from shotglass.precisions import ADDITIONS, Addition

from .adapters.merging import Merge
from .adapters.peft_folder import PeftFolder
from .adding import add_graph
from .formats.installed import identity_of, read_installed
from .formats.source import read_manifest
from .importers.sources import find_source, usable_id
from .progress import progress, report_json, write_json_line
from .publishing import CardExtra, publish, storage_of
from .to_onnx.checks.agreement import points_off
from .to_onnx.folder import file_entry, write_folder
from .to_onnx.layout import Storage, layout
from .toml_file import read_toml
from .unpacking import unpack_model


class IdTaken(ImportFailed):
    """The id is that of a model from another source."""


def is_installed(target: Path, provenance: Mapping[str, Any], storage: Storage = "full") -> bool:
    """Whether ``target`` is whole, was made from this source and has every graph that an
    import writes; a damaged one is not, and neither is one from before such a graph was.

    Raises IdTaken when the id is taken by a model from another source.
    """
    if not target.exists():
        return False
    try:
        manifest = Manifest.from_json((target / MANIFEST).read_text("utf-8"))
    except (OSError, UnicodeDecodeError, ModelFolderError):
        return False
    if any(manifest.provenance.get(key) != value for key, value in provenance.items()):
        raise IdTaken(
            f"There is a model {target.name} already, from another source: choose another --id, "
            "or replace it with --force."
        )
    if not layout(manifest.architecture, storage).keys() <= manifest.graphs.keys():
        return False
    return all(
        (target / name).is_file() and file_entry(target / name) == entry
        for name, entry in manifest.files.items()
    )


def import_source(
    text: str,
    id: str | None,
    models: Path,
    wheels: Path,
    *,
    force: bool = False,
    card: Path | None = None,
    add: Sequence[Addition] = (),
    adapter: Path | None = None,
) -> str:
    """Import ``text`` into ``models`` and add the graphs ``add``; says what was done. ``card``: a
    run's CardExtra. With ``add``, ``text`` may also be a model that is there, by its id or its
    folder; and with ``adapter``, a folder of peft's, which is merged into its weights.

    Raises ImportFailed, ModelFolderError, and RecipeInvalid for a card.
    """
    try:
        str(models.resolve()).encode()
    except UnicodeEncodeError:
        raise ImportFailed(
            f"The folder of models {escaped(str(models))} has a name that is no UTF-8, and the "
            "libraries that read models open none such: name another with --models."
        ) from None
    plain = id is None and not force and adapter is None
    there = _there(text, models) if add and plain else None
    if there is not None:
        return add_graphs(there, add)
    if adapter is not None:
        message, target = _with_adapter(text, adapter, id, models, wheels, force=force)
    else:
        message, target = _imported(text, id, models, wheels, force=force, card=card)
    return "\n".join([message, *([add_graphs(target, add)] if add else [])])


def add_graphs(folder: Path, names: Sequence[Addition]) -> str:
    """Says what is there then. Raises ImportFailed, ModelFolderError."""
    before = read_manifest(folder)
    with progress() as report:
        for name in names:
            manifest = add_graph(folder, name, report)
    return "\n".join(_added(manifest, name, before) for name in names)


def add_in_json(text: str, models: Path, names: Sequence[Addition]) -> int:
    """The same for a program, of a model that is there: a line of JSON for every step, then one of
    type "done", or the problem. Returns the exit code."""
    try:
        folder = _there(text, models)
        if folder is None or not names:
            raise ImportFailed(
                f"--json is for adding graphs (--add) to a model that is there; {text!r} is none."
            )
        for name in names:
            add_graph(folder, name, report_json)
    except ShotglassError as error:
        write_json_line({**error.problem(), "type": "failed"})
        return error.exit_code
    write_json_line({"type": "done"})
    return 0


def _there(text: str, models: Path) -> Path | None:
    """The installed model that ``text`` names."""
    paths = [Path(text)] if Path(text) != Path(Path(text).name) else [models / text]
    return next((path for path in paths if (path / MANIFEST).is_file()), None)


def _imported(
    text: str, id: str | None, models: Path, wheels: Path, *, force: bool, card: Path | None
) -> tuple[str, Path]:
    """Returns what was done, and the model's folder."""
    source, started = find_source(text, id), monotonic()
    if card is not None and source.run is None:
        raise ImportFailed(
            f"--card {card}: only a training run takes a card; {source.id} comes with its own."
        )
    extra = None if card is None else read_toml(card, CardExtra)
    if source.zip:
        return unpack_model(source.zip, id, models, force=force)
    target = models / source.id
    storage: Storage = storage_of(source.run) if source.run else "full"
    if not force and is_installed(target, source.provenance(), storage):
        return f"{source.id} is already in {models}; its files are in order.", target
    try:
        with progress() as report:
            if source.run:
                manifest = publish(source.run, target, card_extra=extra, report=report)
            else:
                with source.checkpoint(wheels, models, report) as checkpoint:
                    manifest = write_folder(checkpoint, target, report=report)
    except MemoryError as error:
        raise _out_of_memory(source.id) from error
    return _summary(manifest, target, monotonic() - started), target


def _with_adapter(
    text: str, adapter: Path, id: str | None, models: Path, wheels: Path, *, force: bool
) -> tuple[str, Path]:
    """Returns what was done, and the merged model's folder."""
    folder, started = PeftFolder(adapter), monotonic()
    target, there = models / usable_id("adapter", id or folder.name), _there(text, models)
    source = None if there is not None else find_source(text, target.name)
    if source is not None and (source.run or source.zip):
        raise ImportFailed(
            f"An adapter is put onto a model: import {text} first, and name the model's id."
        )
    base = identity_of(read_manifest(there)) if there else source.provenance() if source else {}
    merge = Merge(folder, base)
    if not force and is_installed(target, merge.provenance(), "full"):
        return f"{target.name} is already in {models}; its files are in order.", target
    try:
        with progress() as report, ExitStack() as stack:
            if source is not None:
                checkpoint = stack.enter_context(source.checkpoint(wheels, models, report))
            else:
                assert there is not None, "there is either a source or a folder"
                checkpoint = read_installed(there, report)
            manifest = write_folder(merge.checkpoint(checkpoint), target, report=report)
    except MemoryError as error:
        raise _out_of_memory(target.name) from error
    return _summary(manifest, target, monotonic() - started), target


def _out_of_memory(id: str) -> ImportFailed:
    return ImportFailed(
        f"{id} needs more memory to be imported than there is: close other programs, or import it "
        "on a larger machine."
    )


def _summary(manifest: Manifest, target: Path, seconds: float) -> str:
    size = sum(entry.bytes for entry in manifest.files.values()) / 1e6
    parity = manifest.parity
    if manifest.task == "masked-lm":
        measured = (
            f"portable: padding changes no logit of {parity['tokens']:,} tokens by more than "
            f"{parity['max_logit_difference']:g}."
        )
    else:
        measured = (
            f"{', '.join(parity['graphs'])}: on {parity['tokens']:,} tokens within "
            f"{parity['max_logit_difference']:g} of one another in every logit."
        )
    return (
        f"{manifest.id}: {manifest.architecture.parameters:,} parameters in {target} "
        f"({size:.{0 if size >= 10 else 1}f} MB, {seconds:.0f} s).\n"
        + "\n".join([measured, *map(escaped, manifest.notes)])
    )


_NAMES: Mapping[Addition, str] = {
    "int8": "8-bit",
    "fp16": "fp16, on the CPU,",
    "web": "fp16, in browsers,",
}


def _added(manifest: Manifest, name: Addition, before: Manifest) -> str:
    kind = ADDITIONS[name]
    quality, graph = manifest.quality[kind], manifest.graphs[kind]
    if before.graphs.get(kind) == graph and before.quality.get(kind) == quality:
        return f"{manifest.id} has {graph.file} already; its files are in order."
    return (
        f"{manifest.id} has {graph.file} now. {_NAMES[name]} against fp32 on "
        f"{quality['tokens']:,} tokens: mean KL {quality['mean_kl_nats']:.6f} nats, same likeliest "
        f"token {quality['top1_agreement']:.1%}; {points_off(quality['points'])}."
    )
