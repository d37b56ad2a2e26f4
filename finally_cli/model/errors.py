"""Everything that can go wrong, with the exit code the shell sees.

An error is two sentences, what happened and what to do, and a code that scripts may rely on.
"""

from collections.abc import Mapping
from enum import IntEnum
from typing import NamedTuple


class ExitCode(IntEnum):
    """Exit codes of every command; scripts rely on them, so none ever changes its meaning."""

    DONE = 0
    REFUSED = 1
    USAGE = 2
    PARTLY = 3
    NOT_ALLOWED = 4
    NOT_FOUND = 5
    CONFLICT = 6
    BAD_FILE = 7
    NOT_REACHABLE = 8
    SCHEMA = 9
    INTEGRITY = 10
    LOCKED = 11
    DENIED = 12
    FULL = 13
    BUG = 70
    INTERRUPTED = 130


class Excerpt(NamedTuple):
    """A line that somebody wrote, and the column in it, from 1, where something is wrong."""

    line: str
    column: int


class FinallyError(Exception):
    """A failure the user can act on: what happened, then what to do.

    `details` goes into the JSON error as it is, for what two sentences cannot hold; `excerpt` is
    shown to a person between the two.
    """

    exit_code: ExitCode = ExitCode.REFUSED
    code: str = "REFUSED"

    def __init__(
        self,
        message: str,
        hint: str = "",
        *,
        code: str = "",
        exit_code: ExitCode | None = None,
        details: Mapping[str, object] | None = None,
        excerpt: Excerpt | None = None,
    ) -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint
        self.details: Mapping[str, object] = details or {}
        self.excerpt = excerpt
        if code:
            self.code = code
        if exit_code is not None:
            self.exit_code = exit_code


class Refused(FinallyError):
    """The request makes no sense for this household."""


class BadUsage(FinallyError):
    """The command line itself is wrong; nothing was tried."""

    exit_code = ExitCode.USAGE
    code = "USAGE"


class NotAllowed(FinallyError):
    """The server does not accept who we say we are."""

    exit_code = ExitCode.NOT_ALLOWED
    code = "NOT_ALLOWED"


class NotFound(FinallyError):
    """Nothing has that name or id."""

    exit_code = ExitCode.NOT_FOUND
    code = "NOT_FOUND"


class Conflict(FinallyError):
    """It stands against something already recorded."""

    exit_code = ExitCode.CONFLICT
    code = "CONFLICT"


class BadFile(FinallyError):
    """A file that was given cannot be read or holds bad lines; nothing of it was used."""

    exit_code = ExitCode.BAD_FILE
    code = "BAD_FILE"


class NotReachable(FinallyError):
    """No answer from the database."""

    exit_code = ExitCode.NOT_REACHABLE
    code = "DATABASE_NOT_REACHABLE"


class SchemaMismatch(FinallyError):
    """The database is older or newer than this program."""

    exit_code = ExitCode.SCHEMA
    code = "SCHEMA_MISMATCH"


class IntegrityFailed(FinallyError):
    """A check of the data found something wrong."""

    exit_code = ExitCode.INTEGRITY
    code = "INTEGRITY_FAILED"


class Locked(FinallyError):
    """Somebody else holds what is needed; trying again helps."""

    exit_code = ExitCode.LOCKED
    code = "LOCKED"


class Denied(FinallyError):
    """The role may not do this."""

    exit_code = ExitCode.DENIED
    code = "DENIED"


class ResourceFull(FinallyError):
    """Disk or memory is full; nothing was written."""

    exit_code = ExitCode.FULL
    code = "DISK_FULL"


class Bug(FinallyError):
    """Our own mistake."""

    exit_code = ExitCode.BUG
    code = "BUG"


class Interrupted(FinallyError):
    """Ctrl-C, or a question answered with no."""

    exit_code = ExitCode.INTERRUPTED
    code = "INTERRUPTED"
