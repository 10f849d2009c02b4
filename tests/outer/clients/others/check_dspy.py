"""``dspy``, whose JSON adapter asks for a signature's fields by a schema.

It asks so of models that it knows, or of a provider that says what its models can: one is declared
here, as a user would."""

from __future__ import annotations

from typing import Any, Literal

import dspy
from checking import CHAT, QUESTION, Checks, chatted, main
from dspy.lm15 import (
    AccessPolicy,
    ModelSupport,
    OpenAIChatCompat,
    ProviderDefinition,
    register_provider,
)


class Name(dspy.Signature):
    """Name a colour."""

    question: str = dspy.InputField()
    colour: Literal["red", "green", "blue"] = dspy.OutputField()
    shade: int = dspy.OutputField(ge=0, le=9)


def model_of(address: str, **options: Any) -> Any:
    url = f"{address}/v1"
    access = AccessPolicy(provider="shotglass", env_keys=(), base_url=url)
    provider = ProviderDefinition.chat(access, compat=OpenAIChatCompat(), placeholder_key="none")
    register_provider(provider, supports=ModelSupport(response_schema=True))
    to = {"api_base": url, "api_key": "none", "cache": False, "num_retries": 0}
    return dspy.LM(f"shotglass/{CHAT}", temperature=0, **to, **options)


def a_text(address: str) -> None:
    (made,) = model_of(address, max_tokens=12)(QUESTION)
    text = made if isinstance(made, str) else made["text"]
    assert text == chatted(address, temperature=0, max_tokens=12)


def by_a_schema(address: str) -> None:
    model = model_of(address, max_tokens=80)
    with dspy.context(lm=model, adapter=dspy.JSONAdapter()):
        made = dspy.Predict(Name)(question=QUESTION)
    assert made.colour in ("red", "green", "blue")
    assert isinstance(made.shade, int)
    asked = model.history[-1]["kwargs"]["response_format"]
    assert asked != {"type": "json_object"}  # the schema itself, not its way out


def checks() -> Checks:
    return {"text": a_text, "schema": by_a_schema}


if __name__ == "__main__":
    main(checks)
