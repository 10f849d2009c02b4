"""A record beside what is measured, or searched for, again."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from typing import Any

from ..run_file import sameness
from .options import tell


def tell_sameness(then: Mapping[str, Any], now: Mapping[str, Any]) -> None:
    """``then`` as it was read, ``now`` as it would be written. Exits with 1 where anything that the
    record says is another, but when it was made and by which version."""
    result = sameness("record", then, now)
    tell(result.sentence([]))
    if not result.is_same:
        sys.exit(1)
