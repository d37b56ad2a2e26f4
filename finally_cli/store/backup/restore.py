"""Restoring a backup: checked, filled into a new database, proven, and only then put in place."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from finally_cli.model.errors import FinallyError, NotFound, ResourceFull, SchemaMismatch
from finally_cli.model.manifest import AuditHead, Manifest
from finally_cli.model.profile import Profile
from finally_cli.model.text import plural, quote
from finally_cli.store import migrations
from finally_cli.store.backup import repository, swap
from finally_cli.store.backup.archive import Archive, open_archive
from finally_cli.store.backup.checksums import audit_heads
from finally_cli.store.backup.create import back_up
from finally_cli.store.backup.key import read_key
from finally_cli.store.backup.pg_dump import KNOWS_ALL
from finally_cli.store.backup.restore_role import (
    as_restore_role,
    is_own_schema,
    reassign_to_owner,
    set_database_owner,
)
from finally_cli.store.backup.verify import (
    compare_with_manifest,
    create_missing_roles,
    refuse_newer,
    restore_dump,
    verify_backup,
)
from finally_cli.store.connection import Progress, Tell, without_progress
from finally_cli.store.errors import translating_errors
from finally_cli.store.instance import Instance
from finally_cli.store.locate import locate_instance
from finally_cli.store.programs import major_of
from finally_cli.store.provision import holds_data
from finally_cli.store.server import forget_writes

if TYPE_CHECKING:
    import psycopg


@dataclass(frozen=True, slots=True)
class LiveDatabase:
    """The database that is to be replaced. `events` counts what the backup does not have."""

    exists: bool
    holds_data: bool
    events: int | None


def inspect_live(
    instance: Instance, connection: psycopg.Connection[Any], manifest: Manifest
) -> LiveDatabase:
    """What is to be replaced; books too damaged to be asked count as books."""
    name = instance.database
    exists = any(one.name == name for one in swap.sibling_databases(connection, name))
    if not exists:
        return LiveDatabase(False, False, None)
    try:
        with closing(instance.connect_as_owner()) as live:
            if not migrations.applied_migrations(live):
                return LiveDatabase(True, False, None)
            return LiveDatabase(
                True, holds_data(live), changes_since(manifest.audit, audit_heads(live))
            )
    except FinallyError:
        return LiveDatabase(True, True, None)


def changes_since(then: tuple[AuditHead, ...], now: tuple[AuditHead, ...]) -> int:
    """How many audit events there are that a backup does not have."""
    known = {head.user_id: head.sequence for head in then}
    return sum(max(0, head.sequence - known.get(head.user_id, 0)) for head in now)


Confirm = Callable[[str], None]

READ_BY_HAND = (
    "pg_restore reads what is in it: tar -xf FILE database.dump"
    " && pg_restore --no-owner --no-acl -d DATABASE database.dump"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class RestoreResult:
    """What a restore did: what it put in place, what it kept, what it saved before.

    `owner` is the role without privileges that the books belong to, where they hold things that are
    not the program's.
    """

    file: Path
    manifest: Manifest
    kept: str | None
    saved: Path | None
    applied: tuple[migrations.Migration, ...]
    owner: str | None = None


def restore_backup(
    profile: Profile,
    file: Path,
    tell: Tell,
    confirm: Confirm,
    *,
    dry_run: bool = False,
    progress: Progress = without_progress,
) -> RestoreResult:
    """Put the books of a backup in the place of those of a profile, which are kept beside them.

    The live books are touched by nothing but two renames at the end. A dry run restores into a
    scratch cluster instead. Raises what `open_archive` raises for a bad file, SchemaMismatch for
    one of a newer program, Locked while others use the books.
    """
    signs = read_key(profile)
    with open_archive(file, signs, copy_in=repository.prepare_folder(profile)) as archive:
        refuse_newer_schema(archive)
        archive.check(progress)
        if dry_run:
            verify_backup(archive, profile, progress)
            return RestoreResult(
                file=file, manifest=archive.manifest, kept=None, saved=None, applied=()
            )
        with (
            locate_instance(profile, tell) as instance,
            swap.exclusive_access(instance) as connection,
        ):
            refuse_older_server(archive, connection.info.server_version)
            live = inspect_live(instance, connection, archive.manifest)
            if live.holds_data:
                confirm(restore_question(profile, archive.manifest, live))
            saved = back_up_before(instance, tell) if live.holds_data else None
            try:
                return replace_database(instance, connection, archive, live, saved, progress)
            finally:
                forget_writes(profile)


def replace_database(
    instance: Instance,
    connection: psycopg.Connection[Any],
    archive: Archive,
    live: LiveDatabase,
    saved: Path | None,
    progress: Progress,
) -> RestoreResult:
    """Fill a new database, prove it, bring it up to date, and swap. A failure leaves none."""
    now = datetime.now(UTC)
    new = swap.sibling_name(instance, "new", now)
    old = swap.sibling_name(instance, "before", now) if live.exists else None
    try:
        create_missing_roles(connection, archive.manifest.roles)
        settings = swap.create_database_like(connection, instance.database, new)
        with as_restore_role(instance, connection, new) as acting:
            applied, is_known = fill_database(acting, new, archive, progress)
        if acting.role is not None and is_known:
            owner = settings.owner if settings.owner != acting.role else connection.info.user
            reassign_to_owner(instance, new, owner)
            set_database_owner(connection, new, owner)
        swap.apply_database_settings(connection, settings, new)
        swap.swap_databases(connection, instance.database, new, old, settings.remark)
    except BaseException:
        if not connection.closed:
            swap.drop_sibling(connection, new)
        raise
    if old is not None and not live.holds_data:
        swap.drop_sibling(connection, old)
        old = None
    return RestoreResult(
        file=archive.file,
        manifest=archive.manifest,
        kept=old,
        saved=saved,
        applied=applied,
        owner=None if is_known else acting.role,
    )


def fill_database(
    acting: Instance, new: str, archive: Archive, progress: Progress
) -> tuple[tuple[migrations.Migration, ...], bool]:
    """Restore into the new database, compare it with the manifest, and migrate what is older.

    Gives what was migrated, and whether all that is there now is of our own making.
    """
    with closing(acting.connect_as_owner(new)) as connection:
        version = connection.info.server_version
        program = acting.program("pg_restore", version)
        refuse_newer(archive, program)
        older = acting.program("psql", version) if version < KNOWS_ALL else None
        with acting.client(new) as connects:
            restore_dump(archive, program, connects, older, progress)
        compare_with_manifest(archive, connection, progress)
        applied = tuple(migrations.apply_migrations(connection, migrations.find_migrations()))
        is_known = is_own_schema(connection, acting)
        connection.rollback()
        connection.autocommit = True
        with translating_errors():
            connection.execute("ANALYZE")
    return applied, is_known


def refuse_older_server(archive: Archive, version: int) -> None:
    """Raise SchemaMismatch for a server older than the backup's, which need not understand it."""
    theirs, ours = major_of(archive.manifest.server), version // 10000
    if theirs > ours:
        raise SchemaMismatch(
            f"the backup is of PostgreSQL {theirs}, and this server is PostgreSQL {ours}",
            "Restore it on the embedded server, and carry it from there: finally db move --to NAME",
            code="SERVER_OLDER",
        )


