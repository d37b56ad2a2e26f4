"""A move from its first look to its commit."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path

from finally_cli.model.errors import Conflict
from finally_cli.model.profile import Profile
from finally_cli.store.connection import Tell
from finally_cli.store.database import fetch_rows
from finally_cli.store.errors import translating_errors
from finally_cli.store.instance import Instance
from finally_cli.store.locate import locate_instance
from finally_cli.store.move import checks, copy, endpoint
from finally_cli.store.move.checks import CopiedTable
from finally_cli.store.move.endpoint import Endpoint
from finally_cli.store.move.tables import FOREIGN_TABLES, names_of_ours
from finally_cli.store.server import forget_writes, migrate_profile
from finally_cli.store.statements import Statement

ConfirmMove = Callable[[int], None]
Told = Callable[[int], None]


@dataclass(frozen=True, slots=True, kw_only=True)
class MovedLogin:
    """A person's own login, and whether the server they are moved to has a role of that name."""

    role_name: str
    email: str
    is_there: bool


LOGINS = Statement("move/logins", MovedLogin)


@dataclass(frozen=True, slots=True, kw_only=True)
class MoveResult:
    """What was carried, and what was there before.

    `left` are tables beside the program's, which stay. `was_tried` where a dry run carried all of
    it; it only counts where the target has not the schema yet.
    """

    tables: list[CopiedTable]
    replaced: int = 0
    backup: Path | None = None
    logins: list[MovedLogin] = field(default_factory=list)
    left: list[str] = field(default_factory=list)
    was_tried: bool = True


def move_books(
    source: Profile, target: Profile, *, tell: Tell, agree: ConfirmMove, told: Told, dry_run: bool
) -> MoveResult:
    """Carry all of one profile's database into another's, whose schema is made if need be.

    `agree` is asked where the books of so many people are to be replaced, and raises if not; they
    are backed up first. Killed at any moment the target has what it had, and the source is only
    read. Raises NotFound, Conflict, Refused, Denied, SchemaMismatch, NotReachable, Locked,
    ResourceFull, and IntegrityFailed when the ends differ.
    """
    of_source, of_target = (locate_instance(one, tell, clean_up=False) for one in (source, target))
    if of_source.is_same_database(of_target):
        raise checks.move_to_itself(source, target)
    with ExitStack() as stack:
        old = endpoint.open_endpoint(of_source, stack)
        if old is None:
            raise checks.nothing_to_move(source)
        checks.check_source(old)
        new = endpoint.open_endpoint(of_target, stack)
        replaced, pending = 0, 1
        if new is not None:
            checks.refuse_the_same(old, new)
            replaced, pending = checks.check_target(new)
        if dry_run:
            return (
                count_rows(old, replaced)
                if new is None or pending
                else copy_and_compare(old, new, replaced)
            )
        if replaced:
            agree(replaced)
        if pending:
            migrate_profile(target, tell, backup=True)
            new = new or endpoint.open_endpoint(of_target, stack)
        assert new is not None  # it has been migrated
        done = copy_and_compare(old, new, replaced, told=told, keep=True)
        forget_writes(target)
        return done


def count_rows(old: Endpoint, replaced: int) -> MoveResult:
    """What there is to carry, where there is nothing yet to carry it into."""
    with endpoint.long_transaction(old, reading=True):
        old.bypass_row_security()
        tables = checks.sort_tables(checks.table_contents(old, names_of_ours()))
        return MoveResult(
            tables=tables, replaced=replaced, left=tables_left_behind(old), was_tried=False
        )


def copy_and_compare(
    old: Endpoint,
    new: Endpoint,
    replaced: int,
    *,
    told: Told = lambda done: None,
    keep: bool = False,
) -> MoveResult:
    """Carry all and prove it, in one transaction at the target; `keep` commits it."""
    backup = None
    with endpoint.long_transaction(new, keep=keep):
        if replaced and keep:
            # Held from here on: what somebody wrote after the backup would be lost.
            new.lock("SHARE ROW EXCLUSIVE")
            backup = back_up_target(new.instance)
        new.lock("ACCESS EXCLUSIVE")
        stood = copy.disable_triggers(new)
        refuse_others_books(new, replaced)
        with endpoint.long_transaction(old, reading=True):
            old.bypass_row_security()
            with translating_errors():
                old.connection.execute("SET TRANSACTION READ ONLY")
            tables = copy.copy_tables(old, new, told)
            proven = checks.compare_endpoints(old, new, [table.name for table in tables])
            beside = tables_left_behind(old)
        logins = fetch_rows(new.connection, LOGINS)
        copy.enable_triggers(new, stood)
    return MoveResult(tables=proven, replaced=replaced, backup=backup, logins=logins, left=beside)


def back_up_target(target: Instance) -> Path:
    """Keep what is about to be replaced; the file. Where that fails, nothing is replaced."""
    from finally_cli.store.backup.create import back_up

    file = back_up(target, reason="move").file
    target.tell(f"What is there now has been backed up: {file}")
    return file


def refuse_others_books(new: Endpoint, expected: int) -> None:
    """Raise Conflict where somebody has opened books since it was asked."""
    if new.users() != expected:
        raise Conflict(
            f"somebody has just opened or removed books in {new.where}",
            "Look at them, and run the command again.",
            code="TARGET_CHANGED",
        )


def tables_left_behind(old: Endpoint) -> list[str]:
    """The tables of the source that are not the program's."""
    return [
        other.name for other in fetch_rows(old.connection, FOREIGN_TABLES, tables=names_of_ours())
    ]
