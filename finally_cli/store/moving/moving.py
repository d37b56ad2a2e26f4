"""A move from its first look to its commit."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path

from finally_cli.model.errors import Conflict
from finally_cli.model.profile import Profile
from finally_cli.store.connecting import Tell
from finally_cli.store.database import rows
from finally_cli.store.explaining import explaining
from finally_cli.store.moving import carrying, checking, ends, proving
from finally_cli.store.moving.catalog import OTHERS, names_of_ours
from finally_cli.store.moving.ends import End
from finally_cli.store.moving.proving import Carried
from finally_cli.store.statements import Statement

Agree = Callable[[int], None]
Told = Callable[[int], None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Login:
    """A person's own login, and whether the server they are moved to has a role of that name."""

    role_name: str
    email: str
    is_there: bool


LOGINS = Statement("move/logins", Login)


@dataclass(frozen=True, slots=True, kw_only=True)
class Moved:
    """What was carried, and what was there before.

    `left` are tables beside the program's, which stay. `was_tried` where a dry run carried all of
    it; it only counts where the target has not the schema yet.
    """

    tables: list[Carried]
    replaced: int = 0
    backup: Path | None = None
    logins: list[Login] = field(default_factory=list)
    left: list[str] = field(default_factory=list)
    was_tried: bool = True


def move(
    source: Profile, target: Profile, *, tell: Tell, agree: Agree, told: Told, dry_run: bool
) -> Moved:
    """Carry all of one profile's database into another's, whose schema is made if need be.

    `agree` is asked where the books of so many people are to be replaced, and raises if not; they
    are backed up first. Killed at any moment the target has what it had, and the source is only
    read. Raises NotFound, Conflict, Refused, Denied, SchemaMismatch, NotReachable, Locked,
    ResourceFull, and IntegrityFailed when the ends differ.
    """
    if source.engine == target.engine == "embedded" and place(source) == place(target):
        raise checking.to_itself(source, target)
    with ExitStack() as stack:
        old = ends.reached(source, stack, tell)
        if old is None:
            raise checking.no_books(source)
        checking.check_source(old)
        new = ends.reached(target, stack, tell)
        replaced, pending = 0, 1
        if new is not None:
            checking.refuse_the_same(old, new)
            replaced, pending = checking.check_target(new)
        if dry_run:
            return counted(old, replaced) if new is None or pending else carried(old, new, replaced)
        if replaced:
            agree(replaced)
        if pending:
            from finally_cli.store.operating import migrate

            migrate(target, tell, backup=True)
            new = new or ends.reached(target, stack, tell)
        assert new is not None  # it has been migrated
        return carried(old, new, replaced, told=told, tell=tell, keep=True)


def place(profile: Profile) -> tuple[Path, str]:
    """Where an embedded database lies."""
    return profile.data_dir.resolve(), profile.database


def counted(old: End, replaced: int) -> Moved:
    """What there is to carry, where there is nothing yet to carry it into."""
    with ends.transaction(old, reading=True):
        old.see_all()
        tables = proving.listed(proving.contents(old, names_of_ours()))
        return Moved(tables=tables, replaced=replaced, left=left(old), was_tried=False)


def carried(
    old: End,
    new: End,
    replaced: int,
    *,
    told: Told = lambda done: None,
    tell: Tell = lambda sentence: None,
    keep: bool = False,
) -> Moved:
    """Carry all and prove it, in one transaction at the target; `keep` commits it."""
    backup = None
    with ends.transaction(new, keep=keep):
        if replaced and keep:
            # Held from here on: what somebody wrote after the backup would be lost.
            new.lock("SHARE ROW EXCLUSIVE")
            backup = back_up(new.profile, tell)
        new.lock("ACCESS EXCLUSIVE")
        stood = carrying.unguard(new)
        refuse_others_books(new, replaced)
        with ends.transaction(old, reading=True):
            old.see_all()
            with explaining():
                old.connection.execute("SET TRANSACTION READ ONLY")
            tables = carrying.carry(old, new, told)
            proven = proving.prove(old, new, [table.name for table in tables])
            beside = left(old)
        logins = rows(new.connection, LOGINS)
        carrying.guard(new, stood)
    return Moved(tables=proven, replaced=replaced, backup=backup, logins=logins, left=beside)


def back_up(profile: Profile, tell: Tell) -> Path:
    """Keep what is about to be replaced; the file. Where that fails, nothing is replaced."""
    from finally_cli.store.backup.making import make_backup

    file = make_backup(profile, tell, reason="move")
    tell(f"What is there now has been backed up: {file}")
    return file


def refuse_others_books(new: End, expected: int) -> None:
    """Raise Conflict where somebody has opened books since it was asked."""
    if new.users() != expected:
        raise Conflict(
            f"somebody has just opened or removed books in {new.where}",
            "Look at them, and run the command again.",
            code="TARGET_CHANGED",
        )


def left(old: End) -> list[str]:
    """The tables of the source that are not the program's."""
    return [other.name for other in rows(old.connection, OTHERS, tables=names_of_ours())]
