"""How fast this machine reads memory: the floor under decoding, which reads every weight once."""

from __future__ import annotations

import mmap
import os
import statistics
import time
from concurrent.futures import ThreadPoolExecutor

import numpy as np
import numpy.typing as npt


def read_bandwidth(size: int, *, huge_pages: bool, repeats: int = 20) -> float:
    """GB/s, median of ``repeats``, of all cores reading a buffer of ``size`` bytes and no writing.

    On ordinary pages this is what a C loop over ``malloc`` measures; numpy's own arrays lie on
    huge pages where the kernel grants them, which reads faster. ``max`` is numpy's reduction
    nearest to a plain read. Much less than usual means that the machine is busy, and that what
    is measured beside it is void.
    """
    cores = len(os.sched_getaffinity(0))
    parts = np.array_split(_buffer(size, huge_pages), cores)
    times = []
    with ThreadPoolExecutor(cores) as pool:
        for _ in range(repeats):
            began = time.perf_counter()
            list(pool.map(np.max, parts))
            times.append(time.perf_counter() - began)
    return size / statistics.median(times) / 1e9


def _buffer(size: int, huge_pages: bool) -> npt.NDArray[np.float32]:
    if huge_pages:
        return np.ones(size // 4, np.float32)
    plain = np.frombuffer(mmap.mmap(-1, size), np.float32)
    plain[:] = 1
    return plain
