"""Runs on disk: shipped and local ones, their ids, their state."""

from __future__ import annotations

import time
from pathlib import Path

import pytest
from support.inputs.small_run import append, done, small_run, start, step, text_of, write_run

from shotglass.errors import RunFolderError, RunNotFound
from shotglass.training_runs import library as run_library
from shotglass.training_runs.library import RECORDED, YOUNG, TrainingRunLibrary
from shotglass.training_runs.metrics import MetricsReading, read


@pytest.fixture
def library(tmp_path: Path) -> TrainingRunLibrary:
    (tmp_path / "recorded").mkdir()
    return TrainingRunLibrary(tmp_path / "recorded", tmp_path / "here")


def test_without_any_folder_there_are_none(tmp_path: Path) -> None:
    assert TrainingRunLibrary(tmp_path / "no", None).runs() == []


def test_recorded_runs_stand_before_those_made_here(
    library: TrainingRunLibrary, tmp_path: Path
) -> None:
    write_run(tmp_path / "here", "a", small_run())
    write_run(tmp_path / "recorded", "b", small_run())
    assert [(run.id, run.origin) for run in library.runs()] == [("b", "recorded"), ("a", "here")]


def test_a_recorded_run_keeps_its_name_where_one_made_here_has_it_too(
    library: TrainingRunLibrary, tmp_path: Path
) -> None:
    write_run(tmp_path / "recorded", "twin", small_run(20))
    assert library.run("twin").origin == "recorded"
    write_run(tmp_path / "here", "twin", small_run(40))
    assert [run.id for run in library.runs()] == ["twin", "twin.here"]
    assert library.run("twin").lines[-1]["step"] == 20
    assert library.run("twin.here").lines[-1]["step"] == 40


def test_a_run_is_going_while_its_file_grows(library: TrainingRunLibrary, tmp_path: Path) -> None:
    path = write_run(tmp_path / "here", "a", small_run())
    now = time.time()
    assert library.run("a").state(now) == "running"
    assert library.run("a").state(now + YOUNG + 1) == "stopped"
    append(path, done())
    assert library.run("a").state(now) == "finished"


def test_a_recorded_run_never_goes_on(library: TrainingRunLibrary, tmp_path: Path) -> None:
    write_run(tmp_path / "recorded", "a", small_run())
    assert library.run("a").state() == "stopped"


def test_what_was_read_is_kept_until_the_file_changes(
    library: TrainingRunLibrary, tmp_path: Path
) -> None:
    path = write_run(tmp_path / "here", "a", small_run(20))
    first = library.run("a")
    assert library.run("a") is first
    append(path, done(20))
    assert library.run("a").lines == (*first.lines, library.run("a").lines[-1])


def test_of_a_file_that_grows_only_what_is_new_is_read(
    library: TrainingRunLibrary, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = write_run(tmp_path / "here", "a", small_run(20))
    library.run("a")
    offsets: list[int] = []

    def watched(path: Path, offset: int = 0) -> MetricsReading:
        offsets.append(offset)
        return read(path, offset)

    monkeypatch.setattr(run_library, "read", watched)
    size = path.stat().st_size
    append(path, step(30))
    assert library.run("a").lines[-1]["step"] == 30
    other = path.with_name("new")
    other.write_text(text_of(small_run(10)))
    other.replace(path)  # a resumed run
    assert library.run("a").lines == read(path).lines
    assert offsets == [size, 0]


def test_a_run_that_has_written_nothing_yet_is_not_there_yet(
    library: TrainingRunLibrary, tmp_path: Path
) -> None:
    path = write_run(tmp_path / "here", "a", [])
    assert (library.runs(), library.broken()) == ([], {})
    path.write_text('{"kind": "start"')
    assert (library.runs(), library.broken()) == ([], {})


@pytest.mark.parametrize(
    ("lines", "why"), [([done()], "does not begin"), ([start() | {"format": 2}], "of format 2")]
)
def test_a_file_that_is_no_run_is_told(
    library: TrainingRunLibrary, tmp_path: Path, lines: list[dict[str, object]], why: str
) -> None:
    write_run(tmp_path / "here", "a", lines)
    write_run(tmp_path / "here", "b", small_run())
    assert [run.id for run in library.runs()] == ["b"]
    assert why in library.broken()["a"]
    with pytest.raises(RunFolderError, match=why):
        library.run("a")


@pytest.mark.parametrize("id", ["none", "../here/a", "a/metrics.jsonl", "", ".", "A"])
def test_an_id_is_looked_up_and_never_a_path(
    library: TrainingRunLibrary, tmp_path: Path, id: str
) -> None:
    write_run(tmp_path / "here", "a", small_run())
    with pytest.raises(RunNotFound, match="There are: a"):
        library.run(id)


def test_hidden_and_oddly_named_folders_are_left_alone(
    library: TrainingRunLibrary, tmp_path: Path
) -> None:
    for name in (".a", "A run", "é"):
        write_run(tmp_path / "here", name, small_run())
    assert (library.runs(), library.broken()) == ([], {})


def test_recipe_and_data_are_read_where_they_lie_beside_the_metrics(
    library: TrainingRunLibrary, tmp_path: Path
) -> None:
    folder = write_run(tmp_path / "here", "a", small_run()).parent
    assert (library.run("a").recipe_text, library.run("a").data) == (None, None)
    (folder / "recipe.toml").write_text('name = "a"\n')
    (folder / "data.json").write_text('{"sources": []}')
    assert (library.run("a").recipe_text, library.run("a").data) == (
        'name = "a"\n',
        {"sources": []},
    )
    (folder / "data.json").write_text("[1]")
    (folder / "recipe.toml").write_bytes(b"\xff")
    assert (library.run("a").recipe_text, library.run("a").data) == (None, None)


def test_every_recorded_run_can_be_shown_and_is_finished() -> None:
    library = TrainingRunLibrary(RECORDED, None)
    assert library.broken() == {}
    for run in library.runs():
        assert run.state() == "finished"
        assert run.reading.faulty == 0
        assert run.recipe_text is not None
