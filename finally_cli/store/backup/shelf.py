"""The folder of the backups of one set of books: their names, which there are, which may go."""

from __future__ import annotations

import os
import re
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from finally_cli.model.errors import Denied, FinallyError, ResourceFull
from finally_cli.model.manifest import Manifest
from finally_cli.model.profile import Profile
from finally_cli.model.retention import Backup, superseded
from finally_cli.store.backup.scratch import is_alive

ENDING, PARTIAL = ".tar", ".partial"
STAMP = "%Y%m%dT%H%M%SZ"


@dataclass(frozen=True, slots=True)
class Kept:
    """One file of the folder: its manifest, or what is wrong with it."""

    file: Path
    size: int
    manifest: Manifest | None
    problem: FinallyError | None


def folder(profile: Profile) -> Path:
    """Where the backups of all profiles of a data folder lie."""
    return profile.data_dir / "backups"


def source(profile: Profile) -> str:
    """What a backup is of: a database of the embedded server, or a profile's own.

    A name of either holds no slash.
    """
    if profile.engine == "embedded":
        return f"embedded/{profile.database}"
    return f"server/{profile.name}"


def prefix(profile: Profile) -> str:
    """How the names of its files begin."""
    return source(profile).removeprefix("embedded/").replace("/", "-")


def prepared(profile: Profile) -> Path:
    """The folder, made if it is missing, without what killed backups left in it.

    Raises Denied or ResourceFull.
    """
    from finally_cli.store.embedded.account import stand_in
    from finally_cli.store.embedded.privacy import explained, own

    with explained(profile.data_dir):
        own(profile.data_dir, stand_in())
        folder(profile).mkdir(mode=0o700, exist_ok=True)
        for left in folder(profile).glob(f".*{PARTIAL}"):
            if not is_alive(left.name.removesuffix(PARTIAL).rpartition(".")[2]):
                left.unlink(missing_ok=True)
    return folder(profile)


def partial_name(place: Path) -> Path:
    """Where a backup is written before it has its name; ours is told by our process."""
    return place.with_name(f".{place.name}.{os.getpid()}{PARTIAL}")


def new_name(profile: Profile, now: datetime) -> str:
    """The name of a backup made now, which sorts by time."""
    return f"{prefix(profile)}-{now.astimezone(UTC):{STAMP}}{ENDING}"


def files(profile: Profile) -> list[Path]:
    """Its backups by their names, newest first; another profile's are not among them."""
    name = re.compile(re.escape(prefix(profile)) + r"-\d{8}T\d{6}Z(-\d+)?" + re.escape(ENDING))
    try:
        found = [file for file in folder(profile).iterdir() if name.fullmatch(file.name)]
    except (FileNotFoundError, NotADirectoryError):
        return []
    except OSError as error:
        raise Denied(
            f"the backups cannot be listed: {error.strerror or error} ({folder(profile)})",
            "Mend its permissions.",
            code="DATA_FOLDER_NOT_WRITABLE",
        ) from None
    return sorted(found, reverse=True)


def listed(profile: Profile, *, check: bool = False) -> list[Kept]:
    """Each backup with its manifest, once its signature is found right; `check` reads all of it."""
    return [looked_at(file, profile, check=check) for file in files(profile)]


def looked_at(file: Path, profile: Profile, *, check: bool) -> Kept:
    """One file. What is wrong with it is told, and no reason to stop."""
    from finally_cli.store.backup.archive import opened
    from finally_cli.store.backup.key import key

    size = 0
    with suppress(OSError):
        size = file.stat().st_size
    try:
        with opened(file, key(profile)) as archive:
            if check:
                archive.check()
            return Kept(file, size, archive.manifest, None)
    except FinallyError as problem:
        return Kept(file, size, None, problem)


def newest_proven(profile: Profile) -> datetime | None:
    """When the newest backup that was proven was made (UTC); None if there is none."""
    for kept in listed(profile):
        manifest = kept.manifest
        if manifest and manifest.proof and manifest.source == source(profile):
            return manifest.made_at
    return None


def thin_out(profile: Profile, now: datetime) -> list[Path]:
    """Remove what newer backups have superseded; what was removed.

    A file that is damaged, or not of these books, is left for a person to look at.
    """
    of_ours = {
        kept.file.name: kept
        for kept in listed(profile)
        if kept.manifest and kept.manifest.source == source(profile)
    }
    known = [
        Backup(kept.manifest.made_at, name, kept.manifest.proof is not None)
        for name, kept in of_ours.items()
        if kept.manifest
    ]
    gone = []
    for backup in superseded(known, now):
        file = of_ours[backup.name].file
        with suppress(OSError):
            file.unlink()
            gone.append(file)
    return gone


def named(partial: Path, file: Path) -> Path:
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


def unwritable(error: OSError, file: Path) -> FinallyError:
    """The failure of a backup that could not be written."""
    from finally_cli.store.embedded.privacy import FULL

    reason = f"the backup cannot be written: {error.strerror or error} ({file})"
    if error.errno in FULL:
        return ResourceFull(reason, "Free some space; nothing was changed.", code="BACKUP_FAILED")
    return Denied(reason, "Choose another place: finally db backup FILE", code="BACKUP_FAILED")
