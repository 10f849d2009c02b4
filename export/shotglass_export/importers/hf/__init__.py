"""Checkpoint folders as ``transformers`` writes them, without torch: a file a family."""

from .checkpoint import read_hf_folder
from .folder import is_hf_folder

__all__ = ["is_hf_folder", "read_hf_folder"]
