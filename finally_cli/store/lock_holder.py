"""Who holds a lock that a command has waited for in vain."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from finally_cli.model.errors import FinallyError, Locked
from finally_cli.model.text import plural, quote
from finally_cli.store.database import fetch_rows
from finally_cli.store.statements import Statement

if TYPE_CHECKING:
    import psycopg

LOCK_TIMED_OUT = "55P03"


@dataclass(frozen=True, slots=True, kw_only=True)
class LockHolder:
    """A session with a transaction open; `seconds` since it began, where that may be known."""

    process: int
    login: str
    seconds: int | None


LOCK_HOLDER = Statement("db/lock_holder", LockHolder)


@contextmanager
def naming_lock_holder(connection: psycopg.Connection[Any]) -> Iterator[None]:
    """Run a transaction of this connection; a Locked that it raises says who holds the lock."""
    try:
        yield
    except Locked as locked:
        raise name_lock_holder(connection, locked) from locked.__cause__


def name_lock_holder(connection: psycopg.Connection[Any], locked: Locked) -> Locked:
    """A failure with the session that holds the lock, where one can be found.

    The transaction that waited has been rolled back, but for a part of one that is still open.
    """
    if getattr(locked.__cause__, "sqlstate", None) != LOCK_TIMED_OUT:
        return locked
    try:
        holders = fetch_rows(connection, LOCK_HOLDER)
    except FinallyError:
        return locked
    if not holders:
        return locked
    (holder,) = holders
    since = f" for {format_duration(holder.seconds)}" if holder.seconds is not None else ""
    return Locked(
        f"{locked.message}: the login {quote(holder.login)} has a transaction open{since}"
        f" (process {holder.process})",
        "Run the command again in a moment. If it stays so, whoever runs the server ends it:"
        f" SELECT pg_terminate_backend({holder.process});",
        code=locked.code,
        details={"process": holder.process, "login": holder.login, "seconds": holder.seconds},
    )


def format_duration(seconds: int) -> str:
    """A time as a person says it.

    >>> format_duration(1), format_duration(90), format_duration(7300)
    ('1 second', '1 minute', '2 hours')
    """
    if seconds < 60:
        return plural(seconds, "second")
    if seconds < 3600:
        return plural(seconds // 60, "minute")
    return plural(seconds // 3600, "hour")
