"""What is wrong with a request is a 4xx with a problem body, never a 500 and never an echo."""

from __future__ import annotations

import json
from typing import Any

import pytest
from flask.testing import FlaskClient
from support.servers.http_answers import is_problem

from shotglass.server.app import document

GENERATE = {"model": "fake", "prompt": "hi"}
OBJECT = {
    "instruction": "",
    "template": "Q: {input}\nA:{output}\n\n",
    "shot_sets": {"main": [{"input": "one", "output": " eins"}]},
    "query": {"input": "two"},
}
COMPARE = {"model": "fake", "prompt": OBJECT, "lanes": [{"id": "zero"}]}
SCORE = {"model": "fake", "prompt": "hi", "labels": [" a"]}


BROKEN_BODIES: dict[str, bytes] = {
    "nothing": b"",
    "white space": b"  \n",
    "not JSON": b"hello",
    "a cut object": b'{"model": "fake", "prompt": "h',
    "two objects": b'{"model": "fake", "prompt": "a"} {}',
    "a trailing comma": b'{"model": "fake", "prompt": "a",}',
    "single quotes": b"{'model': 'fake', 'prompt': 'a'}",
    "a comment": b'{"model": "fake", /* hi */ "prompt": "a"}',
    "an array": b'["fake", "hi"]',
    "a string": b'"fake"',
    "null": b"null",
    "a number": b"7",
    "a BOM": b"\xef\xbb\xbf" + json.dumps(GENERATE).encode(),
    "UTF-16": json.dumps(GENERATE).encode("utf-16"),
    "UTF-16 without a BOM": json.dumps(GENERATE).encode("utf-16-le"),
    "UTF-32": json.dumps(GENERATE).encode("utf-32"),
    "bad UTF-8": b'{"model": "fake", "prompt": "\xff\xfe"}',
    "half a UTF-8 character": b'{"model": "fake", "prompt": "\xe4\xbd"}',
    "a UTF-8 surrogate": b'{"model": "fake", "prompt": "\xed\xa0\x80"}',
    "a lone high surrogate": rb'{"model": "fake", "prompt": "\ud800"}',
    "a lone low surrogate": rb'{"model": "fake", "prompt": "\udc00 hi"}',
    "surrogates the wrong way round": rb'{"model": "fake", "prompt": "\udc00\ud800"}',
    "a bad escape": rb'{"model": "fake", "prompt": "\x41"}',
    "a raw line end in a string": b'{"model": "fake", "prompt": "a\nb"}',
    "NaN": b'{"model": "fake", "prompt": "a", "settings": {"temperature": NaN}}',
    "Infinity": b'{"model": "fake", "prompt": "a", "settings": {"temperature": Infinity}}',
    "-Infinity": b'{"model": "fake", "prompt": "a", "settings": {"top_p": -Infinity}}',
    "1e999": b'{"model": "fake", "prompt": "a", "settings": {"temperature": 1e999}}',
    "1e999 for a whole number": b'{"model": "fake", "prompt": "a", "settings": {"seed": 1e999}}',
    "5,000 digits": b'{"model":"fake","prompt":"a","settings":{"seed":' + b"9" * 5000 + b"}}",
    "100,000 arrays deep": b'{"model": ' + b"[" * 100_000 + b"]" * 100_000 + b"}",
    "100,000 objects deep": b'{"a":' * 100_000 + b"1" + b"}" * 100_000,
    "100,000 open brackets": b"[" * 100_000,
    "a repeated key": b'{"model": "fake", "prompt": "a", "prompt": "b"}',
    "a repeated key inside": b'{"model":"fake","prompt":"a","settings":{"n":1,"n":2}}',
    "an unknown field": b'{"model": "fake", "prompt": "a", "temprature": 0}',
    "an unknown setting": b'{"model": "fake", "prompt": "a", "settings": {"topp": 1}}',
    "no model": b'{"prompt": "a"}',
    "no prompt": b'{"model": "fake"}',
    "a number as prompt": b'{"model": "fake", "prompt": 7}',
    "null as prompt": b'{"model": "fake", "prompt": null}',
    "a list as prompt": b'{"model": "fake", "prompt": ["a"]}',
    "a word as stream": b'{"model": "fake", "prompt": "a", "stream": "yes"}',
    "a number as stream": b'{"model": "fake", "prompt": "a", "stream": 1}',
    "a list as settings": b'{"model": "fake", "prompt": "a", "settings": []}',
}

