"""A prompt and a lane -> the exact text, and what every stretch of it is."""

from __future__ import annotations

from dataclasses import asdict, dataclass, replace
from typing import Any, Literal

from .lanes import Lane, check_reasoning, shots_of
from .prompt import Prompt, Query, Shot
from .template import Field, Template

PartName = Literal["instruction", "shot", "query", "separator"]
SpanField = Field | Literal["template"]

_BLANK_LINE = "\n\n"  # between the instruction and what follows


@dataclass(frozen=True)
class Span:
    """``start`` to ``end`` (exclusive) in code points; ``shot`` is the example's place, from 0.

    ``field``: which field of the template, or "template" for its literal text. A separator is
    the blank line after the instruction, or what follows an example's output.
    """

    part: PartName
    start: int
    end: int
    shot: int | None = None
    field: SpanField | None = None

    def to_json(self) -> dict[str, Any]:
        return asdict(self)


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
        _add_shot(writer, prompt.parsed, shot if lane.reasoning else _direct(shot), place)
    _add_query(writer, prompt.parsed, prompt.query, "reasoning" if lane.reasoning else "output")
    return Rendered("".join(writer.texts), tuple(writer.spans))


class _Writer:
    def __init__(self) -> None:
        self.texts: list[str] = []
        self.spans: list[Span] = []
        self._end = 0

    def add(
        self, part: PartName, text: str, shot: int | None = None, field: SpanField | None = None
    ) -> None:
        if text:
            start, self._end = self._end, self._end + len(text)
            self.texts.append(text)
            self.spans.append(Span(part, start, self._end, shot, field))


def _direct(shot: Shot) -> Shot:
    return replace(shot, reasoning=None)


def _add_shot(writer: _Writer, template: Template, shot: Shot, place: int) -> None:
    values = {"input": shot.input, "reasoning": shot.reasoning or "", "output": shot.output}
    answered = False
    for part in template.parts:
        if part.field:
            writer.add("shot", values[part.field], place, part.field)
            answered = part.field == "output"
        else:
            writer.add("separator" if answered else "shot", part.text, place, "template")


def _add_query(writer: _Writer, template: Template, query: Query, unknown: Field) -> None:
    for part in template.parts:
        if part.field == unknown:
            return
        if part.field == "input":
            writer.add("query", query.input, None, "input")
        elif part.field is None:
            writer.add("query", part.text, None, "template")
