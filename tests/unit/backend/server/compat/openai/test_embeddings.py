"""``POST /v1/embeddings`` over tiny models: what it answers, and what it refuses."""

from __future__ import annotations

import base64
from collections.abc import Callable
from typing import Any

import jsonschema
import numpy as np
import pytest
from flask.testing import FlaskClient
from support.servers.http_answers import is_problem

from shotglass.server.app import document

Ask = Callable[..., Any]
WIDTH, LAYERS = 52, 2


@pytest.fixture
def embed(client: FlaskClient) -> Ask:
    return lambda **body: client.post("/v1/embeddings", json={"model": "tiny"} | body)


def vectors(answer: Any) -> np.ndarray:
    assert answer.status_code == 200, answer.data
    return np.float32([each["embedding"] for each in answer.get_json()["data"]])


def states(client: FlaskClient, text: str, layer: int) -> np.ndarray:
    """(S, D), as the route that shows the inside of a model tells them."""
    body = {"model": "tiny", "prompt": text, "layers": [layer], "hidden": True}
    accept = {"Accept": "application/json"}
    arrays = client.post("/api/v1/explain", json=body, headers=accept).get_json()["arrays"]
    (array,) = (each for each in arrays if each["name"] == f"hidden_states.{layer}")
    return np.float32(array["values"])


def test_an_answer_is_as_documented(embed: Ask) -> None:
    answer = embed(input=["the cat", "a dog"]).get_json()
    jsonschema.validate(answer, {"$ref": "#/components/schemas/Embeddings"} | document())
    assert [each["index"] for each in answer["data"]] == [0, 1]
    assert answer["usage"]["prompt_tokens"] == answer["usage"]["total_tokens"] > 0


@pytest.mark.parametrize("layer", range(LAYERS))
def test_a_layer_s_vector_is_the_mean_or_the_last_of_the_stream_it_reads(
    client: FlaskClient, embed: Ask, layer: int
) -> None:
    stream = states(client, "the cat sat", layer)
    asked = {"input": "the cat sat", "layer": layer, "normalize": False}
    mean, last = vectors(embed(**asked))[0], vectors(embed(**asked, pooling="last"))[0]
    np.testing.assert_allclose(mean, stream.mean(axis=0), atol=1e-6)
    assert np.array_equal(last, stream[-1])


def test_vectors_have_length_one_unless_asked_otherwise(embed: Ask) -> None:
    raw, unit = vectors(embed(input="a", normalize=False))[0], vectors(embed(input="a"))[0]
    assert np.linalg.norm(raw) != pytest.approx(1, abs=1e-3)
    np.testing.assert_allclose(unit, raw / np.linalg.norm(raw), atol=1e-6)


def test_a_text_has_the_bits_that_it_has_alone(embed: Ask) -> None:
    texts = ["the cat", "a much longer text, one, two, three", "x"]
    together = vectors(embed(input=texts))
    assert np.array_equal(together, np.concatenate([vectors(embed(input=t)) for t in texts]))


def test_base64_holds_the_same_float32(embed: Ask) -> None:
    plain = vectors(embed(input=[[1, 2], [3]]))
    data = embed(input=[[1, 2], [3]], encoding_format="base64").get_json()["data"]
    read = [np.frombuffer(base64.b64decode(each["embedding"]), "<f4") for each in data]
    assert np.array_equal(plain, np.stack(read))


def test_token_ids_are_read_as_they_are(client: FlaskClient, embed: Ask) -> None:
    ids = client.post("/tokenize", json={"model": "tiny", "prompt": "the cat"}).get_json()["tokens"]
    assert np.array_equal(vectors(embed(input=ids)), vectors(embed(input="the cat")))


def test_the_name_of_a_special_token_is_text(embed: Ask) -> None:
    spelled = embed(input="<|endoftext|>").get_json()["usage"]["prompt_tokens"]
    assert spelled > 1


@pytest.mark.parametrize(
    ("body", "pointer", "words"),
    [
        ({"input": "a", "dimensions": 8}, "/dimensions", "was not trained to have them cut"),
        ({"input": "a", "layer": LAYERS}, "/layer", f"There is no layer {LAYERS}"),
        ({"input": "a", "layer": -1}, "/layer", "0"),
        ({"input": "a", "pooling": "cls"}, "/pooling", "mean"),
        ({"input": "a", "encoding_format": "int8"}, "/encoding_format", "base64"),
        ({"input": []}, "/input", "a list of texts"),
        ({"input": ""}, "/input", "The text is empty, and a vector says what a text is about"),
        ({"input": ["a", ""]}, "/input/1", "The text is empty"),
        ({"input": ["a", [1]]}, "/input", "a list of texts"),
        ({"input": ["a", 1]}, "/input", "a list of texts"),
        ({"input": [[]]}, "/input", "a list of texts"),
        ({"input": ["a"] * 2049}, "/input", "2,048 at most"),
        ({"input": [[1], [9999]]}, "/input/1", "9999"),
        ({"input": ["a", "the cat " * 400]}, "/input/1", "maximum context length is 320"),
        ({}, "/input", "input"),
        ({"input": "a", "pool": "mean"}, "/pool", "pool"),
    ],
)
def test_what_cannot_be_done_is_refused_where_it_stands(
    embed: Ask, body: dict[str, Any], pointer: str, words: str
) -> None:
    problem = is_problem(embed(**body), 400)
    assert problem["errors"][0]["pointer"] == pointer
    assert words in problem["detail"] + str(problem["errors"])


def test_all_texts_together_have_a_limit(embed: Ask) -> None:
    problem = is_problem(embed(input=[[5] * 300] * 335), 400)
    assert problem["errors"][0]["pointer"] == "/input/333"
    assert "100,000 at most" in problem["detail"]


def test_the_model_s_own_width_may_be_asked_for(embed: Ask) -> None:
    assert vectors(embed(input="a", dimensions=WIDTH)).shape == (1, WIDTH)
