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
        ("min_p", -0.01),
        ("min_p", 1.01),
        ("min_p", float("nan")),
        ("repetition_penalty", 0),
        ("repetition_penalty", 101),
        ("repetition_penalty", float("nan")),
        ("presence_penalty", -2.1),
        ("presence_penalty", float("nan")),
        ("frequency_penalty", 2.1),
        ("frequency_penalty", True),
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


@pytest.mark.parametrize(
    ("bias", "pointer"),
    [
        (((5, 100.5),), "/settings/logit_bias/5"),
        (((5, float("nan")),), "/settings/logit_bias/5"),
        (((5, True),), "/settings/logit_bias/5"),
        (((-1, 1.0),), "/settings/logit_bias/-1"),
        (((1.5, 1.0),), "/settings/logit_bias/1.5"),
        (((5, 1.0), (5, 2.0)), "/settings/logit_bias"),
        (tuple((id, 0.0) for id in range(1025)), "/settings/logit_bias"),
    ],
)
def test_a_logit_bias_out_of_bounds_is_refused_by_token(bias: Any, pointer: str) -> None:
    with pytest.raises(InvalidRequest, match="^logit_bias .* expected") as caught:
        DecodingSettings(logit_bias=bias)
    assert caught.value.pointer == pointer


def test_a_logit_bias_is_kept_in_the_order_of_ids() -> None:
    assert DecodingSettings(logit_bias=((7, 1), (2, -3))).logit_bias == ((2, -3.0), (7, 1.0))


def test_the_bounds_themselves_are_inside() -> None:
    DecodingSettings(4096, 5, 1_000_000, 1, 8, 2**53 - 1, ("🙂" * 200,) * 16)
    DecodingSettings(1, 0, 0, 1e-300, 1, 0)
    DecodingSettings(min_p=1, repetition_penalty=100, presence_penalty=2, frequency_penalty=-2)
    DecodingSettings(min_p=0, repetition_penalty=1e-300, logit_bias=((0, -100), (1, 100)))


def test_only_temperature_zero_is_greedy() -> None:
    assert DecodingSettings(temperature=0).greedy
    assert not DecodingSettings(temperature=1e-300).greedy
