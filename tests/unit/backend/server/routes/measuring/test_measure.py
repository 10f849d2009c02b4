"""POST /api/v1/measure over a tiny model: the stream, the cost alone, refusals, and a client that
leaves."""

from __future__ import annotations

import json
import time
from pathlib import Path
from typing import Any

import pytest
from flask.testing import FlaskClient
from support.inputs.measured_task import LABELS, TASK
from support.models.tiny import write_tiny_folder
from support.processes.until import until
from support.servers.http_answers import events_of, is_problem

from shotglass.engine.measurement.plan import Plan
from shotglass.engine.measurement.record import plan_and_readings
from shotglass.server.services import Services

ITEMS = [{"input": f"the red house {n}", "expected": LABELS[n % 2]} for n in range(12)]
CONDITIONS = {"k": [0, 2], "draws": 2}
BODY: dict[str, Any] = {
    "model": "tiny", "prompt": TASK, "items": ITEMS, "conditions": CONDITIONS, "shot_set": "main"
}  # fmt: skip


@pytest.fixture(scope="module")
def root(root: Path) -> Path:
    write_tiny_folder(root, "another", "gpt2", 4)
    return root


def post(client: FlaskClient, **changes: Any) -> Any:
    return client.post("/api/v1/measure", json=BODY | changes)


def test_a_measurement_is_streamed_to_its_end(client: FlaskClient) -> None:
    events = events_of(post(client).data)

    kinds = [event["type"] for event in events if event["type"] != "progress"]
    assert kinds == ["planned", *["measured"] * 3, "summary", "end"]
    planned, summary = events[0], events[-2]
    assert [one["id"] for one in planned["conditions"]] == [
        "k=0 draw=1", "k=2 draw=1", "k=2 draw=2"
    ]  # fmt: skip
    assert planned["costs"][0]["prompts"] == 3 * (12 + 3)
    assert planned["models"][0]["id"] == "tiny"
    assert summary["figures"]["comparisons"][0]["difference"]["answer"] in (
        "not enough",
        "higher",
        "lower",
    )
    measured = [event for event in events if event["type"] == "measured"]
    assert all(len(one["readings"]["items"]) == 12 for one in measured)
    assert all(len(one["readings"]["content_free"]) == 3 for one in measured)


def test_answers_that_differ_in_their_writing_alone_are_streamed_with_the_plan(
    client: FlaskClient,
) -> None:
    items = [*ITEMS[:4], {"input": "a house in capitals", "expected": " Mat"}]
    planned = events_of(post(client, items=items, prompt=TASK | {"labels": []}).data)[0]
    (alike,) = planned["alike"]
    assert (alike["answer"], alike["like"], alike["places"]) == (" Mat", " mat", [4])


def test_heads_are_switched_off_while_it_is_measured_and_the_score_says_the_same(
    client: FlaskClient,
) -> None:
    heads = [{"layer": 1, "head": 2}, {"layer": 0, "head": 1}]
    plan = {"items": ITEMS[:2], "conditions": {"k": [0], "content_free": []}, "stream": False}
    with_all, without = (
        post(client, **plan, **more).get_json()["events"] for more in ({}, {"heads_off": heads})
    )
    planned, measured = without[0], next(e for e in without if e["type"] == "measured")
    (model,) = planned["models"]
    assert (model["precision"], model["provider"]) == ("fp32", "cpu")
    assert model["fingerprint"] != with_all[0]["models"][0]["fingerprint"]
    off = [{"kind": "head", **head} for head in heads]
    for item, logprobs in zip(ITEMS, measured["readings"]["items"], strict=False):
        asked = TASK | {"query": {"input": item["input"]}}
        lanes = [{"id": "zero"}]
        body = {"model": "tiny", "prompt": asked, "lanes": lanes, "interventions": off}
        answer = client.post("/api/v1/compare", json=body | {"stream": False}).get_json()
        scored = next(event for event in answer["events"] if event["type"] == "score")
        assert logprobs == pytest.approx([each["logprob"] for each in scored["labels"]], abs=1e-5)
    plain = next(e for e in with_all if e["type"] == "measured")
    assert plain["readings"] != measured["readings"]


