"""finally db status: which database this is, and how it is."""

from __future__ import annotations

from dataclasses import dataclass

from finally_cli.commands.command import Terminal, operates
from finally_cli.model.kinds import Code, Count
from finally_cli.model.profile import Profile
from finally_cli.model.result import Note, Result
from finally_cli.model.text import plural


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
