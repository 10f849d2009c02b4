"""Logs that are damaged, or made to do harm: each is refused with its place and the way out."""

from __future__ import annotations

import io
import json
import os
import struct
import zipfile
from collections.abc import Callable
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest
import zstandard

from shotglass.errors import InvalidRequest
from shotglass.extensions.logs import archive, files
from shotglass.extensions.logs.files import read_logs

MOST = 1 << 20  # bytes
LOGS = Path(__file__).parents[4] / "support/inputs/logs"
ABOUT = {"status": "success", "eval": {"task": "t", "model": "m"}}
SAMPLE = {"id": 1, "input": "?", "target": "!", "scores": {"s": {"value": "C"}}}


def refused(path: Path) -> str:
    with pytest.raises(InvalidRequest) as caught:
        read_logs(path)
    assert len(str(caught.value)) < 1000
    return str(caught.value)


def written(tmp_path: Path, value: Any, name: str = "log.json") -> Path:
    path = tmp_path / name
    path.write_text(value if isinstance(value, str) else json.dumps(value))
    return path


def packed(tmp_path: Path, members: dict[str, bytes], method: int = zipfile.ZIP_DEFLATED) -> Path:
    path = tmp_path / "log.eval"
    with zipfile.ZipFile(path, "w", method) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return path


def harness(**changes: Any) -> dict[str, Any]:
    return {
        "doc_id": 0, "doc": {"question": "?"}, "target": "!", "arguments": {}, "resps": [],
        "filtered_resps": ["!"], "filter": "none", "metrics": ["acc"], "acc": 1.0,
    } | changes  # fmt: skip


@pytest.mark.parametrize(
    ("value", "why"),
    [
        ("", "is not JSON"),
        ("[" * 100_000, "a list or an object in every few bytes"),
        (" " * 10_000 + "[" * 500 + "]" * 500, "nested deeper than 64"),
        (f"[{'[], ' * 100_000}[]]", "a list or an object in every few bytes"),
        (ABOUT | {"samples": [0] * 800_001}, "samples is 'list of 800,001'"),
        (ABOUT | {"samples": [SAMPLE | {"id": "1" * 1001}]}, "samples.0.id is 'str of 1,001'"),
        (
            ABOUT | {"samples": [SAMPLE | {"scores": dict.fromkeys(map(str, range(1001)), 0)}]},
            "samples.0.scores is 'dict of 1,001'; 1,000 keys at most",
        ),
        ('{"a": "\\ud800"}', "is not JSON"),
        ("null", "is no log that is known here"),
        ({"results": {}, "n-samples": {}}, "--log_samples"),
        (ABOUT, "samples is missing; the log was written without them"),
        (ABOUT | {"samples": {}}, "samples is {}; a list was expected"),
        (ABOUT | {"samples": []}, "holds 0 samples"),
        (ABOUT | {"samples": [3]}, "samples.0 is 3; an object was expected"),
        (ABOUT | {"eval": {"task": "t"}, "samples": []}, "eval.model is missing"),
        (ABOUT | {"samples": [SAMPLE | {"id": True}]}, "samples.0.id is True"),
        (ABOUT | {"samples": [SAMPLE, SAMPLE]}, "samples.1.id is 1; there is epoch 1 of it"),
        (
            ABOUT | {"samples": [SAMPLE | {"input": [{"role": "user"}]}]},
            "input.0.content is missing",
        ),
        (ABOUT | {"samples": [SAMPLE | {"scores": [1]}]}, "samples.0.scores is"),
        (
            ABOUT | {"samples": [SAMPLE | {"scores": {"s": {"value": 10**400}}}]},
            "samples.0.scores.s.value is 1000",
        ),
        (harness(doc_id=None), "line 1.doc_id is missing"),
        (harness(metrics=["f1"]), "line 1.f1 is missing"),
        (harness(acc=1e300), "a score from -1e+15 to 1e+15 was expected"),
        (f"{json.dumps(harness())}\n{json.dumps(harness())}", "line 2.doc_id is 0; a line before"),
        (f'{json.dumps(harness())}\n{{"doc_id"', "Line 2 of log.json is not JSON"),
        ({"results": {"results": []}}, "results.prompts is missing"),
        (
            {"results": {"prompts": [], "results": [{"promptIdx": 10**9, "testIdx": 0}]}},
            "results.results.0.promptIdx is 1000000000",
        ),
    ],
)
def test_json_that_is_no_log_is_refused_by_its_key(tmp_path: Path, value: Any, why: str) -> None:
    assert why in refused(written(tmp_path, value))


