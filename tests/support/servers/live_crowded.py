"""A live server over the scripted runner with room for many runs; run as: live_crowded.py MODELS
RUNS. Prints its address.
"""

from __future__ import annotations

import sys
from pathlib import Path

from support.servers.fakes import ScriptedRunner

from shotglass.engine import Library
from shotglass.server.config import RESERVED_THREADS, ServerConfig
from shotglass.server.model_registry import ModelRegistry
from shotglass.server.serve import serve
from shotglass.server.services import Services
from shotglass.server.streaming.admission import Admission


def main() -> None:
    root, runs = Path(sys.argv[1]), int(sys.argv[2])
    config = ServerConfig(roots=(root,), port=0, threads=runs + RESERVED_THREADS, grace=1.0)
    runner = ScriptedRunner()
    hosting = ModelRegistry(Library(config.roots), lambda folder, precision: runner)
    services = Services(config, hosting, Admission(config.most_runs))
    serve(config, lambda start: print(start.addresses[0], flush=True), services)


main()
