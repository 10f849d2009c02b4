"""What was promised of our speed, computed from what was measured: each a ratio and its bound.

A peer stands beside ours of its own exactness: the exact ones beside our fp32, the near ones beside
our 8 bits. A ratio is the time of the fastest such peer over ours.
"""

from __future__ import annotations

import statistics
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from peers.settings import OURS, OURS_EXACT
from weights import SMOLLM2

Measured = Mapping[str, Any]  # a session's or the servers' results as JSON holds them

EXACT_KL, NEAR_KL = 1e-9, 0.02  # nats; beyond the second a peer is coarse
UNKNOWN = "not told"
GOALS = (  # measure, what it is called, goal beside exact peers and beside near ones
    ("decode 1", "decode x1", 1.2, 1.3),
    ("decode 8", "decode x8", 1.2, 1.0),
    ("lanes", "3 lanes x 4 samples", 1.2, 1.0),
    ("prefill 512", "prefill of 512", 1.1, 0.9),
    ("questions", "questions after shared examples", 1.5, 1.2),
)
CLIENTS, CLIENT_GOALS = "8", (1.3, 1.5)
KNOWN_PREFIX = 0.15  # of a cold first token's time, at most


@dataclass(frozen=True)
class Verdict:
    """``least``: whether the figure must be at least or at most ``bound``. ``figure``: None where
    it could not be measured. ``how``: what it was computed from."""

    claim: str
    figure: float | None
    bound: float
    least: bool
    how: str

    @property
    def met(self) -> bool | None:
        if self.figure is None:
            return None
        return self.figure >= self.bound if self.least else self.figure <= self.bound


def exactness(facts: Mapping[str, Any]) -> str:
    """The class of a peer by its mean KL to fp32: exact, near or coarse."""
    if "kl" not in facts:
        return UNKNOWN
    return "exact" if facts["kl"] < EXACT_KL else "near" if facts["kl"] <= NEAR_KL else "coarse"


def median(measured: Measured, peer: str, measure: str) -> float | None:
    """Seconds."""
    values = measured["seconds"].get(peer, {}).get(measure)
    return statistics.median(values) if values else None


def floor(measured: Measured, precision: str) -> float:
    """Seconds a token: all bytes once, at the faster of the two speeds that were measured."""
    fastest = max(statistics.median(speeds) for speeds in measured["bandwidth"].values())
    seconds: float = measured["read"][precision] / fastest / 1e9
    return seconds


def verdicts(models: Mapping[str, Measured], servers: Measured | None) -> Iterator[Verdict]:
    """Of SmolLM2 alone: GPT-2's random weights are there for their shape."""
    if SMOLLM2 not in models:
        return
    measured = models[SMOLLM2]
    for measure, name, *goals in GOALS:
        for ours, kind, goal in zip((OURS_EXACT, OURS), ("exact", "near"), goals, strict=True):
            yield _beside_peers(measured, measure, name, ours, kind, goal)
    for ours in (OURS_EXACT, OURS):
        known, cold = (median(measured, ours, name) for name in ("shared", "cold"))
        claim = f"{ours}, first token, prefix known: share of a cold one's time"
        yield Verdict(
            claim, _ratio(known, cold), KNOWN_PREFIX, False, f"{_ms(known)} of {_ms(cold)}"
        )
    if servers is not None:
        for ours, kind, goal in zip(
            (OURS_EXACT, OURS), ("exact", "near"), CLIENT_GOALS, strict=True
        ):
            yield _beside_servers(servers, measured, ours, kind, goal)


def _beside_peers(
    measured: Measured, measure: str, name: str, ours: str, kind: str, goal: float
) -> Verdict:
    own = median(measured, ours, measure)
    times = {
        peer: seconds
        for peer, facts in measured["peers"].items()
        if not peer.startswith("Shotglass") and exactness(facts) == kind
        if (seconds := median(measured, peer, measure)) is not None
    }
    best = min(times, key=times.__getitem__, default=None)
    how = f"{best}: {_ms(times[best])}, ours {_ms(own)}" if best else "no such peer was measured"
    ratio = _ratio(times[best], own) if best else None
    return Verdict(f"{ours}, {name}: times the best {kind} peer", ratio, goal, True, how)


def _beside_servers(
    servers: Measured, engines: Measured, ours: str, kind: str, goal: float
) -> Verdict:
    speeds = {
        name: statistics.median(by_clients[CLIENTS])
        for name, by_clients in servers["speed"].items()
        if by_clients.get(CLIENTS)
        and exactness(engines["peers"].get(servers["setting"][name], {})) == kind
        and (name == ours or not name.startswith("Shotglass"))
    }
    own = speeds.pop(ours, None)
    best = max(speeds, key=speeds.__getitem__, default=None)
    claim = f"{ours}, {CLIENTS} HTTP clients: times the best {kind} server"
    if best is None:
        return Verdict(claim, None, goal, True, "no such server was measured")
    how = f"{best}: {speeds[best]:.0f} tokens/s, ours {own or 0:.0f}"
    return Verdict(claim, _ratio(own, speeds[best]), goal, True, how)


def _ratio(a: float | None, b: float | None) -> float | None:
    return a / b if a and b else None


def _ms(seconds: float | None) -> str:
    return f"{1000 * seconds:.2f} ms" if seconds else "not measured"
