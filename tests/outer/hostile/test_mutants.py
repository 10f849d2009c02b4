"""Thousands of mutants of good files: typed errors or valid models, in time and in bounds."""

from __future__ import annotations

import pytest
from outer.hostile.limits import assert_harmless, told
from outer.hostile.mutants import MUTATIONS

SAMPLE, ALL = 10, 2000
FILES = {"onnx": ("native-fp32.onnx", "explain.onnx")}


def mutants(good, kind, seeds):
    for seed in seeds:
        names = FILES.get(kind)
        file = {"file": names[seed % len(names)]} if names else {}
        yield {"kind": kind, "folder": str(good[kind]), "seed": seed, **file}


def check(outcomes, kind):
    print(f"{kind}: {told(outcomes)}")
    assert_harmless(outcomes)
    if kind == "manifest":  # read by the server itself, where nothing but a typed error will do
        assert {found["said"] for found in outcomes} <= {"returned", "refused"}


def test_a_sample_of_mutants_does_no_harm(good, nursery):
    asked = [case for kind in MUTATIONS for case in mutants(good, kind, range(SAMPLE))]
    outcomes = nursery(asked)
    assert len(outcomes) == SAMPLE * len(MUTATIONS)
    for kind in MUTATIONS:
        check([found for found in outcomes if found["kind"] == kind], kind)


@pytest.mark.slow
@pytest.mark.timeout(3000)  # minutes of forks on a quiet machine
@pytest.mark.parametrize("kind", MUTATIONS)
def test_two_thousand_mutants_do_no_harm(good, nursery, kind):
    outcomes = nursery(mutants(good, kind, range(ALL)))
    assert len(outcomes) == ALL
    check(outcomes, kind)
