"""/props: what this server serves and how much of it at once. Names and digests, never paths."""

from __future__ import annotations

import hashlib
import platform
from dataclasses import asdict
from importlib.metadata import version
from typing import Any

from ...contract import Manifest
from ...engine.runtime.session import RUNTIME
from ...precisions import offers
from ..openai.bodies import MOST_SEQUENCES
from ..openai.fields import MOST_PROMPTS
from ..openai.routes import served
from ..schemas import MOST_TOP, SettingsBody
from ..services import Services

PACKAGES = ("shotglass", "numpy", "tokenizers")


def properties(services: Services) -> dict[str, Any]:
    config, hosting = services.config, services.hosting
    manifests = [found for found in hosting.library.manifests() if found.task == "causal-lm"]
    return {
        "default_model": hosting.default(),
        "models": [_model(services, manifest) for manifest in manifests],
        "asked": {"precision": config.precision, "provider": config.provider},
        "prompt_lookup": config.prompt_lookup,
        "slots": config.slots,
        "queue": config.queue,
        "runs": config.most_runs,
        "default_generation_settings": SettingsBody().model_dump(mode="json"),
        "limits": {
            "body_bytes": config.body_limit,
            "prompts": MOST_PROMPTS,
            "sequences": MOST_SEQUENCES,
            "logprobs": MOST_TOP,
        },
        "versions": {name: version(name) for name in PACKAGES}
        | {"onnxruntime": RUNTIME.split()[1], "python": platform.python_version()},
    }


def _model(services: Services, manifest: Manifest) -> dict[str, Any]:
    """``sha256`` is of the manifest, which holds the digest of every other file. ``bit_stable``:
    whether answers do not depend on company; ``batched``: whether rows are decoded together;
    ``provider``: what it runs on; ``writes``: the graph that writes its texts, and how its weights
    are stored; all None until the model is loaded. They are of the model in ``precision``, which
    requests get that ask for none; ``precisions`` are those they may ask for, by the state of the
    model in them. What the server was ``asked`` for may be another: a GPU runs the graph in fp16,
    and a model whose own weights are the small ones has one precision only."""
    hosting, precision = services.hosting, services.hosting.own(manifest)
    state = hosting.state(manifest.id, precision)
    runner = state.runner
    checked = runner.checked if runner else None
    return {
        "id": manifest.id,
        "n_ctx": served(services, manifest),
        "status": state.status,
        "bit_stable": checked and (checked.bit_stable and not services.config.prompt_lookup),
        "batched": checked and checked.decoding,
        "provider": runner and runner.provider,
        "writes": runner and asdict(runner.writes),
        "precision": precision,
        "precisions": {
            one.name: hosting.state(manifest.id, one.name).status for one in offers(manifest)
        },
        "sha256": hashlib.sha256(manifest.to_json().encode()).hexdigest(),
        "graphs": {kind: graph.precision for kind, graph in manifest.graphs.items()},
    }
