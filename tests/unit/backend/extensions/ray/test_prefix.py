"""Requests that begin alike have one prefix, and a prefix has one order of replicas."""

from __future__ import annotations

import json
from typing import Any

import pytest

from shotglass.extensions.ray.prefix import MOST_READ, preferred, prefix_of

SHOTS = {"s": [{"input": "hot", "output": " cold"}]}
PROMPT = {"instruction": "", "template": "{input}{output}\n", "shot_sets": SHOTS}
FEW = "hot -> cold\ntall -> short\n"
CHAT = [{"role": "system", "content": "Be short."}, {"role": "user", "content": "Hello"}]
REPLICAS = [f"replica {n}" for n in range(5)]
BUSY = 8


def prefix(**fields: Any) -> str:
    return prefix_of(json.dumps({"model": "m"} | fields).encode())


def test_another_question_has_the_prefix_of_its_examples() -> None:
    asked = [prefix(prompt=PROMPT | {"query": {"input": word}}) for word in ("fast", "big")]
    assert asked[0] == asked[1]
    other = PROMPT | {"shot_sets": {"s": [{"input": "hot", "output": " warm"}]}}
    assert prefix(prompt=other) != asked[0]
    assert prefix(prompt=PROMPT, model="n") != asked[0]


@pytest.mark.parametrize("name", ["prompt", "input", "text"])
def test_a_text_is_told_by_all_but_its_last_line(name: str) -> None:
    assert prefix(**{name: f"{FEW}fast ->"}) == prefix(**{name: f"{FEW}big ->"})
    assert prefix(**{name: "fast ->"}) != prefix(**{name: "big ->"})
    assert prefix(**{name: [f"{FEW}fast ->"]}) == prefix(**{name: f"{FEW}big ->"})


def test_a_chat_keeps_its_prefix_as_it_grows() -> None:
    later = [*CHAT, {"role": "assistant", "content": "Hi"}, {"role": "user", "content": "Well"}]
    assert prefix(messages=CHAT) == prefix(messages=later)
    other = [CHAT[0], {"role": "user", "content": "Bye"}]
    assert prefix(messages=CHAT) != prefix(messages=other)


@pytest.mark.parametrize(
    "body", [b"", b"{", b"[]", b"\xff", b'{"prompt": [[]]}', b'{"messages": [1]}', b"x" * MOST_READ]
)
def test_a_body_of_anything_else_has_a_prefix_too(body: bytes) -> None:
    assert len(prefix_of(body)) == 64


def test_prefixes_are_spread_over_the_replicas() -> None:
    idle = dict.fromkeys(REPLICAS, 0)
    first = [preferred(str(n), idle, BUSY)[0] for n in range(200)]
    assert all(25 <= first.count(replica) <= 60 for replica in REPLICAS)


def test_a_replica_that_is_gone_changes_no_other_place() -> None:
    idle = dict.fromkeys(REPLICAS, 0)
    order = preferred("p", idle, BUSY)
    rest = {replica: 0 for replica in REPLICAS if replica != order[0]}
    assert preferred("p", rest, BUSY) == order[1:]


def test_a_replica_with_too_much_comes_after_those_that_are_free() -> None:
    idle = dict.fromkeys(REPLICAS, 0)
    first, second, *others = preferred("p", idle, BUSY)
    assert preferred("p", idle | {first: BUSY - 1}, BUSY)[0] == first
    busy = idle | {first: BUSY + 1, second: BUSY}
    assert preferred("p", busy, BUSY) == [*others, second, first]
