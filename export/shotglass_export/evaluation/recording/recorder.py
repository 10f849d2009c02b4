"""Runs of the gallery's tasks, recorded into files that the page is built with.

``first.json`` is part of the page itself: who was recorded and when, which lanes there are, and
the events of the lanes it opens with. Other events and the logits after every prompt lie in files
that are fetched when they are asked for. ``web/src/core/recordings/recordings.ts`` reads all of it.

Logits are whole numbers on even steps between the smallest and the largest of them: ``float32 LE
smallest, float32 LE step, uint16 LE steps above the smallest (V,)``. A value is off by half a step
at most: 2e-4 where logits span 28, forty times less than float16 would be off at its largest.
"""

from __future__ import annotations

import json
import shutil
import struct
import tempfile
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from shotglass.engine.library import BUNDLED, ModelFolder
from shotglass.engine.model import Engine
from shotglass.engine.tasks.compare import compare
from shotglass.engine.tasks.logits import next_logits
from shotglass.errors import ShotglassError
from shotglass.events import End, Failed

from ...progress import Report, silent
from .bar import record_bar
from .lanes import LaneGroup, Opening, gallery_paths, groups
from .provenance import head, is_current, made_from
from .views import (
    Inside,
    Surprising,
    can_look_inside,
    record_beams,
    record_inside,
    record_surprisals,
)

STEPS = 2**16 - 1


def logits_to_steps(logits: NDArray[np.float32]) -> bytes:
    """``logits (V,) float32``, finite."""
    smallest = np.float32(logits.min())
    step = np.float32((float(logits.max()) - float(smallest)) / STEPS)
    above = (logits.astype(np.float64) - smallest) / (step or 1)
    steps = np.rint(above).clip(0, STEPS).astype("<u2")
    return struct.pack("<ff", smallest, step) + steps.tobytes()


def steps_to_logits(data: bytes) -> NDArray[np.float64]:
    """(V,) float64, as the page reads them."""
    smallest, step = map(float, struct.unpack_from("<ff", data))
    return smallest + step * np.frombuffer(data, "<u2", offset=8).astype(np.float64)


FIRST = "first.json"
TOKENS = "lanes/tokens.json"  # the texts of all tokens, by id


class RecordingFailed(ShotglassError):
    code, title = "recording_failed", "The runs could not be recorded"


@dataclass(frozen=True)
class Entry:
    """Where a lane's data lie; with prompt, labels and stops it is known again on the page."""

    prompt: str
    labels: tuple[str, ...]
    stops: tuple[str, ...]
    events: str  # a file, "" for the first
    logits: str


def record(folder: ModelFolder, page: Path, report: Report = silent) -> str:
    """Record into ``page/src/recordings``; says what was done.

    What was recorded from the same model, gallery and recorder is left alone. Raises
    RecordingFailed, ModelFolderError.
    """
    if not gallery_paths(page):
        raise RecordingFailed(
            f"There is no gallery in {page / 'src' / 'gallery'}: run this in a checkout, or say "
            "with --page where the page's sources are."
        )
    beside = ModelFolder.open(BUNDLED / Opening.read(page).objective["beside"])
    target = page / "src" / "recordings"
    source = made_from([folder.manifest, beside.manifest], page)
    if is_current(target / FIRST, source):
        return f"The recordings in {target} are up to date."
    engine = Engine.open(folder)
    try:
        with tempfile.TemporaryDirectory(dir=target.parent, prefix=".recordings-") as scratch:
            lanes = _write(engine, beside, page, Path(scratch) / "new", source, report)
            shutil.rmtree(target, ignore_errors=True)
            (Path(scratch) / "new").rename(target)
    finally:
        engine.close()
    return f"{lanes} lanes of {folder.manifest.id} recorded in {target}."


