"""From what the driver or the operating system raises to what a person can act on.

The only place that knows SQLSTATEs and constraint names; message texts are shown, never matched.
"""

from __future__ import annotations

import errno
import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from finally_cli.model.errors import (
    Bug,
    Conflict,
    Denied,
    FinallyError,
    IntegrityFailed,
    Interrupted,
    Locked,
    NotAllowed,
    NotReachable,
    Refused,
    ResourceFull,
    SchemaMismatch,
)
from finally_cli.store.constraints import RULES, Explanation

DAMAGED: Explanation = (
    IntegrityFailed,
    "DATABASE_DAMAGED",
    "a file of the database is missing or damaged",
    "Find which: finally db doctor --deep. Then bring the books back: finally db restore FILE",
)

# The state of the schema's own refusal of a change to a closed month, which says what to do.
CLOSED = "MC001"

# What a class of errors means where no constraint says more: by SQLSTATE, the longest prefix wins.
STATES: Mapping[str, Explanation] = {
    "08": (
        NotReachable,
        "",
        "the connection to the database broke",
        "Try again; nothing of this command was kept.",
    ),
    "57P": (
        NotReachable,
        "",
        "the database server is shutting down or starting",
        "Try again in a moment.",
    ),
    "28": (
        NotAllowed,
        "",
        "the server does not accept this login",
        "Check the user in the profile's dsn, and its password in ~/.pgpass.",
    ),
    "42501": (Denied, "", "this login may not do that", "Ask the owner of the database."),
    "40": (
        Locked,
        "",
        "somebody else changed the same rows at the same moment",
        "Run the command again.",
    ),
    "55P03": (
        Locked,
        "",
        "somebody else holds what this command needs",
        "Run the command again in a moment.",
    ),
    "55006": (
        Locked,
        "",
        "other commands are using the database",
        "Run the command again when they have ended.",
    ),
    "57014": (Interrupted, "", "the command was cancelled", "Nothing was changed."),
    "53": (
        ResourceFull,
        "",
        "the server's disk or memory is full",
        "Free some space; nothing of this command was kept.",
    ),
    "58030": (
        ResourceFull,
        "DISK_FAILED",
        "the server cannot read or write its disk",
        "Check the disk; nothing of this command was kept.",
    ),
    "58P01": DAMAGED,
    "XX001": DAMAGED,
    "XX002": DAMAGED,
    "42P01": (
        SchemaMismatch,
        "SCHEMA_OUTDATED",
        "the database does not have the schema of this program",
        "Run: finally db migrate",
    ),
    "42703": (
        SchemaMismatch,
        "SCHEMA_OUTDATED",
        "the database does not have the schema of this program",
        "Run: finally db migrate",
    ),
    "42883": (
        SchemaMismatch,
        "SCHEMA_OUTDATED",
        "the database does not have the schema of this program",
        "Run: finally db migrate",
    ),
    "25006": (
        Refused,
        "READ_ONLY",
        "the database takes no changes: it is read-only",
        "Use a profile that points at the primary server.",
    ),
    "22003": (
        Refused,
        "NUMBER_TOO_LARGE",
        "a number is too large to be kept",
        "At most 20 digits fit before the point.",
    ),
    "23": (Refused, "RULE_BROKEN", "that breaks a rule of the books", "Nothing was changed."),
}


if TYPE_CHECKING:
    import psycopg

OF_THE_SERVER = ("08", "28", "53", "57", "58")  # where the server's own words help its operator


