"""Each hostile file made by hand is refused in time and in bounds, and leaves nothing."""

from __future__ import annotations

import re

import pytest
from outer.hostile.good import write_good_pickle
from outer.hostile.handmade import REASONS, cases, spoilt_headers
from outer.hostile.limits import assert_harmless, told

from shotglass.errors import ImportFailed
from shotglass_export.importers.gguf.header import read_header

LONG = {"onnx-endless"}  # three seconds of the processor, until it is ended


def check(nursery, made, folder, *needs):
    before = sorted(map(str, folder.rglob("*")))
    asked = ({"name": name, "kind": kind, "path": str(path)} for name, kind, path in made)
    outcomes = nursery(asked, *needs)
    print(told(outcomes))
    assert len(outcomes) == len(made)
    assert_harmless(outcomes)
    assert [found["name"] for found in outcomes if found["said"] == "returned"] == []
    assert sorted(map(str, folder.rglob("*"))) == before


def test_each_hostile_file_is_refused_in_time_and_leaves_nothing(good, nursery, tmp_path):
    made = [case for case in cases(good, tmp_path) if case[0] not in LONG]
    assert len(made) >= 45
    check(nursery, made, tmp_path)


@pytest.mark.parametrize("name", REASONS)
def test_a_gguf_file_with_one_fault_is_refused_for_it(good, tmp_path, name):
    file = tmp_path / "one.gguf"
    file.write_bytes(spoilt_headers(good["gguf"] / "model.gguf")[name])
    with pytest.raises(ImportFailed, match=re.escape(REASONS[name])):
        read_header(file)


@pytest.mark.slow  # nine checkpoints of torch, and what is ended only when its time is over
def test_so_is_each_hostile_pickle_and_what_never_ends(good, nursery, tmp_path):
    from outer.hostile.pickles import pickles

    write_good_pickle(tmp_path / "torch")
    made = list(pickles(tmp_path / "torch", tmp_path / "torch-cases"))
    check(nursery, made, tmp_path, "shotglass_export.pickled")
    (tmp_path / "endless").mkdir()
    made = [case for case in cases(good, tmp_path / "endless") if case[0] in LONG]
    assert len(made) == len(LONG)
    check(nursery, made, tmp_path)
