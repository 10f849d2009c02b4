"""Routes for whoever runs the server: is it alive, is it ready, what does it offer."""

from __future__ import annotations

from flask import Blueprint, Response, request

from ..openapi import document
from ..problems import RETRY_AFTER
from ..responses import json_reply
from ..services import Services
from ..streaming.metrics import CONTENT_TYPE
from .props import properties

REJECTED = {429: "queue_full", 503: "not_ready"}


def blueprint(services: Services) -> Blueprint:
    routes = Blueprint("ops", __name__)
    described = document()
    _add_health(routes, services)

    @routes.get("/metrics")
    def metrics() -> Response:
        active, queued = services.admission.running, services.hosting.waiting()
        text = services.metrics.text(active, queued, services.hosting.computed())
        return Response(text, content_type=CONTENT_TYPE)

    @routes.get("/props")
    def props() -> Response:
        return json_reply(properties(services))

    @routes.after_app_request
    def count(answer: Response) -> Response:
        route = request.url_rule.rule if request.url_rule else "unknown"
        services.metrics.requests.add(route, str(answer.status_code))
        if reason := REJECTED.get(answer.status_code):
            services.metrics.rejected.add(reason)
        return answer

    @routes.get("/version")
    def version() -> Response:
        return json_reply({"version": described["info"]["version"]})

    @routes.get("/openapi.json")
    def openapi() -> Response:
        return json_reply(described)

    return routes


def _add_health(routes: Blueprint, services: Services) -> None:
    @routes.get("/health/live")
    def live() -> Response:
        return json_reply({"status": "ok"})

    @routes.get("/health")
    @routes.get("/health/ready")
    def ready() -> Response:
        answer = _readiness(services)
        if answer["status"] == "ok":
            return json_reply(answer)
        not_yet = json_reply(answer, 503)
        not_yet.headers["Retry-After"] = RETRY_AFTER
        return not_yet


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
