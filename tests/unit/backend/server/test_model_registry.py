"""Loading models: once, when asked for, and with a sentence when it fails."""

from __future__ import annotations

import os
import threading
import time
from dataclasses import replace
from pathlib import Path

import pytest
from support.servers.fakes import ScriptedRunner, write_folder

from shotglass.contract import MANIFEST, Manifest
from shotglass.engine.fingerprint import edition
from shotglass.engine.library import Library, ModelFolder
from shotglass.errors import ModelFolderError, ModelNotFound, NotReady, WrongTask
from shotglass.precisions import Computed
from shotglass.server import model_registry
from shotglass.server.model_registry import MOST_WAITING, ModelRegistry


@pytest.fixture
def library(tmp_path: Path) -> Library:
    write_folder(tmp_path, "a-gap", task="masked-lm")
    write_folder(tmp_path, "b")
    write_folder(tmp_path, "c")
    return Library([tmp_path])


def test_the_default_is_the_first_that_generates_unless_one_is_chosen(library: Library) -> None:
    assert ModelRegistry(library, lambda folder, precision: ScriptedRunner()).default() == "b"
    assert ModelRegistry(library, lambda folder, precision: ScriptedRunner(), "c").default() == "c"


def test_many_who_ask_at_once_load_a_model_once(library: Library) -> None:
    opened: list[str] = []
    go_on = threading.Event()

    def open_slowly(folder: ModelFolder, precision: str) -> ScriptedRunner:
        opened.append(folder.manifest.id)
        assert go_on.wait(30)
        return ScriptedRunner()

    hosting = ModelRegistry(library, open_slowly)
    threads = [threading.Thread(target=hosting.runner, args=("b",)) for _ in range(8)]
    for thread in threads:
        thread.start()
    assert hosting.state("b").status in ("idle", "loading")
    go_on.set()
    for thread in threads:
        thread.join()
    assert opened == ["b"]
    assert hosting.state("b").status == "ready"
    assert hosting.state("c").status == "idle"


def test_a_failed_load_is_told_and_tried_again(library: Library) -> None:
    answers: list[Exception | None] = [ModelFolderError("Its digest differs."), None]

    def open_at_second(folder: ModelFolder, precision: str) -> ScriptedRunner:
        if fault := answers.pop(0):
            raise fault
        return ScriptedRunner()

    hosting = ModelRegistry(library, open_at_second)
    with pytest.raises(ModelFolderError):
        hosting.runner("b")
    assert hosting.state("b").status == "failed"
    assert hosting.state("b").detail == "Its digest differs."
    hosting.runner("b")
    assert hosting.state("b").status == "ready"
    assert hosting.state("b").detail is None


def test_a_model_that_cannot_be_loaded_in_the_background_is_failed(
    library: Library, caplog: pytest.LogCaptureFixture
) -> None:
    hosting = ModelRegistry(library, lambda folder, precision: ScriptedRunner(), "nope")
    hosting.prepare()
    deadline = time.monotonic() + 5
    while hosting.state("nope").status != "failed" and time.monotonic() < deadline:
        time.sleep(0.01)
    assert hosting.state("nope").status == "failed"
    assert "no model 'nope'" in (hosting.state("nope").detail or "")


def test_unknown_and_masked_models_are_refused(library: Library) -> None:
    hosting = ModelRegistry(library, lambda folder, precision: ScriptedRunner())
    with pytest.raises(ModelNotFound):
        hosting.runner("nope")
    with pytest.raises(WrongTask, match=r"POST /api/v1/fill\), or choose one that does: b, c\."):
        hosting.runner("a-gap")
    with pytest.raises(WrongTask, match=r"b is a causal-lm model.*one that does: a-gap\."):
        hosting.filler("b")


def test_any_task_is_loaded_where_none_is_asked_for(library: Library) -> None:
    hosting = ModelRegistry(library, lambda folder, precision: ScriptedRunner())
    assert hosting.explainer("b") is hosting.runner("b")
    assert hosting.explainer("a-gap") is hosting.filler("a-gap")


def test_an_edition_is_worked_out_once_and_again_for_another_manifest(
    library: Library, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen: list[str] = []

    def counted(manifest: Manifest, precision: Computed) -> str:
        seen.append(manifest.name)
        return edition(manifest, precision)

    def write(manifest: Manifest) -> None:
        path = tmp_path / "b" / MANIFEST
        path.write_text(manifest.to_json())
        os.utime(path, (0, len(seen)))  # long ago: the library may trust what it has read

    monkeypatch.setattr(model_registry, "edition", counted)
    hosting = ModelRegistry(library, lambda folder, precision: ScriptedRunner())
    write(library.folder("b").manifest)
    first = hosting.runner("b")
    assert hosting.runner("b") is first
    write(replace(library.folder("b").manifest, name="Another"))
    assert hosting.runner("b") is first  # a name changes nothing of what runs
    write(replace(library.folder("b").manifest, stop_ids=(1,)))
    assert hosting.runner("b") is not first
    assert seen == ["B", "Another", "Another"]


def test_tokenizers_are_read_once(library: Library) -> None:
    hosting = ModelRegistry(library, lambda folder, precision: ScriptedRunner())
    assert hosting.tokenizer("a-gap") is hosting.tokenizer("a-gap")


def test_so_many_may_wait_for_a_model_and_others_are_told_to_come_back(
    library: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    going, begun = threading.Event(), threading.Event()

    def open_slowly(folder: ModelFolder, precision: str) -> ScriptedRunner:
        begun.set()
        going.wait(20)
        return ScriptedRunner()

    hosting = ModelRegistry(library, open_slowly)
    waiting = [threading.Thread(target=hosting.runner, args=("b",)) for _ in range(MOST_WAITING)]
    for thread in waiting:
        thread.start()
    assert begun.wait(20)
    deadline = time.monotonic() + 5
    while time.monotonic() < deadline and hosting._places._value:
        time.sleep(0.01)
    later = hosting.state("b").began + 7.0
    monkeypatch.setattr(model_registry, "monotonic", lambda: later)
    words = f"{MOST_WAITING} requests wait .* loading for 7 s; try again in about 7 seconds"
    with pytest.raises(NotReady, match=words) as refused:
        hosting.runner("b")
    assert refused.value.retry_after == 7
    with pytest.raises(NotReady):
        hosting.tokenizer("c")
    going.set()
    for thread in waiting:
        thread.join()
    assert hosting.runner("b") is hosting.state("b").runner
    hosting.tokenizer("c")


def test_the_end_does_not_wait_for_a_model_that_is_being_loaded(library: Library) -> None:
    begun, goes_on = threading.Event(), threading.Event()

    def open_when_told(folder: ModelFolder, precision: str) -> ScriptedRunner:
        begun.set()
        assert goes_on.wait(10)
        return ScriptedRunner()

    registry = ModelRegistry(library, open_when_told, "b")
    assert not registry.is_loading
    registry.prepare()
    assert begun.wait(10)
    registry.close()
    assert registry.is_loading
    goes_on.set()
