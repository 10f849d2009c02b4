"""A model's zip, as the page downloads it, taken apart: no name, size or digest is believed.

``unpack`` runs in a confined process (``isolated.py``) and leaves the files that belong together.
"""

from __future__ import annotations

import hashlib
import stat
import zipfile
from dataclasses import replace
from pathlib import Path

from shotglass.contract import FILE_NAME, MANIFEST, MANIFEST_ROOM, TOKENIZER, Manifest
from shotglass.errors import ImportFailed, ModelFolderError

_MEMBERS = 64
_CHUNK = 1 << 20


def unpack(folder: Path, path: str) -> None:
    """Write the members of the zip at ``path``, and the manifest of those, into ``folder``.

    Raises ImportFailed.
    """
    source = Path(path)
    try:
        with zipfile.ZipFile(source) as archive:
            members = _members(archive, source)
            manifest = _manifest(archive, members)
            for name, entry in manifest.files.items():
                member = members[name]
                if member.file_size != entry.bytes:
                    raise ImportFailed(
                        f"{member.filename} has {member.file_size:,} bytes; {entry.bytes:,} were "
                        "expected."
                    )
                digest = hashlib.sha256()
                with archive.open(member) as packed, (folder / name).open("xb") as file:
                    while chunk := packed.read(_CHUNK):
                        digest.update(chunk)
                        file.write(chunk)
                if digest.hexdigest() != entry.sha256:
                    raise ImportFailed(
                        f"{member.filename} is not the file that the manifest names (its sha256 "
                        "differs): download it again."
                    )
    except (zipfile.BadZipFile, OSError, EOFError, NotImplementedError, RuntimeError) as error:
        raise ImportFailed(
            f"{source.name} cannot be read as a zip ({error}): it is damaged, cut short, or of "
            "another kind; download it again."
        ) from error
    (folder / MANIFEST).write_text(manifest.to_json(), encoding="utf-8")


def _members(archive: zipfile.ZipFile, path: Path) -> dict[str, zipfile.ZipInfo]:
    """Returns the members by name: plain files of plain names, stored as they are, which fit into
    the archive."""
    listed = archive.infolist()
    if len(listed) > _MEMBERS:
        raise ImportFailed(f"{path.name} holds {len(listed):,} files; at most {_MEMBERS} fit.")
    for member in listed:
        kind = stat.S_IFMT(member.external_attr >> 16)
        if not FILE_NAME.fullmatch(member.filename) or kind not in (0, stat.S_IFREG):
            raise ImportFailed(
                f"{path.name} holds {member.filename[:80]!r}; plain files without folders were "
                "expected, as the page downloads them."
            )
        if member.compress_type != zipfile.ZIP_STORED or member.file_size != member.compress_size:
            raise ImportFailed(
                f"{path.name} holds {member.filename} compressed; files stored as they are were "
                "expected, as the page downloads them."
            )
    if len({member.filename for member in listed}) != len(listed):
        raise ImportFailed(f"{path.name} holds a file twice.")
    if sum(member.file_size for member in listed) > path.stat().st_size:
        raise ImportFailed(f"{path.name} claims more bytes than it has.")
    return {member.filename: member for member in listed}


def _manifest(archive: zipfile.ZipFile, members: dict[str, zipfile.ZipInfo]) -> Manifest:
    """Returns the manifest of the graphs alone that are whole in the archive, since a download
    holds one of them."""
    if MANIFEST not in members or members[MANIFEST].file_size > MANIFEST_ROOM:
        raise ImportFailed(f"The zip has no {MANIFEST} of a usable size; it is no model of ours.")
    try:
        manifest = Manifest.from_json(archive.read(MANIFEST).decode("utf-8"))
    except (ModelFolderError, UnicodeDecodeError) as error:
        raise ImportFailed(f"The zip's {error}") from error
    graphs = {
        kind: graph
        for kind, graph in manifest.graphs.items()
        if {graph.file, *graph.weights, TOKENIZER} <= members.keys() & manifest.files.keys()
    }
    if not graphs.keys() & {"native", "native-fp32"} and manifest.task == "causal-lm":
        raise ImportFailed(
            f"The zip holds {', '.join(graphs) or 'no whole graph'}; the server runs a native "
            "one: download the format native-fp32 or native."
        )
    if strange := members.keys() - manifest.files.keys() - {MANIFEST}:
        raise ImportFailed(f"The zip holds {min(strange)}, which its manifest does not name.")
    files = {name: entry for name, entry in manifest.files.items() if name in members}
    return replace(manifest, graphs=graphs, files=files)
