"""Points llama.cpp's server tests, unchanged, at a server that runs already."""

from __future__ import annotations

import os
import sys
from typing import Any
from urllib.parse import urlsplit


def pytest_configure(config: Any) -> None:
    sys.path.insert(0, str(config.rootpath))
    import utils  # theirs

    address = urlsplit(os.environ["PEER_SERVER"])

    def start(self: Any, *_: Any, **__: Any) -> None:
        self.server_host, self.server_port = address.hostname, address.port
        self.ready = True
        utils.server_instances.add(self)

    utils.ServerProcess.start = start
    utils.ServerProcess.stop = lambda self: utils.server_instances.discard(self)
    utils.ServerPreset.load_all = staticmethod(lambda: None)
