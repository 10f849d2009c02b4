"""Settings: bounds, and sentences that name the field."""

from typing import Any

import pytest

from shotglass.decoding import DecodingSettings
from shotglass.errors import InvalidRequest


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("max_tokens", 0),
        ("max_tokens", 4097),
        ("max_tokens", 1.5),
        ("max_tokens", True),
        ("temperature", -0.1),
        ("temperature", 5.1),
        ("temperature", float("nan")),
        ("temperature", float("inf")),
        ("top_k", -1),
        ("top_k", 1_000_001),
        ("top_p", 0.0),
        ("top_p", 1.1),
        ("top_p", float("nan")),
        ("top_p", True),
        ("n", 0),
        ("n", 9),
        ("seed", -1),
        ("seed", 2**53),
    ],
)
def test_a_value_out_of_bounds_is_refused_by_name(name: str, value: Any) -> None:
    with pytest.raises(InvalidRequest, match=f"^{name} is .* expected") as caught:
        DecodingSettings(**{name: value})
    assert caught.value.pointer == f"/settings/{name}"


@pytest.mark.parametrize(
    ("stop", "pointer"),
    [
        (("x",) * 17, "/settings/stop"),
        (("x", ""), "/settings/stop/1"),
        (("🙂" * 201,), "/settings/stop/0"),
    ],
)
def test_stop_strings_out_of_bounds_are_refused_by_place(
    stop: tuple[str, ...], pointer: str
) -> None:
    with pytest.raises(InvalidRequest) as caught:
        DecodingSettings(stop=stop)
    assert caught.value.pointer == pointer


def test_the_bounds_themselves_are_inside() -> None:
    DecodingSettings(4096, 5, 1_000_000, 1, 8, 2**53 - 1, ("🙂" * 200,) * 16)
    DecodingSettings(1, 0, 0, 1e-300, 1, 0)


def test_only_temperature_zero_is_greedy() -> None:
    assert DecodingSettings(temperature=0).greedy
    assert not DecodingSettings(temperature=1e-300).greedy
