"""How the tests of other servers are judged, and what stands between them and ours."""

from __future__ import annotations

import json
import re
import time
import urllib.request
from collections.abc import Iterator
from typing import Any

import pytest
from outer.clients.peers.forwarding import Forwarding, forwarding
from outer.clients.peers.judging import Reason, Reasons, judged
from outer.clients.peers.running import Record
from outer.clients.peers.sources import PEERS

REFUSED = Reason("vllm", "refused", "grammars", seen=r"400 unknown_parameter grammar")
OTHER = Reason("vllm", "not applicable", "its own words", test=r"::test_words\b")
TABLE = Reasons({}, {}, (REFUSED, OTHER))


def record(test: str = "a.py::test_a", *exchanges: str, outcome: str = "failed") -> Record:
    return Record(test, outcome, "E assert 400 == 200", exchanges)


def test_a_failure_that_no_reason_names_is_a_defect() -> None:
    assert judged(record(), "vllm", TABLE).kind == "defect"


def test_a_reason_is_found_by_what_the_server_answered_or_by_the_test() -> None:
    refused = record("a.py::test_a", "POST /v1/completions 400 unknown_parameter grammar")
    assert judged(refused, "vllm", TABLE).why == "grammars"
    assert judged(record("a.py::test_words"), "vllm", TABLE).kind == "not applicable"


def test_a_reason_is_of_one_peer_and_says_nothing_of_a_pass() -> None:
    refused = record("a.py::test_a", "POST /v1/completions 400 unknown_parameter grammar")
    assert judged(refused, "llama_cpp", TABLE).kind == "defect"
    passed = record("a.py::test_words", outcome="passed")
    assert judged(passed, "vllm", TABLE).kind == "pass"


def test_every_reason_of_the_table_says_whom_what_and_why() -> None:
    table, peers = Reasons.load(), {peer.name for peer in PEERS}
    assert set(table.files) == set(table.left_out) == peers
    for reason in table.reasons:
        assert reason.peer in peers
        assert reason.kind in ("refused", "not applicable")
        assert reason.why
        assert reason.test or reason.seen
        re.compile(reason.test), re.compile(reason.seen)


@pytest.fixture
def between(address: str) -> Iterator[Forwarding]:
    with forwarding(address, "plain", "Some/Model-1B") as made:
        yield made


def post(url: str, timeout: float = 60, **body: Any) -> Any:
    asked = urllib.request.Request(url, json.dumps(body).encode())
    asked.add_header("Content-Type", "application/json")
    with urllib.request.urlopen(asked, timeout=timeout) as answer:
        return answer.read()


def test_a_peer_knows_the_model_by_its_own_name(between: Forwarding) -> None:
    options = {"prompt": "hi", "max_tokens": 2, "seed": 1}
    url = f"{between.address}/~Some%2FOther/v1/completions"
    made = json.loads(post(url, model="Some/Other", **options))
    assert made["model"] == "Some/Other"
    streamed = post(url, model="Some/Other", stream=True, **options)
    assert streamed.count(b'"model": "Some/Other"') >= 2
    assert streamed.endswith(b"data: [DONE]\n\n")


def test_a_client_that_leaves_before_its_answer_is_noticed(between: Forwarding) -> None:
    body = {"model": "plain", "prompt": "hi", "max_tokens": 310, "n": 8, "ignore_eos": True}
    with pytest.raises(TimeoutError):
        post(f"{between.address}/v1/completions", timeout=0.02, **body)
    told: list[str] = []
    end = time.monotonic() + 20
    while not told and time.monotonic() < end:
        with urllib.request.urlopen(f"{between.address}/~exchanges", timeout=60) as answer:
            told = json.load(answer)
    assert told == ["POST /v1/completions left before the answer"]


def test_what_a_server_would_be_started_with_is_added_to_requests(
    address: str,
) -> None:
    with forwarding(address, "plain", "Some/Model-1B", ("/models",)) as made:
        post(f"{made.address}/~defaults", **{"/completion": {"n_predict": 3, "seed": 42}})
        told = json.loads(post(f"{made.address}/completion", prompt="hi"))
        assert told["generation_settings"]["seed"] == 42
        assert told["tokens_predicted"] <= 3
        told = json.loads(post(f"{made.address}/completion", prompt="hi", seed=1))
        assert told["generation_settings"]["seed"] == 1
        assert told["model"] == "Some/Model-1B"


def test_what_was_asked_and_refused_is_told_once(between: Forwarding) -> None:
    url = f"{between.address}/v1/completions"
    with pytest.raises(urllib.error.HTTPError) as caught:
        post(url, model="Some/Model-1B", prompt="hi", grammar="root")
    caught.value.close()
    for told in (["POST /v1/completions 400 unknown_parameter grammar"], []):
        with urllib.request.urlopen(f"{between.address}/~exchanges", timeout=60) as answer:
            assert json.load(answer) == told
