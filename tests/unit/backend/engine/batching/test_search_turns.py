"""Long work that takes turns."""

from __future__ import annotations

import threading
import time

import pytest

from shotglass.engine.batching import search_turns
from shotglass.engine.batching.cancellation import NEVER, CancellationToken, Cancelled
from shotglass.engine.batching.search_turns import Turns


def test_each_waits_until_those_before_are_through_or_have_had_a_turn(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(search_turns, "TURN", 0.0)
    line, steps, at_once = Turns(), list[str](), list[int]()
    inside: set[str] = set()

    def work(name: str) -> None:
        with line.turn(NEVER) as turn:
            for _ in range(5):
                inside.add(name)
                at_once.append(len(inside))
                steps.append(name)
                time.sleep(0.01)  # time for another to come in, if it could
                inside.remove(name)
                if turn.over:
                    turn.pass_on()

    threads = [threading.Thread(target=work, args=(name,)) for name in "abc"]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(20)
    assert set(at_once) == {1}
    assert sorted(steps) == sorted("abc" * 5)
    assert len(set(steps[:9])) == 3, "one of them had to wait for the whole of another"


def test_a_turn_is_not_over_where_nobody_waits(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(search_turns, "TURN", 0.0)
    with Turns().turn(NEVER) as turn:
        assert not turn.over


def test_who_is_cancelled_while_he_waits_leaves_the_line() -> None:
    line, token = Turns(), CancellationToken()
    with line.turn(NEVER):
        threading.Timer(0.1, token.set).start()
        with pytest.raises(Cancelled), line.turn(token):
            raise AssertionError("it was the turn of another")
        assert not line.others_wait
