"""The folder of the backups of one set of books: their names, which there are, which may go."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import IO

from finally_cli.model.errors import Denied, FinallyError, ResourceFull
from finally_cli.model.manifest import Manifest
from finally_cli.model.profile import Profile
from finally_cli.model.retention import DatedBackup, backups_to_prune

ENDING, PARTIAL = ".tar", ".partial"
UNFINISHED = b"finally: a backup that is being made\n"  # how a file begins that has no name yet
TOO_EARLY = timedelta(days=1)  # more than clocks differ by
UNNAMED = re.compile(r"\..+-\d{8}T\d{6}Z\.tar\.(\d+)(?:\.\w+)?" + re.escape(PARTIAL))
STAMP = "%Y%m%dT%H%M%SZ"


@dataclass(frozen=True, slots=True)
class StoredBackup:
    """One file of the folder: its manifest, or what is wrong with it."""

    file: Path
    size: int
    manifest: Manifest | None
    problem: FinallyError | None


def backup_folder(profile: Profile) -> Path:
    """Where the backups of all profiles of a data folder lie."""
    return profile.data_dir / "backups"


def backup_source(profile: Profile) -> str:
    """What a backup is of: a database of the embedded server, or a profile's own.

    A name of either holds no slash.
    """
    if profile.engine == "embedded":
        return f"embedded/{profile.database}"
    return f"server/{profile.name}"


def file_prefix(profile: Profile) -> str:
    """How the names of its files begin."""
    return backup_source(profile).removeprefix("embedded/").replace("/", "-")


def prepare_folder(profile: Profile) -> Path:
    """The folder, made if it is missing, without what killed backups left in it.

    Raises Denied or ResourceFull.
    """
    from finally_cli.store.embedded.permissions import claim_folder
    from finally_cli.store.embedded.process import stand_in
    from finally_cli.store.errors import translating_os_errors

    with translating_os_errors(profile.data_dir):
        claim_folder(profile.data_dir, stand_in())
        backup_folder(profile).mkdir(mode=0o700, exist_ok=True)
        for file in unfinished_files(backup_folder(profile)):
            file.unlink(missing_ok=True)
    return backup_folder(profile)


def unfinished_files(backups: Path) -> list[Path]:
    """The files of backups that were never finished, and whose makers are gone."""
    return sorted(file for file in backups.glob(f".*{PARTIAL}") if is_unfinished(file))


def is_unfinished(file: Path) -> bool:
    """Whether a file is one of ours without a name, by its first words, and nobody holds it.

    Also an empty one with such a name, whose maker was killed before the first word.
    """
    from finally_cli.store.backup.archive import DUMP
    from finally_cli.store.embedded.locks import is_held
    from finally_cli.store.embedded.mark import read_beginning

    begins = read_beginning(file)
    if begins is None or is_held(file):
        return False
    if not begins:
        named = UNNAMED.fullmatch(file.name)
        return named is not None and is_process_gone(named[1])
    return begins.startswith((UNFINISHED, DUMP.encode() + b"\0"))


def is_process_gone(pid: str) -> bool:
    """Whether the process exists no more whose number is in a name."""
    try:
        os.kill(int(pid), 0)
    except (ProcessLookupError, OverflowError):
        return True
    except PermissionError:
        pass
    return False


@contextmanager
def partial_file(place: Path) -> Iterator[tuple[IO[bytes], Path]]:
    """A new file beside the place, for its owner alone; gone afterwards, unless it was renamed.

    It begins with words of ours, and is locked as long as we live: what we leave is known again.
    """
    import fcntl
    import tempfile

    try:
        number, name = tempfile.mkstemp(  # made with 0600
            dir=place.parent, prefix=f".{place.name}.{os.getpid()}.", suffix=PARTIAL
        )
        partial = Path(name)
        try:
            with os.fdopen(number, "w+b") as stream:
                fcntl.flock(number, fcntl.LOCK_EX)
                stream.write(UNFINISHED)
                stream.flush()
                yield stream, partial
        finally:
            partial.unlink(missing_ok=True)
    except OSError as error:
        raise folder_not_writable(error, place) from error


def new_file_name(profile: Profile, now: datetime) -> str:
    """The name of a backup made now, which sorts by time."""
    return f"{file_prefix(profile)}-{now.astimezone(UTC):{STAMP}}{ENDING}"


def backup_files(profile: Profile) -> list[Path]:
    """Its backups by their names, newest first; another profile's are not among them."""
    name = re.compile(re.escape(file_prefix(profile)) + r"-\d{8}T\d{6}Z(-\d+)?" + re.escape(ENDING))
    try:
        found = [file for file in backup_folder(profile).iterdir() if name.fullmatch(file.name)]
    except (FileNotFoundError, NotADirectoryError):
        return []
    except OSError as error:
        raise Denied(
            f"the backups cannot be listed: {error.strerror or error} ({backup_folder(profile)})",
            "Mend its permissions.",
            code="DATA_FOLDER_NOT_WRITABLE",
        ) from None
    return sorted(found, reverse=True)


