"""The one tree of errors: what a person did, which value, what was expected, and the way out.

Raised anywhere, turned into HTTP in one place (``server/problems.py``) and into an exit code in
one place (``cli.py``). Nothing here knows HTTP beyond the status number each class carries.
"""

from __future__ import annotations

import errno
import json
import re
from collections.abc import Mapping
from string import Template
from typing import Any

SOON = 2  # seconds
_MOST = 4000  # characters of a sentence
_MOST_QUOTED, _MOST_LISTED = 200, 24  # characters of a value in it, and values of a list


class ShotglassError(Exception):
    """The root. ``code`` is stable and machine-readable; ``str(error)`` is a sentence for a person.

    ``pointer`` is a JSON pointer to the request field at fault ("/settings/top_p"), or empty.
    """

    code = "internal_error"
    title = "Something went wrong"
    status = 500
    exit_code = 1  # of the command

    def __init__(self, detail: str, *, pointer: str = "") -> None:
        if len(detail) > _MOST:  # what it quotes may be a whole file
            detail = detail.shortened() if isinstance(detail, Phrase) else detail
        if len(detail) > _MOST:  # what is too much is left out before the end, with the way out
            detail = f"{detail[: _MOST * 3 // 4]} [...] {detail[-_MOST // 4 :]}"
        self.detail = detail
        super().__init__(self.detail)
        self.pointer = pointer

    def problem(self) -> dict[str, Any]:
        """The RFC 9457 body, with the ``error`` object that OpenAI's clients read."""
        return {
            "type": f"/errors/{self.code}",
            "title": self.title,
            "status": self.status,
            "detail": self.detail,
            "errors": [{"pointer": self.pointer, "detail": self.detail}] if self.pointer else [],
            "error": {
                "message": self.detail,
                "type": "invalid_request_error" if self.status < 500 else "server_error",
                "param": self.pointer.lstrip("/").replace("/", ".") or None,
                "code": self.code,
            },
        }


# --- what a request can get wrong (4xx) ---


class InvalidRequest(ShotglassError):
    """A field has a value we cannot use."""

    code, title, status = "invalid_parameter", "The request has an invalid value", 400


class InvalidJson(InvalidRequest):
    """The body is not JSON, or not JSON we accept (too deep, NaN, lone surrogates)."""

    code, title = "invalid_json", "The body is not valid JSON"


class UnknownField(InvalidRequest):
    """A field that does not exist; refused, since a typo must not be silent."""

    code, title = "unknown_parameter", "The request has an unknown field"


class UnsupportedParameter(InvalidRequest):
    """A field that exists elsewhere and does nothing here, with a value that asks for more."""

    code, title = "unsupported_parameter", "This is not supported here"


class TokenOutOfRange(InvalidRequest):
    """A token id that the model does not have."""

    code, title = "token_out_of_range", "There is no such token"


class NoChatTemplate(InvalidRequest):
    """The model has no chat template, so messages cannot be written as its prompt."""

    code, title = "no_chat_template", "The model has no chat template"


class ContextLengthExceeded(InvalidRequest):
    """The prompt and what is to be generated do not fit the served context."""

    code, title = "context_length_exceeded", "The prompt is too long"

    def __init__(self, detail: str, *, over_by: int, pointer: str = "/prompt") -> None:
        super().__init__(detail, pointer=pointer)
        self.over_by = over_by  # tokens

    def problem(self) -> dict[str, Any]:
        return super().problem() | {"over_by": self.over_by}


class AnswerTooLarge(InvalidRequest):
    """What is asked for would be a larger answer than the server gives."""

    code, title = "answer_too_large", "The answer would be too large"


class LabelConflict(InvalidRequest):
    """Two labels cannot be told apart: one's tokens are the beginning of the other's."""

    code, title = "label_conflict", "Two labels cannot be told apart"


class InvalidApiKey(ShotglassError):
    """The server asks for a key, and the request has none or another."""

    code, title, status = "invalid_api_key", "The key is missing or wrong", 401


class Forbidden(ShotglassError):
    """The Origin of the request is not one of ours."""

    code, title, status = "forbidden_origin", "The request comes from another site", 403


class NotFound(ShotglassError):
    """No such route, model, file or format."""

    code, title, status = "not_found", "There is no such thing", 404


