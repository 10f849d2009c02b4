"""POST /apply-template: the text that a chat is sent as."""

from __future__ import annotations

from typing import Any

import pytest
from flask.testing import FlaskClient
from support.servers.http_answers import is_problem

HI = [{"role": "user", "content": "hi"}]


def test_it_is_the_text_that_the_page_shows(client: FlaskClient) -> None:
    body = {"model": "chatty", "messages": HI}
    shown = client.post("/api/v1/chat/render", json=body).get_json()["text"]
    told = client.post("/apply-template", json=body | {"add_generation_prompt": True, "tools": []})
    assert told.get_json() == {"prompt": shown}


@pytest.mark.parametrize(
    ("more", "code"),
    [
        ({"add_generation_prompt": False}, "unsupported_parameter"),
        ({"tools": [{"type": "function"}]}, "unsupported_parameter"),
        ({"messages": []}, "invalid_parameter"),
        ({"model": "tiny"}, "no_chat_template"),
    ],
)
def test_what_cannot_be_had_is_refused(
    client: FlaskClient, more: dict[str, Any], code: str
) -> None:
    answer = client.post("/apply-template", json={"model": "chatty", "messages": HI} | more)
    assert is_problem(answer, answer.status_code)["error"]["code"] == code
    assert 400 <= answer.status_code < 500
