"""Routes about models: what is installed, manifests, single files, whole downloads.

Ids and names are looked up in tables; no path is ever made from a request.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from functools import partial
from typing import Any, get_args

from flask import Blueprint, Response, request

from ...contract import MANIFEST, TOKENIZER, Manifest
from ...engine.library import Library, ModelFolder
from ...engine.tasks.inside.jacobian_lens import has_jacobian_lens
from ...errors import NotFound
from ...machine.hub_cache import CachedModel, cached_models, default_cache
from ...precisions import Computed, Precision, browser_kind, offers, source_bits
from ..config import ServerConfig
from ..downloads.archive import Member
from ..downloads.responses import REVALIDATE, archive_reply, conditional, file_reply, one_of
from ..host_names import LOOPBACK
from ..model_registry import ModelRegistry, Status
from ..openapi import (
    BINARY,
    TEXT,
    WHOLE,
    Json,
    described,
    list_of,
    media,
    object_of,
    or_null,
    ref,
)
from ..responses import json_reply
from ..services import Services

ZIP = "application/zip"

# What a model can be asked in, besides what it is; the list of models; a vocabulary.
_FLAG, _STATUS = {"type": "boolean"}, {"enum": list(get_args(Status))}
_OFFER = {
    "name": {"enum": list(get_args(Precision))}, "kind": TEXT, "made": _FLAG, "status": _STATUS,
    "quality": {"type": ["object", "null"]},
}  # fmt: skip
_BROWSERS = object_of({"made": _FLAG, "kind": {"enum": ["web", "native"]}})
_INSTALLED = object_of(
    dict.fromkeys(("id", "name", "task", "licence"), TEXT)
    | dict.fromkeys(("parameters", "context", "served_context", "layers"), WHOLE)
    | {"windows": list_of(WHOLE), "languages": list_of(TEXT), "notes": list_of(TEXT)}
    | {"status": _STATUS, "precision": {"enum": [*get_args(Computed), None]}}
    | {"source_bits": or_null(WHOLE)}
    | {"provider": or_null(TEXT), "writes": or_null(ref("GraphEntry"))}
    | {
        "precisions": list_of(object_of(_OFFER)),
        "web": _BROWSERS,
        "chat": _FLAG,
        "jacobian_lens": _FLAG,
    }
)
_INSTALLED["properties"]["detail"] = TEXT  # where it could not be loaded: why
_MODELS = {
    "models": list_of(ref("InstalledModel")), "default": or_null(TEXT),
    "extensions": {"type": "object", "additionalProperties": {"type": "object"}},
    "broken": list_of(object_of({"id": TEXT, "detail": TEXT})),
}  # fmt: skip
SCHEMAS: Json = {
    "InstalledModel": _INSTALLED,
    "Models": object_of(_MODELS),
    "Vocabulary": object_of({"tokens": list_of(TEXT)}),
}


def blueprint(services: Services) -> Blueprint:
    routes = Blueprint("models", __name__, url_prefix="/api/v1")
    hosting, library, context = services.hosting, services.hosting.library, services.config.context

    @routes.get("/models")
    @described("listModels", "What is installed", "Models", components=SCHEMAS)
    def models() -> Response:
        entries = [entry(hosting, manifest, context) for manifest in library.manifests()]
        known = {"models": entries, "default": hosting.default(), "broken": broken_in(library)}
        return json_reply(known | {"extensions": services.page_facts})

    @routes.get("/models/<id>")
    @described("getManifest", "The manifest", "Manifest", types=(Manifest,))
    def manifest(id: str) -> Response:
        return Response(library.folder(id).manifest.to_json(), content_type="application/json")

    @routes.get("/models/<id>/vocabulary")
    @described("getVocabulary", "The text of every token", "Vocabulary")
    def vocabulary(id: str) -> Response:
        answer = json_reply({"tokens": hosting.tokenizer(id).texts})
        answer.headers["Cache-Control"] = REVALIDATE
        answer.set_etag(library.folder(id).manifest.files[TOKENIZER].sha256)
        return conditional(answer, request)

    @routes.get("/models/<id>/files/<name>")
    @described("getFile", "A file; its ETag is its sha256", {BINARY: media({})}, in_ranges=True)
    def file(id: str, name: str) -> Response:
        folder = library.folder(id)
        folder.file(name)  # NotFound before anything is counted
        return one_of(services.downloads, partial(_file, folder, name))

    @routes.get("/models/<id>/download/<format>")
    @described("download", "A graph and all it needs", {ZIP: media({})}, in_ranges=True)
    def download(id: str, format: str) -> Response:
        folder = library.folder(id)
        names = _files_of(folder.manifest, format)
        return one_of(services.downloads, partial(_archive, folder, names, format))

    _add_importable(routes, services)
    return routes


def broken_in(library: Library) -> list[Json]:
    return [{"id": id, "detail": why} for id, why in library.broken().items()]


def _add_importable(routes: Blueprint, services: Services) -> None:
    library, config = services.hosting.library, services.config

    @routes.get("/importable")
    @described(
        "listImportable",
        "What lies whole in this machine's Hugging Face cache and is not imported",
        "Importable",
        types=(CachedModel,),
        components={"Importable": object_of({"models": list_of(ref("CachedModel"))})},
    )
    def importable() -> Response:
        imported = {manifest.provenance.get("hub") for manifest in library.manifests()}
        cached = cached_models(default_cache()) if for_this_machine(config) else []
        return json_reply({"models": [asdict(m) for m in cached if m.name not in imported]})


def for_this_machine(config: ServerConfig) -> bool:
    """Whether nobody but who sits here reads what the server answers, as far as it knows."""
    return config.host in LOOPBACK and not (config.path_prefix or config.allowed_hosts)


def entry(hosting: ModelRegistry, manifest: Manifest, context: int) -> dict[str, Any]:
    """A model in the list. ``status``, ``provider`` and ``writes`` are of it in ``precision``,
    which requests get that ask for none; ``precisions`` are all that it can be asked in."""
    precision = hosting.own(manifest)
    state, offered = hosting.state(manifest.id, precision), offers(manifest)
    own, browsers = manifest.architecture.context, browser_kind(manifest)
    runner, generates = state.runner, manifest.task == "causal-lm"
    summary = {
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
        "chat": manifest.chat_template is not None,
        "jacobian_lens": has_jacobian_lens(manifest),
        "source_bits": source_bits(manifest),
        "status": state.status,
        "provider": runner and runner.provider,
        "writes": runner and asdict(runner.writes),
        "precision": precision if offered else None,
        "precisions": [
            asdict(offer) | {"status": hosting.state(manifest.id, offer.name).status}
            for offer in offered
        ],
        "web": {"made": generates and browsers in manifest.graphs, "kind": browsers},
    }
    return summary | ({"detail": state.detail} if state.detail else {})


def _file(folder: ModelFolder, name: str) -> Response:
    """Raises ModelFolderError for a file that is not the one with the digest in its ETag."""
    member = Member.of(folder.file(name).resolve())
    folder.verify([name])
    kind = "application/json" if name.endswith(".json") else BINARY
    return file_reply(member, kind, folder.manifest.files[name].sha256)


def _archive(folder: ModelFolder, names: Sequence[str], format: str) -> Response:
    paths = [folder.path / MANIFEST, *map(folder.file, names)]
    members = [Member.of(path) for path in paths]  # as they are before their digests are compared
    folder.verify(names)
    version = folder.manifest.to_json()
    return archive_reply(members, f"{folder.manifest.id}-{format}.zip", version)


def _files_of(manifest: Manifest, format: str) -> list[str]:
    """Everything another runtime needs besides the manifest."""
    graphs = manifest.graphs
    if format not in graphs:
        known = ", ".join(sorted(graphs)) or "none"
        raise NotFound(f"{manifest.id} has no such format. There are: {known}.")
    return [TOKENIZER, graphs[format].file, *graphs[format].weights]
