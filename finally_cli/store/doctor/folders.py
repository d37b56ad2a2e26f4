"""The embedded server's own folders: who may read them, and what was left in them."""

from __future__ import annotations

import stat
import time
from collections.abc import Iterator
from pathlib import Path

from finally_cli.model.errors import SchemaMismatch
from finally_cli.model.profile import Profile
from finally_cli.model.text import visible
from finally_cli.store.backup.key import key_file
from finally_cli.store.backup.scratch import PREFIX, is_alive
from finally_cli.store.backup.shelf import PARTIAL, folder
from finally_cli.store.doctor.findings import Finding, error, warning
from finally_cli.store.embedded.home import MAJOR, Home
from finally_cli.store.embedded.locks import is_held

SETTLED = 3600  # seconds; what is younger may be in the making
OTHERS = 0o077
SWEPT = "The next backup removes it: finally db backup"


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


def left_overs(profile: Profile) -> Iterator[Finding]:
    """What processes that were killed left: half-made clusters and backups, scratch folders."""
    home = profile.data_dir
    for left in drafts(home):
        yield warning(f"{shown(left)} is a cluster that was never made to its end", removed(left))
    for left in sorted(folder(profile).glob(f"*{PARTIAL}")):
        if is_left(left.name.removesuffix(PARTIAL).rpartition(".")[2], left):
            is_swept = left.name.startswith(".")  # those of earlier versions are not
            yield warning(
                f"{shown(left)} is a backup that was never finished",
                SWEPT if is_swept else removed(left),
            )
    for left in sorted(home.glob(f"{PREFIX}*")):
        if is_left(left.name.removeprefix(PREFIX), left):
            yield warning(f"{shown(left)} is left of a backup's proof", SWEPT)


def is_left(pid: str, path: Path) -> bool:
    """Whether the process is gone that made something; without a process's number, long ago."""
    return not is_alive(pid) if pid.isdecimal() else is_settled(path)


def drafts(home: Path) -> list[Path]:
    """The folders of clusters that are not being made just now."""
    places = Home(home)
    if not home.is_dir() or (not places.has_cluster and is_held(places.alive)):
        return []
    return sorted(home.glob(f"{MAJOR}.new.*"))


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
