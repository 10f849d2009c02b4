"""nginx in front of two replicas, as the config that ships has it: what passes, and what clients
see when a replica dies under them.
"""

from __future__ import annotations

import json
import os
import signal
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from http.client import HTTPResponse, IncompleteRead
from threading import Barrier
from typing import Any

import openai
from support.servers.crowd import Server
from system.backend.deploy.conftest import Balanced, Said

CHECKS = 50
UNENDED = {"logit_bias": {"0": -100}}  # what would end a text is biased away
STREAM: dict[str, Any] = {"model": "tiny", "prompt": "the cat"}
STREAM |= {"settings": {"max_tokens": 150} | UNENDED}
WHOLE = STREAM | {"stream": False}
GENERATE, COMPLETIONS = "/api/v1/generate", "/v1/completions"
TOKENIZE = {"model": "tiny", "text": "the cat"}


def test_a_stream_passes_as_it_comes_and_a_client_that_leaves_is_passed_on(
    balanced: Balanced,
) -> None:
    connection, answer = balanced.ask("POST", GENERATE, STREAM, X_Request_Id="mine-1")
    read_a_token(answer)
    (busy,) = balanced.busy()  # the first token is here while the others are written
    assert answer.getheader("X-Request-Id") == "mine-1"
    answer.close()
    connection.close()
    busy.wait(lambda: not balanced.busy(), 10)


def test_work_is_shared_out_and_both_replicas_say_the_same(balanced: Balanced) -> None:
    with ThreadPoolExecutor() as pool:
        brief = WHOLE | {"settings": {"max_tokens": 40}}
        asked = [pool.submit(balanced.said, "POST", GENERATE, brief) for _ in range(4)]
        balanced.replicas[0].wait(lambda: len(balanced.busy()) == 2, 20)
        told = [json.loads(one.result().body)["events"] for one in asked]
    written = [[event for event in events if event["type"] == "token"] for events in told]
    assert written == [written[0]] * 4


def test_the_servers_own_rules_and_refusals_pass(balanced: Balanced) -> None:
    strange = balanced.said("GET", "/health/live", Host="evil.example", X_Request_Id="not a word")
    assert json.loads(strange.body)["type"] == "/errors/host_not_allowed"
    assert len(strange.headers["x-request-id"]) == 32  # nginx's own
    assert balanced.said("POST", GENERATE, WHOLE, Origin="http://evil.example").status == 403
    ours = f"http://127.0.0.1:{balanced.port}"
    assert balanced.said("POST", "/api/v1/tokenize", TOKENIZE, Origin=ours).status == 200
    large = balanced.said("POST", GENERATE, {"model": "x" * (2 << 20)})
    assert json.loads(large.body)["type"] == "/errors/body_too_large"


def test_a_replica_dies_health_checks_pass_and_what_it_wrote_is_an_error(
    balanced: Balanced,
) -> None:
    """Two clients of each kind: one has the replica that dies, the other the one that lives."""
    dying, living = balanced.replicas
    before = asked_of(living)
    begun = Barrier(5)
    with ThreadPoolExecutor() as pool:
        raw = [pool.submit(outcome, read, balanced, begun) for _ in range(2)]
        client = [pool.submit(outcome, read_by_openai, balanced, begun) for _ in range(2)]
        begun.wait(20)
        whole = [pool.submit(balanced.said, "POST", GENERATE, WHOLE) for _ in range(2)]
        for replica in balanced.replicas:
            replica.wait(lambda one=replica: one.counted("requests_active") == 3, 20)  # type: ignore[misc]
        passed = []
        for number in range(CHECKS):
            if number == CHECKS // 5:
                os.kill(dying.process.pid, signal.SIGKILL)
            passed.append(balanced.said("GET", "/health/ready").status)
        assert passed == [200] * CHECKS

    assert sorted(one.result() for one in raw) == ["IncompleteRead", "whole"]
    assert sorted(one.result() for one in client) == ["APIConnectionError", "whole"]
    good, bad = sorted((one.result() for one in whole), key=lambda one: one.status)
    assert (good.status, bad.status) == (200, 502)
    is_told_as_the_server_tells(bad)
    assert asked_of(living) - before == 3  # no POST was sent to it a second time
    assert balanced.said("POST", "/api/v1/tokenize", TOKENIZE).status == 200


def read_a_token(answer: HTTPResponse) -> None:
    while b'"type": "token"' not in answer.readline():
        pass


def read(balanced: Balanced, begun: Barrier) -> None:
    connection, answer = balanced.ask("POST", GENERATE, STREAM)
    read_a_token(answer)
    begun.wait(20)
    with closing(connection):
        assert b'"type": "end"' in answer.read()


def read_by_openai(balanced: Balanced, begun: Barrier) -> None:
    address = f"http://127.0.0.1:{balanced.port}/v1"
    asked: dict[str, Any] = {"model": "tiny", "prompt": "the cat", "max_tokens": 150} | UNENDED
    with openai.OpenAI(base_url=address, api_key="none", max_retries=0) as client:
        chunks = client.completions.create(**asked, stream=True)
        next(chunks)
        begun.wait(20)
        assert list(chunks)[-1].choices[0].finish_reason == "length"


def outcome(client: Callable[[Balanced, Barrier], None], balanced: Balanced, begun: Barrier) -> str:
    """ "whole", or the error that the client saw."""
    try:
        client(balanced, begun)
    except (IncompleteRead, openai.APIConnectionError) as error:
        return type(error).__name__
    return "whole"


def is_told_as_the_server_tells(answer: Said) -> None:
    assert answer.headers["content-type"] == "application/problem+json"
    problem = json.loads(answer.body)
    assert problem["error"]["code"] == "replica_away"
    assert problem["instance"] == answer.headers["x-request-id"]


def asked_of(replica: Server) -> int:
    """Runs that it has answered or begun to."""
    routes = (GENERATE, COMPLETIONS)
    return sum(replica.counted(f'requests_total{{code="200",route="{r}"}}') for r in routes)
