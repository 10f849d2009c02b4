"""A live server over the scripted runner and exporter; run as:
live_fake.py MODELS GRACE [STEP [LOADING]].

Prints its address, and "closed" whenever a run's iterator has been closed, STEP seconds later.
Loading a model takes LOADING seconds, and "loading" is printed when it begins.
"""

from __future__ import annotations

import sys
import threading
import time
from pathlib import Path

from support.servers.fakes import ScriptedRunner

from shotglass.engine.library import Library, ModelFolder
from shotglass.exporter import Exporter
from shotglass.precisions import Computed
from shotglass.server.config import ServerConfig
from shotglass.server.model_registry import ModelRegistry
from shotglass.server.parts import RunningServer
from shotglass.server.serve import end_at_once, serve
from shotglass.server.services import Services
from shotglass.server.streaming.admission import Admission


class Telling(threading.Event):
    def __init__(self, step: float) -> None:
        super().__init__()
        self._step = step

    def set(self) -> None:
        time.sleep(self._step)  # a step that the run is at
        print("closed", flush=True)


def main() -> None:
    root, grace = Path(sys.argv[1]), float(sys.argv[2])
    config = ServerConfig(
        roots=(root,),
        port=0,
        threads=12,
        heartbeat=0.5,
        grace=grace,
        exports=root.parent / f"exports of {root.name}",
    )
    runner = ScriptedRunner()
    step, loading = (*map(float, sys.argv[3:]), 0.0, 0.0)[:2]
    runner.closed = Telling(step)

    announced = threading.Event()

    def loaded(folder: ModelFolder, precision: Computed) -> ScriptedRunner:
        if loading and announced.wait(20):
            print("loading", flush=True)
            time.sleep(loading)  # a large model
        return runner

    hosting = ModelRegistry(Library(config.roots), loaded)
    exporter = Exporter(
        [sys.executable, str(Path(__file__).with_name("scripted_exporter.py")), "60"]
    )
    services = Services(config, hosting, Admission(config.most_runs), exporter=exporter)

    def announce(start: RunningServer) -> None:
        print(start.addresses[0], flush=True)
        announced.set()

    is_computing = serve(config, announce, services)
    if is_computing:
        end_at_once()


main()
