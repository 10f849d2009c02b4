"""Model folders that change while they are served: imported again, cut off, written to. All through
the server as a process of its own."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from http.client import HTTPConnection, HTTPResponse
from pathlib import Path
from typing import Any

import pytest
from outer.attack.place import Answer, Place, Target
from support.models.tiny import LOOSE, manifest_of, write_tiny_folder
from support.processes.until import until
from support.servers.http_answers import events_of

from shotglass.contract import MANIFEST
from shotglass.decoding import DecodingSettings
from shotglass.engine import Engine, Library, generate
from shotglass.events import Done
from shotglass_export.adding import add_graph

SLOW = {"layers": 8, "width": 208, "context": 1000}  # a text takes seconds
LONG, SHORT = 600, 12  # tokens


@pytest.fixture
def place(tmp_path: Path) -> Place:
    place = Place(tmp_path)
    write_tiny_folder(place.models, "tiny", seed=3, **SLOW)
    return place


def written(root: Path, tokens: int) -> str:
    """What the model "tiny" of ``root`` writes, by an engine of our own."""
    engine = Engine.open(Library([root]).folder("tiny"), slots=1, context=1000)
    try:
        settings = DecodingSettings(max_tokens=tokens, temperature=0.0)
        done = [e for e in generate(engine, "the cat", settings) if isinstance(e, Done)]
        return done[0].text
    finally:
        engine.close()


def body(tokens: int) -> dict[str, Any]:
    settings = {"max_tokens": tokens, "temperature": 0}
    return {"model": "tiny", "prompt": "the cat", "settings": settings}


def post(target: Target, path: str, **asked: Any) -> Answer:
    return target.ask(path, "POST", json.dumps(asked).encode())


def text_of(answer: Answer) -> str:
    assert answer.status == 200, answer.body
    return done(events_of(answer.body))


def done(events: list[dict[str, Any]]) -> str:
    assert events[-1]["type"] == "end", events[-1]
    return str(next(e["text"] for e in events if e["type"] == "done"))


def generated(target: Target, tokens: int = SHORT) -> str:
    return text_of(post(target, "/api/v1/generate", **body(tokens)))


@contextmanager
def in_the_middle(target: Target) -> Iterator[tuple[bytes, HTTPResponse]]:
    """A long text of which the first words have come."""
    connection = HTTPConnection(*target.address, timeout=120)
    headers = {"Content-Type": "application/json", "Connection": "close"}
    connection.request("POST", "/api/v1/generate", json.dumps(body(LONG)), headers)
    answer = connection.getresponse()
    first = answer.readline()
    while b'"token"' not in first:
        first += answer.readline()
    yield first, answer
    connection.close()


def put_in_place(new: Path, old: Path) -> None:
    """As an import replaces a folder."""
    old.rename(old.parent.parent / "old")
    new.rename(old)


def surprisal(target: Target) -> list[Any]:
    headers = {"Accept": "application/json"}
    asked = {"model": "tiny", "prompt": "the cat sat", "surprisal": True}
    answer = target.ask("/api/v1/explain", "POST", json.dumps(asked).encode(), **headers)
    assert answer.status == 200, answer.body
    return [one and round(one["nats"], 3) for one in json.loads(answer.body)["surprisals"]]


def fingerprint(target: Target) -> str:
    answer = post(target, "/v1/completions", model="tiny", prompt="a", max_tokens=1)
    return str(json.loads(answer.body)["system_fingerprint"])


def entry(target: Target) -> dict[str, Any]:
    (found,) = json.loads(target.ask("/api/v1/models").body)["models"]
    return dict(found)


def test_after_another_import_the_new_weights_answer_and_who_waits_gets_the_old_ones(
    place: Place, tmp_path: Path
) -> None:
    new = write_tiny_folder(tmp_path / "new", "tiny", seed=4, **SLOW)
    old_text, new_text = written(place.models, LONG), written(new.parent, SHORT)
    with place.serving() as target:
        before = generated(target), surprisal(target), fingerprint(target)
        with in_the_middle(target) as (first, answer):
            put_in_place(new, place.models / "tiny")
            assert generated(target) == new_text != before[0]
            assert surprisal(target) != before[1]
            assert fingerprint(target) != before[2]
            assert done(events_of(first + answer.read())) == old_text
        after = surprisal(target)
    with place.serving() as fresh:
        assert (generated(fresh), surprisal(fresh)) == (new_text, after)


@pytest.mark.by_need
def test_the_runner_of_an_earlier_import_goes_with_its_last_request(
    place: Place, tmp_path: Path
) -> None:
    with place.serving() as target:
        generated(target)
        before = target.usage.num_threads()  # a runner has an engine's and a pool's of its own
        for seed in range(4, 9):
            new = write_tiny_folder(tmp_path / "new", "tiny", seed=seed)
            put_in_place(new, place.models / "tiny")
            (tmp_path / "old").rename(tmp_path / f"old{seed}")
            generated(target)
        assert not [one.path for one in target.usage.open_files() if "/old" in one.path]
        until(lambda: target.usage.num_threads() <= before)


def test_adding_a_graph_leaves_the_loaded_model_alone(place: Place) -> None:
    with place.serving() as target:
        text, count = generated(target), fingerprint(target)
        add_graph(place.models / "tiny", "int8", tolerances=LOOSE)
        found = entry(target)
        assert {one["name"]: one["status"] for one in found["precisions"]} == {
            "fp32": "ready",
            "int8": "idle",
        }
        assert (generated(target), fingerprint(target)) == (text, count)
        answer = post(target, "/api/v1/generate", **body(SHORT), precision="int8")
        assert answer.status == 200


@pytest.mark.by_need
@pytest.mark.parametrize("precision", ["fp32", "int8"])
def test_weights_that_are_cut_off_end_no_process_and_are_refused_in_words(
    place: Place, precision: str
) -> None:
    folder = place.models / "tiny"
    add_graph(folder, "int8", tolerances=LOOSE)
    names = [name for name in manifest_of(folder).files if name.startswith("weights")]
    kept = {name: (folder / name).read_bytes() for name in names}
    with place.serving("--precision", precision) as target:
        whole = generated(target, LONG)
        with in_the_middle(target) as (first, answer):
            for name in names:
                os.truncate(folder / name, 0)
            refused = post(target, "/api/v1/generate", **body(SHORT))
            assert done(events_of(first + answer.read())) == whole
        assert target.process.poll() is None
        problem = json.loads(refused.body)
        assert (refused.status, problem["error"]["code"]) == (500, "model_folder_invalid")
        assert "import the model again" in problem["detail"]
        assert json.loads(target.ask("/health/ready").body)["status"] == "failed"
        assert entry(target)["status"] == "failed"
        assert "was changed on disk" in target.log.read_text()
        for name, data in kept.items():
            (folder / name).write_bytes(data)
        assert generated(target, LONG) == whole


@pytest.mark.by_need
def test_weights_that_are_written_to_are_refused_wherever_they_are_asked_for(place: Place) -> None:
    folder = place.models / "tiny"
    (name,) = [name for name in manifest_of(folder).files if name.startswith("weights")]
    file, archive = f"/api/v1/models/tiny/files/{name}", "/api/v1/models/tiny/download/portable"
    with place.serving() as target:
        generated(target)
        surprisal(target)
        assert target.ask(file).status == target.ask(archive).status == 200
        with (folder / name).open("r+b") as weights:
            weights.seek(5000)
            weights.write(b"\xff\xff\xff\xff")
        explain = {"prompt": "the cat", "surprisal": True}
        for answer in (
            post(target, "/api/v1/generate", **body(SHORT)),
            post(target, "/api/v1/explain", model="tiny", **explain),
            target.ask(file),
            target.ask(file, Range="bytes=0-9"),
            target.ask(archive),
        ):
            assert answer.status == 500, answer.body[:200]
            assert "import the model again" in json.loads(answer.body)["detail"]
            assert "etag" not in answer.headers


@pytest.mark.by_need
def test_two_first_requests_at_once_answer_as_one_alone(tmp_path: Path) -> None:
    place = Place(tmp_path)
    folder = write_tiny_folder(place.models, "tiny", seed=3)
    told = json.loads((folder / MANIFEST).read_text())
    names = [f"{letter}{turn}" for turn in range(10) for letter in "ab"]
    for name in names:
        other = place.models / name
        other.mkdir()
        for path in folder.iterdir():
            os.link(path, other / path.name)
        (other / MANIFEST).unlink()
        (other / MANIFEST).write_text(json.dumps(told | {"id": name}))

    def asked(name: str) -> tuple[str, str]:
        answer = post(
            target, "/v1/completions", model=name, prompt="the cat", max_tokens=24, seed=7,
            temperature=1.0,
        )  # fmt: skip
        found = json.loads(answer.body)
        return found["choices"][0]["text"], found["system_fingerprint"]

    with place.serving() as target, ThreadPoolExecutor(2) as pool:
        alone = asked("tiny")
        pairs = [list(pool.map(asked, names[i : i + 2])) for i in range(0, len(names), 2)]
    assert pairs == [[alone, alone]] * 10
