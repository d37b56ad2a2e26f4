"""A backup of one embedded database, made before its schema changes."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from finally_cli.model.errors import ResourceFull

if TYPE_CHECKING:
    from finally_cli.store.embedded import EmbeddedServer


def dump(server: EmbeddedServer, database: str) -> Path:
    """Write backups/DATABASE-TIME.dump (pg_dump custom format, compressed) and return its path.

    The file has its name only when it is complete and on the disk.
    Raises ResourceFull when it cannot be written; nothing has been migrated then.
    """
    import os
    import subprocess

    folder = server.home / "backups"
    file = folder / f"{database}-{datetime.now(UTC):%Y%m%dT%H%M%SZ}.dump"
    partial = file.with_suffix(".partial")
    try:
        folder.mkdir(mode=0o700, exist_ok=True)
        with partial.open("wb") as stream:
            made = subprocess.run(
                [
                    server.binary("pg_dump"),
                    "--format=custom",
                    "--compress=6",
                    f"--host={server.socket_folder}",
                    f"--username={server.OWNER}",
                    f"--dbname={database}",
                ],
                stdout=stream,
                stderr=subprocess.PIPE,
                env=server.environment(),
                check=False,
            )
            os.fsync(stream.fileno())
        reason = made.stderr.decode(errors="replace").strip()
        if made.returncode == 0:
            partial.rename(file)
            return file
    except OSError as error:
        reason = error.strerror or str(error)
    partial.unlink(missing_ok=True)
    raise ResourceFull(
        f"the backup before the migration failed: {reason}",
        f"Free some space in {folder}; nothing has been changed.",
        code="BACKUP_FAILED",
    )
