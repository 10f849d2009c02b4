"""Untrusted files are read in a process of their own that can do little harm: confined.

``run_confined`` starts one for one call, ``child.py`` is what runs there. A ``Worker`` is kept and
asked again and again, ``serving.py`` runs there. Stdlib only.
"""

from .limits import Limits
from .process import Confined, run_confined
from .worker import Worker

__all__ = ["Confined", "Limits", "Worker", "run_confined"]
