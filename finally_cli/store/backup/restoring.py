"""Restoring a backup: checked, filled into a new database, proven, and only then put in place."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from finally_cli.model.errors import FinallyError, NotFound, ResourceFull, SchemaMismatch
from finally_cli.model.manifest import Manifest
from finally_cli.model.profile import Profile
from finally_cli.model.text import plural, quoted
from finally_cli.store import migrations
from finally_cli.store.backup import shelf, swapping
from finally_cli.store.backup.archive import Archive, opened
from finally_cli.store.backup.key import key
from finally_cli.store.backup.live import Live, looked_at
from finally_cli.store.backup.making import back_up
from finally_cli.store.backup.older import KNOWS_ALL
from finally_cli.store.backup.proving import (
    compare,
    make_roles,
    prove,
    refuse_newer,
    restore,
)
from finally_cli.store.backup.site import Site, entered_site
from finally_cli.store.backup.unprivileged import give, hand_over, is_ours, restorer
from finally_cli.store.connecting import Progress, Tell, unseen
from finally_cli.store.explaining import explaining
from finally_cli.store.programs import major_of

if TYPE_CHECKING:
    import psycopg

Confirm = Callable[[str], None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Restored:
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
    progress: Progress = unseen,
) -> Restored:
    """Put the books of a backup in the place of those of a profile, which are kept beside them.

    The live books are touched by nothing but two renames at the end. A dry run restores into a
    scratch cluster instead. Raises what `opened` raises for a bad file, SchemaMismatch for one of a
    newer program, Locked while others use the books.
    """
    signs = key(profile)
    with opened(file, signs, copy_in=shelf.prepared(profile)) as archive:
        refuse_newer_schema(archive)
        archive.check(progress)
        if dry_run:
            prove(archive, profile, progress)
            return Restored(file=file, manifest=archive.manifest, kept=None, saved=None, applied=())
        with entered_site(profile, tell) as site, swapping.alone(site) as connection:
            refuse_older_server(archive, connection.info.server_version)
            live = looked_at(site, connection, archive.manifest)
            if live.holds_data:
                confirm(question(profile, archive.manifest, live))
            saved = saved_before(site, tell) if live.holds_data else None
            return replaced(site, connection, archive, live, saved, progress)


def replaced(
    site: Site,
    connection: psycopg.Connection[Any],
    archive: Archive,
    live: Live,
    saved: Path | None,
    progress: Progress,
) -> Restored:
    """Fill a new database, prove it, bring it up to date, and swap. A failure leaves none."""
    now = datetime.now(UTC)
    new = swapping.name_of(site, "new", now)
    old = swapping.name_of(site, "before", now) if live.exists else None
    try:
        make_roles(connection, archive.manifest.roles)
        likeness = swapping.create_like(connection, site.database, new)
        with restorer(site, connection, new) as acting:
            applied, is_known = filled(acting, new, archive, progress)
        if acting.role is not None and is_known:
            owner = likeness.owner if likeness.owner != acting.role else connection.info.user
            hand_over(site, new, owner)
            give(connection, new, owner)
        swapping.liken(connection, likeness, new)
        swapping.swap(connection, site.database, new, old, likeness.remark)
    except BaseException:
        if not connection.closed:
            swapping.drop(connection, new)
        raise
    if old is not None and not live.holds_data:
        swapping.drop(connection, old)
        old = None
    return Restored(
        file=archive.file,
        manifest=archive.manifest,
        kept=old,
        saved=saved,
        applied=applied,
        owner=None if is_known else acting.role,
    )


def filled(
    acting: Site, new: str, archive: Archive, progress: Progress
) -> tuple[tuple[migrations.Migration, ...], bool]:
    """Restore into the new database, compare it with the manifest, and migrate what is older.

    Gives what was migrated, and whether all that is there now is of our own making.
    """
    with closing(acting.connect(new)) as connection:
        version = connection.info.server_version
        program = acting.program("pg_restore", version)
        refuse_newer(archive, program)
        older = acting.program("psql", version) if version < KNOWS_ALL else None
        with acting.client(new) as connects:
            restore(archive, program, connects, older, progress)
        compare(archive, connection, progress)
        applied = tuple(migrations.migrate(connection, migrations.found()))
        is_known = is_ours(connection, acting)
        connection.rollback()
        connection.autocommit = True
        with explaining():
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
        migrations.pending(done, migrations.found())
    except SchemaMismatch as mismatch:
        raise SchemaMismatch(
            mismatch.message.replace("the database", "the backup").replace(
                "this database", "the backup"
            ),
            mismatch.hint,
            code=mismatch.code,
        ) from None


def question(profile: Profile, manifest: Manifest, live: Live) -> str:
    """What a person is asked before their books are replaced."""
    which = f"{manifest.made_at:%Y-%m-%d %H:%M} UTC"
    if manifest.source != shelf.source(profile):
        which += f", which is of {manifest.source}"
    lost = ""
    if live.events:
        changes = plural(live.events, "change made since then is", "changes made since then are")
        lost = f"{changes} not in the backup of {which}. "
        which = "that time"
    return (
        f"{lost}Replace the books of profile {quoted(profile.name)} by the backup of {which}, and"
        " keep the old ones beside them?"
    )


def saved_before(site: Site, tell: Tell) -> Path | None:
    """A backup of what will be replaced; None where it can no longer be read.

    It is kept whole beside the new one in any case. Raises ResourceFull.
    """
    try:
        return back_up(site, reason="restore").file
    except ResourceFull:
        raise
    except FinallyError as failure:
        tell(f"No backup of the books as they are could be made: {failure.message}.")
        return None


def forget(
    profile: Profile, tell: Tell, confirm: Confirm, *, dry_run: bool
) -> list[swapping.Beside]:
    """Drop the databases that restores have kept; which those were. Raises NotFound for none."""
    with entered_site(profile, tell) as site, swapping.alone(site) as connection:
        found = swapping.kept_by_restores(site, connection)
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
            swapping.drop(connection, one.name)
        return found