def list_backups(profile: Profile, *, check: bool = False) -> list[StoredBackup]:
    """Each backup with its manifest, once its signature is found right; `check` reads all of it."""
    return [inspect_backup(file, profile, check=check) for file in backup_files(profile)]


def inspect_backup(file: Path, profile: Profile, *, check: bool) -> StoredBackup:
    """One file. What is wrong with it is told, and no reason to stop."""
    from finally_cli.store.backup.archive import open_archive
    from finally_cli.store.backup.key import read_key

    size = 0
    with suppress(OSError):
        size = file.stat().st_size
    try:
        with open_archive(file, read_key(profile)) as archive:
            if check:
                archive.check()
            return StoredBackup(file, size, archive.manifest, None)
    except FinallyError as problem:
        return StoredBackup(file, size, None, problem)


def backups_of_books(profile: Profile) -> list[tuple[Path, Manifest]]:
    """The backups of a profile's own books that are whole, newest first by their names."""
    ours = backup_source(profile)
    found = [(kept.file, kept.manifest) for kept in list_backups(profile)]
    return [(file, said) for file, said in found if said and said.source == ours]


def newest_proven(profile: Profile) -> datetime | None:
    """When the newest backup that was proven was made (UTC); None if there is none.

    One that a clock gone wrong has dated in the future is not the newest.
    """
    now = datetime.now(UTC)
    made = [said.made_at for _, said in backups_of_books(profile) if said.proof]
    return max((when for when in made if when <= now + TOO_EARLY), default=None)


def future_backups(profile: Profile) -> list[tuple[Path, datetime]]:
    """The backups that are dated later than now, and until when."""
    now = datetime.now(UTC)
    found = [(file, said.made_at) for file, said in backups_of_books(profile)]
    return [(file, when) for file, when in found if when > now + TOO_EARLY]


def prune(profile: Profile, now: datetime) -> list[Path]:
    """Remove what newer backups have superseded; what was removed.

    A file that is damaged, or not of these books, is left for a person to look at.
    """
    of_ours = {file.name: (file, said) for file, said in backups_of_books(profile)}
    known = [
        DatedBackup(said.made_at, name, said.proof is not None)
        for name, (_, said) in of_ours.items()
    ]
    gone = []
    for backup in backups_to_prune(known, now):
        file, _ = of_ours[backup.name]
        with suppress(OSError):
            file.unlink()
            gone.append(file)
    return gone


def give_final_name(partial: Path, file: Path) -> Path:
    """Give a complete file its name, which nothing else may have; the name it has now.

    Raises FileExistsError where it is taken.
    """
    try:
        os.link(partial, file)
    except FileExistsError:
        raise
    except OSError:  # a file system without links: the look and the renaming are two steps there
        if os.path.lexists(file):
            raise FileExistsError(file) from None
        partial.rename(file)
        return file
    partial.unlink()
    return file


def folder_not_writable(error: OSError, file: Path) -> FinallyError:
    """The failure of a backup that could not be written."""
    from finally_cli.store.errors import FULL

    reason = f"the backup cannot be written: {error.strerror or error} ({file})"
    if error.errno in FULL:
        return ResourceFull(reason, "Free some space; nothing was changed.", code="BACKUP_FAILED")
    return Denied(reason, "Choose another place: finally db backup FILE", code="BACKUP_FAILED")
