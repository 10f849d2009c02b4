"""The restrictions that Linux puts on this process from now on: on the network, other programs, and
writing elsewhere.

Three means, each best effort: a network namespace of its own (unshare), Landlock (ABI 1 to 7) and
a seccomp filter. Constants are those of the kernel's headers. On other systems nothing is done.
"""

from __future__ import annotations

import ctypes
import os
import platform
import struct
import sys
from pathlib import Path

_NEW_USER, _NEW_NET = 0x10000000, 0x40000000
_CREATE_RULESET, _ADD_RULE, _RESTRICT_SELF = 444, 445, 446  # the same number on every processor
_PATH_BENEATH, _VERSION = 1, 1
_NO_NEW_PRIVILEGES, _SECCOMP, _FILTER = 38, 22, 2
_EPERM, _KILL, _ALLOW = 0x00050001, 0x80000000, 0x7FFF0000
# By processor: its audit number, then socket, connect, execve, execveat, ptrace,
# process_vm_readv, process_vm_writev, bpf, io_uring_setup, unshare, mount.
_REFUSED = {
    "x86_64": (0xC000003E, (41, 42, 59, 322, 101, 310, 311, 321, 425, 272, 165)),
    "aarch64": (0xC00000B7, (198, 203, 221, 281, 117, 270, 271, 280, 425, 97, 40)),
}
_X32 = 0x40000000  # x86_64's second numbering begins here


def confine(scratch: Path | None) -> list[str]:
    """Names of what is in force now; ``scratch`` stays the one folder to write into, and without
    it there is none."""
    if sys.platform != "linux":
        return []
    libc = ctypes.CDLL(None, use_errno=True)
    done = {
        # Root may at once; others in a user namespace of their own, where that is permitted.
        "network namespace": not libc.unshare(_NEW_NET) or not libc.unshare(_NEW_USER | _NEW_NET),
        "landlock": not libc.prctl(_NO_NEW_PRIVILEGES, 1, 0, 0, 0) and _landlock(libc, scratch),
        "seccomp": _seccomp(libc),
    }
    return [name for name, held in done.items() if held]


def _landlock(libc: ctypes.CDLL, scratch: Path | None) -> bool:
    """No file is made, changed, removed or executed but beneath ``scratch``; no TCP, and no
    signals to others."""
    version = libc.syscall(_CREATE_RULESET, None, 0, _VERSION)
    if version < 1:
        return False
    # Execute, write, remove and make of every kind; refer since 2, truncate since 3.
    changing = 0b1_1111_1111_0011  # bits 0 and 1, and 4 to 12; 2 and 3 are reading
    rights = changing | (1 << 13) * (version >= 2) | (1 << 14) * (version >= 3)
    network, scope = 3 if version >= 4 else 0, 3 if version >= 6 else 0
    size = 24 if version >= 6 else 16 if version >= 4 else 8
    attributes = struct.pack("<QQQ", rights, network, scope)
    ruleset = libc.syscall(_CREATE_RULESET, attributes, size, 0)
    if ruleset < 0:
        return False
    try:
        added = scratch is None or _allow(libc, ruleset, rights, scratch)
        return added and not libc.syscall(_RESTRICT_SELF, ruleset, 0)
    finally:
        os.close(ruleset)


def _allow(libc: ctypes.CDLL, ruleset: int, rights: int, scratch: Path) -> bool:
    folder = os.open(scratch, os.O_PATH | os.O_DIRECTORY)
    try:
        beneath = struct.pack("<Qi", rights, folder)
        return not libc.syscall(_ADD_RULE, ruleset, _PATH_BENEATH, beneath, 0)
    finally:
        os.close(folder)


def _seccomp(libc: ctypes.CDLL) -> bool:
    """System calls that no reader needs answer EPERM; a foreign processor's numbering is fatal."""
    if platform.machine() not in _REFUSED:
        return False
    audit, refused = _REFUSED[platform.machine()]
    load_audit, load_number = (0x20, 0, 0, 4), (0x20, 0, 0, 0)
    steps = [load_audit, (0x15, 1, 0, audit), (0x06, 0, 0, _KILL), load_number]
    steps += [(0x35, 0, 1, _X32), (0x06, 0, 0, _EPERM)]
    for number in refused:
        steps += [(0x15, 0, 1, number), (0x06, 0, 0, _EPERM)]
    steps.append((0x06, 0, 0, _ALLOW))
    program = ctypes.create_string_buffer(b"".join(struct.pack("<HBBI", *step) for step in steps))
    described = struct.pack("@HP", len(steps), ctypes.addressof(program))
    return not libc.prctl(_SECCOMP, _FILTER, described, 0, 0)
