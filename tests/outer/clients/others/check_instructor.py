"""``instructor`` in its modes that ask for JSON: by a schema, by responses, and any object."""

from __future__ import annotations

from typing import Annotated, Any, Literal

import instructor
import openai
from checking import CHAT, QUESTION, Checks, main, raised
from pydantic import BaseModel, Field

OPTIONS: dict[str, Any] = {
    "model": CHAT,
    "messages": [{"role": "user", "content": QUESTION}],
    "max_retries": 1,
}


class Colour(BaseModel, extra="forbid"):
    name: Literal["red", "green", "blue"]
    shade: Annotated[int, Field(ge=0, le=9)]


def client_of(address: str, mode: instructor.Mode) -> Any:
    client = openai.OpenAI(base_url=f"{address}/v1", api_key="none", max_retries=0)
    return instructor.from_openai(client, mode=mode)


def by_a_schema(address: str) -> None:
    client = client_of(address, instructor.Mode.JSON_SCHEMA)
    made = client.create(response_model=Colour, temperature=0, max_tokens=60, **OPTIONS)
    assert isinstance(made, Colour)


def a_stream_by_a_schema(address: str) -> None:
    client = client_of(address, instructor.Mode.JSON_SCHEMA)
    parts = list(
        client.create_partial(response_model=Colour, temperature=0, max_tokens=60, **OPTIONS)
    )
    assert Colour.model_validate(parts[-1].model_dump())


def tools_are_refused(address: str) -> None:
    client = client_of(address, instructor.Mode.TOOLS)
    raised(Exception, lambda: client.create(response_model=Colour, **OPTIONS), "tools")


def checks() -> Checks:
    return {
        "schema": by_a_schema,
        "stream": a_stream_by_a_schema,
        "refusals": tools_are_refused,
    }


if __name__ == "__main__":
    main(checks)
