"""Files that nobody vouches for are read in a confined process, of which two files are believed."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest
from numpy.testing import assert_array_equal
from support.models.tiny import tiny_checkpoint, tiny_config, tiny_weights
from support.models.tiny_gguf import write_gguf

from shotglass.errors import ImportFailed
from shotglass.sandbox import Confined
from shotglass_export.importers import isolated
from shotglass_export.importers.gguf.checkpoint import read_gguf
from shotglass_export.importers.isolated import (
    ABOUT,
    WEIGHTS,
    emit,
    read_isolated,
    read_worker_output,
)


@pytest.fixture
def gguf(tmp_path: Path) -> Path:
    config = tiny_config("llama")
    return write_gguf(tmp_path / "tiny.gguf", config, tiny_weights(config))


@pytest.fixture
def emitted(tmp_path: Path) -> Path:
    folder = tmp_path / "emitted"
    folder.mkdir()
    emit(tiny_checkpoint("gpt2"), folder)
    return folder


def test_what_comes_back_is_what_was_read_and_nothing_is_left(gguf, tmp_path):
    expected = read_gguf(gguf)
    with read_isolated("gguf", gguf, tmp_path / "scratch") as read:
        assert (read.config, read.tokenizer, read.card) == (
            expected.config,
            expected.tokenizer,
            expected.card,
        )
        for name in expected.weights:
            assert_array_equal(read.weights[name], expected.weights[name])
    assert list((tmp_path / "scratch").iterdir()) == []


def test_the_sentence_of_a_refusal_is_the_reader_s(gguf, tmp_path):
    gguf.write_bytes(gguf.read_bytes()[:5000])
    with (
        pytest.raises(ImportFailed, match="damaged, cut short"),
        read_isolated("gguf", gguf, tmp_path),
    ):
        pass


def test_a_weight_that_is_no_number_is_refused_by_name(tmp_path):
    config = tiny_config("llama")
    weights = tiny_weights(config)
    weights["layers.1.ffn.up.weight"][3, 4] = np.nan
    path = write_gguf(tmp_path / "a.gguf", config, weights)
    with (
        pytest.raises(ImportFailed, match=r"layers\.1\.ffn\.up\.weight holds a value that is no"),
        read_isolated("gguf", path, tmp_path),
    ):
        pass


def test_a_reader_that_dies_is_told_as_one_sentence(gguf, tmp_path, monkeypatch):
    died = Confined(failed="was ended by SIGSEGV")
    monkeypatch.setattr(isolated, "run_confined", lambda *_, **__: died)
    with (
        pytest.raises(ImportFailed, match=r"tiny\.gguf could not be read: .* SIGSEGV"),
        read_isolated("gguf", gguf, tmp_path),
    ):
        pass


def test_what_is_emitted_is_a_safetensors_file(emitted):
    from safetensors.numpy import load_file

    theirs, ours = load_file(emitted / WEIGHTS), tiny_checkpoint("gpt2").weights
    assert theirs.keys() == ours.keys()
    for name, array in ours.items():
        assert_array_equal(theirs[name], array)


@pytest.mark.parametrize(
    "change",
    [
        {"config": {}},
        {"config": {**tiny_config("gpt2").to_json(), "layers": 4000}},
        {"config": {**tiny_config("gpt2").to_json(), "vocabulary": 9}},
        {"config": None},
        {"config": dict.fromkeys(map(str, range(100_000)))},
        {"card": {"name": "x"}},
        {"card": None},
        {"tokenizer": []},
    ],
)
def test_a_process_that_was_taken_over_is_not_believed(emitted, change):
    about = json.loads((emitted / ABOUT).read_text())
    (emitted / ABOUT).write_text(json.dumps(about | change))
    with pytest.raises(ImportFailed, match="is no checkpoint"):
        read_worker_output(emitted)


@pytest.mark.parametrize("spoil", [lambda data: data[:-1], lambda data: b"\xff" * 8 + data[8:]])
def test_weights_of_another_length_or_header_are_not_believed(emitted, spoil):
    (emitted / WEIGHTS).write_bytes(spoil((emitted / WEIGHTS).read_bytes()))
    with pytest.raises(ImportFailed, match="not those of its architecture"):
        read_worker_output(emitted)


def test_a_link_in_place_of_what_was_emitted_is_not_followed(emitted, tmp_path):
    (emitted / ABOUT).rename(tmp_path / "elsewhere")
    (emitted / ABOUT).symlink_to(tmp_path / "elsewhere")
    with pytest.raises(ImportFailed, match="is no checkpoint"):
        read_worker_output(emitted)