SETTINGS: dict[str, Any] = {
    "max_tokens": [0, -1, 4097, 1.5, "16", True, None, [16]],
    "temperature": [-0.1, 5.1, "hot", True, None],
    "top_k": [-1, 1_000_001, 2.5, "all"],
    "top_p": [0, 1.0001, -1, "most"],
    "min_p": [-0.1, 1.1, "some"],
    "repetition_penalty": [0, -1, 101, None],
    "presence_penalty": [-2.1, 2.1, "x"],
    "frequency_penalty": [-2.1, 2.1, [1]],
    "logit_bias": [{"5": 101}, {"a": 1}, {"05": 1}, {"-1": 1}, {"5": "1"}, {"5": None}, [], None],
    "n": [0, 9, False],
    "seed": [-1, 2**53, 2**64, 0.5, "dice"],
    "stop": ["\n", [""], ["x" * 201], ["x"] * 17, [7], None],
}

SEARCHES: dict[str, list[Any]] = {
    "width": [0, 17, 2.5, "wide", None],
    "max_tokens": [0, 257, True],
    "n": [0, 5, "all"],
    "alpha": [-0.1, 5.1, "x"],
    "normalisation": ["none", 1, None],
    "early_stopping": [1, "never", None],
    "temperature": [1],
}

COMPARISONS: dict[str, tuple[str, Any]] = {
    "no lanes": ("lanes", []),
    "17 lanes": ("lanes", [{"id": str(i)} for i in range(17)]),
    "a lane without id": ("lanes", [{"shots": []}]),
    "a lane with an unknown field": ("lanes", [{"id": "a", "k": 3}]),
    "a shot that is a word": ("lanes", [{"id": "a", "shot_set": "main", "shots": ["0"]}]),
    "a prompt that is text": ("prompt", "hi"),
    "no template": ("prompt", {key: OBJECT[key] for key in OBJECT if key != "template"}),
    "a template without output": ("prompt", OBJECT | {"template": "Q: {input}"}),
    "an open brace": ("prompt", OBJECT | {"template": "Q: {input}\nA:{output} {"}),
    "a prompt that ends in a space": ("prompt", OBJECT | {"template": "{input} {output}"}),
    "shots that are text": ("prompt", OBJECT | {"shot_sets": {"main": ["one"]}}),
    "a shot without output": ("prompt", OBJECT | {"shot_sets": {"main": [{"input": "a"}]}}),
    "another readout": ("prompt", OBJECT | {"readout": "tea leaves"}),
    "an unknown prompt field": ("prompt", OBJECT | {"shots": []}),
    "257 shots": ("lanes", [{"id": "a", "shot_set": "main", "shots": [0] * 257}]),
    "65 labels": ("prompt", OBJECT | {"labels": [{"text": f" {i}"} for i in range(65)]}),
    "a lone surrogate in a shot": ("prompt", OBJECT | {"query": {"input": "\ud83d"}}),
}


@pytest.mark.parametrize("name", BROKEN_BODIES)
def test_a_broken_body_is_a_400(client: FlaskClient, name: str) -> None:
    answer = client.post(
        "/api/v1/generate", data=BROKEN_BODIES[name], content_type="application/json"
    )
    is_problem(answer, 400)


@pytest.mark.parametrize(
    ("name", "value"), [(name, value) for name, values in SETTINGS.items() for value in values]
)
def test_a_setting_out_of_bounds_is_a_400_that_points_at_it(
    client: FlaskClient, name: str, value: Any
) -> None:
    body = is_problem(
        client.post("/api/v1/generate", json=GENERATE | {"settings": {name: value}}), 400
    )
    assert body["errors"][0]["pointer"].startswith(f"/settings/{name}")
    assert body["error"]["param"].startswith(f"settings.{name}")


@pytest.mark.parametrize(
    ("name", "value"), [(name, value) for name, values in SEARCHES.items() for value in values]
)
def test_a_wrong_beam_search_is_a_400_that_points_at_it(
    client: FlaskClient, name: str, value: Any
) -> None:
    body = is_problem(client.post("/api/v1/beam", json=GENERATE | {"settings": {name: value}}), 400)
    assert body["errors"][0]["pointer"].startswith(f"/settings/{name}")


