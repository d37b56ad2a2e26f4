"""Proving a backup: restored into an empty cluster, every table must be what the manifest says."""

from __future__ import annotations

from contextlib import closing
from datetime import UTC, datetime
from functools import partial
from typing import TYPE_CHECKING, Any

from finally_cli.model.errors import IntegrityFailed, Refused, SchemaMismatch
from finally_cli.model.manifest import Proof, differences
from finally_cli.store.backup.checksums import checksum_tables
from finally_cli.store.backup.pg_dump import run_with_input
from finally_cli.store.connection import Progress, without_progress
from finally_cli.store.embedded.configuration import UNPRIVILEGED
from finally_cli.store.embedded.scratch import scratch_cluster
from finally_cli.store.errors import translating_errors
from finally_cli.store.programs import major_of, version_of

if TYPE_CHECKING:
    from pathlib import Path

    import psycopg

    from finally_cli.model.profile import Profile
    from finally_cli.store.backup.archive import Archive
    from finally_cli.store.programs import Client

# Owners are left out: at another place the books belong to whoever restores them there.
WORDS = ["--exit-on-error", "--single-transaction", "--no-owner"]


def verify_backup(
    archive: Archive, profile: Profile, progress: Progress = without_progress
) -> Proof:
    """Restore the backup into a scratch cluster and compare every table's hash.

    Raises IntegrityFailed where something differs, ResourceFull where there is no room.
    """
    from finally_cli.store.backup.restore_role import make_restore_role, set_database_owner
    from finally_cli.store.programs import client_connection

    with scratch_cluster(profile.data_dir) as server:
        program = server.binary("pg_restore")
        refuse_newer(archive, program)
        with closing(server.connect("postgres", user=server.OWNER)) as connection:
            create_missing_roles(connection, archive.manifest.roles)
            create_scratch_database(connection, "proof")
            make_restore_role(connection)
            set_database_owner(connection, "proof", UNPRIVILEGED)
        given = server.keywords(UNPRIVILEGED) | {"dbname": "proof"}
        with client_connection(given, ignoring_environment=True) as connects:
            restore_dump(archive, program, connects, progress=progress)
        with closing(server.connect("proof", user=UNPRIVILEGED)) as connection:
            compare_with_manifest(archive, connection, progress)
        return Proof(at=datetime.now(UTC), server=server.version)


def create_scratch_database(connection: psycopg.Connection[Any], database: str) -> None:
    """Make an empty database."""
    from psycopg import sql

    connection.autocommit = True
    name = sql.Identifier(database)
    with translating_errors():
        connection.execute(sql.SQL("CREATE DATABASE {} TEMPLATE template0").format(name))


def create_missing_roles(connection: psycopg.Connection[Any], names: tuple[str, ...]) -> list[str]:
    """Make the roles that are missing, none of which can log in; which those were."""
    from psycopg import sql

    connection.autocommit = True
    with translating_errors():
        known = {name for (name,) in connection.execute("SELECT rolname FROM pg_roles")}
        missing = [name for name in names if name not in known and name != UNPRIVILEGED]
        for name in missing:
            connection.execute(sql.SQL("CREATE ROLE {} NOLOGIN").format(sql.Identifier(name)))
    return missing


def restore_dump(
    archive: Archive,
    program: Path,
    connects: Client,
    older: Path | None = None,
    progress: Progress = without_progress,
) -> None:
    """Let pg_restore have the dump, checked once more as it passes.

    `older` is the psql for a server that is older than what pg_restore takes for granted.
    Raises IntegrityFailed where pg_restore does not accept what was signed.
    """
    try:
        with progress("Bytes restored", archive.manifest.dump.bytes) as told:
            pour = partial(archive.stream_to, told=told)
            if older is None:
                run_with_input(program, WORDS, connects, pour)
            else:
                from finally_cli.store.backup.pg_dump import run_script

                run_script(program, older, connects, pour)
    except Refused as refused:
        raise IntegrityFailed(
            f"{archive.file} cannot be restored: {refused.message}",
            "Use another backup: finally db backups",
            code="BACKUP_NOT_RESTORABLE",
        ) from refused


def compare_with_manifest(
    archive: Archive, connection: psycopg.Connection[Any], progress: Progress = without_progress
) -> None:
    """Raise IntegrityFailed where the restored tables are not those that the manifest lists."""
    found = checksum_tables(connection, progress)
    connection.rollback()
    if words := differences(archive.manifest.tables, found):
        raise IntegrityFailed(
            f"{archive.file} does not hold what its manifest says: {', '.join(words[:3])}",
            "Use another backup: finally db backups",
            code="BACKUP_NOT_PROVEN",
            details={"differences": words},
        )


def refuse_newer(archive: Archive, program: Path) -> None:
    """Raise SchemaMismatch for a dump of a newer pg_dump than our pg_restore can read."""
    theirs, ours = archive.manifest.dumped_by, version_of(program)
    if major_of(theirs) > major_of(ours):
        raise SchemaMismatch(
            f"the backup was made by pg_dump {theirs}, and this is pg_restore {ours}",
            "Install newer programs of PostgreSQL, or a newer finally.",
            code="BACKUP_NEWER",
        )
