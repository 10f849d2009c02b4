"""The inside over HTTP: one header, its arrays as bytes or as JSON, and what is refused."""

from __future__ import annotations

import ast
import json
import re
import struct
import threading
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import pytest
from flask.testing import FlaskClient
from support.servers.http_answers import is_problem
from werkzeug.serving import make_server

from shotglass.engine import Engine, ExplainOptions, Library, explain
from shotglass.server.app import create_app
from shotglass.server.routes.inside import explain as explaining
from shotglass.server.services import Services

DOCUMENT = Path(__file__).parents[5] / "docs" / "api.md"
PROMPT = "the cat sat on the mat"
ALL = {"layers": [1, 0], "scores": True, "hidden": True, "thumbnails": True, "lens": 2}
Arrays = dict[str, npt.NDArray[np.float32]]


def post(client: FlaskClient, accept: str = "*/*", **body: Any) -> Any:
    body = {"model": "tiny", "prompt": PROMPT} | body
    return client.post("/api/v1/explain", json=body, headers={"Accept": accept})


def read(data: bytes) -> tuple[dict[str, Any], Arrays]:
    """As a client reads it, by docs/api.md."""
    (length,) = struct.unpack_from("<I", data)
    header = json.loads(data[4 : 4 + length])
    arrays = {}
    for entry in header["arrays"]:
        start = 4 + length + entry["offset"]
        flat = np.frombuffer(data[start : start + entry["bytes"]], "<f4")
        arrays[entry["name"]] = flat.reshape(entry["shape"])
    return header, arrays


def test_the_header_says_what_follows(client: FlaskClient) -> None:
    answer = post(client, **ALL)
    header, arrays = read(answer.data)

    assert answer.content_type == "application/octet-stream"
    assert int(answer.headers["Content-Length"]) == len(answer.data)
    (length,) = struct.unpack_from("<I", answer.data)
    assert length % 4 == 0
    assert len(answer.data) == 4 + length + header["bytes"]
    assert list(header) == [
        "model", "graph", "precision", "tokens", "layers", "heads", "head_size", "width",
        "bidirectional", "windows", "bytes", "arrays", "lens", "attribution", "surprisals",
        "writes",
    ]  # fmt: skip
    shape = {"layers": 2, "heads": 4, "head_size": 16, "width": 52, "windows": [0, 0]}
    shape["bidirectional"] = False
    assert {key: header[key] for key in shape} == shape
    assert (header["model"], header["graph"], header["precision"]) == ("tiny", "explain", "fp32")
    assert (header["writes"]["file"], header["writes"]["precision"]) == ("native-fp32.onnx", "fp32")
    tokens = len(header["tokens"])
    each = [f"{kind}.{i}" for i in (1, 0) for kind in ("attentions", "scores", "hidden_states")]
    assert list(arrays) == ["thumbnails", *each]
    assert arrays["thumbnails"].shape == (2, 4, tokens, tokens)
    assert arrays["scores.1"].shape == (4, tokens, tokens)
    assert arrays["hidden_states.0"].shape == (tokens, 52)
    ends = [entry["offset"] + entry["bytes"] for entry in header["arrays"]]
    assert [0, *ends[:-1]] == [entry["offset"] for entry in header["arrays"]]
    assert {entry["dtype"] for entry in header["arrays"]} == {"float32"}


def test_bytes_json_and_the_engine_say_the_same(client: FlaskClient, root: Path) -> None:
    header, arrays = read(post(client, **ALL).data)
    told = post(client, accept="application/json", **ALL).get_json()
    engine = Engine.open(Library([root]).folder("tiny"), slots=1)
    options = ExplainOptions(layers=(1, 0), scores=True, hidden=True, thumbnails=True, lens=2)
    found = explain(engine, PROMPT, options)
    engine.close()

    for entry in told["arrays"]:
        values = np.array(entry.pop("values"), np.float32)
        assert np.array_equal(values, arrays[entry["name"]])
        assert np.array_equal(values, found.arrays[entry["name"]])
    assert told == header
    assert found.surprisals is not None
    assert found.lens is not None
    said = [token and token.nats for token in found.surprisals]
    assert [token and token["nats"] for token in header["surprisals"]] == said
    assert header["lens"]["final"] == {"id": found.lens.final.id, "text": found.lens.final.text}


def test_the_lens_has_a_row_for_every_layer_and_the_stream_after_the_last(
    client: FlaskClient,
) -> None:
    lens = read(post(client, lens=2).data)[0]["lens"]
    tokens = read(post(client).data)[0]["tokens"]

    assert list(lens) == ["row", "final", "next", "layers", "after", "kind"]
    assert lens["next"] == {"id": tokens[3]["id"], "text": tokens[3]["text"]}
    assert [layer["layer"] for layer in lens["layers"]] == [0, 1, 2]
    for layer in lens["layers"]:
        assert list(layer) == ["layer", "top", "final", "next", "entropy"]
        assert [list(token) for token in layer["top"]] == [["id", "text", "p"]] * 5
        assert list(layer["final"]) == list(layer["next"]) == ["p", "rank"]


