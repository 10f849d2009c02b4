"""The body of llama.cpp's ``POST /completion``: its names and defaults, for our settings."""

from __future__ import annotations

import secrets
from typing import Annotated, Any

from pydantic import Field

from ....decoding import DecodingSettings
from ....decoding.settings import BOUNDS
from ....errors import InvalidRequest
from ....text import Tokenizer
from ...schemas import Body, field_of
from ..fields import Ignored, Only, StopField
from ..openai.bodies import AS_WHOLE, NoList, Nothing, Top, TopK, pointing_at_the_body
from .fields import BiasesField, PromptField, summed

MOST_NEW = BOUNDS["max_tokens"].high
LARGEST_SEED = 2**32 - 1  # theirs have 32 bits

# In the order in which they act. llama.cpp has the temperature last.
SAMPLERS = ("penalties", "temperature", "top_k", "top_p", "min_p")


# Of what there is none of here: the values that turn it off.
Zero = Annotated[Any, Only(None, 0)]
No = Annotated[Any, Only(None, False)]


class Unused(Body):
    """What llama.cpp's server can do beside and this one cannot; and what does nothing while that
    is off, or while a text is never shortened."""

    n_cmpl: Annotated[Any, Only(None, 1)] = None
    n_indent: Zero = None
    n_keep: Ignored = None
    n_cache_reuse: Ignored = None
    cache_prompt: Ignored = None
    id_slot: Ignored = None
    min_keep: Annotated[Any, Only(None, 0, 1)] = None
    t_max_predict_ms: Zero = None
    dynatemp_range: Zero = None
    dynatemp_exponent: Ignored = None
    typical_p: Annotated[Any, Only(None, 1)] = None
    top_n_sigma: Annotated[Any, Only(None, -1)] = None
    xtc_probability: Zero = None
    xtc_threshold: Ignored = None
    mirostat: Zero = None
    mirostat_tau: Ignored = None
    mirostat_eta: Ignored = None
    dry_multiplier: Zero = None
    dry_base: Ignored = None
    dry_allowed_length: Ignored = None
    dry_penalty_last_n: Ignored = None
    dry_sequence_breakers: Ignored = None
    grammar: Annotated[Any, Only(None, "")] = None
    json_schema: Nothing = None
    samplers: Annotated[Any, Only(None, list(SAMPLERS))] = None
    lora: NoList = None
    timings_per_token: No = None
    return_progress: No = None
    post_sampling_probs: No = None
    backend_sampling: No = None
    response_fields: NoList = None


class LlamaCompletionBody(Unused):
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
    stream: bool | None = None
    user: Ignored = None

    def settings(self, tokenizer: Tokenizer, room: int) -> DecodingSettings:
        """``room``: tokens left after the longest prompt. Raises InvalidRequest."""
        made = self._settings(tokenizer, room)
        penalised = (made.repetition_penalty, made.presence_penalty, made.frequency_penalty)
        if self.repeat_last_n not in (None, -1) and penalised != (1, 0, 0):
            raise InvalidRequest(
                f"repeat_last_n is {self.repeat_last_n}, and penalties look back at the whole "
                "text here; -1 was expected.",
                pointer="/repeat_last_n",
            )
        return made

    def _settings(self, tokenizer: Tokenizer, room: int) -> DecodingSettings:
        as_fits = self.n_predict in (None, -1, 0)
        with pointing_at_the_body():
            return DecodingSettings(
                max_tokens=max(1, min(room, int(MOST_NEW)))
                if as_fits
                else int(self.n_predict or 0),
                temperature=_or(self.temperature, 0.8),
                top_k=max(_or(self.top_k, 40), 0),
                top_p=_or(self.top_p, 0.95),
                min_p=_or(self.min_p, 0.05),
                repetition_penalty=_or(self.repeat_penalty, 1.0),
                presence_penalty=_or(self.presence_penalty, 0.0),
                frequency_penalty=_or(self.frequency_penalty, 0.0),
                logit_bias=summed(self.logit_bias, tokenizer),
                stop=self.stop,
                seed=secrets.randbits(32) if self.seed in (None, -1) else int(self.seed or 0),
            )


def _or(value: Any, default: Any) -> Any:
    return default if value is None else value
