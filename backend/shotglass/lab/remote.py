"""A model behind a server."""

from __future__ import annotations

import json
from base64 import b64decode
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from functools import cached_property
from typing import Any
from urllib.parse import quote

import numpy as np

from ..contract import Manifest
from ..decoding import DecodingSettings
from ..engine import ExplainOptions, Explanation, Filled, FillRequest
from ..engine.asking import Changes, Text
from ..engine.causes.events import CAUSE_EVENTS
from ..engine.causes.record import CauseRequest, SearchName
from ..engine.interventions.codec import to_json
from ..engine.measurement.earlier import NOTHING, Earlier
from ..engine.measurement.events import MEASURE_EVENTS
from ..engine.measurement.plan import Plan
from ..engine.runtime.session import Floats
from ..engine.tasks.inside.attribution import Attribution
from ..engine.tasks.inside.embedding import EmbedRequest
from ..engine.tasks.inside.lens import Lens, Surprisal
from ..engine.tasks.logits import NextLogits
from ..engine.tool_calls import Tool
from ..errors import InvalidRequest, ModelNotFound
from ..events import Done, End, Event, Failed, Piece, Score, Start, Token
from ..parsing import parsed_known
from ..precisions import Computed, Precision
from ..prompting import Lane, Prompt
from .backend import Backend
from .client import Body, HttpClient, arrays_of
from .model import Model

EVENTS: tuple[type[Event], ...] = (Start, Score, Token, Done, Failed, End)


def connect(
    url: str = "http://127.0.0.1:8000",
    model: str | None = None,
    *,
    key: str | None = None,
    precision: Precision | None = None,
    timeout: float = 600.0,
) -> Model:
    """A model of the server at ``url``, which loads it when it is first asked; the server's default
    one without ``model``. ``key``: where the server asks for one. ``timeout``: seconds of silence
    after which a request is given up.

    Raises ServerUnreachable, ModelNotFound, InvalidApiKey, InvalidRequest.
    """
    client = HttpClient(url, key, timeout)
    listed = client.get("/models")
    id = listed["default"] if model is None else model
    entry = next((entry for entry in listed["models"] if entry["id"] == id), None)
    if entry is None:
        known = ", ".join(entry["id"] for entry in listed["models"]) or "none"
        raise ModelNotFound(f"There is no model {id!r} at {url}. Installed: {known}.")
    manifest = Manifest.from_json(json.dumps(client.get(f"/models/{quote(id)}")))
    computed = precision or entry["precision"] or "fp32"
    return Model(RemoteBackend(client, manifest, entry["served_context"], precision, computed))


