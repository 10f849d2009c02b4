"""One heap for all threads: what a thread of a server leaves is another's to use."""

import subprocess
import sys

import pytest

THREADS = """
import ctypes, threading
from shotglass.engine.runtime.process_memory import share_one_heap
{call}
libc = ctypes.CDLL(None)
together = threading.Barrier(8)
def take():
    together.wait()
    libc.malloc(1000)
    together.wait()
threads = [threading.Thread(target=take) for _ in range(8)]
for thread in threads: thread.start()
for thread in threads: thread.join()
libc.malloc_info(0, ctypes.c_void_p.in_dll(libc, "stdout"))
libc.fflush(None)
"""


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="only glibc counts its heaps")
@pytest.mark.parametrize(("call", "shared"), [("", False), ("assert share_one_heap()", True)])
def test_threads_have_heaps_of_their_own_unless_they_share_one(call: str, shared: bool) -> None:
    command = [sys.executable, "-c", THREADS.format(call=call)]
    report = subprocess.run(command, capture_output=True, check=True, text=True).stdout
    assert (report.count("<heap nr=") == 1) is shared
