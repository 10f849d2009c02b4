"""Weights on huge pages: decoding reads every weight for every token, and with 4 kB pages a
tenth of that time goes into looking addresses up (6.2 to 5.5 ms a token for SmolLM2-135M on two
Zen 4 cores). Linux 6.1 and newer can be asked; elsewhere this does nothing.
"""

from __future__ import annotations

import ctypes
import sys
from collections.abc import Iterator
from pathlib import Path

_MAPS = Path("/proc/self/maps")
_MADV_COLLAPSE = 25  # linux/mman.h; not in Python's mmap module
_PAGE = 1 << 21  # bytes
_SMALLEST = 2 * _PAGE


def collapse_into_huge_pages() -> int:
    """Ask for all large anonymous memory that is in use now; bytes that were granted.

    Call it after loading and before the cache is touched: untouched memory stays untouched.
    """
    if not sys.platform.startswith("linux") or not _MAPS.exists():
        return 0
    madvise = ctypes.CDLL(None).madvise
    madvise.argtypes = (ctypes.c_void_p, ctypes.c_size_t, ctypes.c_int)
    granted = 0
    for start, end in _regions(_MAPS.read_text()):
        if madvise(start, end - start, _MADV_COLLAPSE) == 0:
            granted += end - start
    return granted


def _regions(maps: str) -> Iterator[tuple[int, int]]:
    """Writable private memory that is no file's, cut to whole huge pages: (start, end)."""
    for line in maps.splitlines():
        addresses, rights, _, _, _, *name = line.split()
        if rights != "rw-p" or (name and name[0] != "[heap]"):
            continue
        low, high = (int(address, 16) for address in addresses.split("-"))
        start, end = -(-low // _PAGE) * _PAGE, high // _PAGE * _PAGE
        if end - start >= _SMALLEST:
            yield start, end