def test_nan_and_words_that_are_no_scores_leave_a_sample_without_one(tmp_path: Path) -> None:
    values = ("NaN", "Infinity", '"maybe"', "[1]", "null", '"0.25"')
    samples = ", ".join(
        f'{{"id": {place}, "input": "?", "target": "", "scores": {{"s": {{"value": {value}}}}}}}'
        for place, value in enumerate(values)
    )
    text = f'{{"status": "success", "eval": {{"task": "t", "model": "m"}}, "samples": [{samples}]}}'
    (log,) = read_logs(written(tmp_path, text))
    assert [each.scores for each in log.samples] == [{}, {}, {}, {}, {}, {"s": 0.25}]


def test_more_samples_than_can_be_judged_are_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(files, "MOST_SAMPLES", 3)
    samples = [SAMPLE | {"id": place} for place in range(4)]
    path = written(tmp_path, ABOUT | {"samples": samples})
    assert "holds 4 samples of 't'; 1 to 3 were expected: compare a part of them" in refused(path)


@pytest.mark.parametrize("kind", ["inspect_ai", "lm_eval", "promptfoo"])
def test_samples_are_counted_before_all_of_them_are_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, kind: str
) -> None:
    """The third is no sample: it would be at fault, were it read."""
    result = {"promptIdx": 0, "vars": {}, "success": True, "score": 1}
    column = {"prompts": [{"provider": "m", "label": "p"}]}
    texts = {
        "inspect_ai": json.dumps(
            ABOUT | {"samples": [SAMPLE, SAMPLE | {"id": 2}, {"id": 3}, SAMPLE | {"id": 4}]}
        ),
        "lm_eval": "\n".join(json.dumps(harness(doc_id=at)) for at in range(3)) + "\nno line",
        "promptfoo": json.dumps(
            {"results": column | {"results": [result | {"testIdx": 0}, *[3] * 3]}}
        ),
    }
    monkeypatch.setattr(import_module(f"shotglass.extensions.logs.{kind}"), "MOST_SAMPLES", 2)
    assert "questions at most were expected: compare a part" in refused(
        written(tmp_path, texts[kind])
    )


def test_a_link_a_pipe_and_a_crowded_folder_are_refused(tmp_path: Path) -> None:
    written(tmp_path, ABOUT | {"samples": [SAMPLE]})
    (tmp_path / "link.json").symlink_to("log.json")
    assert "it is a link" in refused(tmp_path / "link.json")
    os.mkfifo(tmp_path / "pipe.json")
    assert "it is a pipe" in refused(tmp_path / "pipe.json")
    crowded = tmp_path / "crowded"
    crowded.mkdir()
    assert "holds 0 files" in refused(crowded)
    for place in range(201):
        (crowded / f"{place}.json").touch()
    assert "holds 201 files" in refused(crowded)


def test_the_same_run_twice_in_a_folder_is_refused(tmp_path: Path) -> None:
    for name in ("a.json", "b.json"):
        written(tmp_path, ABOUT | {"samples": [SAMPLE]}, name)
    assert "holds 't' of 'm' several times" in refused(tmp_path)


def test_a_zip_of_any_method_is_read(tmp_path: Path) -> None:
    members = {"header.json": json.dumps(ABOUT).encode(), "summaries.json": b""}
    members["summaries.json"] = json.dumps([SAMPLE]).encode()
    for method in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
        (log,) = read_logs(packed(tmp_path, members, method))
        assert [each.scores for each in log.samples] == [{"s": 1.0}]


def test_a_run_that_was_cut_off_is_read_from_its_journal(tmp_path: Path) -> None:
    start = json.dumps({"eval": ABOUT["eval"]}).encode()
    parts = {
        f"_journal/summaries/{place}.json": json.dumps([SAMPLE | {"id": place}]).encode()
        for place in (1, 2, 10)
    }
    (log,) = read_logs(packed(tmp_path, {"_journal/start.json": start, **parts}))
    assert [each.id for each in log.samples] == ["1", "2", "10"]
    assert log.status == "not ended"


def zeros(most: int) -> bytes:
    packer = zstandard.ZstdCompressor().compressobj()
    piece = bytes(1 << 20)
    return b"".join([*(packer.compress(piece) for _ in range(most >> 20)), packer.flush()])


