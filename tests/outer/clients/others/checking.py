"""What every script of this folder does: ask the server itself what is right, and run its checks.

A script is run by the Python of its client as SCRIPT ADDRESS and prints "ok NAME" a check.
"""

from __future__ import annotations

import json
import sys
import urllib.request
from collections.abc import Callable, Mapping
from typing import Any

TEXT, CHAT = "house-gpt2", "smollm2-135m"
PROMPT = "She opened the door and"
QUESTION = "Name three colours."
MESSAGES = [{"role": "user", "content": QUESTION}]
SCHEMA: dict[str, Any] = {
    "title": "Colour",
    "description": "A colour.",
    "type": "object",
    "properties": {"name": {"enum": ["red", "green", "blue"]}},
    "required": ["name"],
    "additionalProperties": False,
}
LONG = "a word " * 3000  # more tokens than either model reads

Checks = Mapping[str, Callable[[str], None]]


def main(checks: Callable[[], Checks]) -> None:
    address = sys.argv[1]
    for name, check in checks().items():
        check(address)
        print(f"ok {name}", flush=True)


def post(address: str, path: str, **body: Any) -> Any:
    data = json.dumps(body).encode()
    asked = urllib.request.Request(f"{address}{path}", data, {"Content-Type": "application/json"})
    with urllib.request.urlopen(asked, timeout=300) as answer:
        return json.load(answer)


def continued(address: str, **options: Any) -> str:
    """What the server itself writes after the prompt."""
    made = post(address, "/v1/completions", model=TEXT, prompt=PROMPT, **options)
    return str(made["choices"][0]["text"])


def chatted(address: str, **options: Any) -> str:
    """What the server itself answers to the question."""
    made = post(address, "/v1/chat/completions", model=CHAT, messages=MESSAGES, **options)
    return str(made["choices"][0]["message"]["content"])


def raised(kind: type[BaseException], ask: Callable[[], object], *words: str) -> None:
    """``ask`` must raise ``kind``, with these words in what it says."""
    try:
        ask()
    except kind as error:
        found = str(error)
    else:
        raise AssertionError(f"{kind.__name__} was expected")
    missing = [word for word in words if word not in found]
    assert not missing, f"{missing} not in {found}"