@pytest.mark.parametrize("name", COMPARISONS)
def test_a_wrong_comparison_is_a_400(client: FlaskClient, name: str) -> None:
    field, value = COMPARISONS[name]
    is_problem(client.post("/api/v1/compare", json=COMPARE | {field: value}), 400)


def test_a_text_too_long_to_show_is_a_400(client: FlaskClient) -> None:
    is_problem(client.post("/api/v1/tokenize", json={"model": "fake", "text": "1" * 200_001}), 400)


def test_a_small_body_cannot_ask_for_a_huge_prompt(client: FlaskClient) -> None:
    shots = [{"input": "x" * 5000, "output": " y"}]
    lanes = [{"id": str(i), "shot_set": "main", "shots": [0] * 100} for i in range(16)]
    body = COMPARE | {"prompt": OBJECT | {"shot_sets": {"main": shots}}, "lanes": lanes}
    problem = is_problem(client.post("/api/v1/compare", json=body), 400)
    assert problem["errors"][0]["pointer"] == "/lanes/1/shots"


@pytest.mark.parametrize("labels", [[], ["a"] * 65, "a", [1], None, [None]])
def test_wrong_labels_are_a_400(client: FlaskClient, labels: Any) -> None:
    is_problem(client.post("/api/v1/score", json=SCORE | {"labels": labels}), 400)


ROUTES = ["tokenize", "generate", "compare", "score", "logits", "explain", "trace"]


@pytest.mark.parametrize("route", ROUTES)
def test_every_route_refuses_an_empty_object(client: FlaskClient, route: str) -> None:
    is_problem(client.post(f"/api/v1/{route}", json={}), 400)


def test_an_unknown_field_is_told_by_its_own_code_and_pointer(client: FlaskClient) -> None:
    body = is_problem(client.post("/api/v1/generate", json=GENERATE | {"a/b~c": 1}), 400)
    assert body["error"]["code"] == "unknown_parameter"
    assert body["errors"][0]["pointer"] == "/a~1b~0c"


def test_a_problem_does_not_echo_the_value(client: FlaskClient) -> None:
    answer = client.post("/api/v1/generate", json=GENERATE | {"stream": "<script>"})
    assert b"script" not in answer.data


def test_a_hundred_faults_are_told_in_part(client: FlaskClient) -> None:
    junk = {f"field{i}": i for i in range(100)}
    body = is_problem(client.post("/api/v1/generate", json=GENERATE | junk), 400)
    assert len(body["errors"]) == 20


def test_a_huge_body_is_a_413(client: FlaskClient) -> None:
    answer = client.post("/api/v1/generate", json=GENERATE | {"prompt": "x" * (2 << 20)})
    assert is_problem(answer, 413)["error"]["code"] == "body_too_large"


NO_JSON = (  # what a form of another site can post without being asked
    "text/plain", "application/x-www-form-urlencoded", "multipart/form-data; boundary=x", "",
    "json", "text/plain; x=application/json", "application/jsonp",
)  # fmt: skip


@pytest.mark.parametrize("kind", NO_JSON)
def test_a_body_that_is_not_called_json_is_a_415_at_every_address(
    client: FlaskClient, kind: str
) -> None:
    paths = [path for path, methods in document()["paths"].items() if "post" in methods]
    assert len(paths) > 15
    for path in paths:
        answer = client.post(path.replace("{id}", "fake"), data=b"{}", content_type=kind)
        is_upload = path == "/v1/files" and kind.startswith("multipart/")
        is_problem(answer, 400 if is_upload else 415)


@pytest.mark.parametrize(
    "id", ["nope", "..", "%2e%2e", "..%2f..%2fetc", "FAKE", "fake%00", "a" * 3000, "%ff", "fake "]
)
def test_an_unknown_model_is_a_404(client: FlaskClient, id: str) -> None:
    is_problem(client.get(f"/api/v1/models/{id}"), 404)


@pytest.mark.parametrize("id", ["nope", "../fake", "", "fake/../fake", "\u0000", "fake\n"])
def test_an_unknown_model_in_a_body_is_a_404(client: FlaskClient, id: str) -> None:
    answer = client.post("/api/v1/generate", json=GENERATE | {"model": id})
    assert is_problem(answer, 404)["error"]["code"] == "model_not_found"


