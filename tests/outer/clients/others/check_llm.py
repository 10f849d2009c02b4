"""Simon Willison's ``llm``, which is told of the server by its file of OpenAI-like models."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any

from checking import CHAT, PROMPT, QUESTION, TEXT, Checks, chatted, continued, main

OPTIONS: dict[str, Any] = {"temperature": 0, "max_tokens": 12}


def model_of(address: str, id: str) -> Any:
    """JSON is YAML, too."""
    models = [
        {"model_id": "text", "model_name": TEXT, "completion": True},
        {"model_id": "chat", "model_name": CHAT},
    ]
    listed = [model | {"api_base": f"{address}/v1"} for model in models]
    folder = Path(os.environ["LLM_USER_PATH"])
    (folder / "extra-openai-models.yaml").write_text(json.dumps(listed))
    import llm  # reads the file when it is first asked for models

    model = llm.get_model(id)
    model.key = "none"
    return model


def a_completion(address: str) -> None:
    model = model_of(address, "text")
    made = model.prompt(PROMPT, stream=False, logprobs=2, **OPTIONS)
    assert made.text() == continued(address, **OPTIONS)
    assert "".join(model.prompt(PROMPT, **OPTIONS)) == continued(address, **OPTIONS)


def a_chat(address: str) -> None:
    model = model_of(address, "chat")
    made = model.prompt(QUESTION, stream=False, **OPTIONS)
    assert made.text() == chatted(address, **OPTIONS)
    assert made.usage().output > 0
    assert "".join(model.prompt(QUESTION, **OPTIONS)) == chatted(address, **OPTIONS)


def a_conversation(address: str) -> None:
    talk = model_of(address, "chat").conversation()
    first = talk.prompt(QUESTION, system="Be brief.", **OPTIONS).text()
    assert first
    assert talk.prompt("And two more?", **OPTIONS).text()


def by_json_object(address: str) -> None:
    made = model_of(address, "chat").prompt(QUESTION, json_object=True, max_tokens=20).text()
    assert made.startswith("{")


def checks() -> Checks:
    return {
        "completion": a_completion,
        "chat": a_chat,
        "conversation": a_conversation,
        "json": by_json_object,
    }


if __name__ == "__main__":
    main(checks)
