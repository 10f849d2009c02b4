"""The numbers of a layer and rows of weights over HTTP, and what is refused."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from flask.testing import FlaskClient
from support.servers.http_answers import is_problem

from .test_explain import read

PROMPT = "the cat sat on the mat"


def post(client: FlaskClient, accept: str = "*/*", **body: Any) -> Any:
    body = {"model": "tiny", "prompt": PROMPT, "layer": 1} | body
    return client.post("/api/v1/trace", json=body, headers={"Accept": accept})


def row(client: FlaskClient, name: str, index: int | str) -> Any:
    return client.get(f"/api/v1/models/tiny/weights/{name}/{index}")


def test_the_header_has_the_shape_that_the_numbers_follow_from(client: FlaskClient) -> None:
    header, arrays = read(post(client).data)
    assert list(header) == [
        "model", "graph", "precision", "tokens", "layer", "layers", "width", "heads", "kv_heads",
        "head_size", "ffn_width", "vocabulary", "norm", "norm_epsilon", "positions", "activation",
        "gated", "tied", "bidirectional", "window", "scale", "softcap", "bytes", "arrays",
    ]  # fmt: skip
    assert (header["model"], header["layer"], header["precision"]) == ("tiny", 1, "fp32")
    tokens = len(header["tokens"])
    assert arrays["query"].shape == (header["heads"], tokens, header["head_size"])
    assert arrays["key"].shape == (header["kv_heads"], tokens, header["head_size"])
    assert arrays["ffn_hidden"].shape == (tokens, header["ffn_width"])


def test_bytes_and_json_say_the_same(client: FlaskClient) -> None:
    header, arrays = read(post(client).data)
    as_json = post(client, accept="application/json").get_json()
    for entry in as_json["arrays"]:
        values = np.array(entry.pop("values"), np.float32)
        assert np.array_equal(values, arrays[entry["name"]])
    assert as_json == header


def test_one_number_is_its_row_times_what_was_read(client: FlaskClient) -> None:
    _, arrays = read(post(client).data)
    answer = row(client, "layers.1.ffn.up", 7).get_json()
    assert list(answer) == ["name", "index", "rows", "weight", "bias"]
    made = np.float32(answer["weight"]) @ arrays["ffn_in"][3] + np.float32(answer["bias"] or 0)
    assert made == pytest.approx(arrays["ffn_up"][3, 7], abs=1e-5)


def test_the_end_has_what_the_head_reads(client: FlaskClient) -> None:
    header, arrays = read(post(client, layer=2).data)
    assert arrays["logits"].shape == (len(header["tokens"]), header["vocabulary"])
    weight = row(client, "embedding" if header["tied"] else "head", 5).get_json()["weight"]
    said = np.float32(weight) @ arrays["head_in"][-1]
    assert said == pytest.approx(arrays["logits"][-1, 5], abs=1e-4)


@pytest.mark.parametrize("layer", [-1, 3])
def test_a_layer_that_is_not_there_is_refused(client: FlaskClient, layer: int) -> None:
    body = is_problem(post(client, layer=layer), 400)
    assert "the layers 0 to 1, and 2 is the end" in body["detail"]
    assert body["errors"][0]["pointer"] == "/layer"


def test_a_long_text_is_refused_with_how_much_is_too_much(client: FlaskClient) -> None:
    body = is_problem(post(client, prompt="a " * 80), 400)
    assert "of at most 64 can be shown: shorten it by" in body["detail"]


@pytest.mark.parametrize(
    ("name", "index"),
    [
        ("layers.9.ffn.up", 0), ("native-fp32.onnx", 0), ("..", 0), ("final_norm", 0),
        ("layers.0.ffn.up", 99_999), ("layers.0.ffn.up", "-1"), ("layers.0.ffn.up", "1.5"),
        ("layers.0.ffn.up", "²"), ("layers.0.ffn.up", "9" * 5000),
    ],
)  # fmt: skip
def test_a_row_that_is_not_there_is_a_404(client: FlaskClient, name: str, index: Any) -> None:
    is_problem(row(client, name, index), 404)


def test_a_model_that_is_not_there_is_a_404(client: FlaskClient) -> None:
    is_problem(client.get("/api/v1/models/none/weights/embedding/0"), 404)
    is_problem(post(client, model="none"), 404)
