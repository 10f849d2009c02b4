"""The route of the shapes table: what was published and what is installed. No model is loaded."""

from __future__ import annotations

from functools import cache, lru_cache
from typing import Any

from flask import Blueprint, Response, request

from ...contract import Manifest
from ...shapes import SHAPES, figures, row
from ..downloads.responses import REVALIDATE, conditional
from ..openapi import JSON, described, list_of, media, object_of
from ..responses import json_reply
from ..services import Services

SHAPES_SCHEMA = object_of({"shapes": list_of({"type": "object"})})


def blueprint(services: Services) -> Blueprint:
    routes = Blueprint("shapes", __name__)

    @cache  # counting the weights of all published shapes takes a hundredth of a second
    def published() -> list[dict[str, Any]]:
        return [row(shape) for shape in SHAPES]

    @routes.get("/api/v1/shapes")
    @described("listShapes", "Published and installed shapes", {JSON: media(SHAPES_SCHEMA)})
    def shapes() -> Response:
        installed = [_installed(manifest) for manifest in services.hosting.library.manifests()]
        answer = json_reply({"shapes": published() + installed})
        answer.headers["Cache-Control"] = REVALIDATE
        answer.add_etag()
        return conditional(answer, request)

    return routes


def _installed(manifest: Manifest) -> dict[str, Any]:
    """A model folder in the same columns; it was published elsewhere, and here it is counted."""
    generates = manifest.task == "causal-lm"
    head = {
        "id": manifest.id, "name": manifest.name, "family": "installed", "year": None,
        "month": None,
        "source": None, "reading": None, "published": None, "generates": generates,
        "installed": True,
    }  # fmt: skip
    return head | _figures(manifest.architecture, generates=generates)


_figures = lru_cache(maxsize=64)(figures)  # by architecture