def refuse_newer_schema(archive: Archive) -> None:
    """Raise SchemaMismatch for a backup whose schema this program does not know as it is."""
    done = {one.version: (one.name, one.sha256) for one in archive.manifest.migrations}
    try:
        migrations.pending_migrations(done, migrations.find_migrations())
    except SchemaMismatch as mismatch:
        raise SchemaMismatch(
            mismatch.message.replace("the database", "the backup").replace(
                "this database", "the backup"
            ),
            READ_BY_HAND if mismatch.code == "SCHEMA_UNRELEASED" else mismatch.hint,
            code=mismatch.code,
        ) from None


def restore_question(profile: Profile, manifest: Manifest, live: LiveDatabase) -> str:
    """What a person is asked before their books are replaced."""
    which = f"{manifest.made_at:%Y-%m-%d %H:%M} UTC"
    if manifest.source != repository.backup_source(profile):
        which += f", which is of {manifest.source}"
    lost = ""
    if live.events:
        changes = plural(live.events, "change made since then is", "changes made since then are")
        lost = f"{changes} not in the backup of {which}. "
        which = "that time"
    return (
        f"{lost}Replace the books of profile {quote(profile.name)} by the backup of {which}, and"
        " keep the old ones beside them?"
    )


def back_up_before(instance: Instance, tell: Tell) -> Path | None:
    """A backup of what will be replaced; None where it can no longer be read.

    It is kept whole beside the new one in any case. Raises ResourceFull.
    """
    try:
        return back_up(instance, reason="restore").file
    except ResourceFull:
        raise
    except FinallyError as failure:
        tell(f"No backup of the books as they are could be made: {failure.message}.")
        return None


def drop_replaced_databases(
    profile: Profile, tell: Tell, confirm: Confirm, *, dry_run: bool
) -> list[swap.SiblingDatabase]:
    """Drop the databases that restores have kept; which those were. Raises NotFound for none."""
    with locate_instance(profile, tell) as instance, swap.exclusive_access(instance) as connection:
        found = swap.replaced_databases(instance, connection)
        if not found:
            raise NotFound(
                "no books are kept from before a restore",
                "There is nothing to forget.",
                code="NOTHING_KEPT",
            )
        if dry_run:
            return found
        confirm(f"Drop for good {plural(len(found), 'database')} kept from before a restore?")
        for one in found:
            swap.drop_sibling(connection, one.name)
        return found