class ModelNotFound(NotFound):
    """No model of that id is installed."""

    code, title = "model_not_found", "There is no such model"


class RunNotFound(NotFound):
    """There is no training run of that id."""

    code, title = "run_not_found", "There is no such training run"


class ExportNotFound(NotFound):
    """There is no finished export of that id."""

    code, title = "export_not_found", "There is no such export"


class WrongTask(ShotglassError):
    """The model cannot do what was asked, as a masked model cannot generate."""

    code, title, status = "wrong_task", "The model cannot do this", 409


class GraphNotMade(ShotglassError):
    """The graph of the precision asked for has not been made yet."""

    code, title, status = "graph_not_made", "This graph has not been made yet", 409


class PrecisionNotOffered(ShotglassError):
    """The model cannot be computed in the precision asked for."""

    code, title, status = "precision_not_offered", "The model has no such precision", 409


class BodyTooLarge(ShotglassError):
    """The body is over the limit."""

    code, title, status = "body_too_large", "The request is too large", 413


class UnsupportedMediaType(ShotglassError):
    """The body is not ``application/json``."""

    code, title, status = "unsupported_media_type", "The body must be JSON", 415


class HostNotAllowed(ShotglassError):
    """The Host header names a host we do not serve. ``address``: where this server can be opened
    instead, where that is known."""

    code, title, status = "host_not_allowed", "This server has another address", 421

    def __init__(self, detail: str, *, address: str = "") -> None:
        super().__init__(detail)
        self.address = address


class TryLater(ShotglassError):
    """``retry_after``: seconds after which the same request may get an answer."""

    retry_after = SOON

    def __init__(self, detail: str, *, pointer: str = "", retry_after: int = SOON) -> None:
        super().__init__(detail, pointer=pointer)
        self.retry_after = retry_after


class QueueFull(TryLater):
    """More work is waiting than the server holds; come back in a moment."""

    code, title, status = "queue_full", "The queue is full", 429


# --- what the server can get wrong (5xx) ---


class NonFiniteLogits(ShotglassError):
    """The model computed NaN or infinity; never masked."""

    code, title, status = "non_finite_logits", "The model computed a value that is no number", 500


class NotReady(TryLater):
    """The model is still being loaded, or the server is shutting down."""

    code, title, status = "loading", "The model is not ready yet", 503


# --- model folders and files ---


class ModelFolderError(ShotglassError):
    """A model folder or file failed a check: digest, shape, names, finite weights, parity."""

    code, title, status = "model_folder_invalid", "The model's files are not in order", 500


class RunFolderError(ShotglassError):
    """A training run's files cannot be read as a run."""

    code, title, status = "run_folder_invalid", "The training run's files are not in order", 500


class ImportFailed(ShotglassError):
    """A checkpoint cannot be imported: unsupported, incomplete, or not what it says it is."""

    code, title, status = "import_failed", "The model cannot be imported", 400


class ExportFailed(ShotglassError):
    """A model cannot be exported so: no such format, another precision, or a check not passed."""

    code, title, status = "export_failed", "The model cannot be exported", 400


class ServerUnreachable(ShotglassError):
    """No server answers at an address, or none of ours."""

    code, title, status = "server_unreachable", "The server does not answer", 503


class MissingExtra(ShotglassError):
    """A command needs packages that are not installed; the sentence says which to install."""

    code, title, status = "missing_extra", "A package is missing", 400


class DeviceUnfit(ShotglassError):
    """Of a plug-in of onnxruntime: none there, or one that computes something else."""

    code, title, status = "device_unfit", "The device cannot be used", 400


class RecipeInvalid(ShotglassError):
    """A training recipe has a key or value we cannot use."""

    code, title, status = "recipe_invalid", "The recipe cannot be used", 400
    exit_code = 2


class TrainingFailed(ShotglassError):
    """A run cannot go on: another recipe, no room, a damaged checkpoint, a loss that is no number
    any more."""

    code, title, status = "training_failed", "The training cannot go on", 400


class DataFailed(ShotglassError):
    """Training data cannot be built: a tool, a download, a package's content or room is missing."""

    code, title, status = "data_failed", "The data cannot be built", 400


class RecordNotWritten(ShotglassError):
    """A measurement's files cannot be written: no folder, no room, or no right to."""

    code, title, status = "record_not_written", "The record cannot be written", 400