@pytest.mark.parametrize(
    ("heads", "pointer"),
    [
        ([{"layer": 0, "head": 99}], "/heads_off/0/head"),
        ([{"layer": 99, "head": 0}], "/heads_off/0/layer"),
        ([{"layer": -1, "head": 0}], "/heads_off/0/layer"),
        ([{"layer": 0, "head": 0}] * 2, "/heads_off"),
        ([{"layer": 0, "head": 0, "by": "mean"}], "/heads_off/0/by"),
        ([{"layer": 0, "head": 0}] * 5000, "/heads_off"),
    ],
)
def test_heads_that_cannot_be_switched_off_are_refused_by_their_place(
    client: FlaskClient, heads: list[dict[str, int]], pointer: str
) -> None:
    problem = is_problem(post(client, heads_off=heads, only_cost=True, stream=False), 400)
    assert problem["errors"][0]["pointer"] == pointer


def test_a_question_may_have_an_id_which_is_bounded(client: FlaskClient) -> None:
    items = [ITEMS[0] | {"id": "q-7"}, *ITEMS[1:]]
    assert post(client, items=items, only_cost=True, stream=False).status_code == 200
    problem = is_problem(post(client, items=[ITEMS[0] | {"id": "7" * 1001}]), 400)
    assert problem["errors"][0]["pointer"] == "/items/0/id"


def test_all_events_at_once_make_a_record_that_is_read_again(client: FlaskClient) -> None:
    events = post(client, stream=False).get_json()["events"]
    readings = [one["readings"] for one in events if one["type"] == "measured"]

    found, read = plan_and_readings(
        {"record": "shotglass-measurement-1", "plan": BODY, "readings": [readings]}
    )

    assert found == Plan.from_json(BODY)
    assert [list(map(list, one.items)) for one in read[0]] == [one["items"] for one in readings]


def test_two_models_are_measured_in_one_request(client: FlaskClient) -> None:
    events = post(client, other_model="another", stream=False).get_json()["events"]
    assert [one["id"] for one in events[0]["models"]] == ["tiny", "another"]
    assert [one["model"] for one in events if one["type"] == "measured"] == [0] * 3 + [1] * 3


def test_the_cost_alone_is_two_events(client: FlaskClient) -> None:
    events = post(client, only_cost=True, stream=False).get_json()["events"]
    assert [one["type"] for one in events] == ["planned", "end"]
    assert events[0]["costs"][0]["seconds"] > 0


@pytest.mark.parametrize(
    ("changes", "pointer"),
    [
        ({"conditions": {"k": [9]}}, "/conditions/k/0"),
        ({"conditions": {"k": [0], "hide": 1}}, "/conditions/hide"),
        ({"items": []}, "/items"),
        ({"items": [ITEMS[0], ITEMS[0]]}, "/items/1/input"),
        ({"items": [{"input": f"{n}", "expected": " mat"} for n in range(1001)]}, "/items"),
        ({"prompt": TASK | {"template": "{input}"}}, "/prompt/template"),
        ({"difference": 0}, "/difference"),
        ({"surprise": 1}, "/surprise"),
        ({"conditions": {"k": [0], "labels": ["odd"]}}, None),
    ],
)
def test_a_refusal_is_a_problem_that_names_the_field(
    client: FlaskClient, changes: dict[str, Any], pointer: str | None
) -> None:
    answer = post(client, **changes)

    is_problem(answer, 400)
    if pointer is not None:
        assert answer.get_json()["errors"][0]["pointer"] == pointer


def test_a_model_that_is_not_there_is_named(client: FlaskClient) -> None:
    is_problem(post(client, other_model="nobody"), 404)


def test_a_client_that_leaves_frees_the_engine(services: Services, client: FlaskClient) -> None:
    items = [{"input": f"{'the red house ' * 8}{n}", "expected": LABELS[n % 2]} for n in range(600)]
    conditions = {"k": [8], "draws": 8}
    answer = client.post(
        "/api/v1/measure", json=BODY | {"items": items, "conditions": conditions}, buffered=False
    )
    stream = iter(answer.response)
    assert b'"planned"' in next(stream)
    assert services.admission.running == 1

    answer.close()
    runner = services.hosting.runner("tiny")
    computed = dict(runner.computed)
    until(lambda: not (services.admission.running or runner.waiting), 20)
    time.sleep(0.3)  # a step that was under way ends
    settled = dict(runner.computed)
    time.sleep(0.3)  # another would be counted
    assert dict(runner.computed) == settled  # nothing is computed any more
    assert settled["prompt"] < computed["prompt"] + 10_000


