"""LangChain's ``langchain-openai``: completions, chat, responses, and what is refused."""

from __future__ import annotations

import asyncio
from typing import Any

import openai
from checking import (
    CHAT,
    LONG,
    PROMPT,
    QUESTION,
    SCHEMA,
    TEXT,
    Checks,
    chatted,
    continued,
    main,
    raised,
)
from langchain_core.exceptions import ContextOverflowError
from langchain_openai import ChatOpenAI, OpenAI, OpenAIEmbeddings

OPTIONS: dict[str, Any] = {"temperature": 0, "max_tokens": 12}


def to(address: str, **options: Any) -> dict[str, Any]:
    return {"base_url": f"{address}/v1", "api_key": "none", "max_retries": 0} | options


def a_completion(address: str) -> None:
    model = OpenAI(model=TEXT, **OPTIONS, **to(address))
    assert model.invoke(PROMPT) == continued(address, **OPTIONS)
    assert "".join(model.stream(PROMPT)) == continued(address, **OPTIONS)


def a_chat_with_usage_and_logprobs(address: str) -> None:
    model = ChatOpenAI(model=CHAT, logprobs=True, top_logprobs=2, **OPTIONS, **to(address))
    made = model.invoke(QUESTION)
    assert made.content == chatted(address, **OPTIONS)
    assert made.usage_metadata is not None
    assert made.usage_metadata["output_tokens"] == len(
        made.response_metadata["logprobs"]["content"]
    )


def a_stream_of_chat(address: str) -> None:
    model = ChatOpenAI(model=CHAT, stream_usage=True, **OPTIONS, **to(address))
    pieces = list(model.stream(QUESTION))
    assert "".join(str(piece.content) for piece in pieces) == chatted(address, **OPTIONS)
    assert sum((piece.usage_metadata or {}).get("output_tokens", 0) for piece in pieces) > 0


def several_at_once(address: str) -> None:
    model = ChatOpenAI(model=CHAT, **OPTIONS, **to(address))
    made = asyncio.run(model.abatch([QUESTION] * 3))
    assert {one.content for one in made} == {chatted(address, **OPTIONS)}


def a_response(address: str) -> None:
    model = ChatOpenAI(model=CHAT, use_responses_api=True, **OPTIONS, **to(address))
    assert model.invoke(QUESTION).text == chatted(address, **OPTIONS)
    streamed = "".join(piece.text for piece in model.stream(QUESTION))
    assert streamed == chatted(address, **OPTIONS)


def by_a_schema(address: str) -> None:
    model = ChatOpenAI(model=CHAT, temperature=0, max_tokens=60, **to(address))
    made = model.with_structured_output(SCHEMA, method="json_schema").invoke("Name a colour.")
    assert isinstance(made, dict)
    assert made["name"] in SCHEMA["properties"]["name"]["enum"]


def refusals(address: str) -> None:
    model = ChatOpenAI(model=CHAT, **OPTIONS, **to(address))
    tool = {"type": "function", "function": {"name": "add", "parameters": {"type": "object"}}}
    raised(openai.BadRequestError, lambda: model.bind_tools([tool]).invoke("2+2"), "tools")
    raised(ContextOverflowError, lambda: model.invoke(LONG), "maximum context length is")
    long = OpenAIEmbeddings(model=TEXT, check_embedding_ctx_length=False, **to(address))
    raised(openai.BadRequestError, lambda: long.embed_query(LONG), "maximum context length is")


def vectors(address: str) -> None:
    """Its own check of lengths would send token ids of OpenAI's tokenizer."""
    made = OpenAIEmbeddings(model=TEXT, check_embedding_ctx_length=False, **to(address))
    texts = ["the cat sat", "one, two, three", "the cat sat"]
    first, other, again = made.embed_documents(texts)
    assert first == again == made.embed_query(texts[0])
    assert abs(sum(number * number for number in first) - 1) < 1e-5
    assert len(first) == len(other)
    assert first != other


def checks() -> Checks:
    return {
        "completion": a_completion,
        "chat": a_chat_with_usage_and_logprobs,
        "stream": a_stream_of_chat,
        "batch": several_at_once,
        "response": a_response,
        "schema": by_a_schema,
        "vectors": vectors,
        "refusals": refusals,
    }


if __name__ == "__main__":
    main(checks)
