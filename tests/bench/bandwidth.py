"""How fast this machine reads memory: the floor under decoding, which reads every weight once."""

from __future__ import annotations

import os
import time
from concurrent.futures import ThreadPoolExecutor

import numpy as np


def read_bandwidth(size: int, repeats: int = 20) -> float:
    """GB/s, best of ``repeats``, of all cores reading a buffer of ``size`` bytes and no writing.

    ``max`` is numpy's reduction nearest to a plain read (one AVX instruction a vector). Much less
    than usual means that the machine is busy, and that what is measured beside it is void.
    """
    cores = os.cpu_count() or 1
    parts = np.array_split(np.ones(size // 4, np.float32), cores)
    best = float("inf")
    with ThreadPoolExecutor(cores) as pool:
        for _ in range(repeats):
            began = time.perf_counter()
            list(pool.map(np.max, parts))
            best = min(best, time.perf_counter() - began)
    return size / best / 1e9
