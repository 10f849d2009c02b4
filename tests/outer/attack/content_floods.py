"""A folder of content, and lessons that are sent, which would stop a server or fill its memory:
long texts for its patterns, series without number, runs whose numbers do not fit, names that are no
text. Each is a fault of its own, what is in order is shown, and health is answered meanwhile."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from outer.attack.place import PATIENCE, Answer, Place, Target, Try, held

ROOT = Path(__file__).resolve().parents[3]
RUNS = ROOT / "tests" / "contract" / "runs.json"
LESSON = (ROOT / "docs" / "content.md").read_text("utf-8").split("```markdown\n")[1].split("```")[0]
SERIES = "series: [heads]"
RESULT = {"series": [{"name": "heads", "points": [{"x": x, "y": 0.5} for x in (10, 1000)]}]}
SOON = 20.0  # seconds, far above what a busy machine needs
GROWTH = 256 << 20  # bytes of memory
SIZE = 90_000  # of a lesson's text, which may have 100,000
CHOICES = ", ".join(f"k{at}: [0, 1, 2, 3, 4, 5, 6, 7, 8, 9]" for at in range(7))
# What is put in place of what, and whether the lesson is taken.
LESSONS: dict[str, tuple[str, str, bool]] = {
    "places that do not end": ("were heads.", "{a[" * (SIZE // 3), True),
    "a point that does not end": ("to: heads[1000]", f"to: '{'[' * 31_000}'", False),
    "a number that does not end": ("order: 1", f"order: {'1' * 30_000}a", False),
    "a paragraph of Chinese lines": ("were heads.", "字\n" * (SIZE // 4), True),
    "series without number": (SERIES, f'series: ["{{k0}}"]\n    choose: {{{CHOICES}}}', False),
    "a head without end": ("order: 1", f"order: 1\nsources: [{'a, ' * (SIZE // 3)}a]", False),
    "faults without number": ("were heads.", "{b[1]}" * (SIZE // 6), False),
}
# Of the record of a measurement: a place, and what no model has read there.
READ = ("readings", 0, 0, "items")
RECORDS: dict[str, tuple[tuple[str | int, ...], Any]] = {
    "an-answer-more": (("plan", "prompt", "shot_sets", "main", 0, "output"), " a third"),
    "no-answer": ((*READ, 0), []),
    "no-item": (READ, []),
    "no-probability": ((*READ, 0, 0), 1.5),
    "more-than-one": ((*READ, 0), [-0.1, -0.1]),
}


def attack(place: Place) -> Iterator[Try]:
    folder = place.folder / "floods"
    whole, odd = filled(folder)
    with place.serving("--content", str(folder), "--content-write") as target:
        yield listed(target, whole, odd)
        for number, (name, (right, wrong, is_taken)) in enumerate(LESSONS.items()):
            files = {"en": LESSON.replace(right, wrong), "result": json.dumps(RESULT)}
            yield sent(target, name, {"id": f"lesson-{number}"} | files, is_taken)
        yield listed(target, whole, odd)
        log = target.log.read_text()
        yield held("no error is logged", "Traceback" not in log, log[-300:])


def filled(folder: Path) -> tuple[set[str], set[str]]:
    """Which runs and datasets are in order, and the files that are not."""
    for kind in ("runs", "datasets"):
        (folder / kind).mkdir(parents=True)
    runs = {run["view"]: run for run in json.loads(RUNS.read_text("utf-8"))["runs"]}
    measured = json.dumps(runs["measure"])
    (folder / "runs" / "whole.shotglass").write_text(measured, "utf-8")
    for name, (at, value) in RECORDS.items():
        run = json.loads(measured)
        inner: Any = run["results"]["record"]
        for step in at[:-1]:
            inner = inner[step]
        inner[at[-1]] = value
        (folder / "runs" / f"{name}.shotglass").write_text(json.dumps(run), "utf-8")
    (folder / "datasets" / "moods.csv").write_text("text,label\ngood,happy\nbad,sad\n")
    (folder / "datasets" / "short.csv").write_text("a,b\n" * 900_000)
    odd = {f"runs/{name}.shotglass" for name in RECORDS} | {"datasets/short.csv"}
    if sys.platform == "linux":
        (folder / "datasets" / os.fsdecode(b"\xff\xfe.csv")).write_text("text,label\na,b\nc,d\n")
        odd.add("datasets/\\udcff\\udcfe.csv")
    return {"whole", "moods"}, odd


def listed(target: Target, whole: set[str], odd: set[str]) -> Try:
    answer, worst = watched(target, lambda: target.ask("/api/v1/content"))
    if answer.status != 200 or answer.seconds > SOON:
        return Try("list", f"status {answer.status} after {answer.seconds:.1f} s")
    content = json.loads(answer.body)
    shown = {item["id"] for kind in ("runs", "datasets") for item in content[kind]}
    faults = {fault["file"] for fault in content["faults"]}
    if shown != whole or faults != odd:
        return Try("list", f"it shows {sorted(shown)}, and refuses {sorted(faults)}")
    return held("list", worst < PATIENCE, f"health took {worst:.1f} s")


def sent(target: Target, name: str, lesson: dict[str, str], is_taken: bool) -> Try:
    """Refused in few words, or taken; soon, with health, and in little memory."""
    body, before = json.dumps(lesson).encode(), target.memory
    answer, worst = watched(target, lambda: target.ask("/api/v1/content/lessons", "POST", body))
    if answer.status != (200 if is_taken else 400) or len(answer.body) > 100_000:
        return Try(name, f"status {answer.status}, {len(answer.body):,} bytes")
    if answer.seconds > SOON or worst > PATIENCE:
        return Try(name, f"{answer.seconds:.1f} s, in which health took {worst:.1f} s")
    grown = target.memory - before
    return held(name, grown < GROWTH, f"{grown >> 20} MB of memory")


def watched(target: Target, ask: Callable[[], Answer]) -> tuple[Answer, float]:
    """The answer, and how long the slowest look at health took meanwhile."""
    watch = subprocess.Popen(
        [sys.executable, "-m", "outer.attack.watch", str(target.port), "3600"],
        stdout=subprocess.PIPE,
        text=True,
        cwd=ROOT / "tests",
    )
    assert watch.stdout is not None
    looks = [watch.stdout.readline()]  # until it is there
    try:
        answer = ask()
        looks.append(watch.stdout.readline())  # of the look that had to wait
    finally:
        watch.terminate()
        looks += watch.communicate()[0].splitlines()
    seconds = [float(look) for look in looks if look.strip()]
    return answer, 1000.0 if min(seconds) < 0 else max(seconds)
