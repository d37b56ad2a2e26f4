"""finally db restore: the way back to the books of a backup."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from finally_cli.commands.command import Terminal, operates
from finally_cli.commands.db.backup import ISO
from finally_cli.model.errors import BadUsage
from finally_cli.model.kinds import Count, Kind
from finally_cli.model.profile import Profile
from finally_cli.model.result import Result
from finally_cli.model.text import plural

if TYPE_CHECKING:
    from finally_cli.store.backup.restore import RestoreResult as Done


@dataclass(frozen=True, slots=True, kw_only=True)
class RestoreSummary:
    """What was put in place, the database that was kept, and the backup that was made before."""

    database: str
    made_at: str
    rows: Count
    kept: str | None
    saved: str | None
    applied: Count
    file: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ForgottenDatabase:
    database: str
    size: str
    bytes: Annotated[int, Kind("code")]


@operates(destroys=True, tries=True)
def restore(
    profile: Profile,
    terminal: Terminal,
    dry_run: bool,
    file: Annotated[
        str | None,
        typer.Argument(
            metavar="[FILE]", show_default=False, help="The backup: a path, or a name of the list."
        ),
    ] = None,
    forget: Annotated[
        bool, typer.Option("--forget", help="Drop the books that earlier restores have kept.")
    ] = False,
) -> Result:
    """Restore the books of a backup; yours are kept.

    They are kept beside them, until --forget. FILE is a path, or a name that
    `finally db backups` lists. Its signature is checked before anything reads it. It is restored
    into a new database and compared with what was backed up; only then the two change places.
    --dry-run does that in a scratch cluster, and stops there.

    Examples:
        finally db restore ~/Documents/books.tar --dry-run
        finally db restore ~/Documents/books.tar
    """
    if forget == bool(file):
        raise BadUsage(
            "name the backup to restore, or say --forget",
            "See them with: finally db backups",
        )
    if forget:
        return forget_databases(profile, terminal, dry_run)
    from finally_cli.store.backup.repository import backup_folder
    from finally_cli.store.backup.restore import restore_backup

    place = Path(file or "").expanduser()
    if place.name == file and not os.path.lexists(place):
        place = backup_folder(profile) / place
    done = restore_backup(
        profile,
        place.absolute(),
        terminal.say,
        terminal.confirm,
        dry_run=dry_run,
        progress=terminal.progress,
    )
    row = RestoreSummary(
        database=profile.database,
        made_at=f"{done.manifest.made_at:{ISO}}",
        rows=done.manifest.rows,
        kept=done.kept,
        saved=str(done.saved) if done.saved else None,
        applied=len(done.applied),
        file=str(done.file),
    )
    return Result(
        RestoreSummary, [row], "Restored", sentences=restore_summary(done, profile, dry_run=dry_run)
    )


def restore_summary(done: Done, profile: Profile, *, dry_run: bool) -> list[str]:
    """What a restore did, in words."""
    when = f"{done.manifest.made_at:%Y-%m-%d %H:%M} UTC"
    rows = plural(done.manifest.rows, "row")
    if dry_run:
        return [f"The backup of {when} restores: {rows}, all as they were backed up."]
    said = [f"Restored the books of {when}: {rows}, all as they were backed up."]
    if done.applied:
        said.append(f"Brought up to date with {plural(len(done.applied), 'migration')}.")
    if done.owner:
        said.append(
            "They hold things that are not the program's: see finally db doctor. So they belong to"
            f" the role {done.owner}, which is no superuser."
        )
    if done.saved:
        said.append(f"A backup of the books before that: {done.saved}")
    if done.kept:
        said.append(
            f"They are also kept as database {done.kept}"
            f" until: finally db restore --forget{profile.flag}"
        )
    return said


def forget_databases(profile: Profile, terminal: Terminal, dry_run: bool) -> Result:
    """Drop what restores have kept."""
    from finally_cli.store.backup.restore import drop_replaced_databases

    rows = [
        ForgottenDatabase(database=one.name, size=one.size, bytes=one.bytes)
        for one in drop_replaced_databases(profile, terminal.say, terminal.confirm, dry_run=dry_run)
    ]
    said = [f"Dropped {row.database} ({row.size})." for row in rows]
    return Result(ForgottenDatabase, rows, "Forgotten", sentences=said)
