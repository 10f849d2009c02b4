"""Routes for whoever runs the server: is it alive, is it ready, what does it offer."""

from __future__ import annotations

from functools import cache
from importlib import metadata

from flask import Blueprint, Response, current_app

from ..openapi import JSON, Json, described, document_of, list_of, media, object_of
from ..problems import RETRY_AFTER
from ..responses import json_reply
from ..services import Services
from ..streaming.metrics import CONTENT_TYPE
from .props import properties


def blueprint(services: Services) -> Blueprint:
    routes = Blueprint("ops", __name__)
    _add_health(routes, services)

    @cache
    def whole() -> Json:
        return document_of(current_app)

    @routes.get("/metrics")
    @described("metrics", "Counts, for Prometheus", {"text/plain": {}})
    def metrics() -> Response:
        active, queued = services.admission.running, services.hosting.waiting()
        text = services.metrics.text(active, queued, services.hosting.computed())
        return Response(text, content_type=CONTENT_TYPE)

    @routes.get("/props")
    @described("props", "What is served", "Properties", components=_schemas())
    def props() -> Response:
        return json_reply(properties(services))

    @routes.get("/version")
    @described("version", "Of Shotglass", "Version")
    def version() -> Response:
        return json_reply({"version": metadata.version("shotglass")})

    @routes.get("/openapi.json")
    @described("openapi", "This document", {JSON: media({})})
    def openapi() -> Response:
        return json_reply(whole())

    return routes


def _add_health(routes: Blueprint, services: Services) -> None:
    @routes.get("/health/live")
    @described("live", "The process answers", "Status")
    def live() -> Response:
        return json_reply({"status": "ok"})

    @routes.get("/health/ready")
    @described("ready", "The default model answers", "Status")
    def ready() -> Response:
        answer = _readiness(services)
        if answer["status"] == "ok":
            return json_reply(answer)
        not_yet = json_reply(answer, 503)
        not_yet.headers["Retry-After"] = RETRY_AFTER
        return not_yet

    @routes.get("/health")
    @described("health", "As /health/ready, where vLLM has it", "Status")
    def health() -> Response:
        return ready()


def _readiness(services: Services) -> dict[str, str]:
    """ "ok" when the default model answers; else what is missing, and loading is begun."""
    hosting = services.hosting
    id = hosting.default()
    if services.admission.draining:
        return {"status": "draining"}
    if id is None:
        some = (
            "installed model generates text"
            if hosting.library.manifests()
            else "model is installed"
        )
        return {"status": "no_model", "detail": f"No {some}: run shotglass import smollm2-135m."}
    state = hosting.state(id)
    if state.status == "ready":
        return {"status": "ok", "model": id}
    if state.status == "failed":
        return {"status": "failed", "model": id, "detail": state.detail or ""}
    hosting.prepare()
    return {"status": "loading", "model": id}


def _schemas() -> Json:
    text, some = {"type": "string"}, {"type": "object"}
    return {
        "Status": object_of({"status": text}),
        "Version": object_of({"version": text}),
        "Properties": object_of({"models": list_of(some), "asked": some, "versions": some}),
    }
