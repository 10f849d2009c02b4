"""Points llama.cpp's server tests, unchanged, at a server that runs already."""

from __future__ import annotations

import json
import os
import sys
import urllib.request
from typing import Any
from urllib.parse import urlsplit

LIMITS = {
    "/completion": "n_predict",
    "/completions": "n_predict",
    "/v1/completions": "max_tokens",
    "/v1/chat/completions": "max_tokens",
    "/v1/responses": "max_output_tokens",
}


def tell(limit: int | None, options: dict[str, Any]) -> None:
    """The options of the command line that a request may carry as well; ``limit``: of tokens."""
    limited = limit is not None and limit > 0
    defaults = {path: options | ({LIMITS[path]: limit} if limited else {}) for path in LIMITS}
    data = json.dumps(defaults)
    url = f"{os.environ['PEER_SERVER']}/~defaults"
    urllib.request.urlopen(url, data.encode(), timeout=30).close()


def pytest_configure(config: Any) -> None:
    sys.path.insert(0, str(config.rootpath))
    import utils  # theirs

    address = urlsplit(os.environ["PEER_SERVER"])

    def start(self: Any, *_: Any, **__: Any) -> None:
        self.server_host, self.server_port = address.hostname, address.port
        self.ready = True
        tell(self.n_predict, {"seed": self.seed, "temperature": self.temperature})
        utils.server_instances.add(self)

    utils.ServerProcess.start = start
    utils.ServerProcess.stop = lambda self: utils.server_instances.discard(self)
    utils.ServerPreset.load_all = staticmethod(lambda: None)
