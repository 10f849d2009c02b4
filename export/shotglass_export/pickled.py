"""nanoGPT's and minGPT's ``ckpt.pt``: pickles, read by torch as plain tensors and nothing else.

Run in a confined process alone (``importers/isolated.py``), which names it and never imports it.
Sizes and strides are checked before a tensor is touched: torch itself would follow them anywhere.
"""

from __future__ import annotations

import zipfile
from collections.abc import Mapping
from pathlib import Path
from pickle import UnpicklingError
from typing import Any

import numpy as np

from shotglass.errors import ImportFailed, MissingExtra

from .checkpoint import Checkpoint, Floats
from .importers.nanogpt import checkpoint_of

try:
    import torch
except ModuleNotFoundError as error:
    raise MissingExtra(
        "A .pt file is a pickle, which torch alone reads; install it with: "
        "pip install 'shotglass[train]'"
    ) from error

_TYPES = (torch.float32, torch.float16, torch.bfloat16)
_PROGRAM_ROOM = 16 << 20  # bytes of the pickle itself, which only names tensors
_MEMBERS, _TENSORS = 1 << 16, 1 << 14


def read_pickled(path: Path) -> Checkpoint:
    """Raises ImportFailed for a file that is damaged, holds code, or holds another model."""
    _check_archive(path)
    try:
        loaded = torch.load(path, map_location="cpu", weights_only=True, mmap=True)
    except UnpicklingError as error:
        raise ImportFailed(
            f"{path.name} holds more than plain weights, and code of a file is never run "
            f"({_first_line(error)}): save the state_dict alone."
        ) from error
    except (RuntimeError, ValueError, KeyError, TypeError, EOFError, AttributeError) as error:
        raise _damaged(path, _first_line(error)) from error
    # The state, and nanoGPT's arguments; minGPT saves the state alone.
    if not isinstance(loaded, Mapping):
        raise _damaged(path, "it holds no dictionary")
    state, arguments = loaded, None
    if "model" in loaded:
        state, arguments = loaded["model"], loaded.get("model_args")
        if not isinstance(state, Mapping) or not isinstance(arguments, Mapping):
            raise _damaged(path, "it lacks the state or the model_args of nanoGPT")
    if len(state) > _TENSORS or not all(isinstance(name, str) for name in state):
        raise _damaged(path, "its state names too many tensors, or not by text")
    tensors = {name: _checked(name, tensor) for name, tensor in state.items()}
    shapes = {name: tuple(tensor.shape) for name, tensor in tensors.items()}

    def read(name: str) -> Floats:
        array: Floats = tensors[name].to(torch.float32).contiguous().numpy()
        return np.asarray(array)

    return checkpoint_of(shapes, read, arguments, path)


def _check_archive(path: Path) -> None:
    """Every member stored as it is and within the file: nothing to unpack, nothing to inflate."""
    try:
        with zipfile.ZipFile(path) as archive:
            members = archive.infolist()
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError) as error:
        raise _damaged(path, f"{error}; files from before torch 1.6 are saved again") from error
    if len(members) > _MEMBERS or any(member.compress_type for member in members):
        raise _damaged(path, "its members are compressed, or too many")
    if sum(member.file_size for member in members) > path.stat().st_size:
        raise _damaged(path, "its members claim more bytes than the file has")
    programs = [member for member in members if member.filename.endswith("data.pkl")]
    if len(programs) != 1 or programs[0].file_size > _PROGRAM_ROOM:
        raise _damaged(path, "it has no data.pkl of a usable size")


def _checked(name: str, tensor: Any) -> Any:
    if not isinstance(tensor, torch.Tensor) or tensor.layout != torch.strided:
        raise ImportFailed(f"{name[:60]} is no plain tensor; save the model's own weights.")
    if tensor.dtype not in (*_TYPES, torch.bool, torch.uint8):  # masks are never read
        raise ImportFailed(
            f"{name[:60]} is stored as {tensor.dtype}; float32, float16 or bfloat16 was expected."
        )
    place = tensor.storage_offset()
    for stride, size in sorted(zip(tensor.stride(), tensor.shape, strict=True)):
        place += stride * (size - 1)
    room = tensor.untyped_storage().nbytes() // tensor.element_size()
    if tensor.numel() and (place >= room or _overlaps(tensor)):
        raise ImportFailed(
            f"{name[:60]} of shape {tuple(tensor.shape)} has strides {tensor.stride()} that leave "
            "its storage or come back to the same place; save it with .contiguous()."
        )
    return tensor


def _overlaps(tensor: Any) -> bool:
    """Whether two indices may mean the same number: axes from the finest to the coarsest."""
    span = 1
    for stride, size in sorted(zip(tensor.stride(), tensor.shape, strict=True)):
        if size > 1:
            if stride < span:
                return True
            span = stride * (size - 1) + span
    return False


def _first_line(error: BaseException) -> str:
    return (str(error).strip().splitlines() or [type(error).__name__])[0][:200]


def _damaged(path: Path, why: str) -> ImportFailed:
    return ImportFailed(
        f"{path.name} cannot be read as a checkpoint of torch ({why}): it is damaged, cut "
        "short, or of another kind."
    )
