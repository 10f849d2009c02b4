"""The models that are installed and those that are loaded, and the loading of one when it is first
asked for."""

from __future__ import annotations

import logging
import threading
from collections import Counter as Counts
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from time import monotonic
from typing import Literal, cast
from weakref import WeakSet

from ..contract import TOKENIZER, Manifest, Task
from ..engine.chat_templates import ChatTemplates
from ..engine.default_model import default_model
from ..engine.fingerprint import edition
from ..engine.library import Library, ModelFolder
from ..engine.runtime.providers import computed, offer
from ..engine.tasks import MaskedRunner, Runner
from ..errors import SOON, ModelNotFound, NotReady, ShotglassError, escaped
from ..precisions import Computed, Precision
from ..text import PromptTokens, Tokenizer
from ..text.masked_tokens import MaskedTokens
from .problems import wrong_task

LOG = logging.getLogger("shotglass.server")
MOST_AFTER = 30  # seconds after which it is to come back, at most
LOADING_WAIT = 60.0  # seconds a request waits for its model before it is told to come back
MOST_WAITING = 48  # requests that may wait for models at once, as a class does; each holds a thread

Status = Literal["idle", "loading", "ready", "failed"]
Key = tuple[str, Computed]
Asked = tuple[str, Precision | None, Task | None]
Loaded = Runner | MaskedRunner


@dataclass
class ModelState:
    """The state of one edition in one precision; the loading thread holds the lock. A request that
    has the ``runner`` finishes on it, whatever happens to the folder."""

    edition: str = ""
    lock: threading.Lock = field(default_factory=threading.Lock)
    runner: Loaded | None = None
    status: Status = "idle"
    detail: str | None = None
    began: float = 0.0  # to be loaded, on the monotonic clock


class LoadedModels:
    """Thread-safe. An edition that is on disk no more is let go of here: it ends when the last
    request that holds it has ended."""

    def __init__(self) -> None:
        self._hosted: dict[Key, ModelState] = {}
        self._runners: WeakSet[Loaded] = WeakSet()  # those let go of, too, while they answer
        self._computed: list[Mapping[str, int]] = []  # of all there ever were: counters only grow
        self._lock = threading.Lock()

    def of(self, key: Key, edition: str | None) -> ModelState:
        """``edition``: what is on disk; None where there is nothing, which changes nothing. A model
        whose files were written to is let go of, and failed."""
        with self._lock:
            state = self._hosted.setdefault(key, ModelState(edition or ""))
            if edition is not None and state.edition != edition:
                state = self._hosted[key] = ModelState(edition)
        runner = state.runner
        if runner is not None and (fault := runner.fault):  # system calls: without the lock
            with self._lock:
                if state.runner is runner:
                    LOG.error("%s answers no more: %s", key[0], fault)
                    state.runner, state.status, state.detail = None, "failed", fault
        return state

    def opened(self, runner: Loaded) -> None:
        with self._lock:
            self._runners.add(runner)
            self._computed.append(runner.computed)

    def waiting(self) -> int:
        return sum(runner.waiting for runner in self._all())

    def computed(self) -> Counts[str]:
        with self._lock:
            return sum(map(Counts, self._computed), Counts())

    def close(self) -> None:
        for runner in self._all():
            runner.close()

    def _all(self) -> list[Loaded]:
        with self._lock:
            return list(self._runners)


