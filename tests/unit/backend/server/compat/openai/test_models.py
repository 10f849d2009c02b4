"""GET /v1/models and the document: what is listed, and that answers are as described."""

from __future__ import annotations

from typing import Any

import jsonschema
from flask.testing import FlaskClient
from support.fixtures.tiny_app import Ask, chunks

from shotglass.server.app import document


def test_models_are_listed_with_the_length_they_serve(client: FlaskClient) -> None:
    told = client.get("/v1/models").get_json()
    assert told["object"] == "list"
    assert {entry["id"] for entry in told["data"]} >= {"tiny", "chatty"}
    for entry in told["data"]:
        assert client.get(f"/v1/models/{entry['id']}").get_json() == entry
        assert entry["object"] == "model"
        assert entry["root"] == entry["id"]
    assert client.get("/v1/models/tiny").get_json()["max_model_len"] == 320


def test_answers_are_what_the_document_says(client: FlaskClient, complete: Ask, chat: Ask) -> None:
    whole = document()

    def check(data: Any, name: str) -> None:
        jsonschema.validate(data, {"$ref": f"#/components/schemas/{name}"} | whole)

    body = {"max_tokens": 3, "n": 2, "return_token_ids": True}
    told: dict[str, Any] = {"logprobs": 2, "echo": True}
    check(complete(prompt=["a", "b"], **body, **told).get_json(), "Completion")
    options = {"stream": True, "stream_options": {"include_usage": True}}
    for chunk in chunks(complete(prompt="a", **body, **told, **options)):
        check(chunk, "CompletionChunk")
    spoken = {"messages": [{"role": "user", "content": "hi"}], "logprobs": True, "top_logprobs": 1}
    check(chat(**spoken, **body).get_json(), "Chat")
    for chunk in chunks(chat(**spoken, **body, **options)):
        check(chunk, "ChatChunk")
    check(client.get("/v1/models").get_json(), "ModelList")
    check(client.get("/tokenizer_info").get_json(), "TokenizerInfo")
    check(client.post("/tokenize", json={"prompt": "a"}).get_json(), "Encoded")
    check(client.post("/detokenize", json={"tokens": [1]}).get_json(), "Decoded")
    check(client.get("/props").get_json(), "Properties")
    check(complete(prompt=[]).get_json(), "Problem")
