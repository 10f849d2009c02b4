"""``POST /v1/embeddings``: a vector for each text, by OpenAI's body and answer."""

from __future__ import annotations

from base64 import b64encode
from dataclasses import replace
from functools import partial
from typing import Annotated, Literal

import numpy as np
from flask import Blueprint, Response
from pydantic import Field, PlainValidator, WithJsonSchema

from ....contract import Manifest
from ....engine.runtime.session import Floats
from ....engine.tasks.inside.embedding import Embedding, EmbedRequest, Pooling
from ....errors import AnswerTooLarge, UnsupportedParameter
from ....events import End
from ...openapi import NUMBER, TEXT, WHOLE, Json, described, list_of, object_of, ref
from ...responses import json_reply
from ...schemas import ModelBody
from ...services import Services
from ...streaming.in_thread import in_thread
from ...streaming.live_run import LiveRun, client
from ...streaming.metrics import Meter
from ..answer import ClientLeft
from ..fields import AS_WHOLE
from ..lenient import parse_body
from ..prompts import Prompts
from ..tables import Ignored
from .prompt_field import documented, prompts_up_to

MOST_TEXTS = 2048
MOST_BYTES = {
    "float": 16 << 20,
    "base64": 32 << 20,
}  # of vectors; as text a number takes five times

InputField = Annotated[
    Prompts, PlainValidator(prompts_up_to(MOST_TEXTS)), WithJsonSchema(documented(MOST_TEXTS))
]
_VECTOR: Json = {"anyOf": [list_of(NUMBER), TEXT]}  # base64 of float32, little-endian
_ENTRY = {"object": {"const": "embedding"}, "index": WHOLE, "embedding": _VECTOR}
_USED = object_of({"prompt_tokens": WHOLE, "total_tokens": WHOLE})
SCHEMAS: Json = {
    "EmbeddingEntry": object_of(_ENTRY),
    "Embeddings": object_of(
        {
            "object": {"const": "list"},
            "data": list_of(ref("EmbeddingEntry")),
            "model": TEXT,
            "usage": _USED,
        }
    ),
}


class EmbeddingsBody(ModelBody):
    """``input``: a text, a list of up to 2,048, token ids, or a list of lists of them. ``pooling``:
    the mean over a text's tokens, or the last one's vector; ``layer``: the residual stream that
    this layer reads (without it, after the last layer and the final norm); ``normalize``: to length
    1, as it is by itself. ``dimensions``: the model's width alone, since none here was trained to
    have its vectors cut."""

    input: InputField
    encoding_format: Literal["float", "base64"] | None = None
    dimensions: Annotated[int, Field(ge=1), AS_WHOLE] | None = None
    pooling: Pooling | None = None
    layer: Annotated[int, Field(ge=0), AS_WHOLE] | None = None
    normalize: bool | None = None
    user: Ignored = None

    @property
    def encoding(self) -> Literal["float", "base64"]:
        return self.encoding_format or "float"

    def embed_request(self, manifest: Manifest) -> EmbedRequest:
        """Raises UnsupportedParameter, AnswerTooLarge."""
        width, texts = manifest.architecture.width, self.input.items
        if self.dimensions not in (None, width):
            raise UnsupportedParameter(
                f"dimensions is {self.dimensions}, and the vectors of {manifest.id} have {width} "
                "numbers; it was not trained to have them cut: leave dimensions out.",
                pointer="/dimensions",
            )
        size, most = 4 * width * len(texts), MOST_BYTES[self.encoding]
        if size > most:
            way = "send fewer texts at once"
            way += ' or ask for encoding_format "base64"' if self.encoding == "float" else ""
            raise AnswerTooLarge(
                f"{len(texts):,} vectors of {width:,} numbers are {size / 1e6:,.1f} MB; at most "
                f"{most / 1e6:,.1f} MB were expected: {way}.",
                pointer="/input",
            )
        pointers = (each.replace("/prompt", "/input", 1) for each in self.input.pointers)
        made = EmbedRequest(texts, tuple(pointers), layer=self.layer)
        made = made if self.pooling is None else replace(made, pooling=self.pooling)
        return made if self.normalize is None else replace(made, normalise=self.normalize)


def add_embeddings(routes: Blueprint, services: Services) -> None:
    @routes.post("/embeddings")
    @described(
        "embeddings", "Vectors of texts", "Embeddings", body=EmbeddingsBody, components=SCHEMAS
    )
    def embeddings() -> Response:
        services.admission.refuse_when_draining()
        return _embedded(services, parse_body(EmbeddingsBody, services.config))


def _embedded(services: Services, body: EmbeddingsBody) -> Response:
    embed_request = body.embed_request(services.hosting.library.folder(body.model).manifest)
    model = services.hosting.explainer(body.model, body.precision)
    start = in_thread(partial(model.embed, embed_request))
    meter, width = Meter(services.metrics), model.manifest.architecture.width
    with services.arrays.taken(4 * width * len(embed_request.texts)):
        heartbeat = services.config.heartbeat
        items = LiveRun(start, services.admission, client(body.user), heartbeat, meter).all()
        if not items or not isinstance(end := items[-1], End):
            raise ClientLeft("The client has closed its connection.")
        written = encoded if body.encoding == "base64" else shortest
        data = [
            {"object": "embedding", "index": item.index, "embedding": written(item.vector)}
            for item in items
            if isinstance(item, Embedding)
        ]
        used = {"prompt_tokens": end.prompt_tokens, "total_tokens": end.prompt_tokens}
        answer = {"object": "list", "data": data, "model": body.model, "usage": used}
        return json_reply(answer)


def encoded(vector: Floats) -> str:
    """(D,) -> base64 of its float32, little-endian, as OpenAI's clients read it."""
    return b64encode(vector.astype("<f4").tobytes()).decode()


def shortest(vector: Floats) -> list[float]:
    """(D,) float32 -> numbers with as few digits as give the same float32 again."""
    return [float(np.format_float_scientific(value)) for value in vector]
