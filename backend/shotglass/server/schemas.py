"""The bodies of requests: strict, frozen, no unknown fields, parsed from the raw bytes.

pydantic checks kinds and counts; what a value means is checked where it is used (``prompting``,
``decoding``, ``engine``), so that each rule is written once. The prompt object is read as the
dataclass that it is: pydantic holds it to the rules of ``Body``.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import Annotated, Any, TypeVar

from pydantic import (
    BeforeValidator,
    Field,
    ValidationError,
    WithJsonSchema,
    create_model,
)
from pydantic_core import ErrorDetails, PydanticCustomError

from ..bounds import Bound
from ..bounds import whole as whole
from ..decoding import BeamSettings, Constraint, DecodingSettings, beam_search, settings
from ..decoding.beam_search import Normalisation
from ..decoding.settings import LARGEST_BIAS, MOST_BIASES
from ..engine.interventions.changes import Changes
from ..engine.interventions.codec import from_json
from ..engine.tasks.explain import ExplainOptions
from ..engine.tasks.inside.lens import LensAfter, LensKind
from ..engine.tasks.inside.stream_parts import AttentionEdge
from ..errors import InvalidJson, InvalidRequest
from ..parsing import json_pointer
from ..precisions import Precision
from ..prompting import Lane, Prompt
from .body import Body as Body
from .body import Whole as Whole
from .interventions import INTERVENTIONS, TAGS, Interventions
from .problems import Invalid, UnknownFields, UnsupportedFields

UNSUPPORTED = "unsupported_parameter"  # the kind of error of a field that does nothing here
INVALID = "invalid_parameter"  # of a value that is said in a sentence of our own
MOST_FAULTS = 20
# Where pydantic says which kind of item of /v1/responses it read.
ITEM_TAGS = ("[message]", "[function_call]", "[function_call_output]")
_UNKNOWN = {"extra_forbidden", "unexpected_keyword_argument"}  # of a body; of a dataclass in it
_NO_FIELD = "There is no such field; see /openapi.json."
MOST_LABELS = 64
MOST_TOKENIZED = 200_000  # characters; each may be a token, and each is answered
MOST_TOP = 20  # tokens told of in the place of one
MOST_CONTINUED = 4095  # token ids after a prompt
MOST_LAYERS = 1024  # named at once
MOST_SOURCES = 1000  # told at once
MOST_SHOTS = 256  # in one lane
MOST_CHARACTERS = 600_000  # of all lanes together: 16 lanes of 8,192 tokens are not more


# Which ids there are, the model says: those that are none are refused by their place in the list.
TokenId = Annotated[Whole, WithJsonSchema({"type": "integer", "minimum": 0})]
# A token id where JSON allows strings only; one spelling each, so that no two keys are one id.
TOKEN_KEY = r"^(0|[1-9][0-9]{0,9})$"
TokenKey = Annotated[str, Field(pattern=TOKEN_KEY)]
Bias = Annotated[float, Field(ge=-LARGEST_BIAS, le=LARGEST_BIAS)]
Biases = Annotated[
    dict[TokenKey, Bias],
    WithJsonSchema(
        {
            "type": "object",
            "propertyNames": {"pattern": TOKEN_KEY},
            "maxProperties": MOST_BIASES,
            "additionalProperties": {
                "type": "number",
                "minimum": -LARGEST_BIAS,
                "maximum": LARGEST_BIAS,
            },
        }
    ),
]
# What these may be is checked where they are used, in better words.
LabelText = Annotated[str, WithJsonSchema({"type": "string", "minLength": 1})]
Stop = Annotated[
    str, WithJsonSchema({"type": "string", "minLength": 1, "maxLength": settings.LONGEST_STOP})
]


def _bounded(defaults: object, bounds: Mapping[str, Bound], name: str) -> Any:
    """The default and the bounds for readers of /openapi.json; the settings themselves enforce
    them, in better words."""
    return Field(getattr(defaults, name), json_schema_extra=dict(bounds[name].schema()))


def field_of(bound: Bound) -> Any:
    """A field that pydantic itself holds to ``bound``."""
    if bound.above:
        return Field(gt=bound.low, le=bound.high)
    return Field(ge=bound.low, le=bound.high)


_knob = partial(_bounded, DecodingSettings(), settings.BOUNDS)
_beam = partial(_bounded, BeamSettings(), beam_search.BOUNDS)


_KNOBS: dict[str, Any] = {
    name: (Whole if bound.whole else float, _knob(name)) for name, bound in settings.BOUNDS.items()
}


def expecting(sentence: str, fits: Callable[[Any], bool]) -> BeforeValidator:
    """Of a field of several kinds: one sentence for a value of none of them, of which pydantic
    says what each kind had expected, at places that no request has."""

    def check(value: Any) -> Any:
        if not fits(value):
            raise PydanticCustomError(INVALID, "{sentence}", {"sentence": sentence})
        return value

    return BeforeValidator(check)


JsonSchema = Annotated[
    dict[str, Any] | bool | None,
    expecting(
        "a JSON schema, which is an object, or true was expected",
        lambda value: value is None or isinstance(value, dict | bool),
    ),
]


class ConstraintBody(Body):
    """What an answer is held to; one of the three. ``json_schema``: a schema; its answers are JSON.
    ``regex``: a regular expression that the whole answer fits. ``grammar``: in the notation of Lark
    or in llama.cpp's GBNF. ``prefix``: the part of the answer that the prompt already ends with."""

    json_schema: JsonSchema = None
    regex: str | None = None
    grammar: str | None = None
    prefix: str = ""

    def constraint(self) -> Constraint:
        """Raises InvalidRequest where there are several, or none."""
        given = self.model_dump(exclude_none=True, exclude={"prefix"})
        if len(given) != 1:
            raise InvalidRequest(
                "One of json_schema, regex and grammar was expected, and "
                f"{' and '.join(given) or 'none of them'} is here.",
                pointer="/settings/constraint",
            )
        if self.json_schema is not None:
            return Constraint.of_schema(self.json_schema, prefix=self.prefix)
        if self.regex is not None:
            return Constraint("regex", self.regex, prefix=self.prefix)
        return Constraint("grammar", self.grammar or "", prefix=self.prefix)