def _write(
    engine: Engine, beside: ModelFolder, page: Path, new: Path, source: str, report: Report
) -> int:
    opening = Opening.read(page)
    for part in ("lanes", "logits", "inside", "beams"):
        (new / part).mkdir(parents=True)
    entries: list[Entry] = []
    first: dict[int, list[Any]] = {}
    planned = list(groups(page, opening))
    for done, group in enumerate(planned):
        report("Recording", done / len(planned))
        first |= _record_group(engine, group, opening, entries, new)
    (new / TOKENS).write_text(_json(engine.tokenizer.texts), "utf-8")
    record_bar(engine, planned, opening, new)
    whole = {
        "made_from": source,
        "head": head(engine.manifest, opening),
        "tokens": TOKENS,
        "lanes": [asdict(entry) for entry in entries],
        "explains": [asdict(inside) for inside in _record_inside(engine, opening, entries, new)],
        "measured": [asdict(text) for text in _record_surprisals(engine, beside, opening, new)],
        "beams": [asdict(search) for search in record_beams(engine, opening.searches, new)],
        "events": first,
    }
    (new / FIRST).write_text(_json(whole), "utf-8")
    return len(entries)


def _record_group(
    engine: Engine, group: LaneGroup, opening: Opening, entries: list[Entry], new: Path
) -> dict[int, list[Any]]:
    """Append the group's new lanes to ``entries`` and write their files; the events that belong
    on the first screen are returned by place."""
    first: dict[int, list[Any]] = {}
    later: dict[int, list[Any]] = {}
    for lane, events in _run(engine, group, opening).items():
        k = int(lane)
        opens = group.opening and k in (0, 1, group.few)
        entry = Entry(
            prompt=events[0]["prompt"],
            labels=tuple(label.text for label in group.prompt.labels),
            stops=group.prompt.stops,
            events="" if opens else f"lanes/{group.name}.json",
            logits=f"logits/{group.name}-{k}.bin",
        )
        if any(_question(entry) == _question(known) for known in entries):
            continue  # the lane without examples is the same in every set
        (first if opens else later)[len(entries)] = events
        entries.append(entry)
        logits = next_logits(engine, entry.prompt).logits
        (new / entry.logits).write_bytes(logits_to_steps(logits))
    if later:
        (new / "lanes" / f"{group.name}.json").write_text(_json(later), "utf-8")
    return first


def _record_inside(
    engine: Engine, opening: Opening, entries: list[Entry], new: Path
) -> list[Inside]:
    """The opening task's first set, up to the number of examples it opens with; the sentence."""
    if not can_look_inside(engine):
        return []
    opened = [place for place, entry in enumerate(entries) if entry.events == ""]
    texts = [*(entry.prompt for entry in entries[: max(opened) + 1]), opening.sentence]
    return [
        record_inside(engine, text, f"inside/{place}.bin", new) for place, text in enumerate(texts)
    ]


def _record_surprisals(
    engine: Engine, beside: ModelFolder, opening: Opening, new: Path
) -> Iterator[Surprising]:
    """Of the first sentence under the recorded model, and of the text that a lesson measures under
    this one and the one beside it."""
    second = Engine.open(beside)
    text = opening.objective["text"]
    texts = ((engine, opening.sentence), (engine, text), (second, text))
    try:
        for number, (reader, prompt) in enumerate(texts):
            if can_look_inside(reader):
                file = f"inside/surprisals-{number}.json"
                yield record_surprisals(reader, prompt, head(reader.manifest, opening), file, new)
    finally:
        second.close()


def _run(engine: Engine, group: LaneGroup, opening: Opening) -> Mapping[str, list[Any]]:
    """Lane id -> its events as the API sends them, without the stream's end."""
    events_by_lane: dict[str, list[Any]] = {lane.id: [] for lane in group.lanes}
    for event in compare(engine, group.prompt, group.lanes, opening.decoding()):
        if isinstance(event, Failed):
            raise RecordingFailed(f"{group.name}, {event.lane} examples: {event.problem['detail']}")
        if not isinstance(event, End):
            events_by_lane[event.lane].append(json.loads(event.to_json()))
    return events_by_lane


def _question(entry: Entry) -> tuple[object, ...]:
    return entry.prompt, entry.labels, entry.stops


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, allow_nan=False, separators=(",", ":"))
