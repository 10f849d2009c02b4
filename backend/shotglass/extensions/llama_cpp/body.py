"""The body of llama.cpp's ``POST /completion``: its names and defaults, for our settings. Fields
that have no effect here stand in ``_WITHOUT_EFFECT``."""

from __future__ import annotations

import secrets
from typing import Annotated, Any

from pydantic import Field

from ...decoding import Constraint, DecodingSettings
from ...decoding.settings import BOUNDS
from ...errors import InvalidRequest
from ...server.compat.fields import AS_WHOLE, StopField, Top, TopK, pointing_at
from ...server.compat.tables import Ignored, Table
from ...server.schemas import Body, JsonSchema, field_of
from ...text import Tokenizer
from .fields import BiasesField, PromptField, summed

MOST_NEW = int(BOUNDS["max_tokens"].high)
LARGEST_SEED = 2**32 - 1  # theirs have 32 bits

# In the order in which they act here; llama.cpp has the temperature last.
SAMPLERS = ("penalties", "temperature", "top_k", "top_p", "min_p")
_WITHOUT_EFFECT = Table(
    ("n_indent t_max_predict_ms dynatemp_range xtc_probability mirostat dry_multiplier", 0),
    ("timings_per_token return_progress post_sampling_probs backend_sampling", False),
    ("lora response_fields", []),
    ("n_cmpl typical_p", 1),
    ("min_keep", 0, 1),
    ("top_n_sigma", -1),
    ("samplers", list(SAMPLERS)),
    # What a text is never shortened by, and what does nothing while the above are off.
    ignored="n_keep n_cache_reuse cache_prompt id_slot dynatemp_exponent xtc_threshold "
    "mirostat_tau mirostat_eta dry_base dry_allowed_length dry_penalty_last_n "
    "dry_sequence_breakers",
)


@_WITHOUT_EFFECT.added
class LlamaCompletionBody(Body):
    """``model`` may be left out: it is then the first model of the server. ``n_predict``: -1 is as
    many tokens as fit. ``n_probs``: how many of the likeliest tokens to tell of in the place of
    each. Null is the default everywhere, and the defaults are llama.cpp's."""

    prompt: PromptField
    model: str | None = None
    n_predict: Annotated[int, Field(ge=-1, le=MOST_NEW), AS_WHOLE] | None = None
    temperature: Annotated[float, field_of(BOUNDS["temperature"])] | None = None
    top_k: TopK | None = None
    top_p: Annotated[float, field_of(BOUNDS["top_p"])] | None = None
    min_p: Annotated[float, field_of(BOUNDS["min_p"])] | None = None
    repeat_penalty: Annotated[float, field_of(BOUNDS["repetition_penalty"])] | None = None
    repeat_last_n: Annotated[int, Field(ge=-1), AS_WHOLE] | None = None
    presence_penalty: Annotated[float, field_of(BOUNDS["presence_penalty"])] | None = None
    frequency_penalty: Annotated[float, field_of(BOUNDS["frequency_penalty"])] | None = None
    logit_bias: BiasesField = ()
    stop: StopField = ()
    seed: Annotated[int, Field(ge=-1, le=LARGEST_SEED), AS_WHOLE] | None = None
    ignore_eos: bool | None = None
    n_probs: Top | None = None
    return_tokens: bool | None = None
    json_schema: JsonSchema = None
    grammar: str | None = None
    stream: bool | None = None
    user: Ignored = None

    @property
    def constraint(self) -> Constraint | None:
        """Returns the constraint on texts. Raises InvalidRequest where there are two, as llama.cpp
        does."""
        if self.json_schema is None:
            return Constraint("grammar", self.grammar, "/grammar") if self.grammar else None
        if self.grammar:
            raise InvalidRequest(
                "json_schema and grammar are both here; one of them was expected.",
                pointer="/grammar",
            )
        return Constraint.of_schema(self.json_schema, "/json_schema")

    def settings(self, tokenizer: Tokenizer, room: int) -> DecodingSettings:
        """``room``: tokens left after the longest prompt. Raises InvalidRequest."""
        most = self.n_predict if (self.n_predict or 0) > 0 else max(1, min(room, MOST_NEW))
        with pointing_at(""):
            settings = DecodingSettings(
                max_tokens=most or 1,
                temperature=_or(self.temperature, 0.8),
                top_k=max(_or(self.top_k, 40), 0),
                top_p=_or(self.top_p, 0.95),
                min_p=_or(self.min_p, 0.05),
                repetition_penalty=_or(self.repeat_penalty, 1.0),
                presence_penalty=_or(self.presence_penalty, 0.0),
                frequency_penalty=_or(self.frequency_penalty, 0.0),
                logit_bias=summed(self.logit_bias, tokenizer),
                stop=self.stop,
                constraint=self.constraint,
                seed=secrets.randbits(32) if self.seed in (None, -1) else self.seed or 0,
            )
        penalties = settings.presence_penalty, settings.frequency_penalty
        penalised = (settings.repetition_penalty, *penalties) != (1, 0, 0)
        if self.repeat_last_n not in (None, -1) and penalised:
            raise InvalidRequest(
                f"repeat_last_n is {self.repeat_last_n}, and penalties look back at the whole "
                "text here; -1 was expected.",
                pointer="/repeat_last_n",
            )
        return settings


def _or(value: Any, default: Any) -> Any:
    return default if value is None else value