class ExperimentFailed(ShotglassError):
    """There is no such experiment, its result cannot be read, or a run broke what always holds."""

    code, title, status = "experiment_failed", "The experiment cannot be run", 400


# All of Unicode's control characters but tab and line end, the marks that turn the direction of
# what follows, and halves of surrogate pairs, which no output can carry.
_COMMANDS = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff]")


FULL = (errno.ENOSPC, errno.EDQUOT)  # of the disk, or of one's share of it


def of_disk(error: OSError) -> str:
    """What a disk, a folder or an output refused, as a sentence with the way out."""
    place = f"{error.filename}: " if error.filename else ""
    if error.errno in FULL:
        return f"{place}There is no room left where this is written: make room, or name another."
    if error.errno in (errno.EROFS, errno.EACCES, errno.EPERM):
        return (
            f"{place}This may not be read or written here ({error.strerror}): name another folder "
            "(--help has the option), or allow it."
        )
    return f"{place}{error.strerror or error}."


class Phrase(str):
    """A text that remembers its ``template``, in which a value stands in place of its name behind a
    ``$``, and its ``values``, so that it can be said in another language too (``chinese``).
    A value may be a Phrase; of a tuple the items are listed."""

    template: str
    values: Mapping[str, object]

    def __new__(cls, template: str, **values: object) -> Phrase:
        listed = {
            name: ", ".join(map(str, value)) if isinstance(value, tuple) else value
            for name, value in values.items()
        }
        phrase = super().__new__(cls, Template(template).substitute(listed))
        phrase.template, phrase.values = template, values
        return phrase

    @classmethod
    def of(cls, text: str) -> Phrase:
        """What a library says, which has no places; a Phrase as it is."""
        return text if isinstance(text, Phrase) else cls(text.replace("$", "$$"))

    def shortened(self) -> Phrase:
        """With values and lists cut where they are long."""
        return Phrase(self.template, **{name: _cut(value) for name, value in self.values.items()})

    def __getnewargs_ex__(self) -> tuple[tuple[str], Mapping[str, object]]:
        return (self.template,), self.values


def _cut(value: object) -> object:
    if isinstance(value, Phrase):
        return value.shortened()
    if isinstance(value, tuple):
        more = ("…",) if len(value) > _MOST_LISTED else ()
        return (*map(_cut, value[:_MOST_LISTED]), *more)
    long = isinstance(value, str) and len(value) > _MOST_QUOTED
    return f"{str(value)[:_MOST_QUOTED]}…" if long else value


def quoted(value: object, most: int = 80) -> str:
    """A value in a sentence: as Python writes it, of lists and objects as JSON does, or where that
    is long what it is. A text is cut, with an ellipsis."""
    if isinstance(value, str):
        return repr(value if len(value) <= most else f"{value[:most]}…")
    if isinstance(value, dict | list | tuple):
        is_object, count = isinstance(value, dict), len(value)
        try:
            text = "" if count > most else json.dumps(value, ensure_ascii=False)
        except (TypeError, ValueError, RecursionError):
            text = ""
        if 0 < len(text) <= most:
            return text
        if count == 1:
            return Phrase("an object of one key" if is_object else "a list of one value")
        words = "an object of $count keys" if is_object else "a list of $count values"
        return Phrase(words, count=count)
    if isinstance(value, int | float):
        return repr(value) if len(repr(value)) <= most else f"{repr(value)[:most]}…"
    text = repr(value)
    return text if len(text) <= most and "\n" not in text else f"of the type {type(value).__name__}"


def one_line(text: str) -> str:
    """``text`` for a row of a table: ``escaped``, and no line end or tab in it."""
    return escaped(" ".join(text.split()))


def lacks_memory(error: BaseException) -> bool:
    """Whether the system had none to give, in whatever words it is told."""
    if isinstance(error, OSError):
        return error.errno == errno.ENOMEM
    words = str(error)
    no_thread = isinstance(error, RuntimeError) and "can't start new thread" in words
    of_onnxruntime = "bad_alloc" in words or "pthread_create failed" in words
    return isinstance(error, MemoryError) or no_thread or of_onnxruntime


def escaped(text: str) -> str:
    """``text`` with each character that is a command as its escape, such as \\x1b."""
    return _COMMANDS.sub(lambda match: ascii(match[0])[1:-1], text)
