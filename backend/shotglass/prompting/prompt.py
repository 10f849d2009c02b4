"""The prompt object: a task, its examples and its question, as all lanes share it.

``web/src/core/prompting/render.ts`` is the twin; ``tests/contract/prompting.json`` holds both
together.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from functools import cached_property
from typing import Any, Literal

from ..errors import InvalidRequest, Phrase, UnknownField
from ..parsing import Unfit, json_pointer, parsed
from .refusals import LIMITS, refusal
from .template import POINTER as TEMPLATE_POINTER
from .template import Template

Readout = Literal["labels", "text"]

MAX_LABELS = LIMITS["labels"]


@dataclass(frozen=True)
class Shot:
    """An example. Outputs own their leading space: " slow", not "slow"."""

    input: str
    output: str
    reasoning: str | None = None

    @property
    def length(self) -> int:
        """The length in code points."""
        return len(self.input) + len(self.output) + len(self.reasoning or "")


@dataclass(frozen=True)
class Query:
    """The question of every lane; ``expected`` is the right answer, where there is one."""

    input: str
    expected: str | None = None


@dataclass(frozen=True)
class Item:
    """A question with its answer, of the set that accuracy is counted on."""

    input: str
    expected: str


@dataclass(frozen=True)
class Label:
    """A possible answer, exactly as it would follow the prompt; ``name`` is for people."""

    text: str
    name: str | None = None


@dataclass(frozen=True, kw_only=True)
class Prompt:
    """The prompt object: one template for all lanes, named sets of shots, one query.

    Raises InvalidRequest with a pointer under ``/prompt`` where a rule is broken.

    ``readout`` says how the answer is read: at the labels, or as the text that follows.
    ``stop`` None means: what follows ``{output}`` in the template (see ``stops``).
    """

    instruction: str = ""
    template: str
    shot_sets: Mapping[str, tuple[Shot, ...]] = field(default_factory=dict)
    query: Query
    labels: tuple[Label, ...] = ()
    readout: Readout = "labels"
    items: tuple[Item, ...] = ()
    stop: tuple[str, ...] | None = None
    id: str | None = None
    lang: str | None = None

    def __post_init__(self) -> None:
        if not self.parsed.delimiter:
            check_question(self)
        for name, shots in self.shot_sets.items() if self.parsed.reasons else ():
            for index, shot in enumerate(shots):
                if shot.reasoning is None:
                    pointer = json_pointer(("prompt", "shot_sets", name, index, "reasoning"))
                    raise refusal("shot", pointer, number=index + 1, set=repr(name))
        if len(self.labels) > MAX_LABELS:
            raise refusal("labels", "/prompt/labels", count=len(self.labels))
        seen: set[str] = set()
        for index, label in enumerate(self.labels):
            pointer = f"/prompt/labels/{index}/text"
            if not label.text:
                raise refusal("label_empty", pointer)
            if label.text in seen:
                raise refusal("label_twice", pointer, label=repr(label.text))
            seen.add(label.text)
        if len(self.stops) > LIMITS["stops"]:
            raise refusal("stops", "/prompt/stop", count=len(self.stops))
        for index, stop in enumerate(self.stops):
            if not 1 <= len(stop) <= LIMITS["stop_length"]:
                pointer = TEMPLATE_POINTER if self.stop is None else f"/prompt/stop/{index}"
                raise refusal("stop", pointer, stop=repr(stop[:20]), length=len(stop))

    @cached_property
    def parsed(self) -> Template:
        """Raises InvalidRequest."""
        return Template(self.template)

    @cached_property
    def stops(self) -> tuple[str, ...]:
        """The stop strings in force: ``stop``, else the literal after {output} if there is one."""
        if self.stop is not None:
            return self.stop
        return (self.parsed.tail,) if self.parsed.tail else ()

    def to_json(self) -> dict[str, Any]:
        """Returns the object as ``from_json`` reads it, without what is empty or None."""
        always = ("instruction", "template", "shot_sets", "query")
        return {
            key: _without_none(value)
            for key, value in asdict(self).items()
            if key in always or value not in (None, ()) or value == () and key == "stop"
        }

    @classmethod
    def from_json(cls, value: Any) -> Prompt:
        """Raises UnknownField for a key that does not exist, InvalidRequest for a wrong kind."""
        try:
            return parsed(cls, value)
        except Unfit as fault:
            kind = UnknownField if fault.known else InvalidRequest
            raise kind(
                Phrase("$fault.", fault=fault.words), pointer=json_pointer(("prompt", *fault.place))
            ) from None


def _without_none(value: Any) -> Any:
    if isinstance(value, Mapping):
        return {key: _without_none(item) for key, item in value.items() if item is not None}
    if isinstance(value, tuple | list):
        return [_without_none(item) for item in value]
    return value


def check_question(prompt: Prompt) -> None:
    """Raises InvalidRequest where a prompt that ends with the question would end in a space."""
    before = prompt.parsed.opening + prompt.query.input
    if not prompt.parsed.bridge and before.endswith(" "):
        raise refusal("question", "/prompt/query/input")
