"""Interventions over HTTP: what they change, what is the same without them, and what is wrong with
them refused in clear words, with its place and within memory."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

import jsonschema
import pytest
from flask.testing import FlaskClient
from support.servers.http_answers import is_problem

from shotglass.server.app import document

PROMPT, OTHER = "the cat sat on the mat", "the dog ran to the red house"
LABELS = [" mat", " dog house"]
GREEDY = {"temperature": 0, "max_tokens": 6}
OFF = {"kind": "head", "layer": 1, "head": 2}
CUT = {"kind": "attention", "to": [0, 1]}
PATCH = {"kind": "patch", "layer": 1, "token": -1, "prompt": OTHER}
STEER = {"kind": "steer", "layer": 1, "prompt": OTHER, "minus": PROMPT, "scale": 4}
EACH = [OFF, CUT, PATCH, STEER]
OBJECT = {
    "template": "{input}{output}",
    "query": {"input": PROMPT},
    "labels": [{"text": t} for t in LABELS],
}
BODIES: Mapping[str, Any] = {
    "explain": {"prompt": PROMPT, "layers": [1], "hidden": True, "lens": 2},
    "logits": {"prompt": PROMPT, "continuation": [5, 9]},
    "score": {"prompt": PROMPT, "labels": LABELS},
    "generate": {"prompt": PROMPT, "settings": GREEDY, "stream": False},
    "compare": {"prompt": OBJECT, "lanes": [{"id": "zero"}], "settings": GREEDY, "stream": False},
}  # fmt: skip


def ask(client: FlaskClient, route: str, **more: Any) -> Any:
    headers = {"Accept": "application/json"}
    body = {"model": "tiny", **BODIES[route], **more}
    return client.post(f"/api/v1/{route}", json=body, headers=headers)


def numbers(route: str, answer: Any) -> list[float]:
    """What of an answer the model has computed."""
    if route == "explain":
        states = next(a["values"] for a in answer["arrays"] if a["name"] == "hidden_states.1")
        return [s["nats"] for s in answer["surprisals"][1:]] + [x for row in states for x in row]
    if route == "logits":
        return list(answer["logits"])
    if route == "score":
        return [label["logprob"] for label in answer["labels"]]
    events = answer["events"]
    if route == "compare":
        (score,) = (event for event in events if event["type"] == "score")
        return [label["logprob"] for label in score["labels"]]
    return [event["logprob"] for event in events if event["type"] == "token"]


@pytest.mark.parametrize("route", BODIES)
def test_each_kind_changes_what_each_route_answers_and_none_changes_nothing(
    client: FlaskClient, route: str
) -> None:
    plain = numbers(route, ask(client, route).get_json())
    unchanged = numbers(route, ask(client, route, interventions=[]).get_json())
    assert unchanged == pytest.approx(plain, abs=1e-4)
    seen = [unchanged]
    for change in EACH:
        answer = ask(client, route, interventions=[change])
        assert answer.status_code == 200, answer.get_data(as_text=True)
        found = numbers(route, answer.get_json())
        assert found not in seen
        seen.append(found)
    again = numbers(route, ask(client, route).get_json())
    assert again == plain


@pytest.mark.parametrize("route", BODIES)
def test_a_prompt_patched_by_itself_changes_no_bit(client: FlaskClient, route: str) -> None:
    unchanged = numbers(route, ask(client, route, interventions=[]).get_json())
    patch = {"kind": "patch", "layer": 0, "token": 2, "prompt": PROMPT}
    assert numbers(route, ask(client, route, interventions=[patch]).get_json()) == unchanged
    nothing = {"kind": "steer", "layer": 1, "prompt": OTHER, "minus": OTHER}
    assert numbers(route, ask(client, route, interventions=[nothing]).get_json()) == unchanged


def test_places_have_transformer_lens_s_names_beside_ours(client: FlaskClient) -> None:
    listed = client.get("/api/v1/models/tiny/points").get_json()
    schema = {"$ref": "#/components/schemas/Points"} | document()
    jsonschema.validate(listed, schema)
    names = {point["point"]: point["ours"] for point in listed["points"]}
    assert names["blocks.1.hook_resid_post"] == "hidden_states.2"
    pairs = [
        (OFF, "blocks.1.attn.hook_z"),
        (PATCH, "blocks.1.hook_resid_pre"),
        (PATCH, "blocks.0.hook_resid_post"),
        (STEER, "blocks.1.hook_resid_pre"),
        (CUT | {"layer": 1}, "blocks.1.attn.hook_pattern"),
    ]
    for ours, name in pairs:
        theirs = {key: value for key, value in ours.items() if key != "layer"} | {"point": name}
        answers = [ask(client, "logits", interventions=[c]).get_json() for c in (ours, theirs)]
        assert answers[0] == answers[1]
        assert name in names


def test_the_stream_behind_attention_can_be_replaced_too(client: FlaskClient) -> None:
    plain = ask(client, "logits", interventions=[]).get_json()["logits"]
    change = {key: PATCH[key] for key in ("kind", "token", "prompt")}
    found = ask(client, "logits", interventions=[change | {"point": "blocks.0.hook_resid_mid"}])
    assert found.get_json()["logits"] != plain


def test_what_is_written_is_steered_and_named_by_the_events(client: FlaskClient) -> None:
    """A vector that is added from behind the prompt on leaves the first token as it is."""
    tokens = len(ask(client, "generate").get_json()["events"][0]["tokens"])
    plain = ask(client, "generate", interventions=[]).get_json()["events"]
    late = STEER | {"start": tokens, "scale": 40}
    steered = ask(client, "generate", interventions=[late]).get_json()["events"]
    assert [event["type"] for event in steered] == [event["type"] for event in plain]
    first, *rest = [[e for e in events if e["type"] == "token"] for events in (plain, steered)]
    assert first[0] == rest[0][0]
    assert [e["id"] for e in first[1:]] != [e["id"] for e in rest[0][1:]]


def test_lanes_are_each_changed_at_tokens_of_their_own(client: FlaskClient) -> None:
    shots = {"main": [{"input": "a", "output": " b"}]}
    prompt = OBJECT | {"template": "{input}{output}\n", "shot_sets": shots}
    lanes = [{"id": "zero"}, {"id": "one", "shot_set": "main", "shots": [0]}]
    asked = {"prompt": prompt, "lanes": lanes, "interventions": [PATCH]}
    events = ask(client, "compare", **asked).get_json()["events"]
    scores = {event["lane"]: event["labels"] for event in events if event["type"] == "score"}
    for lane in lanes:
        own = ask(client, "compare", **(asked | {"lanes": [lane]})).get_json()["events"]
        (score,) = (event for event in own if event["type"] == "score")
        assert scores[lane["id"]] == score["labels"]
    assert [event["type"] for event in events].count("end") == 1
    assert events[-1]["generated_tokens"] == sum(event["type"] == "token" for event in events)


# --- what is wrong ---

WIDE = [0.0] * 52
WRONG: list[tuple[Any, str]] = [
    ("head", ""),
    ({}, ""),
    ([OFF] * 1025, ""),
    ([7], "/0"),
    ([[]], "/0"),
    ([{}], "/0"),
    ([{"kind": "heads"}], "/0"),
    ([{"kind": ["head"]}], "/0"),
    ([OFF | {"layer": 2}], "/0/layer"),
    ([OFF | {"layer": 0.5}], "/0/layer"),
    ([OFF | {"layer": 10**400}], "/0/layer"),
    ([OFF | {"head": None}], "/0/head"),
    ([OFF | {"by": "median"}], "/0/by"),
    ([OFF | {"more": 1}], "/0/more"),
    ([{"kind": "head", "head": 0}], "/0/layer"),
    ([OFF | {"point": "blocks.1.attn.hook_z"}], "/0/layer"),
    ([{"kind": "head", "head": 0, "point": "blocks.1.hook_resid_pre"}], "/0/point"),
    ([OFF, OFF], "/1/head"),
    ([OFF | {"by": "mean", "over": ["a"] * 17}], "/0/over"),
    ([CUT | {"to": []}], "/0/to"),
    ([CUT | {"to": [10**30]}], "/0/to/0"),
    ([CUT | {"to": "0"}], "/0/to"),
    ([CUT | {"from": [0]}], "/0/to"),
    ([CUT | {"from": [400]}], "/0/from/0"),
    ([CUT | {"head": 9}], "/0/head"),
    ([PATCH | {"vector": WIDE}], "/0/prompt"),
    ([{"kind": "patch", "layer": 1, "token": 0}], "/0/prompt"),
    ([{"kind": "patch", "layer": 1, "token": 0, "vector": WIDE[1:]}], "/0/vector"),
    ([{"kind": "patch", "layer": 1, "token": 0, "vector": [1e30] * 52}], "/0/vector"),
    ([{"kind": "patch", "layer": 1, "token": 0, "vector": WIDE, "source": 0}], "/0/source"),
    ([{"kind": "patch", "layer": 1, "token": 0, "vector": ["0"] * 52}], "/0/vector/0"),
    ([PATCH | {"token": 99}], "/0/token"),
    ([PATCH | {"source": -99}], "/0/source"),
    ([PATCH | {"prompt": "the cat " * 400}], "/0/prompt"),
    ([PATCH | {"layer": -1}], "/0/layer"),
    ([STEER | {"scale": 1e300}], "/0/scale"),
    ([STEER | {"minus": None}], "/0/minus"),
    ([STEER | {"tokens": [0], "start": 1}], "/0/start"),
    ([STEER | {"tokens": [99]}], "/0/tokens/0"),
    ([STEER | {"tokens": [0] * 513}], "/0/tokens"),
    ([STEER | {"vector": WIDE}], "/0/vector"),
    ([{"kind": "steer", "layer": 1, "vector": WIDE, "token": 0}], "/0/token"),
    ([{"kind": "steer", "layer": 1, "vector": [0.0] * 65_537}], "/0/vector"),
]


@pytest.mark.parametrize(("interventions", "place"), WRONG)
def test_what_is_wrong_is_a_400_that_points_at_it(
    client: FlaskClient, interventions: Any, place: str
) -> None:
    for route in ("score", "generate"):
        body = is_problem(ask(client, route, interventions=interventions), 400)
        assert body["errors"][0]["pointer"].startswith(f"/interventions{place}")


@pytest.mark.parametrize("number", ["NaN", "Infinity", "-Infinity", "1e999"])
def test_what_is_no_number_is_refused(client: FlaskClient, number: str) -> None:
    change = {"kind": "steer", "layer": 1, "vector": WIDE, "scale": 777}
    body = {"model": "tiny", **BODIES["score"], "interventions": [change]}
    raw = json.dumps(body).replace("777", number)
    answer = client.post("/api/v1/score", data=raw, content_type="application/json")
    is_problem(answer, 400)


@pytest.mark.parametrize("route", BODIES)
def test_a_text_that_is_too_long_for_it_is_refused_or_its_lane_fails(
    client: FlaskClient, route: str
) -> None:
    long = "1" * 700
    more = {"prompt": OBJECT | {"query": {"input": long}} if route == "compare" else long}
    answer = ask(client, route, interventions=[OFF], **more)
    if route == "compare":
        (event,) = (e for e in answer.get_json()["events"] if e["type"] == "failed")
        assert event["problem"]["type"] == "/errors/context_length_exceeded"
    else:
        assert is_problem(answer, 400)["errors"][0]["pointer"] == "/prompt"


def test_states_of_any_size_give_an_answer_or_a_400(client: FlaskClient) -> None:
    for route in BODIES:
        for size in (1e9, -1e9):
            change = {"kind": "steer", "layer": 0, "vector": [size] * 52}
            answer = ask(client, route, interventions=[change] * 64)
            assert answer.status_code in (200, 400)
            assert "NaN" not in answer.get_data(as_text=True)


# --- a logit taken apart ---


def test_a_logit_is_the_sum_of_its_parts_with_heads_off_too(client: FlaskClient) -> None:
    wanted = {"attribution": 3, "target": 7, "interventions": [OFF]}
    answer = ask(client, "explain", **wanted).get_json()
    jsonschema.validate(answer, {"$ref": "#/components/schemas/Explained"} | document())
    parts = answer["attribution"]
    added = [share for layer in parts["heads"] for share in layer]
    added += [*parts["attention_biases"], *parts["feed_forward"]]
    total = parts["constant"] + parts["embedding"] + sum(added)
    assert parts["logit"] == pytest.approx(total, abs=1e-5)
    assert (parts["row"], parts["target"]["id"], parts["heads"][1][2]) == (3, 7, 0)
    assert ask(client, "explain").get_json()["attribution"] is None


def test_the_way_back_through_a_head_is_the_sum_of_what_it_read(client: FlaskClient) -> None:
    edge = {"layer": 1, "head": 2, "token": 1}
    wanted = {"attribution": 3, "target": 7, "through": [edge]}
    answer = ask(client, "explain", **wanted).get_json()
    jsonschema.validate(answer, {"$ref": "#/components/schemas/Explained"} | document())
    parts = answer["attribution"]
    (source,) = parts["path"]
    assert edge.items() <= source.items()
    total = parts["constant"] + parts["embedding"] + sum(parts["heads"][0])
    total += parts["attention_biases"][0] + parts["feed_forward"][0]
    assert source["added"] == pytest.approx(total, abs=1e-5)


@pytest.mark.parametrize(
    ("wrong", "place"),
    [
        ({"attribution": 99}, "/attribution"),
        (
            {"attribution": 3, "through": [{"layer": 1, "head": 2, "token": 4}]},
            "/through/0/token",
        ),
        ({"attribution": -1}, "/attribution"),
        ({"attribution": 0, "target": 99_999}, "/target"),
        ({"attribution": 0, "interventions": [PATCH]}, "/attribution"),
    ],
)
def test_what_cannot_be_taken_apart_is_a_400_that_points_at_it(
    client: FlaskClient, wrong: dict[str, Any], place: str
) -> None:
    body = is_problem(ask(client, "explain", **wrong), 400)
    assert body["errors"][0]["pointer"] == place
