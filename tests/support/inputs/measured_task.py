"""A task with labels, examples and items for the tests of measurements."""

from __future__ import annotations

from typing import Any

from shotglass.engine.measurement.plan import Conditions, Plan, PlanItem
from shotglass.prompting import Prompt

LABELS = (" mat", " dog")
TASK: dict[str, Any] = {
    "instruction": "Answer.",
    "template": "Q: {input}\nA:{output}\n\n",
    "shot_sets": {
        "main": [{"input": f"cat {n}", "output": LABELS[n % 2]} for n in range(8)],
        "few": [{"input": "one", "output": " mat"}, {"input": "two", "output": " dog"}],
    },
    "query": {"input": "fast"},
    "labels": [{"text": label} for label in LABELS],
}
ITEMS = tuple(PlanItem(f"the red house {n}", LABELS[n * n % 3 % 2]) for n in range(10))


def plan_of(
    conditions: Conditions | None = None,
    items: tuple[PlanItem, ...] = ITEMS,
    task: dict[str, Any] | None = None,
    **changes: Any,
) -> Plan:
    prompt = Prompt.from_json(TASK | (task or {}))
    values: dict[str, Any] = {"model": "tiny", "prompt": prompt, "items": items}
    return Plan(**values | {"conditions": conditions or Conditions()} | changes)
