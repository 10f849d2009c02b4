"""The named random numbers; the published vectors are in the golden file."""

from hypothesis import given
from hypothesis import strategies as st
from support.references import reference_decoding as reference

from shotglass.decoding import philox4x32, uniform

WORD = st.integers(0, 2**32 - 1)


@given(counter=st.tuples(WORD, WORD, WORD, WORD), key=st.tuples(WORD, WORD))
def test_it_equals_the_reference(counter: tuple[int, int, int, int], key: tuple[int, int]) -> None:
    assert list(philox4x32(counter, key)) == reference.philox(counter, key)


@given(seed=st.integers(0, 2**53 - 1), sample=st.integers(0, 7), step=st.integers(0, 4095))
def test_a_uniform_number_is_below_one_and_a_multiple_of_two_to_the_minus_53(
    seed: int, sample: int, step: int
) -> None:
    u = uniform(seed, sample, step)
    assert 0 <= u < 1
    assert (u * 2**53).is_integer()
    assert u == reference.uniform(seed, sample, step)
