"""Addresses that other servers have and this one has not, so that a program's person reads what is
missing, and not only that something is."""

from __future__ import annotations

from collections.abc import Mapping

_TEXTS = "/v1/completions, /v1/chat/completions and /v1/responses write texts"
_VECTORS = "/v1/embeddings gives a vector for each text"
_INSIDES = "what goes on inside a model is at /api/v1/explain"
_OLLAMA = f"Ollama's API is not spoken here, OpenAI's is: {_TEXTS}, and /v1/models lists models"
# By the beginning of a path: what is missing, and what there is.
_ABSENT: Mapping[str, str] = {
    "/embedding": f"Llama.cpp's address of vectors is not here; {_VECTORS}",
    "/embeddings": f"Llama.cpp's address of vectors is not here; {_VECTORS}",
    "/pooling": f"vLLM's address of states is not here; {_VECTORS}, and {_INSIDES}",
    "/v1/rerank": "Texts are not ranked here (rerank); /api/v1/scores tells how likely each is",
    "/v2/rerank": "Texts are not ranked here (rerank); /api/v1/scores tells how likely each is",
    "/rerank": "Texts are not ranked here (rerank); /api/v1/scores tells how likely each is",
    "/v1/moderations": "Texts are not judged here (moderations); measure a prompt that does",
    "/v1/images": f"No images are made here; {_TEXTS}",
    "/v1/videos": f"No videos are made here; {_TEXTS}",
    "/v1/audio": f"Sound is neither read nor made here (audio); {_TEXTS}",
    "/v1/realtime": f"Nothing is spoken in real time here; {_TEXTS}, as streams too",
    "/v1/messages": f"Anthropic's messages are not spoken here; {_TEXTS}",
    "/v1/assistants": f"There are no assistants here; {_TEXTS}",
    "/v1/threads": f"No conversations (threads) are kept here; {_TEXTS}",
    "/v1/conversations": f"No conversations are kept here; {_TEXTS}",
    "/v1/uploads": "A file comes whole, by POST /v1/files, and not in parts (uploads)",
    "/v1/vector_stores": f"No vectors are kept here; {_VECTORS}",
    "/v1/fine_tuning": "Models are not trained over HTTP; shotglass train does, on this machine",
    "/infill": "Llama.cpp's infill is not here; /api/v1/fill fills the gaps of a text with BERT",
    "/slots": "Llama.cpp's slots are not told of; /metrics counts what runs and waits",
    **{
        f"/api/{name}": _OLLAMA
        for name in (
            "blobs",
            "chat",
            "copy",
            "create",
            "delete",
            "embed",
            "embeddings",
            "generate",
            "ps",
            "pull",
            "push",
            "show",
            "tags",
            "version",
        )
    },
}


def absent(path: str) -> str | None:
    """A sentence about an address of another server's, or None."""
    for start, sentence in _ABSENT.items():
        if path == start or path.startswith(f"{start}/"):
            return f"There is no {path[:80]}: {sentence}."
    return None
