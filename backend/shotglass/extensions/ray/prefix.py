"""The choice of a replica for a request: the one that has read what its prompt begins with."""

from __future__ import annotations

import json
from collections.abc import Mapping
from hashlib import sha256
from typing import Any

from ...parsing import loads

MOST_READ = 1 << 20  # bytes of a body that is looked into
SHARED = ("instruction", "template", "shot_sets")  # of a prompt object: all but its questions
TEXTS = ("prompt", "input", "text")  # the fields in which bodies have theirs
ASKS = "user"  # the role of a message that asks
MOST_TEXT = 1_000  # characters by which a text is told from others


def prefix_of(body: bytes) -> str:
    """A digest of the model and of what other requests are likely to begin with too: the examples
    of a prompt object, a text but its last line, a chat up to its first question. The same for all
    bodies that have none of these; what is no JSON is refused elsewhere."""
    try:
        value = loads(body) if len(body) <= MOST_READ else None
    except ValueError:
        value = None
    fields: dict[str, Any] = value if isinstance(value, dict) else {}
    shared = [fields.get("model"), _beginning(fields)]
    return sha256(json.dumps(shared, sort_keys=True).encode()).hexdigest()


def _beginning(fields: Mapping[str, Any]) -> object:
    if isinstance(messages := fields.get("messages"), list):
        roles = [m.get("role") if isinstance(m, dict) else None for m in messages]
        return messages[: roles.index(ASKS) + 1] if ASKS in roles else messages[:1]
    text = next((fields[name] for name in TEXTS if name in fields), None)
    while isinstance(text, list) and text:
        text = text[0]
    if isinstance(text, dict):
        return [text.get(name) for name in SHARED]
    return (text.rpartition("\n")[0] or text)[:MOST_TEXT] if isinstance(text, str) else None


def preferred(prefix: str, waiting: Mapping[str, int], most: int) -> list[str]:
    """The replicas in the order in which they are to be tried. ``waiting``: the requests that each
    has. A prefix has an order of its own, in which a replica that is gone changes no other's place
    (rendezvous hashing, Thaler and Ravishankar 1998); those that have ``most`` requests or more
    come last, the idlest first."""

    def rank(replica: str) -> tuple[int, bytes]:
        load = waiting[replica]
        return load if load >= most else 0, sha256(f"{prefix} {replica}".encode()).digest()

    return sorted(waiting, key=rank)
