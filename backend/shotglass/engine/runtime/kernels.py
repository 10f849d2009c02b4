"""Our own operators in onnxruntime, where ``backend/kernels`` was compiled: found, and registered
with a session."""

from __future__ import annotations

import ctypes
import logging
import secrets
import sys
from functools import cache
from pathlib import Path

import onnxruntime as ort

LOG = logging.getLogger("shotglass.engine")
VERSION = 1  # counts up when the kernels give other bits
FOLDER = Path(__file__).parents[2] / "kernels"
_LIBRARIES = {"darwin": "libkernels.dylib", "win32": "kernels.dll"}
LIBRARY = FOLDER / _LIBRARIES.get(sys.platform, "libkernels.so")
_SLOW = "portable"  # for comparison: onnxruntime's own operators are faster


@cache
def instruction_sets(library: Path = LIBRARY) -> tuple[str, ...]:
    """The vector instructions that our operators can compute with on this processor, the widest
    first and those for comparison last; none where they are not compiled."""
    if not library.exists():
        return ()
    try:
        compiled = ctypes.CDLL(str(library))
        names, _ = compiled.shotglass_kernels, compiled.shotglass_seal
    except (OSError, AttributeError) as error:  # none of ours, or one of an earlier version
        LOG.warning("%s is not used: %s", library.name, error)
        return ()
    names.restype = ctypes.c_char_p
    return tuple(names().decode().split())


def instruction_set() -> str | None:
    """The one that our operators compute with; None where onnxruntime's own compute."""
    return next((name for name in instruction_sets() if name != _SLOW), None)


def kernels_version() -> str | None:
    """What the bits of an answer depend on, of our operators: the same with every instruction
    set."""
    return None if instruction_set() is None else f"kernels {VERSION}"


@cache
def seal(library: Path = LIBRARY) -> str:
    """The secret by which the library knows nodes that this process has made: an operator reads
    the files that its node names, so that a graph's own file must not have any."""
    secret = secrets.token_hex(16)
    set_seal = ctypes.CDLL(str(library)).shotglass_seal
    set_seal.argtypes, set_seal.restype = [ctypes.c_char_p], None
    set_seal(secret.encode())
    return secret


def add_operators(options: ort.SessionOptions, library: Path = LIBRARY) -> None:
    """Lets a session of these ``options`` have nodes of our operators."""
    options.register_custom_ops_library(str(library))
