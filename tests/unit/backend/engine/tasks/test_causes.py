"""Searches that are left, and many at once."""

from __future__ import annotations

import threading
from typing import Any

import pytest
from support.inputs.measured_task import ITEMS, TASK

from shotglass.engine.batching import search_turns
from shotglass.engine.batching.cancellation import CancellationToken
from shotglass.engine.causes import prompts
from shotglass.engine.causes.events import CausesProgress
from shotglass.engine.causes.plan import CausePlan, task_with
from shotglass.engine.runs import long_run
from shotglass.engine.runtime import explain_graph
from shotglass.engine.tasks import Runner, causes
from shotglass.engine.tasks.causes import which_example, which_head, which_vector
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
    monkeypatch.setattr(search_turns, "TURN", 0.0)
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


@pytest.mark.parametrize(
    ("search", "part"),
    [(which_example, "readings"), (which_head, "ablations"), (which_vector, "vectors")],
)
def test_what_has_been_read_so_far_is_told_while_it_runs(
    exact_engine: Runner, monkeypatch: pytest.MonkeyPatch, search: Any, part: str
) -> None:
    """And is, as far as it goes, what the end says."""
    monkeypatch.setattr(long_run, "REPORTED", 0.0)
    monkeypatch.setattr(causes, "SPARE", 0)
    few = () if search is which_example else (2,)  # draws, or heads
    *events, result, _end = search(exact_engine, PLAN, *few)
    partial = [one.figures for one in events if isinstance(one, CausesProgress) and one.figures]
    assert partial
    if part == "vectors":
        sizes = [len(figures.vectors[0].layers) for figures in partial]
        assert partial[0].vectors[0].layers == result.figures.vectors[0].layers[: sizes[0]]
    else:
        sizes = [len(getattr(figures, part)) for figures in partial]
        assert getattr(partial[0], part) == getattr(result.figures, part)[: sizes[0]]
    assert sizes == sorted(set(sizes))
