"""A live server without models and recorded runs; run as: live_without_recorded.py MODELS RUNS.

Prints its address.
"""

from __future__ import annotations

import sys
from pathlib import Path

from shotglass.server.config import ServerConfig
from shotglass.server.serve import serve

models, runs = map(Path, sys.argv[1:3])
config = ServerConfig(roots=(models,), port=0, runs=runs, recorded_runs=models / "none")
serve(config, lambda start: print(start.addresses[0], flush=True))
