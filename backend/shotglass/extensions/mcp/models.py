"""The models that an agent may ask: those that are installed here, or those of a server."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections import OrderedDict
from contextlib import AbstractContextManager
from functools import cached_property
from pathlib import Path
from types import TracebackType
from typing import Any

from ...engine.default_model import default_model
from ...engine.library import Library
from ...errors import ModelNotFound
from ...lab import Model, connect, load
from ...lab.client import HttpClient
from .answers import ListedModel

HELD = 2  # models in memory at once


class Models(AbstractContextManager["Models"], ABC):
    """Opens models by their ids and keeps the two that were asked last. It is used by one thread at
    a time; ``Tools`` takes care of that."""

    def __init__(self, default: str | None) -> None:
        self._default = default
        self._opened: OrderedDict[str, Model] = OrderedDict()

    @abstractmethod
    def listed(self) -> list[ListedModel]:
        """Returns the models that can be asked."""

    @abstractmethod
    def open(self, id: str) -> Model:
        """Opens a model. Raises ModelNotFound, ModelFolderError, ServerUnreachable."""

    @abstractmethod
    def first(self) -> str | None:
        """Returns the id of the model that is asked where nobody named one."""

    def model(self, id: str | None) -> Model:
        """Returns the model of that id, or the default one. Raises as ``open`` does."""
        chosen = id or self._default or self.first()
        if chosen is None:
            raise ModelNotFound("No model is installed: shotglass import smollm2-135m.")
        if chosen not in self._opened:
            self._opened[chosen] = self.open(chosen)
            if len(self._opened) > HELD:
                self._opened.popitem(last=False)[1].close()
        self._opened.move_to_end(chosen)
        return self._opened[chosen]

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        for model in self._opened.values():
            model.close()
        self._opened.clear()


class InstalledModels(Models):
    """``roots``: the folders of model folders. An id is looked up among them and is never a
    path."""

    def __init__(self, roots: tuple[Path, ...], default: str | None = None) -> None:
        super().__init__(default)
        self._library = Library(roots)

    def listed(self) -> list[ListedModel]:
        return [
            ListedModel(
                each.id, each.name, each.task, each.architecture.parameters,
                each.architecture.context, each.licence,
            )
            for each in self._library.manifests()
        ]  # fmt: skip

    def open(self, id: str) -> Model:
        return load(self._library.folder(id).path)

    def first(self) -> str | None:
        return default_model(self._library)


class ServerModels(Models):
    """``url``: the address of ``shotglass serve``; ``key``: where it asks for one."""

    def __init__(self, url: str, key: str | None = None, default: str | None = None) -> None:
        super().__init__(default)
        self._url, self._key = url, key

    @cached_property
    def _client(self) -> HttpClient:
        return HttpClient(self._url, self._key)

    def listed(self) -> list[ListedModel]:
        return [
            ListedModel(
                each["id"], each["name"], each["task"], each["parameters"],
                each["served_context"], each["licence"],
            )
            for each in self._models()["models"]
        ]  # fmt: skip

    def open(self, id: str) -> Model:
        return connect(self._url, id, key=self._key)

    def first(self) -> str | None:
        default: str | None = self._models()["default"]
        return default

    def _models(self) -> dict[str, Any]:
        models: dict[str, Any] = self._client.get("/models")
        return models
