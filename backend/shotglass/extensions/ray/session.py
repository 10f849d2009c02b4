"""A connection to Ray (docs.ray.io), which is imported here when it is asked for."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from ...errors import InvalidRequest, MissingExtra


@contextmanager
def ray_session(address: str | None, **local: Any) -> Iterator[Any]:
    """The module ``ray``, connected to the cluster at ``address``; without one to a cluster of this
    machine, which is started with ``local`` and ends with the block. Raises MissingExtra,
    InvalidRequest."""
    os.environ.setdefault("RAY_USAGE_STATS_ENABLED", "0")  # else Ray reports the run
    try:
        import ray
    except ImportError as error:
        raise MissingExtra(
            "--on ray needs Ray, which is not installed: pip install 'shotglass[ray]'"
        ) from error
    started = {} if address else {"include_dashboard": False, **local}
    try:
        ray.init(address=address or "local", log_to_driver=False, logging_level="error", **started)
    except Exception as error:  # what a start that took too long raises has no kind of its own
        raise InvalidRequest(
            f"There is no Ray cluster at {address or 'this machine'}: {error}"
        ) from error
    try:
        yield ray
    finally:
        ray.shutdown()
