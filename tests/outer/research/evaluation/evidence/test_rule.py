"""The rule of the evidence: what is judged, and what counts as an answer."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shotglass.statistics import ALPHA, Change
from shotglass_research.evaluation.evidence.rule import Finding, conditions, judge


def finding(gained: int, lost: int, n: int = 48, draws: int = 1) -> Finding:
    """So many of ``n`` items rise in all draws, and so many fall."""
    moved = [1.0] * gained + [-1.0] * lost + [0.0] * (n - gained - lost)
    return Finding(Change.of([moved] * draws), n)


FINDINGS = st.builds(
    finding,
    st.integers(0, 20),
    st.integers(0, 20),
    st.sampled_from((48, 1500)),
    st.sampled_from((1, 4)),
)


@given(st.lists(st.none() | FINDINGS, min_size=1, max_size=12))
def test_an_answer_follows_from_the_corrected_p_and_never_contradicts_its_interval(
    findings: list[Finding | None],
) -> None:
    for one, judged in zip(findings, judge(findings), strict=True):
        if one is None:
            assert judged is None
            continue
        assert judged is not None
        value, low, high = judged.figure.value, judged.figure.low, judged.figure.high
        assert one.p <= judged.holm <= 1
        assert (judged.answer == "yes") == (judged.holm < ALPHA and value > 0) == (low > 0)
        assert (judged.answer == "reverse") == (high < 0)
        if low <= 0 <= high:
            small = low > -0.1 and high < 0.1
            assert judged.answer == ("no" if small else "not enough")


@given(st.lists(FINDINGS, min_size=1, max_size=8), st.integers(1, 8))
def test_what_is_not_measured_yet_never_makes_an_answer_likelier(
    findings: list[Finding], missing: int
) -> None:
    alone = judge(findings)
    waiting = judge([*findings, *[None] * missing])
    for one, other in zip(alone, waiting, strict=False):
        assert one is not None
        assert other is not None
        assert one.holm <= other.holm
        assert one.detectable <= other.detectable


@given(st.permutations([finding(gained, 1) for gained in (14, 12, 8, 4)]))
def test_the_order_of_tasks_changes_no_answer(findings: list[Finding]) -> None:
    found = {one.p: judged for one, judged in zip(findings, judge(findings), strict=True)}
    assert [found[p].answer for p in sorted(found)] == [  # type: ignore[union-attr]
        "yes", "yes", "not enough", "not enough",
    ]  # fmt: skip


def test_wrong_answers_and_calibration_are_asked_only_where_all_items_share_theirs() -> None:
    own, shared = (conditions("{input} ->{output}\n", one) for one in (False, True))
    assert list(own) == ["order", "examples", "format"]
    assert list(shared) == ["order", "examples", "labels", "format"]
    assert all(not one.content_free for one in own.values())
    assert all(one.content_free for one in shared.values())


@pytest.mark.parametrize("n", [8, 30])
def test_a_change_of_nothing_is_no_answer(n: int) -> None:
    (judged,) = judge([finding(0, 0, n)])
    assert judged is not None
    assert judged.answer == "not enough"
