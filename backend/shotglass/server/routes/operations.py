"""Routes for operators: whether the server is alive, whether it is ready, and what it offers.

/props reports what this server serves and how much of it at once: names and digests, never paths.
"""

from __future__ import annotations

import hashlib
import platform
from dataclasses import asdict
from functools import cache
from importlib import metadata
from typing import Any

from flask import Blueprint, Response, current_app, request
from prometheus_client import CONTENT_TYPE_PLAIN_0_0_4

from ...contract import Manifest
from ...engine.runtime.kernels import instruction_set
from ...engine.runtime.session import RUNTIME
from ...errors import SOON, ModelNotFound
from ...precisions import offers
from ..compat.fields import MOST_PROMPTS
from ..compat.openai.bodies import MOST_SEQUENCES
from ..openapi import JSON, TEXT, Json, described, document_of, list_of, media, object_of
from ..responses import json_reply
from ..schemas import MOST_TOP, SettingsBody
from ..services import Services

PACKAGES = ("shotglass", "numpy", "tokenizers")  # whose versions are told
_SOME = {"type": "object"}
SCHEMAS: Json = {
    "Status": object_of({"status": TEXT}),
    "Version": object_of({"version": TEXT}),
    "Properties": object_of(
        {"models": list_of(_SOME), "asked": _SOME, "versions": _SOME}
        | {"prompt_lookup": {"type": "boolean"}}
    ),
}


def blueprint(services: Services) -> Blueprint:
    routes = Blueprint("ops", __name__)
    _add_health(routes, services)

    @cache
    def whole() -> Json:
        return document_of(current_app)

    @routes.get("/metrics")
    @described("metrics", "Counts, for Prometheus", {"text/plain": {}})
    def metrics() -> Response:
        return Response(counts(services), content_type=CONTENT_TYPE_PLAIN_0_0_4)

    @routes.get("/props")
    @described("props", "What is served", "Properties", components=SCHEMAS)
    def props() -> Response:
        return json_reply(properties(services))

    @routes.get("/version")
    @described("version", "Of Shotglass", "Version")
    def version() -> Response:
        return json_reply({"version": metadata.version("shotglass")})

    @routes.get("/openapi.json")
    @described("openapi", "This document", {JSON: media({})})
    def openapi() -> Response:
        below = {"servers": [{"url": request.script_root}]} if request.script_root else {}
        return json_reply(whole() | below)

    return routes


def _add_health(routes: Blueprint, services: Services) -> None:
    @routes.get("/health/live")
    @described("live", "The process answers", "Status")
    def live() -> Response:
        return json_reply({"status": "ok"})

    @routes.get("/health/ready")
    @described("ready", "The default model answers", "Status")
    def ready() -> Response:
        return ready_reply(readiness(services))

    @routes.get("/health")
    @described("health", "As /health/ready, where vLLM has it", "Status")
    def health() -> Response:
        return ready()


def ready_reply(answer: dict[str, Any]) -> Response:
    """``answer``: as of ``readiness``, and what else is to be told."""
    if answer["status"] == "ok":
        return json_reply(answer)
    not_yet = json_reply(answer, 503)
    not_yet.headers["Retry-After"] = str(SOON)
    return not_yet


def counts(services: Services) -> bytes:
    """In Prometheus' text format."""
    active, queued = services.admission.running, services.hosting.waiting()
    return services.metrics.text(active, queued, services.hosting.computed())


def readiness(services: Services) -> dict[str, str]:
    """ "ok" when the default model answers; else what is missing, and loading is begun."""
    hosting = services.hosting
    if services.admission.draining:
        return {"status": "draining"}
    try:
        id = hosting.chosen()
    except ModelNotFound as error:
        return {"status": "no_model", "detail": error.detail}
    state = hosting.state(id)
    if state.status == "ready":
        return {"status": "ok", "model": id}
    if state.status == "failed":
        return {"status": "failed", "model": id, "detail": state.detail or ""}
    hosting.prepare()
    return {"status": "loading", "model": id}


def properties(services: Services) -> dict[str, Any]:
    """``kernels``: the vector instructions that our operators compute with on the processor; None
    where onnxruntime's own compute."""
    config, hosting = services.config, services.hosting
    manifests = [
        manifest for manifest in hosting.library.manifests() if manifest.task == "causal-lm"
    ]
    return {
        "default_model": hosting.default(),
        "models": [_model(services, manifest) for manifest in manifests],
        "kernels": instruction_set(),
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
        "versions": {name: metadata.version(name) for name in PACKAGES}
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
        "n_ctx": services.served_context(manifest),
        "status": state.status,
        "bit_stable": checked and (checked.bit_stable and not services.config.prompt_lookup),
        "batched": checked and checked.decoding,
        "provider": runner and runner.provider,
        "writes": runner and asdict(runner.writes),
        "precision": precision,
        "precisions": {
            offer.name: hosting.state(manifest.id, offer.name).status for offer in offers(manifest)
        },
        "sha256": hashlib.sha256(manifest.to_json().encode()).hexdigest(),
        "graphs": {kind: graph.precision for kind, graph in manifest.graphs.items()},
    }
