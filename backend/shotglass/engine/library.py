"""Model folders on disk: which there are, which are in order, and where their files lie."""

from __future__ import annotations

import os
import threading
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from stat import S_ISREG

import platformdirs

from ..contract import ID_PATTERN, MANIFEST, MANIFEST_ROOM, Manifest
from ..errors import ModelFolderError, ModelNotFound, NotFound, escaped
from .runtime.sealed_files import FileStamp, SealedFiles, digest, replaced
from .runtime.sealed_files import sha256 as sha256

BUNDLED = Path(__file__).parent.parent / "models"


def default_roots() -> tuple[Path, ...]:
    """``SHOTGLASS_MODELS``, else the user's data folder; then, read-only, what the wheel holds."""
    chosen = os.environ.get("SHOTGLASS_MODELS")
    return (Path(chosen) if chosen else user_models(), BUNDLED)


def user_models() -> Path:
    return user_data() / "models"


def user_data() -> Path:
    """Returns the folder of this user's models, corpora and training runs."""
    return Path(platformdirs.user_data_dir("shotglass", appauthor=False))


def user_cache() -> Path:
    """Returns the folder of files that can be made again."""
    return Path(platformdirs.user_cache_dir("shotglass", appauthor=False))


@dataclass(frozen=True)
class ModelFolder:
    path: Path
    manifest: Manifest

    @classmethod
    def open(cls, path: Path) -> ModelFolder:
        """Raises ModelFolderError."""
        return cls(path, _read(path))

    def file(self, name: str) -> Path:
        """The path of a file the manifest names; NotFound for any other name."""
        if name not in self.manifest.files:
            raise NotFound(f"The model {self.manifest.id} has no file {name!r}.")
        return self.path / name

    def verify(self, names: Sequence[str]) -> None:
        """Raises ModelFolderError for a file that is missing, or of other size or digest, and
        NotReady where the folder is that of another import by now."""
        try:
            self._compare_digests(names)
        except ModelFolderError:
            try:
                now = _read(self.path).files
            except ModelFolderError:
                now = self.manifest.files
            if any(now.get(name) != self.manifest.files.get(name) for name in names):
                raise replaced(self.manifest.id) from None
            raise

    def sealed(self, names: Sequence[str]) -> SealedFiles:
        """Verifies the files as ``verify`` does, and holds them open from before their digests are
        compared."""
        try:
            seal = SealedFiles([self.file(name) for name in names if name in self.manifest.files])
        except OSError:
            self.verify(names)
            raise
        self.verify(names)
        seal.require()
        return seal

    def _compare_digests(self, names: Sequence[str]) -> None:
        """Sizes first, of all files, since a digest takes a second a gigabyte."""
        id = self.manifest.id
        for name in names:
            if name not in self.manifest.files:
                raise ModelFolderError(f"The manifest of {id} lists no {name}.")
            expected, path = self.manifest.files[name], self.file(name)
            if path.resolve().parent != self.path.resolve():
                raise ModelFolderError(
                    f"{id}/{name} is a link to a file elsewhere; the file itself was expected: "
                    "copy it into the folder."
                )
            if not path.is_file() or path.stat().st_size != expected.bytes:
                raise ModelFolderError(
                    f"{id}/{name} is missing or not {expected.bytes} bytes long: import the model "
                    "again."
                )
        for name in names:
            try:
                same = digest(self.file(name)) == self.manifest.files[name].sha256
            except OSError as error:
                raise ModelFolderError(
                    f"{id}/{name} cannot be read ({error.strerror}): import the model again."
                ) from error
            if not same:
                raise ModelFolderError(
                    f"{id}/{name} is not the file that was imported (its sha256 differs): import "
                    "the model again."
                )


Known = Manifest | ModelFolderError  # the error: why it cannot be used


class Library:
    """The folders under ``roots``; the first root wins where two hold the same id.

    Thread-safe; a manifest is read again only when its file has changed.
    """

    def __init__(self, roots: Sequence[Path]) -> None:
        self.roots = tuple(roots)
        self._known: dict[Path, tuple[FileStamp, Known]] = {}
        self._lock = threading.Lock()

    def manifests(self) -> list[Manifest]:
        return [folder.manifest for folder in self._folders().values()]

    def folder(self, id: str) -> ModelFolder:
        """Raises ModelNotFound with what there is. Without the lock, for which each request would
        wait while another one's system calls hand the interpreter to other threads."""
        for root in self.roots if ID_PATTERN.fullmatch(id) else ():
            path = root / id  # a folder is named by its model's id
            manifest = self._current(path, self._known.get(path))
            if isinstance(manifest, Manifest):
                return ModelFolder(path, manifest)
        known = ", ".join(sorted(self._folders())) or "none"
        raise ModelNotFound(f"There is no model {id!r} here. Installed: {known}.")

    def broken(self) -> dict[str, str]:
        """Folder name -> why it cannot be used."""
        faults: dict[str, str] = {}
        for path, fault in self._look():
            if isinstance(fault, ModelFolderError):
                faults.setdefault(escaped(path.name), fault.detail)
        return faults

    def _folders(self) -> dict[str, ModelFolder]:
        folders: dict[str, ModelFolder] = {}
        for path, manifest in self._look():
            if isinstance(manifest, Manifest):  # broken() reports the others
                folders.setdefault(manifest.id, ModelFolder(path, manifest))
        return folders

    def _look(self) -> list[tuple[Path, Known]]:
        with self._lock:
            paths: list[Path] = []
            for root in filter(Path.is_dir, self.roots):
                manifests = [p for p in root.glob(f"[!.]*/{MANIFEST}") if p.is_file()]  # no pipe
                paths += sorted(p.parent for p in manifests)
            for path in set(self._known) - set(paths):
                self._known.pop(path, None)
            return [(path, self._current(path, self._known.get(path))) for path in paths]

    def _current(self, path: Path, known: tuple[FileStamp, Known] | None) -> Known:
        """``known``: what was parsed last, and the stamp of the file that it was parsed from."""
        try:
            stat = (path / MANIFEST).stat()
        except OSError:
            return _parsed(path)
        if not S_ISREG(stat.st_mode):  # a pipe would be read for ever
            return ModelFolderError(f"{escaped(path.name)}/{MANIFEST} is no file.")
        stamp = FileStamp.of(stat)
        now = known[1] if known is not None and known[0] == stamp else _parsed(path)
        if stamp.settled and not isinstance(getattr(now, "__cause__", None), OSError):
            self._known[path] = stamp, now
        else:
            self._known.pop(path, None)
        return now


def _parsed(path: Path) -> Known:
    try:
        return _read(path)
    except ModelFolderError as error:
        return error.with_traceback(None)


def _read(path: Path) -> Manifest:
    name = escaped(path.name)  # a folder's name may be no text at all
    try:
        with (path / MANIFEST).open("rb") as file:
            data = file.read(MANIFEST_ROOM + 1)
        if len(data) > MANIFEST_ROOM:
            raise ModelFolderError(f"{name}/{MANIFEST} has more than {MANIFEST_ROOM:,} bytes.")
        manifest = Manifest.from_json(data.decode())
    except OSError as error:
        raise ModelFolderError(f"{name}/{MANIFEST} cannot be read: {error.strerror}.") from error
    except UnicodeDecodeError as error:
        raise ModelFolderError(f"{name}/{MANIFEST} cannot be read: {error}.") from error
    if manifest.id != path.name:
        raise ModelFolderError(f"The folder {name} holds a model that calls itself {manifest.id}.")
    return manifest
