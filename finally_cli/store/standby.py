"""Reading from a standby: where it has all that this user has written from this machine.

What is checked is what is used: the standby says in one message who it is and how far it has come,
and begins the transaction that reads, so that behind a pooler no other server is between the two.
What it does not know for certain, the primary answers.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack, closing, contextmanager, suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from finally_cli.model.errors import (
    BadFile,
    FinallyError,
    Locked,
    NotAllowed,
    NotFound,
    NotReachable,
)
from finally_cli.model.profile import Profile
from finally_cli.model.text import quote
from finally_cli.store.connection import connect_to_server, parse_dsn
from finally_cli.store.database import LOCK_TIMEOUT, CurrentUser, Database, fetch_rows
from finally_cli.store.direct import profile_at
from finally_cli.store.driver import load_driver
from finally_cli.store.errors import translating_errors
from finally_cli.store.identity import identify
from finally_cli.store.last_writes import POSITION, Identity, LastWrites, Mark, Position
from finally_cli.store.statements import body

if TYPE_CHECKING:
    from decimal import Decimal

    import psycopg

PATIENCE = 3  # seconds to wait for a standby that does not answer
MOST_BEHIND = 60  # seconds
# First where it stands, then the transaction's one state, which holds that and perhaps more.
BEGIN = f"""
    BEGIN READ ONLY; {{position}}; COMMIT;
    BEGIN ISOLATION LEVEL REPEATABLE READ, READ ONLY; SET LOCAL lock_timeout = '{LOCK_TIMEOUT}'
