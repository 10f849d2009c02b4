"""How the tests of other servers are judged."""

from __future__ import annotations

import re

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