@pytest.mark.parametrize(
    "name",
    [
        "manifest.json.bak", "..", "../fake/tokenizer.json", "..%2ftokenizer.json",
        "%2e%2e%2f%2e%2e%2fetc%2fpasswd", "....//tokenizer.json", "/etc/passwd", "C:%5Cboot.ini",
        "tokenizer.json%00", "TOKENIZER.JSON", "..%5c..%5cetc", ".", "%252e%252e%252fetc",
    ],
)  # fmt: skip
def test_a_file_is_a_name_on_the_list_and_never_a_path(client: FlaskClient, name: str) -> None:
    answer = client.get(f"/api/v1/models/fake/files/{name}")
    while answer.status_code == 308:  # "//" is tidied by a redirect to an address of ours
        answer = client.get(answer.headers["Location"])
    is_problem(answer, 404)


@pytest.mark.parametrize("format", ["native", "..", "portable.onnx", "%2e%2e", "portable%00"])
def test_an_unknown_format_is_a_404(client: FlaskClient, format: str) -> None:
    is_problem(client.get(f"/api/v1/models/fake/download/{format}"), 404)


@pytest.mark.parametrize(
    "path", ["/api/v1/nope", "/api/", "/api/v2/models", "/nope.js", "/assets/../../secret", "/%00"]
)
def test_an_unknown_address_is_a_404(client: FlaskClient, path: str) -> None:
    is_problem(client.get(path), 404)


@pytest.mark.parametrize("method", ["POST", "PUT", "PATCH", "DELETE"])
@pytest.mark.parametrize("path", ["/api/v1/nope", "/nope", "/infill", "/a/b", "/../x", "/%00"])
def test_an_unknown_address_is_a_404_by_every_method(
    client: FlaskClient, method: str, path: str
) -> None:
    answer = client.open(path, method=method, json={})
    is_problem(answer, 404)
    assert "Allow" not in answer.headers


@pytest.mark.parametrize("method", ["GET", "PUT", "DELETE", "PATCH"])
def test_a_wrong_method_is_a_405_that_names_the_right_one(client: FlaskClient, method: str) -> None:
    answer = client.open("/api/v1/generate", method=method, json=GENERATE)
    is_problem(answer, 405)
    assert "POST" in answer.headers["Allow"]


@pytest.mark.parametrize("path", ["/", "/index.html", "/metrics", "/health", "/health/live"])
def test_a_post_to_what_is_only_read_is_a_405(client: FlaskClient, path: str) -> None:
    answer = client.post(path, json={})
    is_problem(answer, 405)
    assert "GET" in answer.headers["Allow"]


HELD = {"prompt": "hi", "model": "fake"}
IMAGE = {"role": "user", "content": [{"type": "image_url", "image_url": {"url": "x"}}]}
SCHEMA = "a JSON schema, which is an object, or true was expected."


@pytest.mark.parametrize(
    ("route", "body", "faults"),
    [
        (
            "/api/v1/generate",
            HELD | {"settings": {"constraint": {"json_schema": value}}},
            {"/settings/constraint/json_schema": SCHEMA},
        )
        for value in ([1], "x", 3)
    ]
    + [
        (
            "/v1/chat/completions",
            {"model": "fake", "messages": []},
            {"/messages": "A list of 1 or more was expected, and this one has 0."},
        ),
        (
            "/v1/chat/completions",
            {"model": "fake", "messages": [IMAGE]},
            {
                "/messages/0/content": 'a text or a list of {"type": "text", "text": ...} was '
                "expected."
            },
        ),
        (
            "/api/v1/score",
            SCORE | {"labels": [" a"] * 65},
            {"/labels": "A list of 64 at most was expected."},
        ),
        (
            "/api/v1/measure",
            {
                "model": "fake",
                "prompt": OBJECT,
                "items": [{"input": "a", "expected": " a"}],
                "conditions": {"labels": [True]},
            },
            {"/conditions/labels/0": 'a share from 0 to 1, "names" or "none" was expected.'},
        ),
    ],
)
def test_each_fault_is_said_once_at_a_place_that_the_request_has(
    client: FlaskClient, route: str, body: dict[str, Any], faults: dict[str, str]
) -> None:
    problem = is_problem(client.post(route, json=body), 400)
    assert {each["pointer"]: each["detail"] for each in problem["errors"]} == faults
    assert len(problem["errors"]) == len(faults)
