"""finally db backup, backups and restore: proven copies of the books, and the way back to one."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from finally_cli.commands.wiring import Talk, operates
from finally_cli.model.errors import BadUsage, ExitCode
from finally_cli.model.kinds import Code, Count, Kind
from finally_cli.model.profile import Profile
from finally_cli.model.sheet import Note, Sheet
from finally_cli.model.text import plural, quoted, size_text

if TYPE_CHECKING:
    from finally_cli.store.backup.restoring import Restored as Done
    from finally_cli.store.backup.shelf import Kept

ISO = "%Y-%m-%dT%H:%M:%SZ"
File = Annotated[str | None, typer.Argument(metavar="[FILE]", show_default=False)]


@dataclass(frozen=True, slots=True, kw_only=True)
class Backup:
    """A backup: `proven_at` is null where none was asked for, what it holds where it is damaged."""

    made_at: Annotated[str | None, Kind("text", "Made")]
    reason: Annotated[str | None, Kind("text", "For")]
    schema_version: Annotated[int | None, Kind("code")]
    rows: Count | None
    size: str
    bytes: Annotated[int, Kind("code")]
    proof: str
    proven_at: Code | None
    sha256: Code | None
    file: str
    path: Code


@dataclass(frozen=True, slots=True, kw_only=True)
class Restored:
    """What was put in place, the database that was kept, and the backup that was made before."""

    database: str
    made_at: str
    rows: Count
    kept: str | None
    saved: str | None
    applied: Count
    file: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Forgotten:
    database: str
    size: str
    bytes: Annotated[int, Kind("code")]


@operates
def backup(
    profile: Profile,
    talk: Talk,
    file: File = None,
    no_verify: Annotated[
        bool, typer.Option("--no-verify", help="Do not restore it to prove it: it is quicker.")
    ] = False,
) -> Sheet:
    """Back up the books, and prove it by restoring them.

    Without FILE it goes to the folder backups of the data folder, where 7 daily, 5 weekly and 12
    monthly ones are kept, and all of the last day. A backup is signed with backup.key of the data
    folder: keep a copy of the key where you keep copies of backups. It holds a dump that
    pg_restore reads by itself: tar -xf FILE database.dump
    """
    from datetime import UTC, datetime

    from finally_cli.store.backup import shelf
    from finally_cli.store.backup.making import back_up
    from finally_cli.store.backup.site import entered_site

    place = placed(file, profile) if file else None
    with entered_site(profile, talk.say) as site:
        kept = back_up(site, reason="asked", file=place, verify=not no_verify)
    gone = [] if file else shelf.thin_out(profile, datetime.now(UTC))
    row = row_of(kept)
    proof = "proven by restoring it" if row.proven_at else "not proven"
    said = [f"Backed up {plural(row.rows or 0, 'row')} ({row.size}), {proof}: {row.path}"]
    if gone:
        said.append(f"Removed {plural(len(gone), 'older backup')} that newer ones stand for.")
    return Sheet(
        Backup, [row], "Backup", about={"removed": [str(one) for one in gone]}, sentences=said
    )


def placed(file: str, profile: Profile) -> Path:
    """Where a backup goes that was given a name: into it, where it is a folder."""
    from datetime import UTC, datetime

    from finally_cli.store.backup.shelf import new_name

    place = Path(file).expanduser().absolute()
    return place / new_name(profile, datetime.now(UTC)) if place.is_dir() else place


@operates
def backups(
    profile: Profile,
    check: Annotated[
        bool, typer.Option("--check", help="Read every byte, and compare it with what was signed.")
    ] = False,
) -> Sheet:
    """List the backups in the data folder with their proof, the newest first.

    Exit 10 if one is damaged.
    """
    from finally_cli.store.backup.shelf import listed

    found = listed(profile, check=check)
    return Sheet(
        Backup,
        [row_of(kept) for kept in found],
        f"Backups of profile {quoted(profile.name)}" if found else "",
        notes=[
            Note(kept.problem.code, f"{kept.problem.message}.") for kept in found if kept.problem
        ],
        nothing="There is no backup yet. Make one with: finally db backup",
        exit_code=int(ExitCode.INTEGRITY) if any(kept.problem for kept in found) else 0,
    )


def row_of(kept: Kept) -> Backup:
    """One backup as it is shown."""
    manifest = kept.manifest
    proof = manifest.proof if manifest else None
    return Backup(
        made_at=f"{manifest.made_at:{ISO}}" if manifest else None,
        reason=manifest.reason if manifest else None,
        schema_version=manifest.schema if manifest else None,
        rows=manifest.rows if manifest else None,
        size=size_text(kept.size),
        bytes=kept.size,
        proof="unusable" if kept.problem else "proven" if proof else "none",
        proven_at=f"{proof.at:{ISO}}" if proof else None,
        sha256=manifest.dump.sha256 if manifest else None,
        file=kept.file.name,
        path=str(kept.file),
    )


@operates(destroys=True, tries=True)
def restore(
    profile: Profile,
    talk: Talk,
    dry_run: bool,
    file: File = None,
    forget: Annotated[
        bool, typer.Option("--forget", help="Drop the books that earlier restores have kept.")
    ] = False,
) -> Sheet:
    """Put the books of a backup in the place of yours, which are kept until --forget.

    FILE is a path, or a name that `finally db backups` lists. Its signature is checked before
    anything reads it. It is restored into a new database and compared with what was backed up;
    only then the two change places. --dry-run does that in a scratch cluster, and stops there.
    """
    if forget == bool(file):
        raise BadUsage(
            "name the backup to restore, or say --forget",
            "See them with: finally db backups",
        )
    if forget:
        return forgotten(profile, talk, dry_run)
    from finally_cli.store.backup.restoring import restore_backup
    from finally_cli.store.backup.shelf import folder

    place = Path(file or "").expanduser()
    if not place.exists() and place.name == str(file):
        place = folder(profile) / place
    done = restore_backup(profile, place.absolute(), talk.say, talk.confirm, dry_run=dry_run)
    row = Restored(
        database=profile.database,
        made_at=f"{done.manifest.made_at:{ISO}}",
        rows=done.manifest.rows,
        kept=done.kept,
        saved=str(done.saved) if done.saved else None,
        applied=len(done.applied),
        file=str(done.file),
    )
    return Sheet(Restored, [row], "Restored", sentences=told(done, dry_run=dry_run))


def told(done: Done, *, dry_run: bool) -> list[str]:
    """What a restore did, in words."""
    when = f"{done.manifest.made_at:%Y-%m-%d %H:%M} UTC"
    rows = plural(done.manifest.rows, "row")
    if dry_run:
        return [f"The backup of {when} restores: {rows}, all as they were backed up."]
    said = [f"Restored the books of {when}: {rows}, all as they were backed up."]
    if done.applied:
        said.append(f"Brought up to date with {plural(len(done.applied), 'migration')}.")
    if done.saved:
        said.append(f"A backup of the books before that: {done.saved}")
    if done.kept:
        said.append(
            f"They are also kept as database {done.kept} until: finally db restore --forget"
        )
    return said


def forgotten(profile: Profile, talk: Talk, dry_run: bool) -> Sheet:
    """Drop what restores have kept."""
    from finally_cli.store.backup.restoring import forget

    rows = [
        Forgotten(database=one.name, size=one.size, bytes=one.bytes)
        for one in forget(profile, talk.say, talk.confirm, dry_run=dry_run)
    ]
    said = [f"Dropped {row.database} ({row.size})." for row in rows]
    return Sheet(Forgotten, rows, "Forgotten", sentences=said)
