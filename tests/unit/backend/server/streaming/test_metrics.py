"""/metrics and /props: what was counted, as Prometheus' own parser reads it, and no paths."""

from __future__ import annotations

import json
import threading
from typing import Any

from flask.testing import FlaskClient
from prometheus_client.parser import text_string_to_metric_families
from support.servers.fakes import ScriptedRunner

from shotglass.server.services import Services

HI = {"model": "fake", "prompt": "hi"}

WHOLE = ("requests", "tokens_computed", "tokens_generated", "tokens_prompt", "tokens_prompt_cached")
TIMES = ("ttft", "inter_token", "e2e")
NAMES = (
    {"shotglass_requests_active", "shotglass_sequences_queued", "shotglass_tokens_wasted_total"}
    | {f"shotglass_{name}_total" for name in WHOLE}
    | {f"shotglass_{name}_seconds_{end}" for name in TIMES for end in ("bucket", "sum", "count")}
)  # and, once they happen, shotglass_rejected_total and shotglass_client_disconnects_total


def counted(client: FlaskClient) -> dict[tuple[str, ...], float]:
    """(name, values of the labels, in the order of their names) -> value."""
    answer = client.get("/metrics")
    assert answer.content_type.startswith("text/plain; version=0.0.4")
    families = list(text_string_to_metric_families(answer.get_data(as_text=True)))
    return {
        (sample.name, *sample.labels.values()): sample.value
        for family in families
        for sample in family.samples
    }


def test_runs_and_tokens_are_counted_on_both_apis(client: FlaskClient) -> None:
    client.post("/api/v1/generate", json=HI)
    client.post("/v1/completions", json=HI)
    client.post("/v1/completions", json=HI | {"stream": True})
    client.post("/v1/completions", json=HI | {"n": 99})
    client.get("/nowhere")
    found = counted(client)
    assert {name for name, *_ in found} == NAMES
    assert found["shotglass_requests_total", "200", "/v1/completions"] == 2
    assert found["shotglass_requests_total", "400", "/v1/completions"] == 1
    assert found["shotglass_tokens_generated_total",] == 9
    assert found["shotglass_tokens_prompt_total",] > 0
    assert found["shotglass_ttft_seconds_count",] == 3
    assert found["shotglass_inter_token_seconds_count",] == 6
    assert found["shotglass_e2e_seconds_count",] == 3
    assert found["shotglass_e2e_seconds_bucket", "+Inf"] == 3
    assert found["shotglass_requests_active",] == 0
    assert not [key for key in found if "nowhere" in key]


def test_a_client_that_leaves_is_counted_with_what_was_wasted(
    client: FlaskClient, services: Services
) -> None:
    gone = threading.Event()
    gone.set()
    environ = {"shotglass.client_gone": gone.is_set}
    client.post("/v1/completions", json=HI | {"prompt": "wait"}, environ_overrides=environ)
    body = HI | {"prompt": "slow long", "max_tokens": 50, "stream": True}
    answer = client.post("/v1/completions", json=body, buffered=False)
    next(iter(answer.response))
    answer.close()
    assert services.admission.wait_until_idle(20)
    found = counted(client)
    assert found["shotglass_client_disconnects_total", "waiting"] == 1
    assert found["shotglass_client_disconnects_total", "writing"] == 1
    assert found["shotglass_tokens_wasted_total",] >= 1


def test_an_error_is_no_client_that_left(client: FlaskClient) -> None:
    client.post("/v1/completions", json=HI | {"prompt": "crash later", "stream": True})
    assert not [key for key in counted(client) if key[0].endswith("disconnects_total")]


def test_what_is_turned_away_is_counted_by_reason(
    client: FlaskClient, services: Services, runner: ScriptedRunner
) -> None:
    services.admission.drain()
    client.post("/v1/completions", json=HI)
    assert counted(client)["shotglass_rejected_total", "not_ready"] == 1


def test_props_tell_limits_and_versions_and_no_path(
    client: FlaskClient, services: Services
) -> None:
    answer = client.get("/props")
    told: dict[str, Any] = answer.get_json()
    assert [model["id"] for model in told["models"]] == ["fake"]
    assert told["models"][0]["n_ctx"] == 32
    assert told["models"][0]["bit_stable"] is None
    assert told["asked"] == {"precision": None, "provider": "auto"}
    assert (told["models"][0]["provider"], told["models"][0]["writes"]) == (None, None)
    services.hosting.runner("fake")
    loaded = client.get("/props").get_json()["models"][0]
    assert (loaded["bit_stable"], loaded["batched"]) == (True, True)
    assert (told["prompt_lookup"], loaded["precision"]) == (False, "fp32")
    assert loaded["precisions"] == {"fp32": "ready", "int8": "idle"}
    assert loaded["provider"] == "cpu"
    assert (loaded["writes"]["file"], loaded["writes"]["precision"]) == ("portable.onnx", "fp32")
    assert told["slots"] == 16
    assert set(told["versions"]) >= {"shotglass", "onnxruntime", "python"}
    text = json.dumps(told)
    assert not any(str(root) in text for root in services.config.roots)
    assert "/" not in text
