"""``outlines`` with OpenAI's client: a type and a schema, whole and streamed."""

from __future__ import annotations

import json
from typing import Annotated, Any, Literal

import openai
import outlines
from checking import CHAT, QUESTION, SCHEMA, Checks, chatted, main
from pydantic import BaseModel, Field

OPTIONS: dict[str, Any] = {"temperature": 0, "max_tokens": 60}


class Colour(BaseModel, extra="forbid"):
    name: Literal["red", "green", "blue"]
    shade: Annotated[int, Field(ge=0, le=9)]


def model_of(address: str) -> Any:
    client = openai.OpenAI(base_url=f"{address}/v1", api_key="none", max_retries=0)
    return outlines.from_openai(client, CHAT)


def a_text(address: str) -> None:
    assert model_of(address)(QUESTION, **OPTIONS) == chatted(address, **OPTIONS)


def by_a_type(address: str) -> None:
    assert Colour.model_validate_json(model_of(address)(QUESTION, Colour, **OPTIONS))


def by_a_schema(address: str) -> None:
    made = model_of(address)(QUESTION, outlines.json_schema(SCHEMA), **OPTIONS)
    assert json.loads(made)["name"] in SCHEMA["properties"]["name"]["enum"]


def a_stream_by_a_type(address: str) -> None:
    pieces = list(model_of(address).stream(QUESTION, Colour, **OPTIONS))
    assert len(pieces) > 1
    assert "".join(pieces) == model_of(address)(QUESTION, Colour, **OPTIONS)


def checks() -> Checks:
    return {
        "text": a_text,
        "type": by_a_type,
        "schema": by_a_schema,
        "stream": a_stream_by_a_type,
    }


if __name__ == "__main__":
    main(checks)
