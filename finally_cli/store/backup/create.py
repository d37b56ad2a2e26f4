"""Making a backup: one snapshot, a partial file, a proof, and only then a name."""

from __future__ import annotations

import os
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any

import finally_cli
from finally_cli.model.errors import Conflict
from finally_cli.model.manifest import AppliedMigration, Manifest
from finally_cli.store import migrations
from finally_cli.store.backup import archive, checksums, repository
from finally_cli.store.backup.key import read_or_make_key
from finally_cli.store.backup.pg_dump import program_output
from finally_cli.store.backup.verify import verify_backup
from finally_cli.store.connection import Progress, without_progress
from finally_cli.store.errors import translating_errors
from finally_cli.store.instance import Instance, no_books
from finally_cli.store.programs import version_of

if TYPE_CHECKING:
    import psycopg

TRIES = 10  # names for backups made in one second


def back_up(
    instance: Instance,
    *,
    reason: str,
    file: Path | None = None,
    verify: bool = True,
    progress: Progress = without_progress,
) -> repository.StoredBackup:
    """Back up a database into `file`, or into the folder of backups under a name of its own.

    The file has its name once it is complete, on the disk, and proven, unless that is not wanted.
    Raises Conflict for a file that exists, NotFound for a database without a
    schema, Denied where
    not all rows are to be seen, IntegrityFailed where the proof fails, ResourceFull.
    """
    database = instance.database  # asked first: nothing is made for a server that cannot be reached
    profile = instance.profile
    folder = repository.prepare_folder(profile)
    key = read_or_make_key(profile)
    now = datetime.now(UTC)
    place = file or folder / repository.new_file_name(profile, now)
    if file is not None and os.path.lexists(file):
        raise file_exists(file)
    with repository.partial_file(place) as (stream, partial):
        manifest = write_dump_file(instance, database, stream, reason, now, progress)
        if verify:
            proof = verify_backup(archive.Archive(partial, stream, manifest), profile, progress)
            manifest = manifest.proven(proof.at, proof.server)
        stream.seek(0, os.SEEK_END)
        archive.write_trailing_members(stream, manifest, key)
        size = stream.tell()
        stream.flush()
        os.fsync(stream.fileno())
        place = give_name(partial, place, may_count=file is None)
    return repository.StoredBackup(place, size, manifest, None)


def give_name(partial: Path, place: Path, *, may_count: bool) -> Path:
    """Name the complete file, and bring the name to the disk. Raises Conflict where it is taken."""
    from finally_cli.store.embedded.cluster import sync_folder

    stem = place.name.removesuffix(repository.ENDING)
    names = [place, *(place.with_name(f"{stem}-{n}{repository.ENDING}") for n in range(2, TRIES))]
    for name in names if may_count else names[:1]:
        try:
            repository.give_final_name(partial, name)
        except FileExistsError:
            continue
        sync_folder(name.parent)
        return name
    raise file_exists(place)


def file_exists(file: Path) -> Conflict:
    """The refusal to write over anything."""
    return Conflict(f"there is already a file {file}", "Choose another name.", code="FILE_EXISTS")


def write_dump_file(
    instance: Instance,
    database: str,
    stream: IO[bytes],
    reason: str,
    now: datetime,
    progress: Progress,
) -> Manifest:
    """Write the dump, and give the account of it; both see the same snapshot.

    Raises NotFound for a database without a schema, Denied where rows stay hidden.
    """
    with closing(instance.connect_as_owner()) as connection, translating_errors():
        settled, version, snapshot = begin_snapshot(connection)
        checksums.refuse_hidden_rows(settled, connection.info.user)
        done = migrations.applied_migrations(connection)
        if not done:
            raise no_books(database)
        program = instance.program("pg_dump", version)
        words = ["--format=custom", "--compress=6", f"--snapshot={snapshot}"]
        with instance.client() as connects, progress("Bytes dumped", None) as told:
            dump = archive.write_dump(stream, program_output(program, words, connects), told)
        return Manifest(
            made_at=now,
            reason=reason,
            source=repository.backup_source(instance.profile),
            program=finally_cli.__version__,
            server=settled.server_version,
            dumped_by=version_of(program),
            migrations=tuple(
                AppliedMigration(version=number, name=name, sha256=sha256)
                for number, (name, sha256) in sorted(done.items())
            ),
            roles=checksums.granted_roles(connection),
            tables=checksums.checksum_tables(connection),
            audit=checksums.audit_heads(connection),
            dump=dump,
        )


def begin_snapshot(
    connection: psycopg.Connection[Any],
) -> tuple[checksums.SessionSettings, int, str]:
    """Begin a transaction whose snapshot others may share; its settings, version and name."""
    import psycopg

    connection.isolation_level = psycopg.IsolationLevel.REPEATABLE_READ
    connection.read_only = True
    settled = checksums.fix_session_settings(connection)
    row = connection.execute("SELECT pg_export_snapshot()").fetchone()
    assert row is not None
    return settled, connection.info.server_version, str(row[0])
