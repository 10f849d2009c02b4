"""Lanes, and how they are rendered: a prompt and a lane make the exact text, and what every stretch
of it is.

A lane is the same prompt with its own examples, with reasoning or without. No examples is
zero-shot.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from ..errors import InvalidRequest
from ..events import PartName, Span, SpanField
from .prompt import Prompt, Shot, check_question
from .refusals import LIMITS, refusal
from .template import POINTER as TEMPLATE_POINTER

MAX_LANES = 16

_BLANK_LINE = "\n\n"  # between the instruction and what follows


@dataclass(frozen=True)
class Lane:
    """``shots`` are places in the set, from 0, in the order shown; () is zero-shot.

    ``reasoning``: the examples show theirs, and the model writes one before it answers. Without
    it every {reasoning} of the template is empty, in the examples and after the question, and all
    else stays: so both kinds of lane are asked for the answer by the same words (as in Wei et al.
    2022, figure 1, where "The answer is" closes both).
    """

    id: str
    shot_set: str | None = None
    shots: tuple[int, ...] = ()
    reasoning: bool = False


def check_lanes(prompt: Prompt, lanes: Sequence[Lane]) -> None:
    """Raises InvalidRequest (pointer ``/lanes/<i>/...``) for lanes that cannot be compared."""
    if not 1 <= len(lanes) <= MAX_LANES:
        raise InvalidRequest(
            f"There are {len(lanes)} lanes; 1 to {MAX_LANES} were expected.", pointer="/lanes"
        )
    seen: set[str] = set()
    for index, lane in enumerate(lanes):
        if not lane.id or lane.id in seen:
            raise InvalidRequest(
                f"The lane id {lane.id!r} is empty or there twice; different ids were expected.",
                pointer=f"/lanes/{index}/id",
            )
        seen.add(lane.id)
        shots_of(prompt, lane, f"/lanes/{index}")
        check_reasoning(prompt, lane, f"/lanes/{index}")


def lanes_of(prompt: Prompt, counts: Iterable[int], shot_set: str | None = None) -> list[Lane]:
    """A lane a number of examples, the first so many of the set; of the first set where none is
    named. Raises InvalidRequest for a negative number."""
    name = next(iter(prompt.shot_sets), None) if shot_set is None else shot_set
    lanes = []
    for count in counts:
        if count < 0:
            raise InvalidRequest(
                f"A number of examples is {count}; 0 or more was expected.", pointer="/shots"
            )
        lanes.append(Lane(f"{count}-shot", name if count else None, tuple(range(count))))
    return lanes


def shots_of(prompt: Prompt, lane: Lane, at: str = "/lane") -> tuple[Shot, ...]:
    """The lane's examples in order. Raises InvalidRequest for a set or an example that does not
    exist."""
    if lane.shot_set is None and not lane.shots:
        return ()
    if lane.shot_set is None or lane.shot_set not in prompt.shot_sets:
        known = ", ".join(map(repr, prompt.shot_sets)) or "none"
        set = repr(lane.shot_set)
        raise refusal("set", f"{at}/shot_set", lane=repr(lane.id), set=set, known=known)
    shots = prompt.shot_sets[lane.shot_set]
    for place, shot in enumerate(lane.shots):
        if not 0 <= shot < len(shots):
            values = {"lane": repr(lane.id), "set": repr(lane.shot_set), "count": len(shots)}
            raise refusal("example", f"{at}/shots/{place}", index=shot, **values)
    return tuple(map(shots.__getitem__, lane.shots))


def check_reasoning(prompt: Prompt, lane: Lane, at: str = "/lane") -> None:
    """Raises InvalidRequest for a reasoning lane whose template cannot say where that ends, or
    whose question ends in a space where it would begin.
    """
    if not lane.reasoning:
        return
    if not prompt.parsed.reasons:
        raise refusal("reasoning", f"{at}/reasoning", lane=repr(lane.id))
    length = len(prompt.parsed.delimiter)
    if not 1 <= length <= LIMITS["stop_length"]:
        raise refusal("delimiter", TEMPLATE_POINTER, length=length)
    check_question(prompt)


@dataclass(frozen=True)
class Rendered:
    """Spans tile ``text``: no gap, no overlap, none empty."""

    text: str
    spans: tuple[Span, ...]


def render(prompt: Prompt, lane: Lane) -> Rendered:
    """The instruction, the lane's examples, and the question up to its first unknown: {output},
    or {reasoning} in a reasoning lane. In the others {reasoning} is empty throughout.

    Raises InvalidRequest (pointer ``/lane/...``) for examples that are not in the prompt and for
    reasoning that the template does not show.
    """
    check_reasoning(prompt, lane)
    writer = _Writer()
    if prompt.instruction:
        writer.add("instruction", prompt.instruction)
        writer.add("separator", _BLANK_LINE)
    for place, shot in enumerate(shots_of(prompt, lane)):
        reasoning = (shot.reasoning or "") if lane.reasoning else ""
        values = {"input": shot.input, "reasoning": reasoning, "output": shot.output}
        stretch: PartName = "shot"
        for part in prompt.parsed.parts:
            if part.field:
                writer.add("shot", values[part.field], place, part.field)
                stretch = "separator" if part.field == "output" else "shot"
            else:
                writer.add(stretch, part.text, place, "template")
    unknown = "reasoning" if lane.reasoning else "output"
    for part in prompt.parsed.parts:
        if part.field == unknown:
            break
        if part.field == "input":
            writer.add("query", prompt.query.input, None, "input")
        elif part.field is None:
            writer.add("query", part.text, None, "template")
    return Rendered("".join(writer.texts), tuple(writer.spans))


@dataclass
class _Writer:
    texts: list[str] = field(default_factory=list)
    spans: list[Span] = field(default_factory=list)
    end: int = 0

    def add(
        self, part: PartName, text: str, shot: int | None = None, field: SpanField | None = None
    ) -> None:
        if text:
            start, self.end = self.end, self.end + len(text)
            self.texts.append(text)
            self.spans.append(Span(part, start, self.end, shot, field))
