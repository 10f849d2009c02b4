"""Asking a model over HTTP: what is answered, and what an error is before and after the start."""

from __future__ import annotations

import json
import struct
import threading

import numpy as np
import pytest
from flask.testing import FlaskClient
from support.servers.fakes import ScriptedRunner
from support.servers.http_answers import events_of

from shotglass.decoding import BeamSettings, DecodingSettings
from shotglass.server.services import Services

PROMPT = {
    "instruction": "",
    "template": "Q: {input}\nA:{output}\n\n",
    "shot_sets": {"main": [{"input": "one", "output": " eins"}]},
    "query": {"input": "two"},
}
COMPARE = {"model": "fake", "prompt": PROMPT, "lanes": [{"id": "zero"}, {"id": "one"}]}


def test_generate_streams_events_as_data_lines(client: FlaskClient) -> None:
    answer = client.post("/api/v1/generate", json={"model": "fake", "prompt": "hi"})
    assert answer.status_code == 200
    assert answer.content_type == "text/event-stream; charset=utf-8"
    assert answer.headers["Cache-Control"] == "no-store"
    assert answer.headers["X-Accel-Buffering"] == "no"
    kinds = [event["type"] for event in events_of(answer.data)]
    assert kinds == ["start", "token", "token", "token", "done", "end"]


def test_generate_without_stream_is_one_json_with_the_same_events(client: FlaskClient) -> None:
    body = {"model": "fake", "prompt": "hi"}
    streamed = events_of(client.post("/api/v1/generate", json=body).data)
    whole = client.post("/api/v1/generate", json=body | {"stream": False})
    assert whole.get_json()["events"] == streamed


def test_settings_reach_the_engine_as_they_were_sent(
    client: FlaskClient, runner: ScriptedRunner
) -> None:
    settings = {"max_tokens": 3.0, "temperature": 0, "top_k": 4, "top_p": 0.5, "n": 2, "seed": 7}
    body = {"model": "fake", "prompt": "hi", "settings": settings | {"stop": ["\n"]}}
    client.post("/api/v1/generate", json=body)
    assert runner.settings is not None
    assert (runner.settings.max_tokens, runner.settings.top_k, runner.settings.n) == (3, 4, 2)
    assert runner.settings.stop == ("\n",)


def test_penalties_and_biases_reach_the_engine(client: FlaskClient, runner: ScriptedRunner) -> None:
    penalties = {"repetition_penalty": 1.1, "presence_penalty": 1, "frequency_penalty": -1}
    settings = penalties | {"min_p": 0.1, "logit_bias": {"7": -100, "0": 2.5}}
    client.post("/api/v1/generate", json={"model": "fake", "prompt": "hi", "settings": settings})
    expected = DecodingSettings(**settings | {"logit_bias": ((0, 2.5), (7, -100))})
    assert runner.settings == expected


def test_a_beam_search_streams_its_tree(client: FlaskClient, runner: ScriptedRunner) -> None:
    settings = {"width": 3, "n": 2, "alpha": 0.6, "normalisation": "gnmt", "early_stopping": True}
    body = {"model": "fake", "prompt": "hi", "settings": settings}
    streamed = events_of(client.post("/api/v1/beam", json=body).data)
    assert [event["type"] for event in streamed] == ["start", "beam", "found"]
    assert streamed[1]["nodes"][0]["fate"] == "finished"
    assert runner.searched == BeamSettings(**settings)
    whole = client.post("/api/v1/beam", json=body | {"stream": False})
    assert whole.get_json()["events"] == streamed


def test_compare_tags_every_event_by_its_lane(client: FlaskClient) -> None:
    events = events_of(client.post("/api/v1/compare", json=COMPARE).data)
    assert {event["lane"] for event in events if event["type"] == "token"} == {"zero", "one"}


def test_an_error_before_the_first_event_is_a_plain_problem(client: FlaskClient) -> None:
    answer = client.post("/api/v1/generate", json={"model": "fake", "prompt": "x" * 61})
    assert answer.status_code == 400
    assert answer.content_type == "application/problem+json"
    assert answer.get_json()["error"]["code"] == "context_length_exceeded"


def test_an_error_after_the_first_event_is_a_last_failed_event(client: FlaskClient) -> None:
    body = {"model": "fake", "prompt": "crash later"}
    answer = client.post("/api/v1/generate", json=body, headers={"X-Request-Id": "mine"})
    last = events_of(answer.data)[-1]
    assert last["type"] == "failed"
    assert last["problem"]["status"] == 500
    assert last["problem"]["instance"] == "mine"
    assert b"password" not in answer.data


def test_an_unexpected_error_tells_nothing_of_itself(client: FlaskClient) -> None:
    answer = client.post("/api/v1/generate", json={"model": "fake", "prompt": "crash"})
    assert answer.status_code == 500
    assert answer.get_json()["error"]["code"] == "internal_error"
    assert b"password" not in answer.data


