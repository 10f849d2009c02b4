"""The number of processors that this process may use: in a container with a limit, fewer than there
are.

``os.cpu_count`` counts the machine's. A session with a thread for each of sixty-four, in a
container that is given the time of two, waits for its own threads.
"""

from __future__ import annotations

import os
from contextlib import suppress
from math import ceil, inf
from pathlib import Path

MOST_THREADS = 1024  # that a run of training may have

# Quota and period in microseconds (docs.kernel.org: admin-guide/cgroup-v2, scheduler/sched-bwc).
_QUOTAS = (("cpu.max",), ("cpu/cpu.cfs_quota_us", "cpu/cpu.cfs_period_us"))


def available_processors(cgroups: Path = Path("/sys/fs/cgroup")) -> int:
    """Returns the number of processors that this process is bound to, and no more than the quota of
    its control group, rounded up; 1 at least. ``cgroups`` is where groups are mounted: in a
    container, its own."""
    bound = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count()
    most: float = inf
    for files in _QUOTAS:
        with suppress(OSError, ValueError):  # there are no such groups
            quota, period = " ".join((cgroups / file).read_text() for file in files).split()
            most = int(quota) / int(period) if quota.isdigit() else inf  # "max", "-1"
            break
    return max(1, ceil(min(bound or 1, most)))
