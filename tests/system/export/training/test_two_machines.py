"""Two hosts far from each other train the weights that two processes of one host train.

The hosts are network namespaces of one machine, with a line that is slow and loses packets.
"""

from __future__ import annotations

import os
import subprocess
import sys
from contextlib import ExitStack
from pathlib import Path

import pytest
from support.processes.slow_line import TUN, two_hosts

from shotglass_export.training.runs.checkpoints import CHECKPOINT, OPTIMISER, WEIGHTS

MODULE = "shotglass_export.training"
LAUNCH = [sys.executable, "-m", "torch.distributed.run"]


def may_make_hosts() -> bool:
    """Making namespaces and devices is for root, and a container may have neither."""
    tried = subprocess.run(["unshare", "--net", "true"], capture_output=True, check=False)
    return os.geteuid() == 0 and tried.returncode == 0 and os.access(TUN, os.W_OK)


def succeeded(process: subprocess.Popen) -> None:
    try:
        assert process.wait(timeout=300) == 0
    finally:
        process.kill()


@pytest.mark.slow
@pytest.mark.skipif(not may_make_hosts(), reason="needs root, network namespaces and /dev/net/tun")
def test_two_hosts_over_a_slow_line_that_loses_packets_train_the_same_bits(
    toy, environment, tmp_path
):
    recipe = toy()

    def command(runs: Path, *launch: str) -> list[str]:
        return [
            *LAUNCH,
            "--nproc_per_node=1",
            *launch,
            "-m",
            MODULE,
            str(recipe),
            "--runs",
            str(runs),
        ]

    near = command(tmp_path / "near", "--standalone")
    near[near.index("--nproc_per_node=1")] = "--nproc_per_node=2"
    subprocess.run(near, env=environment, check=True, capture_output=True, timeout=500)
    with two_hosts(seconds=0.01, loss=0.01) as (first, second, line):
        meeting = ["--nnodes=2", "--rdzv-backend=c10d", f"--rdzv-endpoint={first.address}:29500"]
        with ExitStack() as stack:
            for host in (first, second):
                here = [f"--rdzv-conf=is_host={host is first}", f"--local-addr={host.address}"]
                process = subprocess.Popen(
                    host.command(*command(tmp_path / "far", *meeting, *here)),
                    env=environment | {"GLOO_SOCKET_IFNAME": host.device},
                )
                stack.callback(succeeded, process)
    assert line.lost > 0
    for file in (WEIGHTS, OPTIMISER):
        far, one = (tmp_path / runs / "toy" / CHECKPOINT / file for runs in ("far", "near"))
        assert far.read_bytes() == one.read_bytes()
