"""An evaluation's record: written into the model's folder, and printed as tables.

The record is a file of its own; a summary of it goes into the manifest, so that both are served,
digests and all.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

from shotglass.contract import FileEntry, Manifest
from shotglass.engine import ModelFolder
from shotglass.engine.library import sha256
from shotglass.errors import DataFailed
from shotglass_export.evaluation.manifest import rename_durably, write_manifest

from ..record import cell, markdown, origin, percent, write_record
from .formats.goal import render_formats
from .samples import samples_table

FILE = "evaluation.json"
UNSEEN = "unseen"  # where in it stands what ``unseen.py`` measures
Record = Mapping[str, Any]  # as ``record`` makes it, or ``measure_unseen``
NONE = "-"
NAMED = ("family", "written", "words", "names")


def write_unseen_into(folder: ModelFolder, unseen: Mapping[str, Any]) -> None:
    """Into the record that is there. Raises DataFailed where there is none of the same model."""
    record = read_record(folder)
    if record is None or record["model"] != unseen["model"]:
        raise DataFailed(
            f"{folder.manifest.id} has no {FILE} of these weights, to add figures to; write one "
            f"first: shotglass evaluate {folder.manifest.id} --write"
        )
    write_into(folder, {**record, UNSEEN: unseen})


def read_record(folder: ModelFolder) -> dict[str, Any] | None:
    """The record in a model's folder, or None."""
    path = folder.path / FILE
    found: dict[str, Any] | None = json.loads(path.read_text("utf-8")) if path.is_file() else None
    return found


def write_into(folder: ModelFolder, data: dict[str, Any]) -> None:
    """Replaces an older record, but keeps what ``unseen.py`` measured of the same weights. If the
    process is killed between the two renames, the manifest still names the older record's digest;
    the next run corrects that."""
    older = (read_record(folder) or {}).get(UNSEEN)
    if older and UNSEEN not in data and older["model"] == data["model"]:
        data = {**data, UNSEEN: older}
    written = folder.path / f".{FILE}.new"
    write_record(data, written)
    entry = FileEntry(written.stat().st_size, sha256(written))
    rename_durably(written, folder.path / FILE)
    write_manifest(folder, _with(folder.manifest, data, entry))


def _with(manifest: Manifest, data: Mapping[str, Any], entry: FileEntry) -> Manifest:
    files = dict(sorted({**manifest.files, FILE: entry}.items()))
    summary = {
        "few_shot": few_shot(data),
        "bits_per_byte": {one["source"]: one["model"] for one in data["bits_per_byte"]},
    }
    others = {key: value for key, value in manifest.quality.items() if key not in summary}
    return replace(manifest, files=files, quality=others | {k: v for k, v in summary.items() if v})


def few_shot(data: Mapping[str, Any]) -> dict[str, Any]:
    """What the rule looks at, family by family."""
    rule = data["rule"]
    place = data["ks"].index(rule["k"])
    families = {}
    for family in data["families"]:
        cells = {one["split"]: one["by_k"][place] for one in family["cells"]}
        if at := cells[rule["split"]]:
            choice, low, high = at["choice"]
            families[family["family"]] = {
                "choice": choice, "low": low, "high": high, "chance": family["chance"],
                "form": at["form"][0], "claimed": family["verdict"]["claimed"],
            }  # fmt: skip
    return {"file": FILE, "k": rule["k"], "split": rule["split"], "families": families}


def render_record(data: Record) -> str:
    ks = [f"k = {k}" for k in data["ks"]]
    against = ["family", "against", "form", "choice", "gold minus it"]
    beside = ["family", "model", "n", "percent", *ks, "ours minus theirs"]
    return "\n\n".join(
        part
        for part in (
            _origin(data),
            _part("What it makes of k examples", ["family", "split", "percent", *ks], _cells(data)),
            _part("Controls and baselines", against, _against(data)),
            _part("Other models, the same questions", beside, _beside(data)),
            _verdicts(data),
            render_formats(data),
            _part("Bits per byte of held-out text", *_bits(data)),
            f"**Samples**\n\n{samples_table(data['samples'])}" if data["samples"] else "",
        )
        if part
    )


def _origin(data: Record) -> str:
    rule = data["rule"]
    return (
        f"{origin(data['model'], data['recorded'])}; {data['questions']['n']} queries "
        f"a cell. Percent with 95 % intervals. Controls, baselines and verdicts: {rule['split']}, "
        f"k = {rule['k']}.\n\n{rule['text']}"
    )


