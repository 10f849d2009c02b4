"""litellm: completions, chat, responses, its own kinds of error."""

from __future__ import annotations

from typing import Any

import litellm
from checking import (
    CHAT,
    LONG,
    MESSAGES,
    PROMPT,
    QUESTION,
    TEXT,
    Checks,
    chatted,
    continued,
    main,
    raised,
)

litellm.telemetry = False
OPTIONS: dict[str, Any] = {"temperature": 0, "max_tokens": 12}


def to(address: str) -> dict[str, Any]:
    return {"api_base": f"{address}/v1", "api_key": "none", "max_retries": 0}


def text(address: str, **options: Any) -> Any:
    model = f"text-completion-openai/{TEXT}"
    return litellm.text_completion(model=model, prompt=PROMPT, **to(address), **OPTIONS, **options)


def chat(address: str, messages: Any = MESSAGES, **options: Any) -> Any:
    asked: dict[str, Any] = {"model": f"openai/{CHAT}", "messages": messages} | to(address)
    return litellm.completion(**asked | OPTIONS, **options)


def a_completion(address: str) -> None:
    made = text(address, logprobs=3)
    assert made.choices[0].text == continued(address, **OPTIONS)
    streamed = "".join(chunk.choices[0].text or "" for chunk in text(address, stream=True))
    assert streamed == continued(address, **OPTIONS)


def a_chat_with_usage_and_logprobs(address: str) -> None:
    made = chat(address, logprobs=True, top_logprobs=2)
    assert made.choices[0].message.content == chatted(address, **OPTIONS)
    assert made.usage.completion_tokens == len(made.choices[0].logprobs.content)


def a_stream_of_chat(address: str) -> None:
    chunks = list(chat(address, stream=True, stream_options={"include_usage": True}))
    text = "".join(c.choices[0].delta.content or "" for c in chunks if c.choices)
    assert text == chatted(address, **OPTIONS)
    assert chunks[-1].usage.completion_tokens > 0


def a_response(address: str) -> None:
    asked: dict[str, Any] = {"model": f"openai/{CHAT}", "input": QUESTION} | to(address)
    asked |= {"temperature": 0, "max_output_tokens": 16}  # it asks for no fewer
    made = litellm.responses(**asked)
    right = chatted(address, **OPTIONS | {"max_tokens": 16})
    assert made.output[0].content[0].text == right
    events = list(litellm.responses(**asked, stream=True))
    deltas = [e.delta for e in events if e.type == "response.output_text.delta"]
    assert "".join(deltas) == right


def refusals(address: str) -> None:
    tool = {"type": "function", "function": {"name": "add", "parameters": {"type": "object"}}}
    raised(litellm.BadRequestError, lambda: chat(address, tools=[tool]), "tools")
    long = [{"role": "user", "content": LONG}]
    raised(litellm.ContextWindowExceededError, lambda: chat(address, long), "context length")


def vectors(address: str) -> None:
    asked: dict[str, Any] = {"model": f"openai/{TEXT}", "input": ["a", "b c"]} | to(address)
    made = litellm.embedding(**asked, encoding_format="float")
    assert [each["index"] for each in made.data] == [0, 1]
    assert len(made.data[0]["embedding"]) == len(made.data[1]["embedding"]) > 0


def checks() -> Checks:
    return {
        "completion": a_completion,
        "chat": a_chat_with_usage_and_logprobs,
        "stream": a_stream_of_chat,
        "response": a_response,
        "vectors": vectors,
        "refusals": refusals,
    }


if __name__ == "__main__":
    main(checks)