@dataclass(frozen=True)
class RemoteBackend:
    """The routes of ``/api/v1``, as a ``Backend``."""

    client: HttpClient
    manifest: Manifest
    context: int
    precision: Precision | None
    computed: Computed

    def pieces(self, text: str) -> tuple[Piece, ...]:
        return _pieces(self.client.post("/tokenize", self._body(text=text)))

    def vocabulary(self) -> Sequence[str]:
        return self._vocabulary

    @cached_property
    def _vocabulary(self) -> tuple[str, ...]:
        return tuple(self.client.get(f"/models/{quote(self.manifest.id)}/vocabulary")["tokens"])

    def written(
        self, messages: Sequence[Mapping[str, Any]], tools: Sequence[Tool]
    ) -> tuple[int, ...]:
        offered = {"tools": [tool.described() for tool in tools]} if tools else {}
        body = {"model": self.manifest.id, "messages": list(map(dict, messages)), **offered}
        return tuple(piece.id for piece in _pieces(self.client.post("/chat/render", body)))

    def generate(
        self, prompt: Text, settings: DecodingSettings, changes: Changes = None
    ) -> Iterator[Event]:
        body = self._body(**_prompted(prompt), settings=_settings(settings), **_inside(changes))
        return self.client.events("/generate", body, EVENTS)

    def compare(
        self,
        prompt: Prompt,
        lanes: Sequence[Lane],
        settings: DecodingSettings,
        changes: Changes = None,
    ) -> Iterator[Event]:
        named = {"prompt": prompt.to_json(), "lanes": [asdict(lane) for lane in lanes]}
        named |= _inside(changes)
        body = self._body(**named, settings=_settings(settings))
        return self.client.events("/compare", body, EVENTS)

    def score(self, prompt: str, labels: Sequence[str], changes: Changes = None) -> Score:
        body = self._body(prompt=prompt, labels=list(labels), **_inside(changes))
        answer = self.client.post("/score", body)
        del answer["type"]
        return parsed_known(Score, answer)

    def logits(
        self, prompt: Text, continuation: Sequence[int], changes: Changes = None
    ) -> NextLogits:
        named = _prompted(prompt), _inside(changes)
        body = self._body(**named[0], **named[1], continuation=list(continuation))
        head, data = self.client.framed("/logits", body)
        return NextLogits(
            tuple(head["prompt_ids"]),
            _pieces(head),
            tuple(head["continuation_logprobs"]),
            np.frombuffer(data, "<f4").reshape(head["shape"]),
        )

    def fill(self, request: FillRequest) -> Filled:
        (text,) = request.texts
        candidates = list(request.candidates)
        body = self._body(text=text, candidates=candidates, top=request.top)
        return parsed_known(Filled, self.client.post("/fill", body)["texts"][0])

    def explain(self, prompt: str, options: ExplainOptions, changes: Changes = None) -> Explanation:
        body = self._body(prompt=prompt, **asdict(options), **_inside(changes))
        head, data = self.client.framed("/explain", body)
        nats = head.get("surprisals")
        return Explanation(
            _pieces(head),
            arrays_of(head["arrays"], data),
            nats and tuple(each and parsed_known(Surprisal, each) for each in nats),
            parsed_known(Lens, head["lens"]) if head["lens"] else None,
            parsed_known(Attribution, head["attribution"]) if head["attribution"] else None,
        )

    def embed(self, request: EmbedRequest) -> tuple[Floats, int]:
        body = self._body(
            input=list(request.texts),
            pooling=request.pooling,
            layer=request.layer,
            normalize=request.normalise,
            encoding_format="base64",
        )
        answer = self.client.post("/embeddings", body, below="/v1")
        data = b"".join(b64decode(each["embedding"]) for each in answer["data"])
        vectors = np.frombuffer(data, "<f4").reshape(len(request.texts), -1)
        return vectors, answer["usage"]["prompt_tokens"]

    def measure(
        self,
        plan: Plan,
        other: Backend | None,
        *,
        only_cost: bool = False,
        earlier: Earlier = NOTHING,
    ) -> Iterator[Event]:
        if other is not None and getattr(other, "client", None) != self.client:
            raise InvalidRequest(
                f"{plan.other_model} is not behind {self.client.url}, as {plan.model} is: connect "
                "both to one server.",
                pointer="/other",
            )
        body = plan.to_json() | {"balanced": plan.balanced, "exact": True}
        body |= {"only_cost": only_cost, "earlier": asdict(earlier)}
        return self.client.events("/measure", body, (*MEASURE_EVENTS, Failed, End))

    def search(
        self, which: SearchName, request: CauseRequest, *, only_cost: bool = False
    ) -> Iterator[Event]:
        body = request.to_json(which) | {"exact": True, "only_cost": only_cost}
        return self.client.events(f"/measure/{which}", body, (*CAUSE_EVENTS, Failed, End))

    def close(self) -> None:
        """Nothing stays open between requests; the model stays loaded for others."""

    def _body(self, **fields: Any) -> Body:
        return {"model": self.manifest.id, "precision": self.precision, **fields}


def _pieces(answer: Mapping[str, Any]) -> tuple[Piece, ...]:
    return tuple(parsed_known(Piece, piece) for piece in answer["tokens"])


def _inside(changes: Changes) -> Body:
    return {} if changes is None else {"interventions": list(map(to_json, changes))}


def _prompted(prompt: Text) -> Body:
    return {"prompt": prompt} if isinstance(prompt, str) else {"prompt_ids": list(prompt)}


def _settings(settings: DecodingSettings) -> Body:
    bias = {str(id): value for id, value in settings.logit_bias}
    body = asdict(settings) | {"logit_bias": bias}
    if (held := settings.constraint) is not None:
        source = json.loads(held.source) if held.kind == "json_schema" else held.source
        body["constraint"] = {held.kind: source}
    return body
