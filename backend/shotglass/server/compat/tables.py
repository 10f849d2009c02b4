"""Fields of OpenAI's bodies that have no effect here, as tables.

``ignored`` are those that do nothing, whatever they hold. The others ask for something that this
server cannot do: each row has their names and the values beside null that do not ask for it; any
other value is refused.
"""

from __future__ import annotations

from typing import Annotated, Any, TypeVar

from pydantic import Field, create_model
from pydantic_core import CoreSchema, core_schema

from ..schemas import Body
from .fields import unsupported

B = TypeVar("B", bound=Body)

Ignored = Annotated[Any, Field(description="Taken and ignored.")]


class Only:
    """The values that a field takes."""

    def __init__(self, *values: object) -> None:
        self.values = values

    def __get_pydantic_core_schema__(self, source: object, handler: object) -> CoreSchema:
        return core_schema.no_info_plain_validator_function(self._check)

    def __get_pydantic_json_schema__(self, schema: object, handler: object) -> dict[str, Any]:
        return {"enum": list(self.values)}

    def _check(self, value: object) -> object:
        """1.0 is 1 in JSON, and true is not."""
        for known in self.values:
            if value == known and isinstance(value, bool) == isinstance(known, bool):
                return value
        raise unsupported("This server cannot do that; leave it out")


class Table:
    """The names are separated by spaces."""

    def __init__(self, *rows: tuple[Any, ...], ignored: str = "") -> None:
        self.fields: dict[str, Any] = dict.fromkeys(ignored.split(), (Ignored, None))
        for names, *values in rows:
            kind = Annotated[Any, Only(None, *values)]
            self.fields |= dict.fromkeys(names.split(), (kind, None))

    def added(self, body: type[B]) -> type[B]:
        """A decorator: the body with these fields, under its own name."""
        made = create_model(body.__name__, __base__=body, __doc__=body.__doc__, **self.fields)
        made.__module__, made.__qualname__ = body.__module__, body.__qualname__
        return made


SAMPLING = Table(
    ignored="metadata store service_tier safety_identifier prompt_cache_key prompt_cache_retention"
)
STREAM_OPTIONS = Table(ignored="include_obfuscation")
CHOICES = Table(
    ("use_beam_search", False),
    ("stop_token_ids", []),
)
COMPLETION = Table(("suffix", ""))
MESSAGE = Table(("refusal audio function_call",))
CHAT = Table(
    ("audio prediction verbosity web_search_options",),
    ("functions", []),
    ("function_call", "none", "auto"),
    ("modalities", ["text"]),
    ("reasoning_effort", "none"),
    ignored="parallel_tool_calls",
)
INPUT_MESSAGE = Table(("type", "message"), ignored="id status phase")
INPUT_CALL = Table(ignored="id status")
TEXT_FORMAT = Table(("verbosity",))
REASONING = Table(("effort", "none"), ("summary generate_summary",))
RESPONSE = Table(
    ("max_tool_calls previous_response_id conversation prompt moderation",),
    ("context_management", []),
    ("background", False),
    ("truncation", "disabled"),
    ("n", 1),
    ignored="parallel_tool_calls",
)
TEMPLATE = Table(("tools", []), ("add_generation_prompt", True))
