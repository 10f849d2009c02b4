"""What was promised of our speed, computed from what was measured: each a figure and its bound."""

from __future__ import annotations

import statistics
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from peers.settings import OURS
from weights import GPT2, SMOLLM2

Found = Mapping[str, Any]  # a session's or the servers' findings as JSON holds them


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


def median(found: Found, peer: str, measure: str) -> float | None:
    """Seconds."""
    values = found["seconds"].get(peer, {}).get(measure)
    return statistics.median(values) if values else None


def floor(found: Found) -> float:
    """Seconds a token: all bytes once, at the faster of the two speeds that were measured."""
    fastest = max(statistics.median(speeds) for speeds in found["bandwidth"].values())
    return sum(found["read"].values()) / fastest / 1e9


def verdicts(models: Mapping[str, Found], servers: Found | None) -> Iterator[Verdict]:
    for model, least in ((GPT2, 0.85), (SMOLLM2, 0.70)):
        if model in models:
            yield _of_floor(model, models[model], least)
    if SMOLLM2 in models:
        yield from _of_smollm2(models[SMOLLM2])
    if servers is not None:
        yield _of_servers(servers)


def _of_floor(model: str, found: Found, least: float) -> Verdict:
    ours = median(found, OURS, "decode 1")
    how = f"floor {1000 * floor(found):.2f} ms, ours {_ms(ours)} a token"
    share = floor(found) / ours if ours else None
    return Verdict(f"decode, batch 1, {model}: share of the memory floor", share, least, True, how)


def _of_smollm2(found: Found) -> Iterator[Verdict]:
    kl = found["peers"].get(OURS, {}).get("kl", 0.0)
    better = _fastest(found, "decode 1", lambda other: other <= kl)
    ours = median(found, OURS, "decode 1")
    claim = "decode, batch 1: times the best peer whose KL is no higher than ours"
    yield Verdict(
        claim, _ratio(better[1], ours), 1.3, True, f"against {better[0]}, {_ms(better[1])}"
    )
    shared, cold = (median(found, OURS, name) for name in ("shared", "cold"))
    claim = "first token, prefix known: share of a cold one's time"
    yield Verdict(claim, _ratio(shared, cold), 0.15, False, f"{_ms(shared)} of {_ms(cold)}")
    lanes = median(found, OURS, "lanes")
    claim = "three lanes x four samples: times the throughput of batch 1"
    how = f"{_ms(lanes)} a token, reading included, against {_ms(ours)} of decoding alone"
    yield Verdict(claim, _ratio(ours, lanes), 3.0, True, how)
    worse = _fastest(found, "prefill 512", lambda other: other >= kl)
    ours = median(found, OURS, "prefill 512")
    claim = "prefill of 512: times the fastest peer whose KL is no lower than ours"
    yield Verdict(claim, _ratio(worse[1], ours), 0.9, True, f"against {worse[0]}, {_ms(worse[1])}")


def _fastest(found: Found, measure: str, fair: Any) -> tuple[str, float | None]:
    """The peer, not ours, with the least time among those whose KL is ``fair``."""
    best: tuple[str, float | None] = ("nobody", None)
    for name, facts in found["peers"].items():
        seconds = median(found, name, measure)
        if name.startswith("Shotglass") or seconds is None or not fair(facts.get("kl", 0.0)):
            continue
        if best[1] is None or seconds < best[1]:
            best = (name, seconds)
    return best


def _of_servers(found: Found) -> Verdict:
    speeds = {
        name: statistics.median(by_clients["8"])
        for name, by_clients in found["speed"].items()
        if by_clients.get("8")
    }
    ours = speeds.pop(OURS, None)
    best = max(speeds, key=lambda name: speeds[name], default=None)
    other = speeds[best] if best else None
    claim = "8 HTTP clients: times the best peer's server"
    how = f"against {best or 'nobody'}, {other or 0:.0f} tokens/s"
    return Verdict(claim, _ratio(ours, other), 1.2, True, how)


def _ratio(a: float | None, b: float | None) -> float | None:
    return a / b if a and b else None


def _ms(seconds: float | None) -> str:
    return f"{1000 * seconds:.2f} ms" if seconds else "not measured"
