"""On which line a value stands, and what is read by its form alone."""

from __future__ import annotations

import pytest

from shotglass.extensions.content.located import Faulty, read_json, read_yaml

JSON = b'{\n "a": [1,\n  {"b": 2}],\n "c": 3\n}'


@pytest.mark.parametrize(
    ("place", "line"),
    [((), 1), (("a",), 2), (("a", 1), 3), (("a", 1, "b"), 3), (("c",), 4)]
    + [(("none",), 1), (("a", 7), 2), (("c", "inner"), 4), (("a", 0, 0), 2)],
)
def test_a_place_has_the_line_of_its_value_or_of_the_nearest_around_it(
    place: tuple[str | int, ...], line: int
) -> None:
    assert read_json("a.json", JSON).line_of(place) == line


def test_a_place_in_yaml_has_the_line_of_its_key_or_of_the_nearest_around_it() -> None:
    head = read_yaml("a.md", "a:\n  b: 1\nc: [2]\n", 1)
    lines = {("a",): 2, ("a", "b"): 3, ("c", 0): 4, ("c", 9): 4, ("none", "inner"): 2}
    assert {place: head.line_of(place) for place in lines} == lines
    assert read_yaml("a.md", "", 1).line_of(()) == 2


def test_the_mark_of_utf_8_is_no_part_of_a_file() -> None:
    assert read_json("a.json", b"\xef\xbb\xbf" + JSON).value["c"] == 3


def test_text_that_is_not_utf_8_is_named_with_its_line() -> None:
    with pytest.raises(Faulty, match="a.json, line 3: This is not UTF-8 text"):
        read_json("a.json", b'{\n"a": 1,\n"b": "\xe9"}')


@pytest.mark.parametrize("text", [b"3", b'"a"', b"null"])
def test_a_place_within_a_single_value_has_its_line(text: bytes) -> None:
    assert read_json("a.json", text).line_of(("a", 0)) == 1


def test_a_text_without_quotes_is_what_yaml_1_2_makes_of_it() -> None:
    plain = "a: [true, False, NULL, ~, no, tRUE, 7, -7, 1e3, .5, 7a, 12:30, '7']\n"
    values = read_yaml("a.md", plain, 1).value["a"]
    expected = [True, False, None, None, "no", "tRUE", 7, -7, 1000.0, 0.5, "7a", "12:30", "7"]
    assert values == expected
    assert [type(value) for value in values] == [type(value) for value in expected]
