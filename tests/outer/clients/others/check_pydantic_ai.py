"""``pydantic-ai`` with native output, which asks for JSON by a schema, by chat and by responses."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from checking import CHAT, QUESTION, Checks, chatted, main, raised
from pydantic import BaseModel, Field
from pydantic_ai import Agent, NativeOutput
from pydantic_ai.models.openai import OpenAIChatModel, OpenAIResponsesModel
from pydantic_ai.providers.openai import OpenAIProvider


class Colour(BaseModel, extra="forbid"):
    name: Literal["red", "green", "blue"]
    shade: Annotated[int, Field(ge=0, le=9)]


def agent_of(address: str, kind: Any, output: Any, most: int = 60) -> Agent[None, Any]:
    provider = OpenAIProvider(base_url=f"{address}/v1", api_key="none")
    model = kind(CHAT, provider=provider)
    settings: Any = {"temperature": 0, "max_tokens": most}
    return Agent(model, output_type=output, model_settings=settings, retries=0)


def a_text(address: str) -> None:
    made = agent_of(address, OpenAIChatModel, str, 12).run_sync(QUESTION).output
    assert made.strip() == chatted(address, temperature=0, max_tokens=12).strip()


def by_a_schema(address: str) -> None:
    agent = agent_of(address, OpenAIChatModel, NativeOutput(Colour))
    assert isinstance(agent.run_sync(QUESTION).output, Colour)


def a_response_by_a_schema(address: str) -> None:
    agent = agent_of(address, OpenAIResponsesModel, NativeOutput(Colour))
    assert isinstance(agent.run_sync(QUESTION).output, Colour)


def tools_are_refused(address: str) -> None:
    agent = agent_of(address, OpenAIChatModel, Colour)
    raised(Exception, lambda: agent.run_sync(QUESTION), "tools")


def checks() -> Checks:
    return {
        "text": a_text,
        "schema": by_a_schema,
        "response": a_response_by_a_schema,
        "refusals": tools_are_refused,
    }


if __name__ == "__main__":
    main(checks)
