"""Prompts as they may be given, read as texts, lanes and settings of the engine."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from operator import index
from typing import Any, TypedDict

from ..decoding import Constraint, DecodingSettings
from ..engine.asking import Text
from ..errors import InvalidRequest, UnknownField, quoted
from ..prompting import Label, Prompt, render
from ..prompting.render import lanes_of

PromptLike = str | Sequence[int] | Prompt | Mapping[str, Any]
"""A text, its token ids, a prompt object, or one as JSON has it."""


class SamplingSettings(TypedDict, total=False):
    """The settings of sampling, as in ``DecodingSettings``; each has the default that it has there.
    ``json_schema``, ``regex`` and ``grammar`` are what texts are held to, one of the three."""

    max_tokens: int
    temperature: float
    top_k: int
    top_p: float
    n: int
    seed: int
    stop: str | Sequence[str]
    min_p: float
    repetition_penalty: float
    presence_penalty: float
    frequency_penalty: float
    logit_bias: Mapping[int, float]
    json_schema: Mapping[str, Any] | bool
    regex: str
    grammar: str


HELD = ("json_schema", "regex", "grammar")


def settings_of(given: SamplingSettings, stops: tuple[str, ...] = ()) -> DecodingSettings:
    """``stops``: where the settings name none. Raises InvalidRequest, UnknownField."""
    known = SamplingSettings.__annotations__
    for name in given:
        if name not in known:
            raise UnknownField(
                f"There is no setting {name!r}; known are {', '.join(known)}.",
                pointer=f"/settings/{name}",
            )
    values: dict[str, Any] = {**given}
    constraint = _constraint({name: values.pop(name) for name in HELD if name in values})
    stop, bias = values.pop("stop", ()) or stops, values.pop("logit_bias", {})
    for name, value, kind, expected in (
        ("stop", stop, Sequence, "a text or a list of texts"),
        ("logit_bias", bias, Mapping, "a number for each of some token ids, {id: bias},"),
    ):
        if not isinstance(value, kind):
            raise InvalidRequest(
                f"{name} is {quoted(value, 60)}; {expected} was expected.",
                pointer=f"/settings/{name}",
            )
    return DecodingSettings(
        **values,
        stop=(stop,) if isinstance(stop, str) else tuple(stop),
        logit_bias=tuple(bias.items()),
        constraint=constraint,
    )


def _constraint(held: Mapping[str, Any]) -> Constraint | None:
    if len(held) > 1:
        raise InvalidRequest(
            f"One of {', '.join(HELD)} at most was expected, and {' and '.join(held)} are here.",
            pointer="/settings/constraint",
        )
    if "json_schema" in held:
        return Constraint.of_schema(held["json_schema"])
    return next((Constraint(kind, source) for kind, source in held.items()), None)  # type: ignore[arg-type]


def prompt_object(prompt: PromptLike) -> Prompt:
    """Returns the prompt object with labels: where it names none, they are its examples' answers
    and the expected one. Raises InvalidRequest for a prompt that is no such object."""
    if isinstance(prompt, Mapping):
        prompt = Prompt.from_json(prompt)
    if not isinstance(prompt, Prompt):
        raise InvalidRequest(
            f"The prompt is {quoted(prompt, 60)}; a prompt object was expected: "
            "sg.Prompt(template=..., shot_sets=..., query=...), or the same as a dict.",
            pointer="/prompt",
        )
    if prompt.labels or prompt.readout == "text":
        return prompt
    answers = [shot.output for shots in prompt.shot_sets.values() for shot in shots]
    answers += [prompt.query.expected or ""]
    return replace(prompt, labels=tuple(Label(text) for text in dict.fromkeys(answers) if text))


@dataclass(frozen=True)
class PlainPrompt:
    """A prompt as the model reads it, and what its object says of its answers, if it was one."""

    text: Text
    stops: tuple[str, ...] = ()
    labels: tuple[str, ...] = ()


def plain(prompt: PromptLike, shots: int | None = None) -> PlainPrompt:
    """``shots``: so many of a prompt object's first examples; all of its first set for None. Raises
    InvalidRequest."""
    if isinstance(prompt, Prompt | Mapping):
        task = prompt_object(prompt)
        most = len(next(iter(task.shot_sets.values()), ()))
        (lane,) = lanes_of(task, [most if shots is None else shots])
        labels = tuple(label.text for label in task.labels)
        return PlainPrompt(render(task, lane).text, task.stops, labels)
    if shots is not None:
        raise InvalidRequest(
            "shots counts the examples of a prompt object; the prompt is a text: leave shots out.",
            pointer="/shots",
        )
    if isinstance(prompt, str):
        return PlainPrompt(prompt)
    try:
        return PlainPrompt(tuple(map(index, prompt)))
    except TypeError:
        raise InvalidRequest(
            f"The prompt is {quoted(prompt, 60)}; a text, token ids or a prompt object was "
            "expected.",
            pointer="/prompt",
        ) from None


def texts_only(prompt: PromptLike, shots: int | None = None) -> PlainPrompt:
    """Returns the texts as ``plain`` does, for what cannot be asked of token ids. Raises
    InvalidRequest for these."""
    read = plain(prompt, shots)
    if not isinstance(read.text, str):
        raise InvalidRequest(
            "The prompt is token ids; a text was expected here.", pointer="/prompt_ids"
        )
    return read


def counts_of(prompt: Prompt, shots: Iterable[int], name: str | None) -> list[int]:
    """The different numbers of examples among ``shots`` that the set ``name`` has. Raises
    InvalidRequest."""
    if isinstance(shots, int):
        raise InvalidRequest(
            f"shots is {shots}; the numbers of examples to compare were expected, such as "
            f"[0, {shots}].",
            pointer="/shots",
        )
    name = next(iter(prompt.shot_sets), None) if name is None else name
    most = len(prompt.shot_sets.get(name or "", ()))
    return [count for count in dict.fromkeys(shots) if count <= most]
