"""What a peer's failed test means for us, by the committed table of reasons.

A failure that no reason names is a defect.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from outer.clients.peers.running import Record

TABLE = Path(__file__).with_name("reasons.toml")

Kind = Literal["pass", "refused", "not applicable", "skipped", "defect"]


@dataclass(frozen=True)
class Reason:
    """``test`` is looked for in a test's name; ``seen``, where given, in its name, exchanges and
    failure together. Both are regular expressions."""

    peer: str
    kind: Kind
    why: str
    test: str = ""
    seen: str = ""

    def names(self, record: Record, peer: str) -> bool:
        found = re.search(self.test, record.test) and re.search(self.seen, record.text)
        return peer == self.peer and found is not None


@dataclass(frozen=True)
class Reasons:
    """``files``: what is run of each peer; ``left_out``: what is not, and why."""

    files: Mapping[str, Sequence[str]]
    left_out: Mapping[str, Mapping[str, str]]
    reasons: tuple[Reason, ...]

    @classmethod
    def load(cls, path: Path = TABLE) -> Reasons:
        data = tomllib.loads(path.read_text("utf-8"))
        reasons = tuple(Reason(**reason) for reason in data["reasons"])
        return cls(data["files"], data["left_out"], reasons)


@dataclass(frozen=True)
class Verdict:
    record: Record
    kind: Kind
    why: str = ""


def judged(record: Record, peer: str, reasons: Reasons) -> Verdict:
    if record.outcome == "passed":
        return Verdict(record, "pass")
    if record.outcome == "skipped":
        return Verdict(record, "skipped", "skipped by its authors")
    for reason in reasons.reasons:
        if reason.names(record, peer):
            return Verdict(record, reason.kind, reason.why)
    return Verdict(record, "defect", "no reason names it")
