"""A live server over a real tiny model whose every step takes a while; run as:
live_paced.py MODELS THREADS SLOTS PACE. Prints its address. PACE in seconds.
"""

from __future__ import annotations

import sys
import time
from pathlib import Path
from typing import Any

from shotglass.engine import Library
from shotglass.engine.runtime.session import Session
from shotglass.engine.tasks import Runner
from shotglass.extending import installed
from shotglass.server.config import ServerConfig
from shotglass.server.model_registry import ModelRegistry
from shotglass.server.serve import serve
from shotglass.server.services import Services
from shotglass.server.streaming.admission import Admission


def main() -> None:
    root, threads, slots, pace = Path(sys.argv[1]), *map(float, sys.argv[2:])
    config = ServerConfig(roots=(root,), port=0, threads=int(threads), grace=1.0)
    run = Session.run

    def paced(self: Session, *arguments: Any) -> Any:
        time.sleep(pace)  # a slow machine
        return run(self, *arguments)

    def opened(folder: Any, precision: str) -> Runner:
        runner = Runner.open(folder, slots=int(slots), threads=1)
        Session.run = paced  # type: ignore[method-assign]
        return runner

    hosting = ModelRegistry(Library(config.roots), opened)
    services = Services(
        config,
        hosting,
        Admission(config.most_runs, is_shared=True),
        extensions=installed().extensions,
    )
    hosting.runner(hosting.generating()[0])
    serve(config, lambda start: print(start.addresses[0], flush=True), services)


main()