def test_a_client_that_was_cut_off_goes_on_with_what_it_has(client: FlaskClient) -> None:
    whole = events_of(post(client).data)
    planned, measured = whole[0], [event for event in whole if event["type"] == "measured"]
    keys = ("model", "condition", "prompts", "readings")
    earlier = {
        "fingerprints": [model["fingerprint"] for model in planned["models"]],
        "measured": [{key: event[key] for key in keys} for event in measured[:2]],
    }

    again = events_of(post(client, earlier=earlier).data)

    assert [event for event in again if event["type"] == "measured"] == measured
    assert again[-2] == whole[-2]
    assert again[-1]["prompt_tokens"] < whole[-1]["prompt_tokens"]


def planned_of(client: FlaskClient, **changes: Any) -> Any:
    answer = post(client, only_cost=True, stream=False, **changes).get_json()
    return answer["events"][0] if "events" in answer else answer


def typed(*answers: str) -> list[dict[str, str]]:
    return [{"input": f"house {n}", "expected": text} for n, text in enumerate(answers)]


def test_answers_of_items_begin_with_the_space_that_the_template_asks_for(
    client: FlaskClient,
) -> None:
    task = TASK | {"labels": [], "shot_sets": {}}
    asked: dict[str, Any] = {"prompt": task, "shot_set": None, "conditions": {"k": [0]}}
    assert planned_of(client, items=typed("mat", " dog"), **asked)["labels"] == [" mat", " dog"]
    exact = planned_of(client, items=typed("mat", " dog", " mat"), exact=True, **asked)
    assert exact["labels"] == ["mat", " dog", " mat"]
    asked["prompt"] = task | {"template": "Q: {input}\nA:\n{output}\n"}
    assert planned_of(client, items=typed("mat", " dog"), **asked)["labels"] == ["mat", "dog"]
    refused = is_problem(post(client, items=typed("mat", " "), **asked), 400)
    assert refused["errors"][0]["pointer"] == "/items/1/expected"


def test_an_answer_that_differs_from_a_label_by_its_space_alone_says_so(
    client: FlaskClient,
) -> None:
    refused = planned_of(client, items=typed("mat", "dog"), exact=True)
    assert "' mat', ' dog' was expected: they differ by the space alone" in refused["detail"]


def test_a_pool_is_balanced_over_the_answers_unless_that_is_not_wanted(
    client: FlaskClient,
) -> None:
    asked: dict[str, Any] = {"shot_set": None, "pool": 4, "conditions": {"k": [4]}}
    rows = typed(*["mat"] * 30, *["dog"] * 3)
    shown = [planned_of(client, items=rows, balanced=b, **asked) for b in (True, False)]
    outputs = [[one["output"] for one in each["conditions"][0]["shots"]] for each in shown]
    assert sorted(outputs[0]) == [" dog", " dog", " mat", " mat"]
    assert outputs[1].count(" mat") > 2


def test_a_long_measurement_that_was_cut_off_goes_on_over_http(client: FlaskClient) -> None:
    """2 MiB of readings, as of 50,000 prompts: they are read, and judged one by one."""
    planned = events_of(post(client, only_cost=True).data)[0]
    rows = [[-1.2345678901234567, -2.3456789012345678]] * 1000
    one = {"model": 0, "prompts": "", "readings": {"items": rows, "content_free": []}}
    earlier = {
        "fingerprints": [planned["models"][0]["fingerprint"]],
        "measured": [one | {"condition": at % 3} for at in range(50)],
    }
    assert len(json.dumps(earlier)) > 2 << 20

    problem = is_problem(post(client, earlier=earlier), 400)

    assert "given twice" in problem["detail"]


def test_a_body_that_no_measurement_needs_is_a_413(client: FlaskClient) -> None:
    answer = client.post("/api/v1/measure", json=BODY | {"seed": "0" * (25 << 20)})
    assert "25,165,824 bytes" in is_problem(answer, 413)["detail"]
