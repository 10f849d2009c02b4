"""A folder of content as an enemy would fill it and ask for it: links, pipes, floods, markup, YAML
that would run, ids that lead out, runs with markup as words, and writing that is not allowed."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from pathlib import Path

from outer.attack.place import Place, Target, Try
from outer.attack.traversal import SECRET, UP, WHOLE

ROWS = "text,label\ngood,happy\nbad,sad\n"
MARKUP = "<script>alert(1)</script>"
PROMPT = {"template": "{input} ->{output}\n", "query": {"input": "fast"}}
HEADS = {
    "tag": "title: !!python/object/apply:os.system ['touch ran']",
    "laughs": "a: &a [x, x]\nb: &b [*a, *a]\nc: &c [*b, *b]\ntitle: *c",
    "deep": "title: " + "[" * 50_000,
    "flood": "title: " + "x" * 200_000,
}
RUNS = Path(__file__).resolve().parents[2] / "contract" / "runs.json"
BREAKOUT = f"</title>{MARKUP}\"><meta http-equiv=refresh content='0;url=//evil'>"
PLACES = ("/api/v1/content/runs/{}", "/api/v1/content/datasets/{}", "/api/v1/content/lessons/{}")


def attack(place: Place) -> Iterator[Try]:
    folder = place.folder / "content"
    filled(folder, place.folder / "beside.csv")
    with place.serving("--content", str(folder), "--content-write") as target:
        yield listed(target)
        for where in PLACES:
            for spelt in [*(up + "beside.csv" for up in UP), *WHOLE, "linked", "pipe", "large"]:
                yield closed(target, where.format(spelt))
        for id in ("../out", "..", "a/../../out", "/tmp/out", "linked", ".x", "a\0b", "CON", ""):
            yield refused(target, folder, id)
        yield harmless(target)
    with place.serving("--content", str(folder)) as target:
        yield refused(target, folder, "fine")
    runs = place.folder / "links"
    with_runs(runs / "runs", place.folder / "beside.csv")
    with place.serving("--content", str(runs)) as target:
        for view in ("compare", "prompt"):
            yield told_as_text(target, view)
        for spelt in [*(up + "beside.csv" for up in UP), *WHOLE, "linked", "pipe", "large", "none"]:
            yield closed(target, f"/?run={spelt}", (200, 500))


def filled(folder: Path, beside: Path) -> None:
    beside.write_bytes(b"text,label\n" + SECRET + b",happy\n")
    for kind in ("datasets", "lessons", "tasks"):
        (folder / kind).mkdir(parents=True)
    (folder / "datasets" / "linked.csv").symlink_to(beside)
    (folder / "datasets" / "large.csv").write_bytes(b"x" * 30_000_000)
    (folder / "datasets" / "page.csv").write_text(f"text,label\n{MARKUP},a\nb,c\n")
    os.mkfifo(folder / "datasets" / "pipe.csv")
    (folder / "runs").symlink_to(beside.parent)
    (folder / "tasks" / "linked").symlink_to(beside.parent)
    for name, head in HEADS.items():
        (folder / "lessons" / name).mkdir()
        (folder / "lessons" / name / "lesson.en.md").write_text(f"---\n{head}\n---\n\nText.\n")


def with_runs(folder: Path, beside: Path) -> None:
    folder.mkdir(parents=True)
    for run in json.loads(RUNS.read_text("utf-8"))["runs"]:
        if run["view"] == "compare":
            run["question"]["prompt"]["query"]["input"] = BREAKOUT
        elif run["view"] == "prompt":
            run["question"]["columns"][0]["prompt"] = BREAKOUT
            run["results"]["columns"][0]["sources"][0]["prompt"] = BREAKOUT
        run["models"][0]["name"] = BREAKOUT
        (folder / f"{run['view']}.shotglass").write_text(json.dumps(run), "utf-8")
    (folder / "linked.shotglass").symlink_to(beside)
    (folder / "large.shotglass").write_bytes(b"[" * 30_000_000)
    os.mkfifo(folder / "pipe.shotglass")


def told_as_text(target: Target, run: str) -> Try:
    """The page that opens a run says what was asked in it, and has no other script for it."""
    page, plain = target.ask(f"/?run={run}").body, target.ask("/").body
    name = f"link to {run}"
    if page == plain or b"alert(1)" not in page:
        return Try(name, "its words are not there")
    for mark in (b"<script", b"<meta", b"</title>"):
        if page.count(mark) != plain.count(mark):
            return Try(name, f"{page.count(mark)} {mark!r}, {plain.count(mark)} without it")
    return Try(name)


def listed(target: Target) -> Try:
    """Answered within the limits, with the faults and nothing that lies beside the folder."""
    answer = target.ask("/api/v1/content")
    if answer.status != 200 or answer.seconds > 10:
        return Try("list", f"status {answer.status} after {answer.seconds:.1f} s")
    content = json.loads(answer.body)
    if SECRET in answer.body or content["lessons"] or content["runs"] or content["tasks"]:
        return Try("list", f"it shows {answer.body[:200]!r}")
    if [item["id"] for item in content["datasets"]] != ["page"]:
        return Try("list", f"datasets are {content['datasets']}")
    return Try("list")


def closed(target: Target, path: str, statuses: tuple[int, int] = (300, 500)) -> Try:
    """A status within ``statuses`` and nothing that lies elsewhere."""
    line = f"GET {path} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"
    said, _ = target.raw(line.encode())
    if SECRET in said or b"root:" in said or b"PATH=" in said:
        return Try(path, "it was told")
    status = int(said.split()[1]) if said.startswith(b"HTTP/1.") else 0
    held = statuses[0] <= status < statuses[1]
    return Try(path, None if held else f"status {status}: {said[:100]!r}")


def refused(target: Target, folder: Path, id: str) -> Try:
    """Nothing is written, here or outside."""
    before = sorted(str(path) for path in folder.parent.rglob("task.json"))
    body = json.dumps({"id": id, "title": "t", "prompt": PROMPT}).encode()
    answer = target.ask("/api/v1/content/tasks", "POST", body)
    after = sorted(str(path) for path in folder.parent.rglob("task.json"))
    if not 400 <= answer.status < 500 or before != after:
        return Try(f"write {id!r}", f"status {answer.status}, written {set(after) - set(before)}")
    return Try(f"write {id!r}")


def harmless(target: Target) -> Try:
    """A file with markup comes as bytes that no browser shows as a page."""
    answer = target.ask("/api/v1/content/datasets/page")
    kind = answer.headers.get("content-type", "")
    sniffed = answer.headers.get("x-content-type-options") != "nosniff"
    wrong = answer.status != 200 or kind != "application/octet-stream" or sniffed
    return Try("markup", f"{answer.status} {kind}" if wrong else None)
