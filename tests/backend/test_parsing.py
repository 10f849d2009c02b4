"""What is read of a foreign file's JSON can be written into an answer."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shotglass.parsing import MOST_DEPTH, loads

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
