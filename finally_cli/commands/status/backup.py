"""When the books were backed up last, as the folder of backups says."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

from finally_cli.commands.status.lines import Part, plain
from finally_cli.model.profile import DEMO, Profile
from finally_cli.model.result import Line
from finally_cli.model.text import plural

if TYPE_CHECKING:
    from finally_cli.store.backup.repository import StoredBackup

OLD = 31  # days after which books that are kept every month have changed since
COMMAND = "finally db backup"


def backup_part(profile: Profile) -> Part:
    """The newest backup of books on the embedded server; of others nothing is known here.

    Those of the demo are made up, and made again.
    """
    if profile.engine != "embedded" or profile.name == DEMO:
        return Part("backup", None, None)
    newest = newest_backup(profile)
    if newest is None:
        line = Line("Backup", plain(["none yet"]), COMMAND, is_due=True)
        return Part("backup", line, {"file": None, "made_at": None, "proof": "none"})
    if newest.manifest is None:
        figures: dict[str, object] = {
            "file": newest.file.name,
            "made_at": None,
            "proof": "unusable",
        }
        line = Line("Backup", plain(["the newest is unusable"]), "finally db backups", is_due=True)
        return Part("backup", line, figures)
    made, proof = newest.manifest.made_at, newest.manifest.proof
    days = max((datetime.now(UTC) - made).days, 0)
    age = plural(days, "day") + " ago" if days else "today"
    figures = {
        "file": newest.file.name,
        "made_at": f"{made.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}",
        "proof": "proven" if proof else "none",
    }
    is_due = days > OLD or proof is None
    pieces = plain([f"{age},", " proven" if proof else " not proven"])
    return Part("backup", Line("Backup", pieces, COMMAND if is_due else "", is_due=is_due), figures)


def newest_backup(profile: Profile) -> StoredBackup | None:
    """The newest by its name, unless it is of other books or dated in the future."""
    from finally_cli.store.backup.repository import (
        TOO_EARLY,
        backup_files,
        backup_source,
        inspect_backup,
    )

    until = datetime.now(UTC) + TOO_EARLY
    for file in backup_files(profile):
        found = inspect_backup(file, profile, check=False)
        said = found.manifest
        if said is None or (said.source == backup_source(profile) and said.made_at <= until):
            return found
    return None
