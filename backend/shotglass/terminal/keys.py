"""The key that ``shotglass serve`` keeps in a file, and the token of the page's address, which
follows from a key."""

from __future__ import annotations

import os
import stat
from contextlib import suppress
from hashlib import scrypt
from pathlib import Path
from secrets import token_bytes, token_hex, token_urlsafe

from ..errors import InvalidRequest

MOST_KEY = 4096  # bytes of a key's file
SALT, SALT_BYTES = "salt", 32
TOKEN_BYTES = 20
COST = {"n": 1 << 14, "r": 8, "p": 1}  # of scrypt (RFC 7914): 16 MiB and some 50 ms


def key_in(path: Path) -> str:
    """The key that the file holds; a new one, for its owner alone to read, where there is no file.

    Raises InvalidRequest, also where everybody on this machine can read or change the file.
    """
    try:
        if not path.exists():
            # Never over a file that another server has made meanwhile.
            file = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
            with os.fdopen(file, "w") as opened:
                opened.write(f"{token_urlsafe(32)}\n")
        if not path.is_file():
            raise InvalidRequest(f"--api-key-file {path} is no file.")
        with path.open("rb") as stream:
            mode = os.fstat(stream.fileno()).st_mode
            key = stream.read(MOST_KEY + 1).strip()
    except OSError as error:
        raise InvalidRequest(
            f"--api-key-file {path} cannot be read or made: {error.strerror}."
        ) from error
    if os.name == "posix" and mode & stat.S_IRWXO:
        raise InvalidRequest(
            f"--api-key-file {path} can be read or changed by everybody on this machine (its mode "
            f"is {stat.S_IMODE(mode):o}): chmod 600 {path} keeps it for you alone."
        )
    if not key.isascii() or not key or len(key) > MOST_KEY or key.split() != [key]:
        raise InvalidRequest(
            f"--api-key-file {path} does not hold a key: one line of letters, digits and signs of "
            "ASCII without spaces was expected. Without the file a new key is made."
        )
    return key.decode()


def token_of(key: str, folder: Path) -> str:
    """Returns the token of the page's address, from which the code of a class and the names of
    cookies follow. It is the same for the same ``key`` as long as ``folder`` keeps its salt, and
    another at every start where nothing can be kept there.

    Students see what follows from it. The salt, which they do not see, and scrypt keep them from
    finding a key that somebody thought of by trying words.
    """
    try:
        salt = _salt(folder)
    except OSError:
        return token_urlsafe(32)
    return scrypt(key.encode(), salt=salt, dklen=TOKEN_BYTES, **COST).hex()


def _salt(folder: Path) -> bytes:
    """Raises OSError where there is none and none can be written."""
    path, made = folder / SALT, folder / f".{SALT}.{token_hex(4)}"
    with suppress(FileNotFoundError):
        salt = path.read_bytes()
        if len(salt) == SALT_BYTES:
            return salt
        path.unlink()
    folder.mkdir(parents=True, exist_ok=True)
    try:
        with os.fdopen(os.open(made, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
            file.write(token_bytes(SALT_BYTES))
        with suppress(FileExistsError):  # another server was first
            os.link(made, path)
    finally:
        made.unlink(missing_ok=True)
    return path.read_bytes()
