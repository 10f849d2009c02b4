"""Two network namespaces with a line between them that delays every packet and loses some.

What ``tc netem`` does, on kernels without it: each namespace has a TUN device, and a thread here
carries the packets from one to the other.
"""

from __future__ import annotations

import fcntl
import heapq
import os
import random
import select
import struct
import subprocess
import threading
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

TUN = Path("/dev/net/tun")
TUNSETIFF, IFF_TUN, IFF_NO_PI = 0x400454CA, 0x0001, 0x1000  # linux/if_tun.h
PACKET = 65_536  # bytes, more than the devices' MTU


@dataclass(frozen=True)
class Host:
    namespace: str
    device: str
    address: str

    def command(self, *words: str) -> list[str]:
        """``words`` as run inside the namespace."""
        return ["ip", "netns", "exec", self.namespace, *words]


@dataclass
class Line:
    """How many packets went over it, and how many of them were lost."""

    packets: int = 0
    lost: int = 0


@contextmanager
def two_hosts(seconds: float, loss: float) -> Iterator[tuple[Host, Host, Line]]:
    """A packet arrives after ``seconds``; a share ``loss`` of them (drawn from seed 0) never does.

    Raises:
        PermissionError, FileNotFoundError: this process may not make devices and namespaces.
    """
    names = [f"sg{os.getpid()}{end}" for end in "ab"]
    hosts = [Host(name, name, f"10.77.0.{n}") for n, name in enumerate(names, 1)]
    line, ended = Line(), threading.Event()
    with ExitStack() as stack:
        ends = [_device(host, stack) for host in hosts]
        carrier = threading.Thread(target=_carry, args=(ends, seconds, loss, line, ended))
        carrier.start()
        stack.callback(carrier.join)
        stack.callback(ended.set)
        yield hosts[0], hosts[1], line


def _device(host: Host, stack: ExitStack) -> int:
    """The descriptor at which the packets of ``host`` come out and go in."""
    end = os.open(TUN, os.O_RDWR)
    stack.callback(os.close, end)
    fcntl.ioctl(end, TUNSETIFF, struct.pack("16sH", host.device.encode(), IFF_TUN | IFF_NO_PI))
    _ip("netns", "add", host.namespace)
    stack.callback(_ip, "netns", "delete", host.namespace)
    _ip("link", "set", host.device, "netns", host.namespace)
    for words in (
        ("link", "set", "lo", "up"),
        ("address", "add", f"{host.address}/24", "dev", host.device),
        ("link", "set", host.device, "up"),
    ):
        _ip("-netns", host.namespace, *words)
    return end


def _ip(*words: str) -> None:
    subprocess.run(["ip", *words], check=True, capture_output=True)


def _carry(
    ends: list[int], seconds: float, loss: float, line: Line, ended: threading.Event
) -> None:
    draw = random.Random(0)
    under_way: list[tuple[float, int, int, bytes]] = []  # when it arrives, a number, where, what
    while not ended.is_set():
        wait = under_way[0][0] - time.monotonic() if under_way else 0.1
        for end in select.select(ends, [], [], max(0.0, min(wait, 0.1)))[0]:
            packet = os.read(end, PACKET)
            line.packets += 1
            if draw.random() < loss:
                line.lost += 1
                continue
            other = ends[1 - ends.index(end)]
            heapq.heappush(under_way, (time.monotonic() + seconds, line.packets, other, packet))
        while under_way and under_way[0][0] <= time.monotonic():
            _, _, other, packet = heapq.heappop(under_way)
            os.write(other, packet)