"""
# What a standby takes back of what it had begun to answer: rows that the primary has removed for
# good, a server that goes down or is promoted; and what it cannot do at all.
TAKEN_BACK = ("40001", "40P01", "25006", "55000", "57P01", "57P02", "57P03", "57P04")


class Unfit(Exception):
    """Why the standby does not answer, in words that follow `not used:`."""


@contextmanager
def read_from_standby(profile: Profile) -> Iterator[Database | None]:
    """The standby's database, in a transaction that reads; None where the primary must be asked.

    Raises BadFile or NotReachable (BAD_DSN) for a read_dsn that is wrong as it is written.
    """
    load_driver()
    notes = LastWrites(profile)
    primary = notes.primary()
    if primary is None or notes.is_away():
        yield None
        return
    with ExitStack() as stack:
        try:
            connection = stack.enter_context(closing(connect(profile)))
            database = begin(connection, profile, notes, primary)
        except Unfit:
            database = None
        except FinallyError as failure:
            if isinstance(failure, BadFile) or failure.code == "BAD_DSN":
                raise
            if isinstance(failure, NotReachable | NotAllowed):
                notes.note_away()
            database = None
        if database is None:
            stack.close()
        yield database


def connect(profile: Profile) -> psycopg.Connection[Any]:
    """A connection to what read_dsn leads to. Raises what connecting to the primary does."""
    there = profile_at(profile, "read_dsn")
    return connect_to_server(there, patience=PATIENCE)


def begin(
    connection: psycopg.Connection[Any], profile: Profile, notes: LastWrites, primary: Identity
) -> Database:
    """Begin to read from a standby. Raises Unfit, and what identifying the user does."""
    found = ask_and_begin(connection)
    refuse_strange(found, primary)
    user = identify(connection, profile)
    refuse_behind(found, notes, primary, user)
    return Database(connection, user, on_standby=True)


def ask_and_begin(connection: psycopg.Connection[Any]) -> Position:
    """Where a server stands, and the transaction that reads, begun on the same one."""
    from psycopg.rows import class_row

    connection.autocommit = True  # the driver begins none of its own
    with translating_errors(), connection.cursor(row_factory=class_row(Position)) as cursor:
        text = BEGIN.format(position=body(POSITION.name).rstrip().removesuffix(";"))
        cursor.execute(text.encode())
        cursor.nextset()
        (found,) = cursor.fetchall()
    return found


def refuse_behind(found: Position, notes: LastWrites, primary: Identity, user: CurrentUser) -> None:
    """Raise Unfit for a standby that may lack what the user wrote from this machine."""
    needed = notes.needed(user.id, primary.system)
    if needed is None:
        raise Unfit("the primary is asked once more, for what was written last is in doubt")
    if Mark.of(found) < needed:
        raise Unfit("it lacks what was written last from this machine")


def refuse_strange(found: Position, primary: Identity) -> None:
    """Raise Unfit for a server that is no standby of the primary, or has not heard of it lately."""
    if not found.is_standby:
        raise Unfit("it is no standby, but takes writes of its own")
    if found.system != primary.system:
        raise Unfit("it is of another cluster than the dsn")
    if found.database != primary.database:
        raise Unfit("it has another database than the dsn")
    if found.role_name != primary.role_name:
        raise Unfit(
            f"the login there is {quote(found.role_name)}, by the dsn {quote(primary.role_name)}"
        )
    if found.position is None:
        raise Unfit("it does not say how far it has come")
    if found.behind_seconds > MOST_BEHIND:
        raise Unfit("what it has is more than a minute old")


@dataclass(frozen=True, slots=True, kw_only=True)
class StandbyStatus:
    """What was found at read_dsn; `reason` says why it is not used, in words that follow that.

    `behind_bytes` is how much of the primary's log it has still to replay, `behind_seconds` how old
    what it has may be; null where it does not say.
    """

    place: str
    reason: str | None
    behind_bytes: int | None = None
    behind_seconds: Decimal | None = None


def inspect_standby(profile: Profile, primary: psycopg.Connection[Any]) -> StandbyStatus:
    """Look at the standby, beside a connection to the primary; whether it would answer now.

    Raises BadFile or NotReachable (BAD_DSN) for a read_dsn that is wrong as it is written.
    """
    there = profile_at(profile, "read_dsn")
    given = parse_dsn(there)
    place = f"{given.get('host') or given.get('hostaddr') or 'local socket'}:{given['port']}"
    try:
        with closing(connect(profile)) as connection:
            found = ask_and_begin(connection)
            (followed,) = fetch_rows(primary, POSITION)
            return StandbyStatus(
                place=place,
                reason=reason_against(connection, profile, found, followed),
                behind_bytes=bytes_behind(found, followed),
                behind_seconds=found.behind_seconds if found.behind_seconds.is_finite() else None,
            )
    except FinallyError as failure:
        return StandbyStatus(place=place, reason=failure.message)


def reason_against(
    connection: psycopg.Connection[Any], profile: Profile, found: Position, primary: Position
) -> str | None:
    """Why a server that has begun to be read would not answer; None where it would."""
    try:
        identity = Identity.of(primary)
        refuse_strange(found, identity)
        refuse_behind(found, LastWrites(profile), identity, identify(connection, profile))
    except Unfit as unfit:
        return str(unfit)
    except NotFound:
        return None  # which user it is has still to be said
    except FinallyError as failure:
        return failure.message
    return None


def bytes_behind(found: Position, primary: Position) -> int | None:
    """How much of the primary's log a standby of it has still to replay."""
    if found.system != primary.system or found.position is None or not found.is_standby:
        return None
    return max(0, Mark.of(primary).place - Mark.of(found).place)


def finish(connection: psycopg.Connection[Any]) -> None:
    """End a read. Raises Locked where it was taken back and whoever asked went on all the same."""
    import psycopg

    if connection.info.transaction_status != psycopg.pq.TransactionStatus.INTRANS:
        raise stopped()
    with suppress(psycopg.Error):  # all is read
        connection.commit()


def stopped() -> Locked:
    """The failure of an answer that a standby has taken back."""
    return Locked(
        "the standby had to stop in the middle of the answer",
        "Run the command again.",
        code="STANDBY_STOPPED",
    )


def is_taken_back(error: BaseException) -> bool:
    """Whether a failure is one of a standby, which the primary would not have.

    Such is a conflict with what it replays, or that it went away.
    """
    import psycopg

    if isinstance(error, Locked) and error.code == "STANDBY_STOPPED":
        return True
    cause: BaseException | None = error
    while cause is not None and not isinstance(cause, psycopg.Error):
        cause = cause.__cause__
    if cause is None:
        return False
    state = cause.sqlstate or ""
    lost = not state and isinstance(cause, psycopg.OperationalError)
    return lost or state.startswith("08") or state in TAKEN_BACK
