"""One model's run: logits of every peer first, then all measures of all peers in turn."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import numpy as np
from bandwidth import read_bandwidth
from floor import bytes_read
from measures import MEASURES, PROMPT, TOKENS, Measure, warm_up
from peers.process import PeerFailed, PeerProcess
from peers.protocol import Unsupported
from peers.settings import REFERENCE, Setting
from peers.venvs import NotInstalled
from quality import EXACT, quality
from texts import Texts
from weights import Weights


@dataclass
class Found:
    """All that a run finds out about one model, as JSON will hold it."""

    model: str
    read: dict[str, int] = field(default_factory=dict)  # bytes a token, by precision
    bandwidth: dict[str, list[float]] = field(default_factory=dict)  # GB/s
    peers: dict[str, dict[str, Any]] = field(default_factory=dict)
    missing: dict[str, str] = field(default_factory=dict)
    seconds: dict[str, dict[str, list[float]]] = field(default_factory=dict)


def measure(weights: Weights, settings: Sequence[Setting], rounds: int) -> Found:
    found = Found(weights.id, bytes_read(weights.config, PROMPT + TOKENS // 2))
    texts = Texts(weights.hf / "tokenizer.json")
    sound = list(_with_right_logits(weights, settings, texts, found))
    with ExitStack() as stack:
        peers: dict[str, PeerProcess] = {}
        for setting in sound:
            if peer := _started(setting, weights, found):
                stack.callback(peer.end)
                peers[setting.name] = peer
        for name, peer in list(peers.items()):
            if _attempt(found, name, "warm-up", partial(_settle, peer, texts)):
                found.peers[name]["resident"] = peer.resident
            else:
                peers.pop(name)
        for round_ in range(rounds):
            _round(found, peers, texts)
            print(f"{weights.id}: round {round_ + 1} of {rounds}", file=sys.stderr, flush=True)
    return found


def _settle(peer: PeerProcess, texts: Texts) -> None:
    """The first text of a peer that has just begun; what it holds in memory after it is told."""
    warm_up(peer, texts)
    peer.generate([texts.prompt(PROMPT)], TOKENS)


def _with_right_logits(
    weights: Weights, settings: Sequence[Setting], texts: Texts, found: Found
) -> Iterator[Setting]:
    """Those whose logits are what they should be. The reference is the first of them."""
    windows = texts.windows()
    with TemporaryDirectory() as folder:
        reference = Path(folder) / "reference.npy"
        for setting in settings:
            to = reference if setting.name == REFERENCE else Path(folder) / "logits.npy"
            if (peer := _started(setting, weights, found)) is None:
                continue
            print(f"{weights.id}: logits of {setting.name}", file=sys.stderr, flush=True)
            try:
                peer.logits(windows, to)
                near = quality(windows, np.load(reference), np.load(to))
                if setting.exact and near.gap > EXACT:
                    raise ValueError(
                        f"A log-probability is off by {near.gap:.3g}; at most {EXACT:g} is fp32."
                    )
                found.peers[setting.name] |= near.to_json()
                yield setting
            except Unsupported:  # its speed counts in no class
                yield setting
            except (PeerFailed, ValueError, OSError) as error:
                _tell(found, setting.name, f"logits: {error}")
            finally:
                peer.end()


def _started(setting: Setting, weights: Weights, found: Found) -> PeerProcess | None:
    try:
        peer = setting.start(weights)
    except (NotInstalled, PeerFailed) as error:
        _tell(found, setting.name, str(error))
        return None
    found.peers.setdefault(setting.name, {}).update(peer.facts)
    return peer


def _round(found: Found, peers: dict[str, PeerProcess], texts: Texts) -> None:
    """Measure by measure, so that what is compared lies seconds apart."""
    for what, measured in MEASURES.items():
        _read_memory(found)
        for name, peer in peers.items():
            _attempt(found, name, what, partial(_once, found, name, peer, what, measured, texts))


def _once(
    found: Found, name: str, peer: PeerProcess, what: str, measured: Measure, texts: Texts
) -> None:
    warm_up(peer, texts)
    seconds = measured(peer, texts)
    found.seconds.setdefault(name, {}).setdefault(what, []).append(seconds)


def _read_memory(found: Found) -> None:
    size = found.read["int8"]
    for pages, huge in (("huge pages", True), ("ordinary pages", False)):
        speed = read_bandwidth(size, huge_pages=huge)
        found.bandwidth.setdefault(pages, []).append(speed)


def _attempt(found: Found, peer: str, what: str, act: Callable[[], None]) -> bool:
    """Whether it went well; if not, why is told once."""
    try:
        act()
    except Unsupported as missing:
        _tell(found, f"{peer}, {what}", f"unsupported: {missing}")
    except (PeerFailed, OSError, ValueError) as error:
        _tell(found, f"{peer}, {what}", str(error))
    else:
        return True
    return False


def _tell(found: Found, name: str, why: str) -> None:
    if name not in found.missing:
        print(f"{found.model}: {name}: {why}", file=sys.stderr, flush=True)
    found.missing.setdefault(name, why)