def _part(title: str, head: Sequence[str], rows: Iterator[list[str]]) -> str:
    listed = list(rows)
    return "\n".join([f"**{title}**", "", *markdown(head, listed)]) if listed else ""


def _cells(data: Record) -> Iterator[list[str]]:
    for family in data["families"]:
        for one in family["cells"]:
            for measure in ("form", "choice", "text"):
                values = [_of(at, measure) for at in one["by_k"]]
                if set(values) != {NONE}:
                    yield [family["family"], one["split"], measure, *values]


def _of(at: Mapping[str, Any] | None, measure: str) -> str:
    return cell(at[measure]) if at and at[measure] else NONE


def _against(data: Record) -> Iterator[list[str]]:
    for family in data["families"]:
        name = family["family"]
        yield [name, "chance", NONE, percent(family["chance"]), NONE]
        for one in family["controls"]:
            row = [cell(one[part]) for part in ("form", "choice", "gold_minus")]
            yield [name, one["control"], *row]
            if one["towards_flipped"]:
                yield [name, "flipped, towards it", NONE, cell(one["towards_flipped"]), NONE]
        for one in family["baselines"]:
            yield [name, one["baseline"], NONE, cell(one["choice"]), cell(one["gold_minus"])]


def _beside(data: Record) -> Iterator[list[str]]:
    for other in data["beside"]:
        for one in other["families"]:
            named = [one["family"], f"{other['role']}: {other['model']['id']}", str(other["n"])]
            minus = cell(one["ours_minus"]) if one["ours_minus"] else NONE
            for measure, last in (("form", NONE), ("choice", minus)):
                yield [*named, measure, *(_of(at, measure) for at in one["by_k"]), last]


def _verdicts(data: Record) -> str:
    lines = [f"- {one['family']}: {_verdict(one['verdict'])}" for one in data["families"]]
    return "\n".join(["**Verdicts**", "", *lines])


def _verdict(verdict: Mapping[str, Any]) -> str:
    if verdict["claimed"] is None:
        return f"not judged ({verdict['unjudged']})"
    if verdict["claimed"]:
        stands = "also" if verdict["all_at_once"] else "but not"
        return f"in-context learning claimed, {stands} with all families judged at once"
    missed = ", ".join(
        f"{one['condition']} {cell(one['interval'])}"
        for one in verdict["conditions"]
        if not one["holds"]
    )
    return f"not claimed: {missed}"


def _bits(data: Record) -> tuple[list[str], Iterator[list[str]]]:
    names = list(dict.fromkeys(name for one in data["bits_per_byte"] for name in one["others"]))

    def rows() -> Iterator[list[str]]:
        for one in data["bits_per_byte"]:
            others = [f"{one['others'][name]:.3f}" for name in names]
            yield [one["source"], f"{one['bytes']:,}", f"{one['model']:.3f}", *others]

    return ["source", "bytes", "this model", *names], rows()


def render_unseen(data: Record) -> str:
    """One row a cell at every k, and below it one a template."""
    measures = [f"{measure}, k = {k}" for k in data["ks"] for measure in ("form", "choice")]
    head = [*NAMED, "n", "a guess", *measures]
    return "\n".join(
        [
            _origin_of_unseen(data),
            "",
            *markdown(head, _unseen_cells(data)),
            "",
            f"By template, k = {data['ks'][-1]}:",
            "",
            *markdown([*NAMED, "template", "n", "form", "choice"], _unseen_templates(data)),
        ]
    )


def _unseen_cells(data: Record) -> Iterator[list[str]]:
    for one in data["cells"]:
        figures = [cell(at[measure]) for at in one["by_k"] for measure in ("form", "choice")]
        yield [*_named(one), str(one["n"]), f"{100 * one['chance']:.0f}", *figures]


def _unseen_templates(data: Record) -> Iterator[list[str]]:
    for one in data["cells"]:
        for at in one["by_template"]:
            written = f"`{at['template']!r}`"
            figures = [cell(at["form"]), cell(at["choice"])]
            yield [*_named(one), written, str(at["n"]), *figures]


def _named(one: Record) -> list[str]:
    return [one[part] for part in ("family", "wording", "words", "names")]


def _origin_of_unseen(data: Record) -> str:
    return (
        f"{origin(data['model'], data['recorded'])}; {data['questions']['n']} queries "
        f"a cell, {data['split']}. Percent with 95 % intervals."
    )
