"""What is read of a foreign file's JSON can be written into an answer, and what is not as its
dataclass says is refused in a sentence that names the place."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Annotated, Any, Literal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shotglass.bounds import Bound, Rule
from shotglass.parsing import MOST_DEPTH, Unfit, fits, json_pointer, loads, parsed

VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
)


@given(VALUES)
def test_it_reads_what_the_standard_library_wrote(value: object) -> None:
    assert loads(json.dumps(value)) == value
    assert loads(json.dumps(value, ensure_ascii=False).encode()) == value


@pytest.mark.parametrize("pair", [("[", "]"), ('{"a":', "}"), ('[{"a":', "}]")])
def test_the_depth_is_bounded_to_the_level(pair: tuple[str, str]) -> None:
    each = pair[0].count("[") + pair[0].count("{")
    most = MOST_DEPTH // each
    loads(pair[0] * most + "1" + pair[1] * most)
    for times in (most + 1, 900, 100_000):
        with pytest.raises(ValueError, match="nested deeper than 64 levels"):
            loads(pair[0] * times + "1" + pair[1] * times)


@pytest.mark.parametrize("text", ['["\\ud800"]', '{"\\uDFFF": 1}', b'"\xed\xa0\x80"', b"\xff"])
def test_half_a_surrogate_pair_and_bytes_that_are_no_text_are_refused(text: str | bytes) -> None:
    with pytest.raises(ValueError, match="codec"):
        loads(text)


def test_whole_surrogate_pairs_and_many_values_side_by_side_are_read() -> None:
    assert loads('"\\ud83d\\ude42"') == "🙂"
    assert loads(json.dumps([[0]] * 500)) == [[0]] * 500


@dataclass(frozen=True)
class Part:
    size: Annotated[int, Bound(0, 9, whole=True)]
    kind: Literal["a", "b"] = "a"

    def __post_init__(self) -> None:
        if self.size == 7:
            raise Unfit(("size",), 7, "seven goes with nothing")


@dataclass(frozen=True)
class Whole:
    parts: Mapping[Annotated[str, Rule("a name in lower case", str.islower)], Part]
    list: tuple[Part, ...] = ()
    share: float = 1.0
    tags: tuple[str, ...] = ()
    flag: bool = False
    ids: Annotated[tuple[int, ...], Rule("a list of ids")] = ()
    end: Annotated[int, Rule("an id"), Bound(0, 9, whole=True)] | None = None


GOOD: dict[str, Any] = {"parts": {"x": {"size": 1}}}


def test_a_dataclass_is_made_of_nested_objects_and_lists() -> None:
    value = GOOD | {"list": [{"size": 2, "kind": "b"}], "share": 2, "ids": [1, 2], "end": None}
    assert parsed(Whole, value) == Whole({"x": Part(1)}, (Part(2, "b"),), 2.0, ids=(1, 2))


@pytest.mark.parametrize(
    ("change", "pointer", "sentence"),
    [
        ({"share": "1"}, "/share", "share is '1'; a number was expected"),
        ({"share": True}, "/share", "share is True; a number was expected"),
        ({"share": float("nan")}, "/share", "share is nan; a number was expected"),
        ({"flag": 1}, "/flag", "flag is 1; true or false was expected"),
        ({"tags": "x"}, "/tags", "tags is 'x'; a list of texts was expected"),
        ({"tags": ["x", 1]}, "/tags/1", "tags.1 is 1; a text was expected"),
        ({"list": {}}, "/list", "list is {}; a list of objects was expected"),
        ({"list": [{"size": 1}, {}]}, "/list/1/size", "list.1.size is missing; a whole number"),
        ({"parts": {"x": {"size": 10}}}, "/parts/x/size", "is 10; a whole number from 0 to 9 was"),
        ({"parts": {"x": {"size": 1.0}}}, "/parts/x/size", "is 1.0; a whole number from 0 to 9"),
        ({"parts": {"x": {"size": 7}}}, "/parts/x/size", "is 7; seven goes with nothing"),
        ({"parts": {"x": 1}}, "/parts/x", "parts.x is 1; an object was expected"),
        ({"parts": {"X": {"size": 1}}}, "/parts", "parts is 'X'; a name in lower case was"),
        ({"parts": {"x": {"size": 1, "kind": "c"}}}, "/parts/x/kind", "one of a, b was expected"),
        ({"parts": {"x": {"size": 99, "sise": 1}}}, "/parts/x/sise", "known are size, kind"),
        ({"ids": [1, "2"]}, "/ids", 'ids is [1, "2"]; a list of ids was expected'),
        ({"end": 10}, "/end", "end is 10; an id or null was expected"),
        ({"colour": 1, "flag": 2}, "/colour", "colour is 1; there is no such key; known are parts"),
    ],
)
def test_what_does_not_fit_is_named_with_its_place_value_and_what_was_expected(
    change: dict[str, Any], pointer: str, sentence: str
) -> None:
    with pytest.raises(Unfit) as caught:
        parsed(Whole, GOOD | change)
    assert json_pointer(caught.value.place) == pointer
    assert sentence in str(caught.value)


@pytest.mark.parametrize("value", [None, [], 1, "x"])
def test_what_is_no_object_at_all_is_refused(value: object) -> None:
    with pytest.raises(Unfit, match="an object was expected"):
        parsed(Whole, value)


def test_other_keys_may_stand_beside_where_one_only_asks_whether_it_fits() -> None:
    assert fits(Whole, GOOD | {"colour": 1})
    assert not fits(Whole, GOOD | {"colour": 1, "flag": 2})


def test_pydantic_is_not_imported_before_a_file_is_read() -> None:
    """Commands that read none start without it."""
    code = "import sys, shotglass.cli; sys.exit('pydantic' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
