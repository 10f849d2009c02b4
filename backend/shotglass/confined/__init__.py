"""Untrusted files are read in a process of their own that can do little harm: confined.

``run_confined`` starts it, ``child.py`` is what runs there. Stdlib only.
"""

from .limits import Limits
from .process import Confined, run_confined

__all__ = ["Confined", "Limits", "run_confined"]
