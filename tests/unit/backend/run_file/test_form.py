"""A file is a run whole, or is refused with the place that is wrong."""

from __future__ import annotations

import json
from typing import Any

import pytest
from contract import runs_cases
from jsonschema import Draft202012Validator

from shotglass.engine.measurement import record
from shotglass.errors import InvalidRequest
from shotglass.run_file import MOST_BYTES, read, written
from shotglass.run_file.form import shape

CASES = runs_cases.make()
VIEWS = runs_cases.runs()
RUN = VIEWS["compare"]
STANDARD = Draft202012Validator(shape().schema)


def _bytes(value: Any) -> bytes:
    return json.dumps(value).encode()


@pytest.mark.parametrize("view", VIEWS)
def test_a_run_is_read_as_it_was_written(view: str) -> None:
    assert read(written(VIEWS[view]).encode()) == VIEWS[view]


def test_a_measurement_is_read_without_its_figures_which_take_seconds(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def figures(*_: Any) -> Any:
        raise AssertionError("computed")

    monkeypatch.setattr(record, "figures", figures)
    assert read(written(VIEWS["measure"]).encode()) == VIEWS["measure"]


@pytest.mark.parametrize("view", VIEWS)
def test_the_schema_is_one_of_its_draft_and_takes_the_run(view: str) -> None:
    Draft202012Validator.check_schema(shape().schema)
    STANDARD.validate(VIEWS[view])


@pytest.mark.parametrize("view", VIEWS)
def test_200_mutated_runs_are_refused_at_their_places(view: str) -> None:
    cases = [case for case in CASES["mutations"] if case["view"] == view]
    assert len(cases) == runs_cases.MUTATIONS
    for case in cases:
        value = runs_cases.mutated(view, case["at"], case["kind"], case["value"])
        with pytest.raises(InvalidRequest) as refused:
            read(_bytes(value))
        assert str(refused.value).startswith(f"This file is no run. {case['place']}: expected ")


@pytest.mark.parametrize("case", CASES["misfits"], ids=lambda case: case["says"])
def test_parts_that_do_not_fit_each_other_are_named(case: Any) -> None:
    value = runs_cases.mutated(case["view"], case["at"], "value", case["value"])
    with pytest.raises(InvalidRequest) as refused:
        read(_bytes(value))
    assert str(refused.value) == f"This file is no run. {case['says']}."


@pytest.mark.parametrize("case", CASES["faults"], ids=lambda case: case["says"])
def test_what_is_wrong_is_said_in_a_sentence(case: Any) -> None:
    with pytest.raises(InvalidRequest) as refused:
        read(_bytes(runs_cases.mutated("compare", case["at"], "value", case["value"])))
    assert str(refused.value) == f"This file is no run. {case['says']}."


@pytest.mark.parametrize(
    "data",
    [b"", b"{", b"\xff", b"NaN", b"[" * 5000, b'"\\ud800"', b"\xef\xbb\xbf{}", b"9" * 5000],
)
def test_what_is_no_json_is_refused(data: bytes) -> None:
    with pytest.raises(InvalidRequest, match="This file is not JSON, as a run is"):
        read(data)


def test_a_key_that_is_there_twice_is_refused() -> None:
    twice = json.dumps(RUN).replace('"view": "compare"', '"view": "fill", "view": "compare"')
    with pytest.raises(
        InvalidRequest, match='not JSON, as a run is: the key "view" is there twice'
    ):
        read(twice.encode())


@pytest.mark.parametrize("id", ["/etc", "../../etc", "C:models", "a/b", "a\\b", ".", "", "toy\n"])
def test_the_id_of_a_model_is_no_path(id: str) -> None:
    with pytest.raises(InvalidRequest, match=r"models\[0\]\.id: expected a text such as"):
        read(_bytes(RUN | {"models": [RUN["models"][0] | {"id": id}]}))


def test_a_run_of_a_newer_form_is_refused_by_its_form() -> None:
    with pytest.raises(InvalidRequest, match="This run is of form 3, and this Shotglass reads"):
        read(_bytes(RUN | {"shotglass_run": 3, "dream": "new"}))


def test_a_run_is_written_in_the_first_form_that_has_a_place_for_it() -> None:
    forms = {view: json.loads(written(run))["shotglass_run"] for view, run in VIEWS.items()}
    assert forms == {view: 2 if view == "inside" else 1 for view in VIEWS}
    assert json.loads(written(RUN | {"shotglass_run": 2}))["shotglass_run"] == 1


def test_a_file_over_the_limit_is_refused_unread() -> None:
    with pytest.raises(
        InvalidRequest, match="5,000,000 bytes at most, and this file has 5,000,001"
    ):
        read(b" " * (MOST_BYTES + 1))


def test_a_file_at_the_limit_is_read() -> None:
    assert read(written(RUN).encode().ljust(MOST_BYTES)) == RUN
