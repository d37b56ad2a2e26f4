"""finally db status: which database this is, and how it is."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from finally_cli.commands.command import Terminal, operates
from finally_cli.model.kinds import Code, Count
from finally_cli.model.profile import Profile
from finally_cli.model.result import Note, Result
from finally_cli.model.text import plural

if TYPE_CHECKING:
    from finally_cli.store.standby import StandbyStatus


@dataclass(frozen=True, slots=True, kw_only=True)
class Status:
    """A database as it was found; null where it does not exist yet."""

    profile: str
    engine: str
    server_version: str | None
    place: str
    database: str | None
    running: bool
    schema_version: Count | None
    needed_version: Count
    pending: Count | None
    size: str | None
    size_bytes: Code | None
    role: str | None
    tls: str | None
    pooled: bool | None
    direct: str | None
    standby: str | None
    standby_used: bool | None
    standby_reason: str | None
    standby_behind_bytes: Code | None
    standby_behind_seconds: Code | None


TLS = {  # an sslmode in words
    "verify-full": "yes, with the server's certificate and name checked (verify-full)",
    "verify-ca": "yes, with the server's certificate checked, but not its name (verify-ca)",
    "require": "yes, but nothing of the server's certificate checked (require)",
    "none": "no",
}


@operates
def status(profile: Profile, terminal: Terminal) -> Result:
    """Show where the data lies, what runs and what is pending.

    Examples:
        finally db status
        finally db status --profile server
    """
    from finally_cli.store.server import inspect_database

    seen = inspect_database(profile, terminal.say)
    row = Status(
        profile=profile.name,
        engine=profile.engine,
        server_version=seen.server_version,
        place=seen.place,
        database=seen.database,
        running=seen.running,
        schema_version=seen.schema_version,
        needed_version=seen.needed_version,
        pending=seen.pending,
        size=seen.size,
        size_bytes=None if seen.size_bytes is None else str(seen.size_bytes),
        role=seen.role,
        tls=seen.tls,
        pooled=seen.pooled,
        direct=seen.direct,
        **of_standby(seen.standby),
    )
    notes = []
    if seen.pending:
        files = plural(seen.pending, "migration is", "migrations are")
        notes.append(Note("SCHEMA_OUTDATED", f"{files} pending.", "finally db migrate"))
    if seen.problem:
        notes.append(Note(seen.problem.code, f"{seen.problem.message}.", seen.problem.hint))
    for name in seen.proofs:
        notes.append(
            Note(
                "PROOF_LEFT",
                f"{name} is left of a backup's proof that was killed, perhaps with its server; the"
                " next command that opens the books ends and removes it.",
            )
        )
    return Result(Status, [row], notes=notes, sentences=status_in_words(row, notes), answer=True)


def of_standby(seen: StandbyStatus | None) -> dict[str, Any]:
    """The row's facts of the standby; null where there is none."""
    if seen is None:
        words = ("standby", "standby_used", "standby_reason")
        return dict.fromkeys((*words, "standby_behind_bytes", "standby_behind_seconds"))
    late, old = seen.behind_bytes, seen.behind_seconds
    return {
        "standby": seen.place,
        "standby_used": seen.reason is None,
        "standby_reason": seen.reason,
        "standby_behind_bytes": None if late is None else str(late),
        "standby_behind_seconds": None if old is None else f"{old:.1f}",
    }


def status_in_words(row: Status, notes: list[Note]) -> list[str]:
    """The status, a line for each fact."""
    if row.engine == "server":
        runs = "yes, on a server of your own"
    elif row.running:
        runs = "yes"
    else:
        runs = "no; it starts with each command and stops after it"
    schema = "not made yet; the first command makes it"
    if row.schema_version is not None:
        pending = f", {row.pending} pending" if row.pending else ", up to date"
        pending = ", not this program's" if row.pending is None else pending
        schema = f"{row.schema_version:03}{pending}"
    facts = [
        ("Profile", row.profile),
        ("Engine", f"{row.engine}, PostgreSQL {row.server_version or 'unknown'}"),
        ("Data", row.place),
        ("Database", row.database or "unknown"),
        ("Running", runs),
        ("Schema", schema),
        ("Size", row.size or "nothing yet"),
        *((("Login", row.role),) if row.role else ()),
        *((("TLS", TLS[row.tls]),) if row.tls else ()),
        *((("Pooler", pooler_in_words(row)),) if row.pooled or row.direct else ()),
        *((("Standby", standby_in_words(row)),) if row.standby else ()),
    ]
    return [f"{name + ':':10}{value}" for name, value in facts] + [
        f"Note: {note.message} {note.command}" for note in notes
    ]


def pooler_in_words(row: Status) -> str:
    """What stands in between, and whether there is a way past it."""
    between = "yes" if row.pooled else "no"
    if row.direct:
        return f"{between}; the server itself is at {row.direct}"
    return f"{between}, and no direct_dsn says how to get past it"


def standby_in_words(row: Status) -> str:
    """How far behind the standby is, and whether reports and lists are asked there."""
    late = [
        *([f"{row.standby_behind_bytes} bytes"] if row.standby_behind_bytes else []),
        *([f"{row.standby_behind_seconds} seconds"] if row.standby_behind_seconds else []),
    ]
    where = ", ".join([str(row.standby), *([f"{' and '.join(late)} behind"] if late else [])])
    return f"{where}; {'used' if row.standby_used else f'not used: {row.standby_reason}'}"
