"""Routes about models: what is installed, manifests, single files, whole downloads.

Ids and names are looked up in tables; no path is ever made from a request.
"""

from __future__ import annotations

from dataclasses import asdict
from functools import partial
from pathlib import Path
from typing import Any

from flask import Blueprint, Response, request

from ..contract import MANIFEST, TOKENIZER, Manifest
from ..engine.library import ModelFolder
from ..errors import ModelFolderError, NotFound
from ..precisions import Offer, browser_kind, offers
from .conditions import conditional
from .hosting import Hosting
from .replies import json_reply
from .sending import REVALIDATE, archive_reply, file_reply, one_of
from .services import Services
from .zipping import Member


def blueprint(services: Services) -> Blueprint:
    routes = Blueprint("models", __name__, url_prefix="/api/v1/models")
    hosting, context = services.hosting, services.config.context

    @routes.get("")
    def models() -> Response:
        entries = [entry(hosting, found, context) for found in hosting.library.manifests()]
        broken = [{"id": id, "detail": why} for id, why in hosting.library.broken().items()]
        return json_reply({"models": entries, "default": hosting.default(), "broken": broken})

    @routes.get("/<id>")
    def manifest(id: str) -> Response:
        folder = hosting.library.folder(id)
        return Response(folder.manifest.to_json(), content_type="application/json")

    @routes.get("/<id>/vocabulary")
    def vocabulary(id: str) -> Response:
        return _vocabulary(hosting, id)

    @routes.get("/<id>/files/<name>")
    def file(id: str, name: str) -> Response:
        folder = hosting.library.folder(id)
        path = _checked(folder, name).resolve()  # Flask reads relative ones from its own folder
        sha256 = folder.manifest.files[name].sha256
        return one_of(services.downloads, partial(file_reply, path, _type(name), sha256))

    @routes.get("/<id>/download/<format>")
    def download(id: str, format: str) -> Response:
        folder = hosting.library.folder(id)
        members = [Member.of(path) for path in _files_of(folder, format)]
        version = folder.manifest.to_json()
        make = partial(archive_reply, members, f"{id}-{format}.zip", version)
        return one_of(services.downloads, make)

    return routes


def _vocabulary(hosting: Hosting, id: str) -> Response:
    """The text of every token, by id, as all other answers show it."""
    tokenizer = hosting.tokenizer(id)
    texts = [tokenizer.token_text(token) for token in range(tokenizer.vocabulary)]
    answer = json_reply({"tokens": texts})
    answer.headers["Cache-Control"] = REVALIDATE
    answer.set_etag(hosting.library.folder(id).manifest.files[TOKENIZER].sha256)
    return conditional(answer, request)


def entry(hosting: Hosting, manifest: Manifest, context: int) -> dict[str, Any]:
    """A model in the list. ``status``, ``provider`` and ``writes`` are of it in ``precision``,
    which requests get that ask for none; ``precisions`` are all that it can be asked in."""
    precision = hosting.own(manifest)
    state, offered = hosting.state(manifest.id, precision), offers(manifest)
    own, browsers = manifest.architecture.context, browser_kind(manifest)
    told = {
        "id": manifest.id,
        "name": manifest.name,
        "task": manifest.task,
        "parameters": manifest.architecture.parameters,
        "context": own,
        "served_context": min(own, context),
        "layers": manifest.architecture.layers,
        "windows": manifest.architecture.windows,
        "licence": manifest.licence,
        "languages": manifest.languages,
        "notes": manifest.notes,
        "status": state.status,
        "provider": state.runner and state.runner.provider,
        "writes": state.runner and asdict(state.runner.writes),
        "precision": precision if offered else None,
        "precisions": [_offer(hosting, manifest.id, one) for one in offered],
        "web": {"made": browsers in manifest.graphs, "kind": browsers},
    }
    return told | ({"detail": state.detail} if state.detail else {})


def _offer(hosting: Hosting, id: str, offer: Offer) -> dict[str, Any]:
    return asdict(offer) | {"status": hosting.state(id, offer.name).status}


def _files_of(folder: ModelFolder, format: str) -> list[Path]:
    """Everything another runtime needs, the manifest first."""
    graphs = folder.manifest.graphs
    if format not in graphs:
        known = ", ".join(sorted(graphs)) or "none"
        raise NotFound(f"{folder.manifest.id} has no such format. There are: {known}.")
    graph = graphs[format]
    names = [TOKENIZER, graph.file, *graph.weights]
    return [folder.path / MANIFEST, *(_checked(folder, name) for name in names)]


def _checked(folder: ModelFolder, name: str) -> Path:
    """NotFound for a name the manifest does not list, ModelFolderError for a file not in order."""
    path = folder.file(name)
    inside = path.resolve().parent == folder.path.resolve()
    size = folder.manifest.files[name].bytes
    if not inside or not path.is_file() or path.stat().st_size != size:
        raise ModelFolderError(
            f"A file of {folder.manifest.id} is not {size} bytes in its folder any more: import "
            "the model again."
        )
    return path


def _type(name: str) -> str:
    return "application/json" if name.endswith(".json") else "application/octet-stream"
