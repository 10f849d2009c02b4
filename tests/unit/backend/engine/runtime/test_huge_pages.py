"""Huge pages: only our own large anonymous memory is asked for, and what is in it stays."""

import numpy as np

from shotglass.engine.runtime.process_memory import _regions, collapse_into_huge_pages

MAPS = """\
7f0000000000-7f0001000000 rw-p 00000000 00:00 0
7f0010100000-7f0010a00000 rw-p 00000000 00:00 0 [heap]
7f0020000000-7f0021000000 r--p 00000000 00:00 0
7f0030000000-7f0031000000 rw-p 00000000 fe:00 99 /models/weights.bin
7f0040000000-7f0040100000 rw-p 00000000 00:00 0
"""


def test_only_large_writable_memory_of_no_file_is_taken_in_whole_pages() -> None:
    assert list(_regions(MAPS)) == [
        (0x7F0000000000, 0x7F0001000000),
        (0x7F0010200000, 0x7F0010A00000),
    ]


def test_what_is_in_memory_stays() -> None:
    array = np.arange(4_000_000, dtype=np.float32)

    collapse_into_huge_pages()

    assert (array == np.arange(4_000_000, dtype=np.float32)).all()
