"""The server's own addresses for /openapi.json: what each takes and gives."""

from __future__ import annotations

from .describing import (
    BINARY,
    JSON,
    STREAM,
    Json,
    events_of,
    in_ranges,
    media,
    object_of,
    operation,
    parameter,
    post,
    query,
    ref,
    stream_of,
)

FRAMING = (
    "uint32 LE length of the header, the header (Explained, padded with spaces to a multiple of "
    "4), then its arrays in order, float32 LE"
)

OFFSET: Json = {"type": "integer", "minimum": 0}


def paths() -> Json:
    """Each address once; what it takes and gives."""
    return _models() | _questions() | _training() | _operations()


def _models() -> Json:
    id = parameter("id")
    manifest, vocabulary = ({JSON: media(ref(name))} for name in ("Manifest", "Vocabulary"))
    return {
        "/api/v1/models": {
            "get": operation("listModels", "What is installed", {JSON: media(ref("Models"))})
        },
        "/api/v1/models/{id}": {
            "parameters": [id],
            "get": operation("getManifest", "The manifest", manifest),
        },
        "/api/v1/models/{id}/vocabulary": {
            "parameters": [id],
            "get": operation("getVocabulary", "The text of every token", vocabulary),
        },
        "/api/v1/models/{id}/files/{name}": {
            "parameters": [id, parameter("name")],
            "get": in_ranges("getFile", "A file; its ETag is its sha256", BINARY),
        },
        "/api/v1/models/{id}/download/{format}": {
            "parameters": [id, parameter("format")],
            "get": in_ranges("download", "A graph and all it needs", "application/zip"),
        },
    }


def _questions() -> Json:
    """What is asked of a model."""
    stream, search = events_of("Event"), events_of("SearchEvent")
    tokens, scored, scores = ({JSON: media(ref(name))} for name in ("Tokens", "Scored", "Scores"))
    logits = {BINARY: media({}), JSON: media({})}
    explained = {BINARY: media({"description": FRAMING}), JSON: media(ref("Explained"))}
    return {
        "/api/v1/tokenize": post("tokenize", "Text as tokens", tokens),
        "/api/v1/generate": post("generate", "Continue a prompt", stream),
        "/api/v1/compare": post("compare", "Several lanes of one prompt object", stream),
        "/api/v1/beam": post("beam", "Search for the likeliest texts", search),
        "/api/v1/score": post("score", "How probable each label is", scored),
        "/api/v1/scores": post("scores", "Many prompts at their labels", scores),
        "/api/v1/logits": post("logits", "All logits after a prompt", logits),
        "/api/v1/explain": post("explain", "Attention, surprisal, logit lens", explained),
    }


def _training() -> Json:
    id, run = parameter("id"), {JSON: media(ref("TrainingRun"))}
    start = query("from", "Where you have read to: a run's offset", OFFSET)
    return {
        "/api/v1/runs": {"get": operation("listRuns", "Training runs", {JSON: media(ref("Runs"))})},
        "/api/v1/runs/{id}": {
            "parameters": [id],
            "get": operation("getRun", "A run's curves", run),
        },
        "/api/v1/runs/{id}/tail": {
            "parameters": [id, start],
            "get": operation("tailRun", "What it goes on to write", {STREAM: stream_of("Metric")}),
        },
    }


def _operations() -> Json:
    """What whoever runs the server asks, and the shapes that the page draws."""
    shapes = {JSON: media(object_of({"shapes": {"type": "array", "items": {"type": "object"}}}))}
    return {
        "/api/v1/shapes": {
            "get": operation("listShapes", "Published and installed shapes", shapes)
        },
        "/health": {"get": operation("health", "As /health/ready, where vLLM has it", _status())},
        "/health/live": {"get": operation("live", "The process answers", _status())},
        "/health/ready": {"get": operation("ready", "The default model answers", _status())},
        "/metrics": {"get": operation("metrics", "Counts, for Prometheus", {"text/plain": {}})},
        "/props": {"get": operation("props", "What is served", {JSON: media(ref("Properties"))})},
        "/version": {"get": operation("version", "Of Shotglass", {JSON: media(ref("Version"))})},
        "/openapi.json": {"get": operation("openapi", "This document", {JSON: media({})})},
    }


def _status() -> Json:
    return {JSON: media(ref("Status"))}