def translate_error(error: psycopg.Error) -> FinallyError:
    """The failure to show for an error of the driver."""
    said = (error.diag.message_primary or str(error)).strip().replace("\t", " ")
    if rule := RULES.get(error.diag.constraint_name or ""):
        kind, code, message, hint = rule
        return kind(message, hint, code=code)
    if error.diag.constraint_name and (error.sqlstate or "").startswith("23"):
        rule_name = error.diag.constraint_name.replace("_", " ")
        return Refused(
            f"the books keep a rule: {rule_name}", "Nothing was changed.", code="RULE_BROKEN"
        )
    state = error.sqlstate or ""
    if state == CLOSED:
        return closed_month(said, error.diag.message_hint or "", error.diag.message_detail)
    for length in (5, 3, 2):
        if explanation := STATES.get(state[:length]):
            kind, code, message, hint = explanation
            return kind(
                f"{message} ({said})" if state[:2] in ("08", "28", "57", "53", "58") else message,
                hint,
                code=code,
            )
    if _lost(error):
        return NotReachable(
            f"the connection to the database broke: {one_line(said)}",
            "Try again; nothing of this command was kept.",
        )
    return Bug(
        f"the database refused a statement: {said} ({state or 'no state'})",
        "This is a bug of ours; please report it with the command you typed.",
    )


def closed_month(said: str, hint: str, month: str | None) -> FinallyError:
    """The refusal of a change to a month that is closed; `month` is it: 2026-09."""
    return Conflict(said, hint, code="MONTH_CLOSED", details={"month": month})


def unreachable(
    error: psycopg.Error, where: str, *, let_in: bool = False, login_hint: str = ""
) -> FinallyError:
    """The failure to show when no connection came about. libpq gives no SQLSTATE for those.

    `let_in` says that the login itself is known to be right; `login_hint` is what to do where it is
    wrong.
    """
    said = one_line(str(error))
    connection = error.pgconn
    asked = connection is not None and (connection.needs_password or connection.used_password)
    if asked and not let_in:
        return NotAllowed(
            f"the server refuses the login: {said}",
            login_hint
            or "Check the user in the profile's dsn, and its password in ~/.pgpass or PGPASSWORD.",
        )
    if (error.sqlstate or "").startswith("28"):
        return NotAllowed(f"the server refuses the login: {said}", "Check the profile's dsn.")
    if known := STATES.get(startup_state(error.sqlstate or "")):
        kind, code, message, hint = known
        return kind(f"{message} ({said})", hint, code=code)
    return NotReachable(
        f"the database of {where} cannot be reached: {said}",
        "Check that the server runs and that the dsn is right: finally config show",
    )


def startup_state(state: str) -> str:
    """The key in STATES of what keeps a server from letting anybody in: a full or damaged disk.

    Too many connections (53300) is neither.

    >>> [startup_state(state) for state in ("53100", "58P01", "53300", "3D000", "")]
    ['53', '58P01', '', '', '']
    """
    if state.startswith("53") and state != "53300":
        return "53"
    return state if state in ("58030", "58P01", "XX001", "XX002") else ""


def one_line(text: str) -> str:
    """libpq's messages end in a newline, may hold tabs, and may tell the same thing twice."""
    return "; ".join(
        dict.fromkeys(" ".join(line.split()) for line in text.splitlines() if line.strip())
    )


def _lost(error: psycopg.Error) -> bool:
    import psycopg

    return isinstance(error, psycopg.OperationalError)


@contextmanager
def translating_errors() -> Iterator[None]:
    """Run statements; errors of the driver come out as what a person can act on."""
    import psycopg

    try:
        yield
    except psycopg.Error as error:
        raise translate_error(error) from error


FULL = (errno.ENOSPC, errno.EDQUOT)  # what the system says of a full disk
ELSEWHERE = "Choose another folder with FINALLY_DATA_DIR"


@contextmanager
def translating_os_errors(path: Path) -> Iterator[None]:
    """Say what the operating system refused about the data folder: ResourceFull, or Denied."""
    try:
        yield
    except OSError as error:
        reason = error.strerror or str(error)
        if error.errno in FULL:
            raise ResourceFull(
                f"the disk is full: {path}", "Free some space and try again"
            ) from error
        at = f" ({os.fsdecode(error.filename)})" if error.filename else ""
        raise Denied(
            f"the data folder {path} cannot be used: {reason}{at}",
            ELSEWHERE,
            code="DATA_FOLDER_NOT_WRITABLE",
        ) from error
