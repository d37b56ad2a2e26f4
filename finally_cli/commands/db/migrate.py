"""finally db migrate: the schema, brought up to date."""

from dataclasses import dataclass
from typing import Annotated

import typer

from finally_cli.commands.command import Terminal, operates
from finally_cli.model.kinds import Count
from finally_cli.model.profile import Profile
from finally_cli.model.result import Result


@dataclass(frozen=True, slots=True, kw_only=True)
class AppliedMigration:
    version: Count
    name: str


@operates
def migrate(
    profile: Profile,
    terminal: Terminal,
    no_backup: Annotated[
        bool, typer.Option("--no-backup", help="Without a backup, on a server of your own.")
    ] = False,
) -> Result:
    """Bring the schema up to date, after a proven backup.

    Where there are no books yet there is nothing to back up.

    Examples:
        finally db migrate --profile server
    """
    from finally_cli.store.server import migrate_profile as apply_pending

    applied = apply_pending(profile, terminal.say, backup=not no_backup)
    rows = [AppliedMigration(version=done.version, name=done.name) for done in applied]
    return Result(
        AppliedMigration,
        rows,
        "Migrated",
        sentences=[f"Applied {row.name}." for row in rows] or ["The schema is up to date."],
    )
