"""What a heap keeps unused goes back to the system."""

import subprocess
import sys

import pytest

HEAPS = """
import ctypes, os, sys, threading
from shotglass.engine.runtime.process_memory import bound_unused_memory, return_unused_memory
libc = ctypes.CDLL(None)
libc.malloc.restype, libc.malloc.argtypes = ctypes.c_void_p, [ctypes.c_size_t]
libc.free.argtypes = [ctypes.c_void_p]
def resident():
    with open("/proc/self/statm") as statm:
        return int(statm.read().split()[1]) * os.sysconf("SC_PAGE_SIZE") >> 20
"""
BLOCKS = f"""{HEAPS}
def work():
    blocks = [libc.malloc(1 << 16) for _ in range(1000)]  # 62 MiB
    for block in blocks: ctypes.memset(block, 1, 1 << 16)
    for block in blocks[:-1]: libc.free(block)  # the last one keeps the heap from shrinking
thread = threading.Thread(target=work); thread.start(); thread.join()
before = resident()
if sys.argv[1:]: assert return_unused_memory()
print(before - resident())
"""


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="only glibc has such heaps")
@pytest.mark.parametrize(("asked", "least", "most"), [([], -1, 1), (["yes"], 50, 70)])
def test_what_a_thread_freed_goes_back_when_it_is_asked_for(
    asked: list[str], least: int, most: int
) -> None:
    command = [sys.executable, "-c", BLOCKS, *asked]
    report = subprocess.run(command, capture_output=True, check=True, text=True).stdout
    assert least <= int(report) <= most


LARGE = f"""{HEAPS}
if sys.argv[1:]: assert bound_unused_memory()
done = threading.Event()
def work():
    for mebibytes in (24, 20):  # glibc raises its bounds by the first, and keeps the second
        block = libc.malloc(mebibytes << 20)
        ctypes.memset(block, 1, mebibytes << 20)
        libc.free(block)
    worked.set()
    done.wait()
worked, before = threading.Event(), resident()
threading.Thread(target=work).start(); worked.wait()
print(resident() - before); done.set()
"""


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="only glibc has such heaps")
@pytest.mark.parametrize(("asked", "least", "most"), [([], 18, 30), (["yes"], -1, 3)])
def test_a_thread_keeps_no_large_block_that_it_freed(
    asked: list[str], least: int, most: int
) -> None:
    command = [sys.executable, "-c", LARGE, *asked]
    report = subprocess.run(command, capture_output=True, check=True, text=True).stdout
    assert least <= int(report) <= most
