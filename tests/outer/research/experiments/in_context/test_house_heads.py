"""Tasks are of held-out words, and what is told of heads is what Measure finds."""

from __future__ import annotations

from collections import Counter

from shotglass_research.experiments.in_context.house_heads import (
    FITTED,
    SHOTS,
    _toy,
    draw_task,
    measure,
)
from shotglass_research.experiments.installed_models import installed_model


def test_a_task_asks_no_word_twice_and_none_of_its_examples() -> None:
    plan = draw_task(_toy(), 0, 0, 4)
    words = [shot.input for shot in plan.shots] + [item.input for item in plan.task.items]
    assert len(plan.shots) == SHOTS
    assert len(plan.task.items) > FITTED
    assert set(Counter(words).values()) == {1}


def test_each_task_has_words_of_its_own() -> None:
    one, other = (draw_task(_toy(), 0, number, 4).shots for number in (0, 1))
    assert one != other
    assert one == draw_task(_toy(), 0, 0, 4).shots


def test_what_is_told_of_heads_is_of_the_largest_sets() -> None:
    with installed_model("house-gpt2") as (engine, _):
        told = measure(engine, draw_task(_toy(), 0, 0, 2), 1)  # type: ignore[arg-type]
        every = engine.manifest.architecture.layers * engine.manifest.architecture.heads

    scores = [y for name, y in told.items() if name.startswith("prefix")]
    assert told["heads"] == 3  # a tenth of 24, rounded up
    assert len(scores) == every
    assert scores == sorted(scores, reverse=True)
    for how in ("zero", "mean"):
        for by in ("answers", "prefix", "previous"):
            beside = told[f"{how} {by}"] - told[f"{how} random"]
            assert abs(told[f"{how} {by} less random"] - beside) < 1e-9