def test_the_lens_after_attention_ends_as_the_other_does(client: FlaskClient) -> None:
    behind = read(post(client, lens=2, lens_after="attention").data)[0]["lens"]
    before = read(post(client, lens=2).data)[0]["lens"]
    assert (behind["after"], before["after"]) == ("attention", "layer")
    assert behind["final"] == before["final"]
    assert behind["layers"][-1]["final"]["p"] == pytest.approx(before["layers"][-1]["final"]["p"])
    assert behind["layers"][0] != before["layers"][0]


def test_by_default_there_are_surprisals_and_no_arrays(client: FlaskClient) -> None:
    header, arrays = read(post(client).data)
    assert (arrays, header["arrays"], header["bytes"], header["lens"]) == ({}, [], 0, None)
    assert header["surprisals"][0] is None
    assert len(header["surprisals"]) == len(header["tokens"])
    assert all(list(said) == ["nats", "p", "rank"] for said in header["surprisals"][1:])


@pytest.mark.parametrize("prompt", ["", "\u0000", "🙂", "<|endoftext|>", " ", "中" * 30])
def test_every_text_can_be_looked_into(client: FlaskClient, prompt: str) -> None:
    header, arrays = read(post(client, prompt=prompt, layers=[0], lens=0).data)
    tokens = len(header["tokens"])
    assert arrays["attentions.0"].shape == (4, tokens, tokens)
    assert len(header["surprisals"]) == tokens


WRONG: dict[str, Any] = {
    "layers": [[2], [-1], [0, 0], 0, "0", ["0"], [0.5], [True], None, {}, [0] * 2000, [2**70]],
    "scores": ["yes", 1, None],
    "hidden": [[], 0],
    "thumbnails": ["", None],
    "lens": [-1, 99, 1.5, "0", True, [0], 2**70],
    "lens_after": ["", "Attention", None, 1, ["layer"]],
    "lens_kind": ["", "Logit", None, 1, ["logit"], "jacobian"],  # this model has no J-lens
    "surprisal": ["no", None],
    "prompt": [None, 7, ["a"], "1" * 400, "\ud800"],
    "layer": [0],
}


@pytest.mark.parametrize(("name", "value"), [(n, v) for n, values in WRONG.items() for v in values])
def test_what_is_wrong_is_a_400_that_points_at_it(
    client: FlaskClient, name: str, value: Any
) -> None:
    body = is_problem(post(client, **{name: value}), 400)
    if value != "\ud800":  # which is no JSON at all
        assert body["errors"][0]["pointer"].startswith(f"/{name}")


def test_a_whole_number_may_be_written_with_a_point(client: FlaskClient) -> None:
    header, _ = read(post(client, layers=[1.0], lens=2.0).data)
    assert header["lens"]["row"] == 2


@pytest.mark.parametrize(
    ("limit", "accept"), [("MOST_BYTES", "*/*"), ("MOST_JSON_BYTES", "application/json")]
)
def test_an_answer_too_large_is_refused_with_its_size_and_the_way_out(
    client: FlaskClient, monkeypatch: pytest.MonkeyPatch, limit: str, accept: str
) -> None:
    size = read(post(client, **ALL).data)[0]["bytes"]
    monkeypatch.setattr(explaining, limit, size)
    assert post(client, accept, **ALL).status_code == 200
    monkeypatch.setattr(explaining, limit, size - 1)
    body = is_problem(post(client, accept, **ALL), 400)
    assert body["error"]["code"] == "answer_too_large"
    assert "fewer layers" in body["detail"]
    assert "leave out scores, leave out hidden, or shorten" in body["detail"]
    assert ("application/octet-stream" in body["detail"]) == (limit == "MOST_JSON_BYTES")


def test_the_client_in_the_readme_works(
    services: Services, capsys: pytest.CaptureFixture[str]
) -> None:
    server = make_server("127.0.0.1", 0, create_app(services.config, services))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    (program,) = re.findall(r"```python\n(.*?)```", DOCUMENT.read_text("utf-8"), re.DOTALL)
    program = program.replace("localhost:8000", f"localhost:{server.server_port}")

    found: dict[str, Any] = {}
    exec(program.replace("smollm2-135m", "tiny"), found)
    server.shutdown()
    server.server_close()

    tokens = len(found["header"]["tokens"])
    assert found["arrays"]["attentions.1"].shape == (4, tokens, tokens)
    looked, said = capsys.readouterr().out.strip().rsplit("\n", 1)
    assert sum(map(float, looked.strip("[]").split())) == pytest.approx(1, abs=1e-5)
    assert len(ast.literal_eval(said)) == 3
