"""The constraint on an answer: a JSON schema, a regular expression or a grammar, as written."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import Literal, get_args

from ..errors import InvalidRequest

Kind = Literal["json_schema", "regex", "grammar"]
MOST_CHARACTERS = 65_536


@dataclass(frozen=True)
class Constraint:
    """``source``: the text of a JSON schema, of a regular expression that the whole answer fits, or
    of a grammar in the notation of Lark or in llama.cpp's GBNF. ``pointer``: where in the request
    it stands, for errors; by itself ``/settings/constraint/<kind>``. ``prefix``: the part of the
    answer that the prompt already ends with.

    Raises InvalidRequest for one that is empty or too
    long. Whether it means anything shows when it is compiled (``engine.strategies.grammars``).
    """

    kind: Kind
    source: str
    pointer: str = field(default="", compare=False)
    prefix: str = ""

    def __post_init__(self) -> None:
        object.__setattr__(self, "pointer", self.pointer or f"/settings/constraint/{self.kind}")
        if self.kind not in get_args(Kind):
            raise InvalidRequest(
                f"A constraint of kind {self.kind!r} is none of {', '.join(get_args(Kind))}.",
                pointer="/settings/constraint",
            )
        if not 1 <= len(self.source) <= MOST_CHARACTERS:
            raise InvalidRequest(
                f"The {self.title} has {len(self.source):,} characters; 1 to {MOST_CHARACTERS:,} "
                "were expected.",
                pointer=self.pointer,
            )
        if len(self.prefix) > MOST_CHARACTERS:
            raise InvalidRequest(
                f"prefix has {len(self.prefix):,} characters; {MOST_CHARACTERS:,} at most were "
                "expected.",
                pointer="/settings/constraint/prefix",
            )

    @classmethod
    def of_schema(cls, schema: object, pointer: str = "", prefix: str = "") -> Constraint:
        """Returns the constraint of a JSON schema that has been read: keys stay in their order, in
        which answers have them."""
        return cls("json_schema", json.dumps(schema, ensure_ascii=False), pointer, prefix)

    @property
    def title(self) -> str:
        """Returns the name of the constraint for a sentence to a person."""
        return {"json_schema": "JSON schema", "regex": "regex", "grammar": "grammar"}[self.kind]
