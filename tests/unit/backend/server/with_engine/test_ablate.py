"""Heads switched off over HTTP: as documented, as the engine says, refused in clear words."""

from __future__ import annotations

from typing import Any

import jsonschema
import pytest
from flask.testing import FlaskClient
from support.servers.http_answers import is_problem

from shotglass.server.app import document

PROMPT = "the cat sat on the mat"


def ask(client: FlaskClient, **body: Any) -> Any:
    asked = {"model": "tiny", "prompt": PROMPT, "labels": [" mat", " dog house"]}
    return client.post("/api/v1/ablate", json=asked | {"heads": [{"layer": 1, "head": 2}]} | body)


def test_before_is_the_score_and_after_is_not(client: FlaskClient) -> None:
    answer = ask(client).get_json()
    jsonschema.validate(answer, {"$ref": "#/components/schemas/Ablated"} | document())
    body = {"model": "tiny", "prompt": PROMPT, "labels": [" mat", " dog house"]}
    alone = client.post("/api/v1/score", json=body).get_json()
    assert answer["heads"] == [{"layer": 1, "head": 2}]
    assert answer["before"]["mass"] == pytest.approx(alone["mass"], abs=1e-4)
    assert answer["after"]["mass"] != answer["before"]["mass"]


WRONG: dict[str, list[Any]] = {
    "heads": [
        [], None, 0, [[1, 2]], [{"layer": 1}], [{"layer": 1, "head": 2, "x": 0}],
        [{"layer": "1", "head": 2}], [{"layer": 0.5, "head": 2}], [{"layer": 2, "head": 0}],
        [{"layer": 0, "head": -1}], [{"layer": 1, "head": 2}] * 2, [{"layer": 0, "head": 0}] * 2000,
    ],
    "labels": [[], None, [""], [" a", " ab c", " a"]],
    "prompt": [None, 7, "1" * 400],
    "layers": [[0]],
}  # fmt: skip


@pytest.mark.parametrize(("name", "value"), [(n, v) for n, values in WRONG.items() for v in values])
def test_what_is_wrong_is_a_4xx_that_points_at_it(
    client: FlaskClient, name: str, value: Any
) -> None:
    body = is_problem(ask(client, **{name: value}), 400)
    assert body["errors"][0]["pointer"].startswith(f"/{name}")