class SettingsBody(create_model("Knobs", __base__=Body, **_KNOBS)):  # type: ignore[misc]
    """How tokens are chosen. Every field has a default; the knobs are those of DecodingSettings."""

    stop: tuple[Stop, ...] = Field(default=(), json_schema_extra={"maxItems": settings.MOST_STOPS})
    logit_bias: Biases = {}
    constraint: ConstraintBody | None = None

    def settings(self) -> DecodingSettings:
        bias = tuple((int(id), value) for id, value in self.logit_bias.items())
        constraint = self.constraint.constraint() if self.constraint else None
        own = {"logit_bias": bias, "constraint": constraint}
        return DecodingSettings(**self.model_dump() | own)


class ModelBody(Body):
    """``precision``: what the model is computed in; without it the server's own. Its inside is
    always computed in fp32."""

    model: str
    precision: Precision | None = None


class TokenizeBody(ModelBody):
    text: str = Field(max_length=MOST_TOKENIZED)


class PromptedBody(ModelBody):
    """``prompt``: a text, in which the names of special tokens are plain text; or ``prompt_ids``:
    its token ids, such as ``/api/v1/chat/render`` answers. One of the two."""

    prompt: str | None = None
    prompt_ids: tuple[TokenId, ...] | None = Field(None, min_length=1, max_length=MOST_TOKENIZED)

    def prompted(self) -> str | tuple[int, ...]:
        """Raises InvalidRequest where there are both, or neither."""
        if (self.prompt is None) == (self.prompt_ids is None):
            given = "neither" if self.prompt is None else "both"
            raise InvalidRequest(
                f"One of prompt (a text) and prompt_ids (its tokens) was expected, and {given} "
                "is here.",
                pointer="/prompt",
            )
        return self.prompt if self.prompt is not None else self.prompt_ids or ()


class IntervenedBody(Body):
    """A body of what can be asked with the model changed inside."""

    interventions: Interventions = INTERVENTIONS

    def changes(self) -> Changes:
        """None where the body has none. Raises InvalidRequest with the place of what is missing or
        too much."""
        if self.interventions is None:
            return None
        return [
            from_json(body.model_dump(by_alias=True), f"/interventions/{index}")
            for index, body in enumerate(self.interventions)
        ]


