"""What the bodies of long runs have in common: a task, its items, and how it is answered."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Iterator, Sequence
from typing import Any, ClassVar

from pydantic import Field

from ....engine.batching.cancellation import CancellationToken
from ....engine.measurement.plan import PlanItem
from ....engine.measurement.rules import MAX_SEED, MOST_ITEMS
from ....errors import InvalidRequest
from ....events import Event
from ....prompting import Prompt
from ....prompting.prompt import MAX_LABELS
from ....rows import answer_in
from ...schemas import Body, LabelText, ModelBody, Whole
from ...services import Services

Begin = Callable[[CancellationToken], Iterator[Event]]
MOST_ID = 1000  # characters


def limits(low: int, high: int) -> dict[str, Any]:
    """For readers of /openapi.json; the rules of plans enforce it, in better words."""
    return {"minimum": low, "maximum": high}


def up_to(count: int, least: int = 1) -> dict[str, Any]:
    return {"minItems": least, "maxItems": count, "uniqueItems": True}


class ItemBody(Body):
    """A question with its answer; ``labels``: the answers it is read at, where they are its own;
    ``id``: by which its owner knows it, which stands in the record."""

    input: str
    expected: LabelText
    labels: tuple[LabelText, ...] = Field((), json_schema_extra=up_to(MAX_LABELS, 0))
    id: str = Field("", max_length=MOST_ID)

    def item(self, template: str | None) -> PlanItem:
        """With answers as ``template`` has them; without one they are exact texts."""
        if template is None:
            return PlanItem(self.input, self.expected, self.labels, self.id)
        labels = tuple(answer_in(template, label) for label in self.labels)
        return PlanItem(self.input, answer_in(template, self.expected), labels, self.id)


def items_of(items: Sequence[ItemBody], template: str | None) -> tuple[PlanItem, ...]:
    """Raises InvalidRequest for an answer of white space alone, unless answers are exact texts."""
    read = tuple(item.item(template) for item in items)
    for place, item in enumerate(read):
        if not item.expected or "" in item.labels:
            raise InvalidRequest(
                f"Item {place + 1} has an answer of white space alone; a text was expected, or "
                '"exact": true where the answers are exact texts.',
                pointer=f"/items/{place}/expected",
            )
    return read


class LongRunBody(ModelBody, ABC):
    """The fields of every run; each kind describes them together with its own. ``event``: the name
    of the schema of its ``events``, beside those of every stream."""

    event: ClassVar[str]
    events: ClassVar[tuple[type[Event], ...]]

    prompt: Prompt
    items: tuple[ItemBody, ...] = Field((), json_schema_extra={"maxItems": MOST_ITEMS})
    shot_set: str | None = None
    pool: Whole = Field(0, json_schema_extra=limits(0, MOST_ITEMS - 1))
    seed: Whole = Field(0, json_schema_extra=limits(0, MAX_SEED))
    balanced: bool = True
    exact: bool = False
    only_cost: bool = False
    stream: bool = True

    def task(self) -> dict[str, Any]:
        """What a ``Plan`` has of it. Raises InvalidRequest."""
        names = ("model", "precision", "prompt", "shot_set", "pool", "seed", "balanced")
        items = items_of(self.items, None if self.exact else self.prompt.template)
        return {name: getattr(self, name) for name in names} | {"items": items}

    @abstractmethod
    def begin(self, services: Services) -> Begin:
        """What begins the run. Raises InvalidRequest, and what loading a model raises."""