def as_zstandard(tmp_path: Path, content: bytes, *, whole: bool = True) -> Path:
    """A zip whose summaries are ``content``, said to be packed as Zstandard."""
    header = json.dumps(ABOUT).encode()
    members = {"header.json": header, "summaries.json": content}
    path = packed(tmp_path, members, zipfile.ZIP_STORED)
    data = bytearray(path.read_bytes())
    for sign, offset in ((b"PK\x03\x04", 8), (b"PK\x01\x02", 10)):
        place = data.rindex(sign)
        data[place + offset : place + offset + 2] = struct.pack("<H", 93)
    path.write_bytes(data if whole else data[: len(data) // 2])
    return path


@pytest.mark.parametrize(
    ("make", "why"),
    [
        (lambda t: packed(t, {"header.json": b"{}"}), "no summaries of samples"),
        (lambda t: packed(t, {"a": b"{}"}), "neither header.json nor"),
        (
            lambda t: packed(t, {"header.json": b"{}", "summaries.json": b"[]"}, zipfile.ZIP_LZMA),
            "packed by a method of no name here",
        ),
        (lambda t: as_zstandard(t, b"no frame"), "is damaged"),
        (lambda t: as_zstandard(t, zstandard.compress(b"[]")), "checksum differs"),
        (lambda t: as_zstandard(t, zeros(4 << 20)), "has more than 1,048,576 bytes"),
        (lambda t: as_zstandard(t, b"[]" * 500, whole=False), "no whole zip"),
    ],
)
def test_a_zip_that_lies_or_bursts_is_refused(
    tmp_path: Path, make: Callable[[Path], Path], why: str
) -> None:
    with pytest.raises(InvalidRequest, match=why):
        archive.unpack(tmp_path, str(make(tmp_path)), str(MOST))


def test_a_zip_of_too_many_members_is_refused_before_they_are_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whatever count its end tells: the entries are told apart by how each begins."""
    path = packed(tmp_path, {f"{number}": b"" for number in range(archive.MOST_MEMBERS + 1)})
    data = bytearray(path.read_bytes())
    end = data.rindex(b"PK\x05\x06")
    data[end + 8 : end + 12] = struct.pack("<HH", 1, 1)
    path.write_bytes(data)
    monkeypatch.setattr(zipfile.ZipInfo, "__init__", None)
    with pytest.raises(InvalidRequest, match="more than 30,000 files"):
        archive.unpack(tmp_path, str(path), str(MOST))


def test_what_a_zip_lacks_and_what_it_holds_are_refused_by_its_name(tmp_path: Path) -> None:
    message = refused(packed(tmp_path, {"a": b"{}"}))
    assert "log.eval cannot be read as a log of inspect_ai: it holds neither header.json" in message
    assert message.endswith("write it as JSON: inspect log convert --to json.")
    message = refused(packed(tmp_path, {"header.json": b"{", "summaries.json": b"[]"}))
    assert "log.eval is not JSON" in message


def test_a_member_that_is_not_where_the_zip_says_is_refused(tmp_path: Path) -> None:
    members = {"header.json": b"{}", "summaries.json": b"[]"}
    path = packed(tmp_path, members)
    data = bytearray(path.read_bytes())
    place = data.rindex(b"PK\x01\x02")
    data[place + 42 : place + 46] = struct.pack("<I", 7)
    path.write_bytes(data)
    with pytest.raises(InvalidRequest, match="is not where the zip says"):
        archive.unpack(tmp_path, str(path), str(MOST))


def test_a_member_that_says_it_is_too_large_is_not_read(tmp_path: Path) -> None:
    path = packed(tmp_path, {"header.json": bytes(5 * MOST)}, zipfile.ZIP_STORED)
    with zipfile.ZipFile(path) as whole:
        member = whole.getinfo("header.json")
    sizes = []

    class Counted(io.BytesIO):
        def read(self, size: int | None = -1) -> bytes:
            sizes.append(size)
            return super().read(size)

    with pytest.raises(InvalidRequest, match=f"has more than {MOST:,} bytes"):
        archive._content(Counted(path.read_bytes()), member, MOST)
    assert sizes == [30]  # the member's own head


def test_the_reader_of_zips_writes_and_calls_nothing_else(tmp_path: Path) -> None:
    """It is the confined process of ``sandbox``, whose own tests say what that may do."""
    header, summaries = archive.header_and_summaries("log", LOGS / "inspect-small.eval", MOST)
    assert json.loads(header)["eval"]["task"] == "sums"
    assert len(json.loads(summaries)) == 12