class GenerateBody(PromptedBody, IntervenedBody):
    settings: SettingsBody = SettingsBody()
    stream: bool = True


class BeamSettingsBody(Body):
    """How wide and how far to search. Every field has a default."""

    width: Whole = _beam("width")
    max_tokens: Whole = _beam("max_tokens")
    n: Whole = _beam("n")
    alpha: float = _beam("alpha")
    normalisation: Normalisation = "length"
    early_stopping: bool = False
    constraint: ConstraintBody | None = None

    def settings(self) -> BeamSettings:
        return BeamSettings(**self.model_dump(exclude={"constraint"}))


class BeamBody(PromptedBody):
    """``prompt``, ``prompt_ids``: one of them, as for ``/api/v1/generate``. ``continuation``: token
    ids after the prompt, after which the search begins."""

    continuation: tuple[Whole, ...] = Field((), max_length=MOST_CONTINUED)
    settings: BeamSettingsBody = BeamSettingsBody()
    stream: bool = True


class ScoreBody(ModelBody, IntervenedBody):
    prompt: str
    labels: tuple[LabelText, ...] = Field(min_length=1, max_length=MOST_LABELS)


class LogitsBody(PromptedBody, IntervenedBody):
    """``prompt``, ``prompt_ids``: one of them, as for ``/api/v1/generate``. ``continuation``: token
    ids after the prompt, as they were sampled or chosen. ``prompt_top``: report how probable each
    token of the prompt was, and this many of the likeliest tokens in its place."""

    continuation: tuple[Whole, ...] = Field((), max_length=MOST_CONTINUED)
    prompt_top: Annotated[int, Field(ge=0, le=MOST_TOP), BeforeValidator(whole)] | None = None


class AllowedBody(ModelBody):
    constraint: ConstraintBody


class AttentionEdgeBody(Body):
    """A head, layer and head from 0, and a token that it reads."""

    layer: Whole
    head: Whole
    token: Whole


class ExplainBody(ModelBody, IntervenedBody):
    """What to look at inside. ``layers``, from 0: whose attention to give, and with it whose
    ``scores`` and the ``hidden`` states that they read; ``values``: the layer of whose heads to
    give how long what they hand on of each token is; ``lens``: the token whose layers are read
    out, ``lens_after`` each layer or its attention, ``lens_kind`` as it is or carried to the last
    layer by the model's J-lens; ``attribution``: the token after which the logit of ``target``, a
    token id, is taken apart into what each head and each feed-forward part add, that of the
    likeliest token without; ``through``: the way back from there, head by head and token by token,
    what came along which is taken apart instead; ``sources``: of how many places that heads read to
    tell what each brought, those that count most."""

    prompt: str
    layers: tuple[Whole, ...] = Field((), max_length=MOST_LAYERS)
    scores: bool = False
    hidden: bool = False
    values: Annotated[int, Field(ge=0), BeforeValidator(whole)] | None = None
    thumbnails: bool = False
    lens: Annotated[int, Field(ge=0), BeforeValidator(whole)] | None = None
    lens_after: LensAfter = "layer"
    lens_kind: LensKind = "logit"
    surprisal: bool = True
    attribution: Annotated[int, Field(ge=0), BeforeValidator(whole)] | None = None
    target: Annotated[int, Field(ge=0), BeforeValidator(whole)] | None = None
    through: tuple[AttentionEdgeBody, ...] = Field((), max_length=MOST_LAYERS)
    sources: Annotated[int, Field(ge=0, le=MOST_SOURCES), BeforeValidator(whole)] = 0

    def options(self) -> ExplainOptions:
        apart = {"model", "precision", "prompt", "interventions", "through"}
        through = tuple(AttentionEdge(**place.model_dump()) for place in self.through)
        return ExplainOptions(**self.model_dump(exclude=apart), through=through)


class TraceBody(ModelBody):
    """``layer``, from 0: whose numbers to give; the number of layers is the end, where the head
    reads."""

    prompt: str
    layer: Whole


