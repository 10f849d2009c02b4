"""The rule of the evidence: what is judged, and what counts as an answer."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shotglass.statistics import ALPHA
from shotglass_export.evaluation.evidence.rule import Finding, conditions, judge

FINDINGS = st.builds(
    Finding,
    st.floats(-1, 1).filter(lambda change: change != 0),
    st.floats(1e-6, 1),
    st.sampled_from((8, 48, 1500)),
)


@given(st.lists(st.none() | FINDINGS, min_size=1, max_size=12))
def test_an_answer_follows_from_the_sign_the_corrected_p_and_the_number_of_items(
    findings: list[Finding | None],
) -> None:
    for one, judged in zip(findings, judge(findings), strict=True):
        if one is None:
            assert judged is None
            continue
        assert judged is not None
        assert one.p <= judged.holm <= 1
        if judged.holm < ALPHA:
            assert judged.answer == ("yes" if one.change > 0 else "reverse")
        else:
            assert judged.answer == ("no" if judged.detectable <= 0.1 else "not enough")


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


@given(st.permutations([Finding(0.2, p, 48) for p in (0.001, 0.004, 0.03, 0.2)]))
def test_the_order_of_tasks_changes_no_answer(findings: list[Finding]) -> None:
    found = {one.p: judged for one, judged in zip(findings, judge(findings), strict=True)}
    assert [found[p].answer for p in (0.001, 0.004, 0.03, 0.2)] == [  # type: ignore[union-attr]
        "yes", "yes", "not enough", "not enough",
    ]  # fmt: skip


def test_wrong_answers_and_calibration_are_asked_only_where_all_items_share_theirs() -> None:
    own, shared = (conditions("{input} ->{output}\n", one) for one in (False, True))
    assert list(own) == ["order", "examples", "format"]
    assert list(shared) == ["order", "examples", "labels", "format"]
    assert all(not one.content_free for one in own.values())
    assert all(one.content_free for one in shared.values())


@pytest.mark.parametrize("n", [8, 48])
def test_a_change_of_nothing_is_no_answer(n: int) -> None:
    (judged,) = judge([Finding(0.0, 1.0, n)])
    assert judged is not None
    assert judged.answer == "not enough"
