"""Searches that are left, and many at once."""

from __future__ import annotations

import threading
from typing import Any

import pytest
from support.inputs.measured_task import ITEMS, TASK

from shotglass.engine.batching import turns
from shotglass.engine.batching.cancellation import CancellationToken
from shotglass.engine.causes import prompts
from shotglass.engine.causes.plan import CausePlan, task_with
from shotglass.engine.runtime import explain_graph
from shotglass.engine.tasks import Runner
from shotglass.engine.tasks.causes import which_example, which_head
from shotglass.prompting import Prompt

PLAN = CausePlan(
    task_with(2, model="tiny", prompt=Prompt.from_json(TASK), items=ITEMS, shot_set="main"), 4
)


@pytest.mark.parametrize("step", ["read_prompt", "run"])
def test_a_search_that_is_left_before_its_cost_is_known_does_nothing_more(
    exact_engine: Runner, monkeypatch: pytest.MonkeyPatch, step: str
) -> None:
    """Reading its prompts may take a minute, and timing its runs holds a graph."""
    where: Any = prompts if step == "read_prompt" else explain_graph.Series
    whole, left, made = getattr(where, step), CancellationToken(), []

    def leaving(*given: Any, **named: Any) -> Any:
        left.set()
        made.append(given)
        return whole(*given, **named)

    monkeypatch.setattr(where, step, leaving)
    assert list(which_example(exact_engine, PLAN, left)) == []
    assert len(made) == 1


def test_however_many_search_at_once_one_of_them_holds_graphs(
    exact_engine: Runner, monkeypatch: pytest.MonkeyPatch
) -> None:
    """And one more is loaded at most, to tell a cost. Each of them finds what it does alone."""
    monkeypatch.setattr(turns, "TURN", 0.0)
    loaded, at_once = set[int](), list[int]()

    class Counted(explain_graph.MappedSession):
        def run(self, *given: Any) -> Any:
            loaded.add(id(self))
            at_once.append(len(loaded))
            return super().run(*given)

        def close(self) -> None:
            loaded.discard(id(self))
            super().close()

    monkeypatch.setattr(explain_graph, "MappedSession", Counted)
    alone = list(which_head(exact_engine, PLAN, 1))[-2]
    at_once.clear()
    ends: list[object] = []
    threads = [
        threading.Thread(target=lambda: ends.append(list(which_head(exact_engine, PLAN, 1))[-2]))
        for _ in range(4)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert ends == [alone] * 4
    assert max(at_once) <= 2
