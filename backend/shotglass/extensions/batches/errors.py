"""The refusals of files and batches."""

from __future__ import annotations

from ...errors import NotFound, ShotglassError


class BatchNotFound(NotFound):
    """There is no such batch, or no such file of one."""

    code, title = "batch_not_found", "There is no such file or batch"


class BatchRefused(ShotglassError):
    """The server keeps no files and runs no batches, or not in this folder."""

    code, title, status = "batch_refused", "There are no batches here", 400


class WrongState(ShotglassError):
    """A batch is over, or a file is in use by one."""

    code, title, status = "wrong_state", "This cannot be done any more, or not yet", 409