def test_a_silent_stream_beats(client: FlaskClient, runner: ScriptedRunner) -> None:
    threading.Timer(0.8, runner.go.set).start()
    answer = client.post("/api/v1/generate", json={"model": "fake", "prompt": "wait"})
    assert answer.data.count(b": ka\n\n") >= 2
    assert events_of(answer.data)[-1]["type"] == "end"


def test_a_stream_closed_before_its_first_byte_closes_the_run(
    client: FlaskClient, runner: ScriptedRunner, services: Services
) -> None:
    answer = client.post(
        "/api/v1/generate", json={"model": "fake", "prompt": "long"}, buffered=False
    )
    answer.close()
    assert runner.closed.wait(20)
    assert services.admission.wait_until_idle(20)


def test_a_stream_gives_its_place_away_when_the_work_is_done(
    client: FlaskClient, services: Services
) -> None:
    body = {"model": "fake", "prompt": "hi"}
    answer = client.post("/api/v1/generate", json=body, buffered=False)
    assert events_of(b"".join(answer.response))[-1]["type"] == "end"
    assert services.admission.wait_until_idle(0)
    answer.close()


def test_a_client_that_leaves_during_a_silent_start_is_noticed(
    client: FlaskClient, runner: ScriptedRunner, services: Services
) -> None:
    left = threading.Event()
    threading.Timer(0.3, left.set).start()
    answer = client.post(
        "/api/v1/generate",
        json={"model": "fake", "prompt": "wait"},  # without end of its own
        environ_overrides={"shotglass.client_gone": left.is_set},
    )
    assert events_of(answer.data)[-1]["type"] == "start"
    assert runner.closed.wait(20)
    assert services.admission.wait_until_idle(20)


def test_more_runs_than_threads_are_told_to_come_back(
    client: FlaskClient, services: Services, runner: ScriptedRunner
) -> None:
    for _ in range(services.config.most_runs):
        services.admission.enter()
    answer = client.post("/api/v1/generate", json={"model": "fake", "prompt": "hi"})
    assert answer.status_code == 429
    assert int(answer.headers["Retry-After"]) > 0


def test_a_draining_server_takes_no_new_work(client: FlaskClient, services: Services) -> None:
    services.admission.drain()
    answer = client.post("/api/v1/generate", json={"model": "fake", "prompt": "hi"})
    assert answer.status_code == 503
    assert answer.get_json()["error"]["code"] == "draining"
    assert int(answer.headers["Retry-After"]) > 0
    assert client.get("/health/live").status_code == 200
    assert client.get("/health/ready").get_json()["status"] == "draining"


def test_a_stream_that_is_cut_ends_with_a_failed_event(
    client: FlaskClient, services: Services
) -> None:
    threading.Timer(0.4, services.admission.cut.set).start()
    answer = client.post("/api/v1/generate", json={"model": "fake", "prompt": "wait"})
    assert events_of(answer.data)[-1]["problem"]["error"]["code"] == "draining"


def test_tokenize_works_for_a_masked_model_and_without_loading(
    client: FlaskClient, services: Services
) -> None:
    answer = client.post("/api/v1/tokenize", json={"model": "gap", "text": "aé"}).get_json()
    assert answer["count"] == 3
    first = {"id": 97, "text": "a", "start": 0, "end": 1, "part": None, "special": False}
    assert answer["tokens"][0] == first
    assert services.hosting.state("gap").status == "idle"


def test_a_masked_model_does_not_generate(client: FlaskClient) -> None:
    answer = client.post("/api/v1/generate", json={"model": "gap", "prompt": "hi"})
    assert answer.status_code == 409
    assert answer.get_json()["error"]["code"] == "wrong_task"


def test_score_answers_with_the_prompts_tokens(client: FlaskClient) -> None:
    body = {"model": "fake", "prompt": "ab", "labels": [" x", " y"]}
    answer = client.post("/api/v1/score", json=body).get_json()
    assert answer["type"] == "score"
    assert [token["text"] for token in answer["tokens"]] == ["a", "b"]


def test_logits_are_a_header_and_float32_a_browser_can_view(client: FlaskClient) -> None:
    answer = client.post("/api/v1/logits", json={"model": "fake", "prompt": "aé"})
    (length,) = struct.unpack_from("<I", answer.data)
    assert length % 4 == 0
    head = json.loads(answer.data[4 : 4 + length])
    assert head["shape"] == [256]
    assert head["dtype"] == "float32"
    values = np.frombuffer(answer.data, "<f4", offset=4 + length)
    assert np.array_equal(values, np.arange(256, dtype=np.float32))


@pytest.mark.parametrize("accept", ["application/json", "application/json, */*;q=0.1"])
def test_logits_are_json_when_asked_for(client: FlaskClient, accept: str) -> None:
    body = {"model": "fake", "prompt": "a"}
    answer = client.post("/api/v1/logits", json=body, headers={"Accept": accept}).get_json()
    assert answer["logits"][255] == 255.0
    assert answer["tokens"][0]["text"] == "a"