class LaneBody(Body):
    """``shots`` are positions in the set, in the order shown; none is zero-shot. ``reasoning``: the
    model reasons before it answers, as the template's {reasoning} shows."""

    id: str
    shot_set: str | None = None
    shots: tuple[Whole, ...] = Field((), max_length=MOST_SHOTS)
    reasoning: bool = False

    def lane(self) -> Lane:
        return Lane(**self.model_dump())


class CompareBody(ModelBody, IntervenedBody):
    prompt: Prompt
    lanes: tuple[LaneBody, ...] = Field(min_length=1, max_length=16)
    settings: SettingsBody = SettingsBody()
    stream: bool = True

    def refuse_blown_up(self) -> None:
        """Lanes repeat text: a small body could ask for gigabytes. Raises InvalidRequest."""
        prompt, total = self.prompt, 0
        rest = len(prompt.instruction) + len(prompt.template) + len(prompt.query.input)
        for index, lane in enumerate(self.lanes):
            total += rest
            shots = prompt.shot_sets.get(lane.shot_set or "", ())
            for place in lane.shots:
                if 0 <= place < len(shots):
                    total += len(prompt.template) + shots[place].length
            if total > MOST_CHARACTERS:
                raise InvalidRequest(
                    f"The lanes up to {lane.id!r} hold {total:,} characters; "
                    f"{MOST_CHARACTERS:,} at most were expected. Use fewer or shorter examples.",
                    pointer=f"/lanes/{index}/shots",
                )


B = TypeVar("B", bound=Body)


def parse(kind: type[B], raw: bytes) -> B:
    """The body as ``kind``. Raises InvalidJson or a kind of Invalid, never anything else."""
    try:
        body = kind.model_validate_json(raw)
    except ValidationError as error:
        errors = error.errors(include_url=False, include_input=False)
        if errors[0]["type"] == "json_invalid":
            raise InvalidJson(f"{errors[0]['msg']}.") from None
        speaking = sorted(_own(errors), key=_rank)[:MOST_FAULTS]
        faults = [(pointer_to(each["loc"]), _words(each)) for each in speaking]
        raise (UnsupportedFields, UnknownFields, Invalid)[_rank(speaking[0])](faults) from None
    read_json(raw)
    return body


def read_json(raw: bytes) -> Any:
    """A body that pydantic has found well-formed and shallow, whatever its fields. Raises
    InvalidJson for what it lets pass: keys that occur twice, numbers without end."""
    try:
        return json.loads(raw, object_pairs_hook=_refuse_repeated)
    except ValueError as error:  # Python reads no number of more than some thousand digits
        raise InvalidJson("A number has too many digits.") from error


def _own(errors: Sequence[ErrorDetails]) -> list[ErrorDetails]:
    """Without what follows from another: a list whose items are at fault counts as one without
    them."""
    inner = {each["loc"][:length] for each in errors for length in range(1, len(each["loc"]))}
    return [each for each in errors if each["type"] != "too_short" or each["loc"] not in inner]


def _words(error: ErrorDetails) -> str:
    kind, context = error["type"], error.get("ctx", {})
    if kind in _UNKNOWN:
        return _NO_FIELD
    if kind == "too_short":
        least, actual = context["min_length"], context["actual_length"]
        return f"A list of {least} or more was expected, and this one has {actual}."
    if kind == "too_long":
        return f"A list of {context['max_length']} at most was expected."
    return f"{error['msg']}."


def _rank(error: ErrorDetails) -> int:
    """What is not done here speaks first: other faults may follow from it, as an assistant's
    message that calls tools has no content."""
    return 0 if error["type"] == UNSUPPORTED else 1 if error["type"] in _UNKNOWN else 2


def pointer_to(location: tuple[int | str, ...]) -> str:
    """RFC 6901; a wrong key is named by the place that it would have."""
    return json_pointer(steps_to(location[:-1] if location[-1:] == ("[key]",) else location))


def steps_to(location: tuple[int | str, ...]) -> tuple[int | str, ...]:
    """Where pydantic found a fault, without which kind of intervention or item it read."""
    return tuple(step for step in location if step not in (*TAGS, *ITEM_TAGS))


def _refuse_repeated(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """Parsers disagree on which of two equal keys counts, so there may be only one."""
    made = dict(pairs)
    if len(made) < len(pairs):
        raise InvalidJson("An object has the same key twice.")
    return made
