"""inspect_ai: an evaluation of a served model by its provider of OpenAI-like servers."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Callable
from typing import Any

from checking import CHAT, QUESTION, Checks, chatted, main
from inspect_ai import Task, eval
from inspect_ai.dataset import Sample
from inspect_ai.model import GenerateConfig, get_model
from inspect_ai.scorer import includes

OPTIONS: dict[str, Any] = {"temperature": 0, "max_tokens": 12}


def evaluate(address: str, provider: str, judge: Callable[[Any], None], **model: Any) -> None:
    """Two questions, one of which is answered as expected; ``judge`` reads the log, which is there
    as long as its folder is."""
    right = chatted(address, **OPTIONS)
    samples = [Sample(QUESTION, target=right), Sample(QUESTION, target="no such words")]
    asked = get_model(
        f"{provider}/{CHAT}" if provider == "openai" else f"{provider}/shotglass/{CHAT}",
        base_url=f"{address}/v1",
        api_key="none",
        config=GenerateConfig(**OPTIONS, **model.pop("config", {})),
        **model,
    )
    with tempfile.TemporaryDirectory() as folder:
        task = Task(dataset=samples, scorer=includes())
        (log,) = eval(task, model=asked, log_dir=folder, display="none", max_connections=2)
        assert log.status == "success", log.error
        judge(log)


def half_right(log: Any) -> None:
    assert log.results.scores[0].metrics["accuracy"].value == 0.5


def with_logprobs(log: Any) -> None:
    half_right(log)
    output = log.samples[0].output
    assert len(output.choices[0].logprobs.content) == output.usage.output_tokens


def by_chat(address: str) -> None:
    options = {"logprobs": True, "top_logprobs": 2}
    evaluate(address, "openai-api", with_logprobs, config=options)


def by_responses(address: str) -> None:
    evaluate(address, "openai", half_right, responses_api=True, responses_store=False)


def checks() -> Checks:
    os.environ["INSPECT_LOG_LEVEL"] = "error"
    return {"chat": by_chat, "responses": by_responses}


if __name__ == "__main__":
    main(checks)
