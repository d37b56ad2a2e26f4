"""What stands against a move: looked at on both ends before anything is made or asked."""

from __future__ import annotations

from dataclasses import asdict, dataclass

from finally_cli.model.errors import IntegrityFailed, NotFound, Refused, SchemaMismatch
from finally_cli.model.manifest import Content
from finally_cli.model.profile import Profile
from finally_cli.model.text import quote
from finally_cli.store import migrations
from finally_cli.store.backup import checksums
from finally_cli.store.database import fetch_rows
from finally_cli.store.errors import translating_errors
from finally_cli.store.move.endpoint import Endpoint, long_transaction
from finally_cli.store.statements import Statement

UTF8 = "UTF8"


@dataclass(frozen=True, slots=True, kw_only=True)
class LockAttempt:
    """Whether a number could be held."""

    is_sole: bool


TRY_LOCK = Statement("move/try_lock", LockAttempt)


def nothing_to_move(profile: Profile) -> NotFound:
    """The refusal where there is nothing to move."""
    return NotFound(
        f"profile {quote(profile.name)} holds no books yet, so there is nothing to move",
        "Name the profile that does: finally db move --profile NAME --to NAME",
        code="NO_BOOKS",
    )


def check_source(end: Endpoint) -> None:
    """Raise what stands against reading all: NotFound, SchemaMismatch, Denied."""
    with long_transaction(end):
        if not migrations.applied_migrations(end.connection):
            raise nothing_to_move(end.instance.profile)
        if pending := end.pending():
            raise SchemaMismatch(
                f"the schema of {end.where} lacks {pending} of this program's migrations",
                f"Run: finally db migrate --profile {end.instance.profile.name}",
                code="SCHEMA_OUTDATED",
            )
        end.bypass_row_security()
        if not end.users():
            raise nothing_to_move(end.instance.profile)


def check_target(end: Endpoint) -> tuple[int, int]:
    """How many people's books are there already, and how many migrations are pending.

    Raises Refused for a database that takes no changes or cannot hold every character, Denied,
    SchemaMismatch.
    """
    with long_transaction(end):
        pending = end.pending()
        standing = end.privileges()
        if standing.is_read_only:
            raise Refused(
                f"the database of {end.where} takes no changes: it is read-only",
                "Use a profile that points at the primary server.",
                code="READ_ONLY",
            )
        if standing.encoding != UTF8:
            raise Refused(
                f"the database of {end.where} is in {standing.encoding}, and books are in UTF-8",
                "Make one with: CREATE DATABASE … ENCODING 'UTF8' TEMPLATE template0",
                code="NOT_UTF8",
            )
        if not standing.is_owner:
            raise end.owner_needed(standing)
        end.bypass_row_security()
        return end.users(), pending


def refuse_the_same(old: Endpoint, new: Endpoint) -> None:
    """Raise Refused where both are one database, however they are reached.

    Only one transaction of a database can hold a number; no right is needed to ask for it, and a
    copy of a cluster, which has the same identifier, is another.
    """
    import secrets

    number = secrets.randbits(62)
    with long_transaction(old), long_transaction(new):
        for end in (old, new):
            (found,) = fetch_rows(end.connection, TRY_LOCK, number=number)
            if not found.is_sole:
                raise move_to_itself(old.instance.profile, new.instance.profile)


def move_to_itself(old: Profile, new: Profile) -> Refused:
    """The refusal to move books to where they are."""
    return Refused(
        f"profiles {quote(old.name)} and {quote(new.name)} are the same database"
        if old.name != new.name
        else f"the books are in profile {quote(old.name)} already",
        "Name another profile with --to.",
        code="MOVE_TO_ITSELF",
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class CopiedTable:
    """A table, how many rows it has, and the SHA-256 of them in the order of their key."""

    table: str
    rows: int
    sha256: str


def table_contents(end: Endpoint, names: list[str]) -> dict[str, Content]:
    """What these tables hold, in a transaction that sees all their rows."""
    checksums.fix_session_settings(end.connection)
    with translating_errors():
        return {
            table.name: checksums.checksum_table(end.connection, table)
            for table in fetch_rows(end.connection, checksums.TABLES)
            if table.name in names
        }


def sort_tables(found: dict[str, Content]) -> list[CopiedTable]:
    """The tables by name."""
    return [
        CopiedTable(table=name, rows=one.rows, sha256=one.sha256)
        for name, one in sorted(found.items())
    ]


def compare_endpoints(old: Endpoint, new: Endpoint, names: list[str]) -> list[CopiedTable]:
    """The tables as both ends have them, by name. Raises IntegrityFailed for a difference."""
    sent, arrived = table_contents(old, names), table_contents(new, names)
    if different := [name for name in names if sent[name] != arrived[name]]:
        raise IntegrityFailed(
            f"what arrived is not what was sent, in {' and '.join(different)}",
            f"Nothing of it was kept in {new.where}. Please report it as a bug of ours.",
            code="MOVE_DIFFERS",
            details={
                "tables": {
                    name: {"sent": asdict(sent[name]), "arrived": asdict(arrived[name])}
                    for name in different
                }
            },
        )
    return [
        CopiedTable(table=name, rows=sent[name].rows, sha256=sent[name].sha256)
        for name in sorted(names)
    ]
