"""A model that is open: what it is, and its end."""

from __future__ import annotations

from types import TracebackType
from typing import Self

from ...contract import Manifest
from ...engine.asking import Changes
from ...errors import NotReady
from ...precisions import Precision
from ...run_file import RunModel
from ..backend import Backend


class OpenModel:
    """A context manager; ``close`` frees the memory."""

    def __init__(self, backend: Backend) -> None:
        self._backend, self._is_closed = backend, False

    @property
    def backend(self) -> Backend:
        """Returns what answers: the engine in this process, or a server. Raises NotReady once it is
        closed."""
        if self._is_closed:
            raise NotReady(f"{self.id} is closed: load it or connect to it again.")
        return self._backend

    @property
    def id(self) -> str:
        """The name of its folder."""
        return self.manifest.id

    @property
    def manifest(self) -> Manifest:
        """Licence, architecture, digests of files, measured parity."""
        return self._backend.manifest

    @property
    def context(self) -> int:
        """Tokens that prompt and answer may have together."""
        return self._backend.context

    @property
    def precision(self) -> Precision | None:
        """The precision that was asked for; None is the model's own, fp32 on the processor."""
        return self._backend.precision

    def _computed_by(self, changes: Changes = None) -> RunModel:
        """Returns the model as a run in a file names it: its weights, and what answers are computed
        in, which with changes inside is always fp32."""
        return RunModel.of(self.manifest, self._backend.computed if changes is None else "fp32")

    def close(self) -> None:
        """Closes the model. Whatever is asked afterwards raises NotReady."""
        if not self._is_closed:
            self._is_closed = True
            self._backend.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def __repr__(self) -> str:
        return f"<{type(self).__name__} {self.id}, {self.context} tokens>"
