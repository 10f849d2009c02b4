"""What a hostile file might make a confined process do: each deed is one function."""

from __future__ import annotations

import ctypes
import errno
import os
import resource
import socket
import subprocess
import sys
import time
from pathlib import Path

from shotglass.errors import ImportFailed


def obey(scratch: Path, text: str) -> str:
    (scratch / "written.txt").write_text(text)
    return text.upper()


def refuse(scratch: Path) -> None:
    raise ImportFailed("The file holds no model.")


def find_no_room(scratch: Path) -> None:
    raise OSError(errno.ENOSPC, "No space left on device")


def write_elsewhere(scratch: Path, path: str) -> None:
    Path(path).write_text("x")


def link_elsewhere(scratch: Path, path: str) -> None:
    """Write through a link that the process itself put into its folder."""
    (scratch / "link").symlink_to(path)
    (scratch / "link").write_text("x")


def remove(scratch: Path, path: str) -> None:
    Path(path).unlink()


def open_socket(scratch: Path) -> None:
    socket.socket()


def run_program(scratch: Path) -> None:
    subprocess.run([sys.executable, "-c", "pass"], check=True)


def signal_parent(scratch: Path) -> None:
    os.kill(os.getppid(), 0)


def fill_memory(scratch: Path) -> None:
    bytearray(2 << 30)


def fill_disk(scratch: Path) -> None:
    (scratch / "large").write_bytes(bytes(80 << 20))


def leave_a_child(scratch: Path) -> int:
    """Its number; it would sleep for a minute."""
    child = os.fork()
    if not child:
        time.sleep(60)  # longer than anybody waits for it
        os._exit(0)
    return child


def spin(scratch: Path) -> None:
    while True:
        pass


def crash(scratch: Path) -> None:
    ctypes.string_at(0)


def lie(scratch: Path) -> None:
    (scratch / "answer.json").write_text('{"returned": 1, "refused": "2", "enforced": []}')
    os._exit(0)


def say_much(scratch: Path) -> str:
    return "x" * (2 << 20)


def read_input(scratch: Path) -> str:
    return sys.stdin.read()


def environment(scratch: Path) -> list[str]:
    return sorted(os.environ)


# --- of a process that is kept: each is called with a question ---


def number(question: object) -> tuple[object, int]:
    """The question again, and which process it is."""
    return question, os.getpid()


def one_of_them(question: str) -> str:
    deeds = {"spin": spin, "fill_memory": fill_memory, "crash": crash}
    if question in deeds:
        deeds[question](Path())
    if question == "leave":
        os._exit(3)
    if question == "write":
        Path("/tmp/written-by-a-confined-process").write_text("x")
    if question == "say_much":
        return "x" * (9 << 20)
    if question == "print":
        print("an answer of its own: {}")
        return "printed"
    return "obeyed"


def work(seconds: float) -> int:
    """For so long of the processor's time; when the process's own would be over."""
    end = time.process_time() + seconds
    while time.process_time() < end:
        pass
    return resource.getrlimit(resource.RLIMIT_CPU)[0]