class ModelRegistry:
    """Thread-safe. Each model is loaded at most once in a precision, by the first request that
    needs it, and again when its files on disk have changed."""

    def __init__(
        self,
        library: Library,
        open_runner: Callable[[ModelFolder, Computed], Loaded],
        default_model: str | None = None,
        look: Callable[[ModelFolder], None] = lambda _: None,
        own: Callable[[Manifest], Computed] = computed,
    ) -> None:
        """``look`` is called before anything of a folder is loaded, and raises if it must not.
        ``own``: the precision in which a model is computed when none is asked for."""
        self.library = library
        self.templates = ChatTemplates()
        self._look = look
        self._open = open_runner
        self._default = default_model
        self.own = own
        self._table = LoadedModels()
        self._tokenizers: dict[str, tuple[str, Tokenizer]] = {}  # with the digest of its file
        self._editions: dict[Asked, tuple[Manifest, Computed, str]] = {}
        self._lock = threading.Lock()
        self._loads = 0  # in progress
        self._places = threading.BoundedSemaphore(MOST_WAITING)

    def default(self) -> str | None:
        """The chosen model, else what ``default_model`` said when one was first looked for: what is
        imported later changes nothing for clients that name no model."""
        if self._default is None:
            with self._lock:
                self._default = self._default or default_model(self.library)
        return self._default

    def chosen(self, id: str | None = None) -> str:
        """``id``, else the default. Raises ModelNotFound where none is named and the default is not
        here, or there never was one."""
        if id is not None:
            return id
        default = self.default()
        if default is None:
            installed = self.library.manifests()
            some = "installed model generates text" if installed else "model is installed"
            raise ModelNotFound(f"No {some}: run shotglass import smollm2-135m.")
        try:
            self.library.folder(default)
        except ModelNotFound as error:
            raise ModelNotFound(
                f"{default}, the model that this server was started with, is not installed any "
                "more: import it again, name another in the request, or start the server again.",
                pointer="/model",
            ) from error
        return default

    def state(self, id: str, precision: Computed | None = None) -> ModelState:
        """Returns the state of the model in ``precision``, or in its own."""
        try:
            manifest = self.library.folder(id).manifest
        except ModelNotFound:
            return self._table.of((id, precision or "fp32"), None)
        chosen = precision or self.own(manifest)
        return self._table.of((id, chosen), edition(manifest, chosen))

    def prepare(self) -> None:
        """Begin loading the default model, in a thread of its own."""
        id = self.default()
        if id is not None and self.state(id).status == "idle":
            threading.Thread(target=self._load_quietly, args=(id,), daemon=True).start()

    def runner(self, id: str, precision: Precision | None = None) -> Runner:
        """The loaded model, in its own precision if none is asked for. Raises ModelNotFound,
        WrongTask, PrecisionNotOffered, GraphNotMade, ModelFolderError, NotReady."""
        return cast(Runner, self.explainer(id, precision, "causal-lm"))

    def filler(self, id: str, precision: Precision | None = None) -> MaskedRunner:
        """The loaded model, which fills gaps. Raises as ``runner`` does."""
        return cast(MaskedRunner, self.explainer(id, precision, "masked-lm"))

    def explainer(
        self, id: str, precision: Precision | None = None, task: Task | None = None
    ) -> Loaded:
        """The loaded model, of whatever task where none is asked for. Raises as ``runner`` does."""
        folder = self.library.folder(id)
        chosen, now = self._resolved(folder.manifest, precision, task)
        state = self._table.of((id, chosen), now)
        if (runner := state.runner) is not None:
            return runner
        with self._place(id):
            if not state.lock.acquire(timeout=LOADING_WAIT):
                raise self._later(id, "is still being loaded")
            try:
                return state.runner or self._load(state, folder, chosen)
            finally:
                state.lock.release()

    def tokenizer(self, id: str) -> Tokenizer:
        """Works for every task and before the model is loaded. Raises ModelNotFound,
        ModelFolderError."""
        folder = self.library.folder(id)
        digest = folder.manifest.files[TOKENIZER].sha256
        known = self._tokenizers.get(id)
        if known is not None and known[0] == digest:
            return known[1]
        with self._place(id):  # without the lock: a first look takes its time
            self._look(folder)
            seal = folder.sealed([TOKENIZER])
            with self._lock:
                known = self._tokenizers.get(id)
                if known is None or known[0] != digest:
                    known = digest, Tokenizer.load(folder.file(TOKENIZER))
                    seal.require()
                    self._tokenizers[id] = known
        return known[1]

    def retry(self, id: str) -> None:
        """A model that could not be loaded may be tried again, since its files have changed."""
        state = self.state(id)
        if state.status == "failed":
            state.status, state.detail = "idle", None

    def prompts(self, id: str) -> PromptTokens:
        """Returns the part of the model that reads its prompts. Raises as ``tokenizer`` does."""
        tokenizer, manifest = self.tokenizer(id), self.library.folder(id).manifest
        kind = PromptTokens if manifest.task == "causal-lm" else MaskedTokens
        return kind.of(tokenizer, manifest)

    def waiting(self) -> int:
        """Sequences that wait for a place in any loaded model."""
        return self._table.waiting()

    def computed(self) -> Counts[str]:
        """Tokens that loaded models have computed, by kind."""
        return self._table.computed()

    @property
    def is_loading(self) -> bool:
        """Whether some model is being loaded now."""
        return self._loads > 0

    def close(self) -> None:
        """End the loaded models and the processes of their chat templates. A model that is being
        loaded is not waited for: ``is_loading`` says whether there is one."""
        self.templates.close()
        self._table.close()

    def generating(self) -> list[str]:
        return self._of("causal-lm")

    def _of(self, task: Task) -> list[str]:
        return [manifest.id for manifest in self.library.manifests() if manifest.task == task]

    def _resolved(
        self, manifest: Manifest, precision: Precision | None, task: Task | None
    ) -> tuple[Computed, str]:
        """Returns the precision that the model computes in when ``precision`` is asked for, and the
        edition of that. It is worked out once for each manifest, which the library reads again when
        its file changes."""
        key = manifest.id, precision, task
        known = self._editions.get(key)
        if known is None or known[0] is not manifest:
            if task is not None and task != manifest.task:
                raise wrong_task(manifest, task, self._of(task))
            chosen = precision or self.own(manifest)
            if chosen != "fp16":
                offer(manifest, chosen)
            known = self._editions[key] = manifest, chosen, edition(manifest, chosen)
        return known[1], known[2]

    @contextmanager
    def _place(self, id: str) -> Iterator[None]:
        """Raises NotReady when as many requests as may wait for models do so already."""
        if not self._places.acquire(blocking=False):
            raise self._later(id, f"must wait: {MOST_WAITING} requests wait for models already")
        try:
            yield
        finally:
            self._places.release()

    def _later(self, id: str, why: str) -> NotReady:
        """Returns after how many seconds to come back: as long again as the model has been loading,
        since nobody knows better."""
        state = self.state(id)
        seconds = round(monotonic() - state.began) if state.status == "loading" else 0
        after = min(max(seconds, SOON), MOST_AFTER)
        so_far = f", and has been loading for {seconds} s" if seconds else ""
        return NotReady(
            f"{id} {why}{so_far}; try again in about {after} seconds.", retry_after=after
        )

    def _load(self, state: ModelState, folder: ModelFolder, precision: Computed) -> Loaded:
        state.status, state.detail, state.began = "loading", None, monotonic()
        with self._lock:
            self._loads += 1
        try:
            self._look(folder)
            state.runner = runner = self._open(folder, precision)
            self._table.opened(runner)
        except Exception as error:
            known = isinstance(error, ShotglassError)
            state.detail = str(error) if known else "It could not be loaded; see the server's log."
            state.status = "failed"
            raise
        finally:
            with self._lock:
                self._loads -= 1
        state.status = "ready"
        if template := folder.manifest.chat_template:
            threading.Thread(target=self.templates.warm, args=(template,), daemon=True).start()
        return runner

    def _load_quietly(self, id: str) -> None:
        try:
            self.runner(id)
        except Exception as error:
            LOG.error("%s could not be loaded: %s", id, escaped(str(error)))
            state = self.state(id)
            state.detail = state.detail or str(error)
            state.status = "failed"
