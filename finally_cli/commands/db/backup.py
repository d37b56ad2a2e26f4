"""finally db backup and backups: proven copies of the books."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from finally_cli.commands.command import Terminal, operates
from finally_cli.model.errors import ExitCode
from finally_cli.model.kinds import Code, Kind
from finally_cli.model.profile import Profile
from finally_cli.model.result import Note, Result
from finally_cli.model.text import plural, quote, size_text

if TYPE_CHECKING:
    from finally_cli.store.backup.repository import StoredBackup

ISO = "%Y-%m-%dT%H:%M:%SZ"
Where = Annotated[
    str | None,
    typer.Argument(metavar="[FILE]", show_default=False, help="Where it goes; a folder will do."),
]


@dataclass(frozen=True, slots=True, kw_only=True)
class BackupRow:
    """A backup: `proven_at` is null where none was asked for, what it holds where it is damaged."""

    made_at: Annotated[str | None, Kind("moment", "Made")]
    reason: Annotated[str | None, Kind("text", "For", spare=1)]
    schema_version: Annotated[int | None, Kind("code")]
    rows: Annotated[int | None, Kind("count", spare=1)]
    size: Annotated[str, Kind("text", spare=1)]
    bytes: Annotated[int, Kind("code")]
    proof: str
    proven_at: Code | None
    sha256: Code | None
    file: str
    path: Code


@operates
def backup(
    profile: Profile,
    terminal: Terminal,
    file: Where = None,
    no_verify: Annotated[
        bool, typer.Option("--no-verify", help="Do not restore it to prove it: it is quicker.")
    ] = False,
) -> Result:
    """Back up the books, and prove it by restoring them.

    Without FILE it goes to the folder backups of the data folder, where 7 daily, 5 weekly and 12
    monthly ones are kept, and all of the last day. A backup is signed with backup.key of the data
    folder: keep a copy of the key where you keep copies of backups. It holds a dump that
    pg_restore reads by itself: tar -xf FILE database.dump

    Examples:
        finally db backup
        finally db backup ~/Documents
    """
    from datetime import UTC, datetime

    from finally_cli.store.backup import repository
    from finally_cli.store.backup.create import back_up
    from finally_cli.store.locate import locate_instance

    place = backup_path(file, profile) if file else None
    with locate_instance(profile, terminal.say) as instance:
        kept = back_up(
            instance, reason="asked", file=place, verify=not no_verify, progress=terminal.progress
        )
    gone = [] if file else repository.prune(profile, datetime.now(UTC))
    row = row_of(kept)
    proof = "proven by restoring it" if row.proven_at else "not proven"
    said = [f"Backed up {plural(row.rows or 0, 'row')} ({row.size}), {proof}: {row.path}"]
    if gone:
        said.append(f"Removed {plural(len(gone), 'older backup')} that newer ones stand for.")
    return Result(
        BackupRow, [row], "Backup", about={"removed": [str(one) for one in gone]}, sentences=said
    )


def backup_path(file: str, profile: Profile) -> Path:
    """Where a backup goes that was given a name: into it, where it is a folder."""
    from datetime import UTC, datetime

    from finally_cli.store.backup.repository import new_file_name

    place = Path(file).expanduser().absolute()
    # os.path answers no where a folder above is closed, and the writing then says so.
    return place / new_file_name(profile, datetime.now(UTC)) if os.path.isdir(place) else place  # noqa: PTH112


@operates
def backups(
    profile: Profile,
    check: Annotated[
        bool, typer.Option("--check", help="Read every byte, and compare it with what was signed.")
    ] = False,
) -> Result:
    """List the backups with their proof, the newest first.

    Those in the data folder, of this profile. Exit 10 if one is damaged.

    Examples:
        finally db backups --check
    """
    from finally_cli.store.backup.repository import list_backups

    found = list_backups(profile, check=check)
    return Result(
        BackupRow,
        [row_of(kept) for kept in found],
        f"Backups of profile {quote(profile.name)}" if found else "",
        notes=[
            Note(kept.problem.code, f"{kept.problem.message}.") for kept in found if kept.problem
        ],
        nothing=f"There is no backup yet. Make one with: finally db backup{profile.flag}",
        exit_code=int(ExitCode.INTEGRITY) if any(kept.problem for kept in found) else 0,
    )


def row_of(kept: StoredBackup) -> BackupRow:
    """One backup as it is shown."""
    manifest = kept.manifest
    proof = manifest.proof if manifest else None
    return BackupRow(
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
