"""One server for all documents."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from support.servers.live_server import live_server


@pytest.fixture(scope="session")
def server() -> Iterator[str]:
    """The address of a server of the models that are installed, as readers have it."""
    with live_server(None, "--model", "smollm2-135m") as address:
        yield address
