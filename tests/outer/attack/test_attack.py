"""Kinds of attack as tests: nothing of them gets through."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from outer.attack import hostile_files, run
from outer.attack.place import Place, Try, a_place
from outer.attack.run import kinds

QUICK = (
    "broken_off", "classes", "content_floods", "contents", "frames", "loading", "manifests",
    "raw_http", "run_folders", "templates", "traversal",
)  # fmt: skip
LONG = (  # half a minute and more
    "batches", "descriptors", "disks", "hostile_files", "insides", "long_texts", "measuring",
    "odd_files", "searches", "slow_clients",
)  # fmt: skip
SOME = {"export of onnx-weights-elsewhere", "export of tokenizer-far-id"}


@pytest.fixture(scope="module")
def place() -> Iterator[Place]:
    with a_place() as made:
        yield made


@pytest.mark.parametrize("name", QUICK)
def test_it_holds(place: Place, name: str) -> None:
    all_hold(place, name)


@pytest.mark.slow
@pytest.mark.parametrize("name", LONG)
def test_it_holds_in_the_long_run(place: Place, name: str) -> None:
    all_hold(place, name)


def all_hold(place: Place, name: str) -> None:
    ((_, attack),) = kinds([name])
    tries = list(attack(place))
    assert tries
    assert [one for one in tries if one.fault is not None] == []


def some_hostile_files(folder: Path) -> Iterator[tuple[str, hostile_files.Try]]:
    yield from (one for one in hostile_files.exports(folder / "exports") if one[0] in SOME)
    yield next(hostile_files.imports(folder / "imports"))


def test_some_hostile_files_are_each_one_sentence(place: Place) -> None:
    tries = list(run.by_calls(some_hostile_files, place))
    assert len(tries) == len(SOME) + 1
    assert [one for one in tries if one.fault is not None] == []


def test_an_assertion_without_a_word_counts_as_a_fault(place: Place) -> None:
    def bare() -> None:
        raise AssertionError

    (one,) = run.by_calls(lambda folder: [("bare", bare)], place)
    assert one.fault is not None
    assert one.fault.startswith("AssertionError in line ")


def test_what_an_attack_raises_is_a_fault_and_what_it_tried_before_is_kept(place: Place) -> None:
    def attack(_: Place) -> Iterator[Try]:
        yield Try("one")
        raise TimeoutError("No answer.")

    assert run.tried(attack, place) == [Try("one"), Try("the attack itself", "No answer.")]
