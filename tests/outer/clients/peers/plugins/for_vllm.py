"""Points vLLM's server tests, unchanged, at a server that runs already.

They import parts of vLLM beside their client. Here these are names without content, but for the
server that the tests start and the tokenizer that they compare with.
"""

from __future__ import annotations

import importlib.abc
import importlib.machinery
import os
import sys
from collections.abc import Sequence
from types import FunctionType, ModuleType
from typing import Any
from urllib.parse import quote


class Anything:
    """Whatever is imported from vLLM. As a decorator it leaves a function as it is."""

    def __init__(self, *_: Any, **__: Any) -> None: ...

    def __call__(self, *given: Any, **_: Any) -> Any:
        return given[0] if given and isinstance(given[0], FunctionType) else Anything()

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):
            raise AttributeError(name)
        return Anything()

    def __iter__(self) -> Any:
        return iter(())

    def __mro_entries__(self, _: Any) -> tuple[type, ...]:
        return (object,)

    def __or__(self, _: Any) -> Any:
        return Anything()

    __ror__ = __or__


class EmptyModule(ModuleType):
    def __getattr__(self, name: str) -> Any:
        if name == "__version__":
            return "0"
        if name.startswith("__"):
            raise AttributeError(name)
        return Anything()


class EmptyPackages(importlib.abc.MetaPathFinder, importlib.abc.Loader):
    def find_spec(self, name: str, path: Any, target: Any = None) -> Any:
        if name.split(".")[0] not in ("vllm", "torch", "openai_harmony"):
            return None
        return importlib.machinery.ModuleSpec(name, self, is_package=True)

    def create_module(self, spec: Any) -> ModuleType:
        return EmptyModule(spec.name)

    def exec_module(self, module: ModuleType) -> None: ...


class RunningServer:
    """In the place of ``tests.utils.RemoteOpenAIServer``: under the name of the model that it was
    asked to start."""

    DUMMY_API_KEY = "token-abc123"

    def __init__(self, model: str, arguments: Sequence[str] = (), **_: Any) -> None:
        self.model, self.host = model, "127.0.0.1"
        self.url_root = f"{os.environ['PEER_SERVER']}/~{quote(model, safe='')}"

    def __enter__(self) -> RunningServer:
        return self

    def __exit__(self, *_: Any) -> None: ...

    def url_for(self, *parts: str) -> str:
        return "/".join([self.url_root, *(part.strip("/") for part in parts)])

    def _options(self, options: dict[str, Any]) -> dict[str, Any]:
        url = self.url_for("v1")
        return {"base_url": url, "api_key": self.DUMMY_API_KEY, "max_retries": 0} | options

    def get_client(self, **options: Any) -> Any:
        import openai

        return openai.OpenAI(**self._options({"timeout": 600} | options))

    def get_async_client(self, **options: Any) -> Any:
        import openai

        return openai.AsyncOpenAI(**self._options({"timeout": 600} | options))


def tokenizer(*_: Any, **__: Any) -> Any:
    """Of the served model."""
    from transformers import PreTrainedTokenizerFast

    found = PreTrainedTokenizerFast(tokenizer_file=os.environ["PEER_TOKENIZER"])
    found.chat_template = os.environ["PEER_TEMPLATE"]
    return found


def install() -> None:
    """Before any of their files is read, conftest.py included."""
    sys.meta_path.insert(0, EmptyPackages())
    sys.path.insert(0, os.getcwd())
    import vllm.tokenizers

    vllm.tokenizers.get_tokenizer = tokenizer
    utils = EmptyModule("tests.utils")
    vars(utils)["RemoteOpenAIServer"] = RunningServer
    sys.modules["tests.utils"] = utils


install()
