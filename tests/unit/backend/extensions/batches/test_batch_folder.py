"""The folder of files and batches: what is kept, what goes, and what goes on after a restart."""

from __future__ import annotations

import errno
import json
import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from support.servers.batch_files import URL, jsonl, line

from shotglass.errors import InvalidRequest, QueueFull
from shotglass.extensions.batches import files, folder
from shotglass.extensions.batches.errors import BatchNotFound, BatchRefused, WrongState
from shotglass.extensions.batches.folder import BatchFolder

ROOM = 1_000


@pytest.fixture
def kept(tmp_path: Path) -> Iterator[BatchFolder]:
    made = BatchFolder(tmp_path / "batches", ROOM)
    yield made
    made.close()


def again(earlier: BatchFolder, tmp_path: Path) -> BatchFolder:
    """The folder as another process finds it."""
    earlier.close()
    return BatchFolder(tmp_path / "batches", ROOM)


def answer(id: str) -> dict[str, str]:
    return {"custom_id": id}


def test_the_oldest_files_go_where_there_is_no_room(kept: BatchFolder) -> None:
    first, second, third = (kept.upload(name, b"x" * 400) for name in "abc")
    assert kept.files() == [third, second]
    with pytest.raises(BatchNotFound):
        kept.file(first.id)


def test_there_are_not_too_many_files(kept: BatchFolder, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(files, "MOST_FILES", 2)
    assert [file.filename for file in map(kept.upload, "abc", [b"x"] * 3)] == ["a", "b", "c"]
    assert [file.filename for file in kept.files()] == ["c", "b"]


def test_what_a_batch_needs_stays_and_an_upload_without_room_is_refused(kept: BatchFolder) -> None:
    file = kept.upload("in", jsonl(line("a")) + b"\n" * 700)
    kept.create(file.id, URL, None)
    with pytest.raises(QueueFull, match="--batches-room"):
        kept.upload("more", b"x" * 400)
    with pytest.raises(WrongState, match="cancel the batch first"):
        kept.delete(file.id)


def test_answers_without_room_are_refused_and_what_there_is_is_whole(kept: BatchFolder) -> None:
    batch = kept.create(kept.upload("in", jsonl(line("a"), line("b"))).id, URL, None)
    kept.write(batch.id, answer("a"), is_refusal=False)
    with pytest.raises(QueueFull):
        kept.write(batch.id, answer("b" * ROOM), is_refusal=False)
    kept.end(batch.id, QueueFull("There is no room."))
    over = kept.batch(batch.id)
    assert over.status == "failed"
    assert over.to_dict()["errors"]["data"][0]["message"] == "There is no room."
    assert over.output_file_id is not None
    assert kept.content(over.output_file_id).path.read_bytes() == jsonl(answer("a"))


def test_there_are_not_too_many_batches_at_once(
    kept: BatchFolder, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(folder, "MOST_OPEN", 1)
    monkeypatch.setattr(folder, "MOST_BATCHES", 1)
    file = kept.upload("in", jsonl(line("a")))
    first = kept.create(file.id, URL, None)
    with pytest.raises(QueueFull, match="1 batches are not over"):
        kept.create(file.id, URL, None)
    kept.cancel(first.id)
    second = kept.create(file.id, URL, None)
    assert kept.batches() == [second], "the oldest that is over is forgotten"
    assert kept.oldest_open() == second


def test_a_batch_goes_on_where_it_was_and_a_torn_line_is_run_again(
    kept: BatchFolder, tmp_path: Path
) -> None:
    file = kept.upload("in", jsonl(*map(line, "abcd")))
    batch = kept.create(file.id, URL, {"a": "b"})
    kept.write(batch.id, answer("b"), is_refusal=False)
    kept.write(batch.id, answer("a"), is_refusal=True)
    output = tmp_path / "batches" / f"{batch.outputs[0]}.jsonl"
    with output.open("ab") as written:
        written.write(b'{"custom_id": "c"')
    cut_off = output.parent / f"file-{'1' * 32}.jsonl", output.parent / ".file-2.jsonl.part"
    for path in cut_off:
        path.write_bytes(b"an upload that was cut off")

    found = again(kept, tmp_path)

    assert found.files() == [file]
    there = found.batch(batch.id)
    assert (there.completed, there.failed, there.metadata) == (1, 1, {"a": "b"})
    assert found.oldest_open() == there
    assert found.unanswered(batch.id) == jsonl(line("c"), line("d")).splitlines()
    assert output.read_bytes() == jsonl(answer("b"))
    assert not any(path.exists() for path in cut_off)
    found.write(batch.id, answer("c"), is_refusal=False)
    found.end(batch.id)
    found.write(batch.id, answer("d"), is_refusal=False)
    assert output.read_bytes() == jsonl(answer("b"), answer("c")), "nothing follows the end"
    last = again(found, tmp_path)
    assert last.oldest_open() is None
    assert {stored.id for stored in last.files()} == {*batch.outputs, file.id}
    last.close()


@pytest.mark.parametrize("text", [b"", b"{", b"[]", b'{"id": "batch_1"}', b'{"id": "../../out"}'])
def test_a_record_that_is_not_ours_is_left_alone(
    kept: BatchFolder, tmp_path: Path, text: bytes
) -> None:
    for name in ("batch_1.json", "file-1.json"):
        (tmp_path / "batches").mkdir(exist_ok=True)
        (tmp_path / "batches" / name).write_bytes(text)
    assert (kept.batches(), kept.files()) == ([], [])


def test_a_file_that_is_gone_ends_its_batch_in_words(kept: BatchFolder, tmp_path: Path) -> None:
    file = kept.upload("in", jsonl(line("a")))
    batch = kept.create(file.id, URL, None)
    (tmp_path / "batches" / f"{file.id}.jsonl").unlink()
    with pytest.raises(BatchRefused, match="No such file"):
        kept.unanswered(batch.id)
    found = again(kept, tmp_path)
    with pytest.raises(BatchNotFound):
        found.unanswered(batch.id)
    found.close()


def test_one_process_has_the_folder_at_a_time(kept: BatchFolder, tmp_path: Path) -> None:
    file = kept.upload("in", b"x")
    second = BatchFolder(tmp_path / "batches", ROOM)
    with pytest.raises(BatchRefused, match="Another server has this folder"):
        second.files()
    kept.close()
    assert second.files() == [file]
    second.close()


def test_a_server_that_looks_for_a_batch_leaves_a_folder_without_any_to_others(
    kept: BatchFolder, tmp_path: Path
) -> None:
    kept.upload("in", b"x")
    second = BatchFolder(tmp_path / "batches", ROOM)
    assert second.oldest_open() is None
    kept.close()
    (tmp_path / "batches" / "batch_1.json").write_bytes(b"{}")
    assert second.oldest_open() is None
    with pytest.raises(BatchRefused):  # it has looked into the folder, and holds it now
        kept.files()
    second.close()


def test_a_folder_that_cannot_be_made_is_refused_in_words(tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"")
    with pytest.raises(BatchRefused, match="file"):
        BatchFolder(tmp_path / "file" / "batches", ROOM).files()


def test_a_file_without_lines_makes_no_batch(kept: BatchFolder) -> None:
    file = kept.upload("in", b"\n")
    with pytest.raises(InvalidRequest, match="no lines"):
        kept.create(file.id, URL, None)
    assert kept.oldest_open() is None


def test_what_lies_in_the_folder_and_is_not_ours_neither_hides_it_nor_is_read(
    kept: BatchFolder, tmp_path: Path
) -> None:
    """Links lead elsewhere, folders are not removed as files are, and other names are others'."""
    mine = kept.upload("mine", jsonl(line("a")))
    root, secret = tmp_path / "batches", tmp_path / "secret.txt"
    secret.write_text("secret")
    for number, name in enumerate((f"file-{'0' * 32}", f"file-{'1' * 32}-output")):
        (root / f"{name}.jsonl").symlink_to(secret)
        file = {"id": name, "filename": "x", "purpose": "batch", "created_at": number, "bytes": 6}
        (root / f"{name}.json").write_text(json.dumps(file))
    (root / "file-dir.jsonl").mkdir()
    (root / f"file-{'2' * 32}.jsonl").mkdir()
    (root / "file-notes.jsonl").write_text("notes")
    (root / ".x.part").mkdir()
    opened = again(kept, tmp_path)
    assert opened.files() == [mine]
    assert (root / "file-notes.jsonl").read_text() == "notes"
    assert secret.read_text() == "secret"
    opened.close()


def test_an_error_at_the_opening_is_told_as_often_as_it_is_met_and_holds_nothing(
    kept: BatchFolder, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    mine = kept.upload("mine", jsonl(line("a")))
    opened = again(kept, tmp_path)
    with monkeypatch.context() as patched:
        patched.setattr(files.FileFolder, "read", failing)
        for _ in range(3):
            with pytest.raises(BatchRefused, match="Input/output error"):
                opened.files()
    assert opened.files() == [mine]
    opened.close()


def failing(_: files.FileFolder) -> None:
    raise OSError(errno.EIO, os.strerror(errno.EIO))


@pytest.mark.skipif(os.name == "nt", reason="Windows has no such modes")
def test_prompts_and_answers_are_for_the_owner_alone(kept: BatchFolder, tmp_path: Path) -> None:
    batch = kept.create(kept.upload("in", jsonl(line("a"))).id, URL, None)
    kept.write(batch.id, answer("a"), is_refusal=False)
    kept.end(batch.id)
    root = tmp_path / "batches"
    assert root.stat().st_mode & 0o777 == 0o700
    assert {path.stat().st_mode & 0o777 for path in root.iterdir()} == {0o600}
    assert len(list(root.iterdir())) == 5


def test_a_batch_does_not_write_through_a_link(kept: BatchFolder, tmp_path: Path) -> None:
    batch = kept.create(kept.upload("in", jsonl(line("a"))).id, URL, None)
    secret = tmp_path / "secret.txt"
    secret.write_text("secret")
    (tmp_path / "batches" / f"{batch.outputs[0]}.jsonl").symlink_to(secret)
    with pytest.raises(BatchRefused):
        kept.write(batch.id, answer("a"), is_refusal=False)
    assert secret.read_text() == "secret"
