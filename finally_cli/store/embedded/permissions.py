"""Making the folders of a cluster, and refusing what others could get at."""

from __future__ import annotations

import errno
import os
import re
import stat
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path

from finally_cli.model.errors import Denied, Refused
from finally_cli.model.folder import make_private
from finally_cli.store.embedded import mark
from finally_cli.store.embedded.configuration import HBA
from finally_cli.store.embedded.paths import Home
from finally_cli.store.embedded.process import OsAccount, ourselves
from finally_cli.store.errors import ELSEWHERE, translating_os_errors


def prepare_folders(home: Home) -> None:
    """Make the folders that are missing. Raises Denied, Refused or ResourceFull.

    Refused, too, for a user id without a name, for whom PostgreSQL makes nothing.
    """
    us = ourselves().uid
    with translating_os_errors(home.path):
        claim_folder(home.path, home.server)
        folder = home.socket_folder
        if folder.parent != home.path:
            private_folder(folder.parent, 0o711 if home.server else 0o700, us)
        private_folder(folder, 0o700, home.server.uid if home.server else us)


def claim_folder(path: Path, server: OsAccount | None) -> None:
    """Make the home, or check that it is ours and that nobody else may change it."""
    if any(character < " " for character in str(path)):
        raise Refused("the data folder's path holds a control character", ELSEWHERE)
    for folder in make_private(path):
        close_to_others(folder, server)
    if not path.is_dir():
        raise NotADirectoryError(errno.ENOTDIR, os.strerror(errno.ENOTDIR))
    found = path.stat()
    if found.st_uid != os.geteuid():
        raise Denied(
            f"the data folder {path} belongs to another user (id {found.st_uid})",
            f"Run finally as that user. {ELSEWHERE}",
            code="DATA_FOLDER_NOT_OURS",
        )
    if not is_claimed(path):
        fit = is_private_enough(path, server)
        raise Denied(
            f"the data folder {path} is not a folder of ours: it holds other files"
            + ("" if fit else f", and its mode {stat.S_IMODE(found.st_mode):o} does not fit"),
            f"{ELSEWHERE}, one that is new or empty",
            code="DATA_FOLDER_NOT_EMPTY" if fit else "DATA_FOLDER_NOT_PRIVATE",
        )
    if not is_private_enough(path, server):
        close_to_others(path, server)
    if server is not None and not server.can_reach(path / "run"):
        raise Denied(
            f"the server runs as {server.login} for root, and that user cannot reach {path}",
            f"{ELSEWHERE}, one outside of closed folders such as /root",
            code="DATA_FOLDER_CLOSED",
        )


def is_private_enough(path: Path, server: OsAccount | None) -> bool:
    """Whether nobody else may change the home, and the server may pass through it."""
    found = path.stat()
    return not found.st_mode & 0o022 and (server is None or server.may(found, 1))


def is_claimed(path: Path) -> bool:
    """Whether the folder is ours: by its mark, which is given to an empty one and to one of before.

    The one of before was made by a version that gave no mark, on a disk that may be full by now.
    """
    if mark.is_ours(path):
        return True
    inside = {name: path / name for name in os.listdir(path)}  # noqa: PTH208  names are wanted
    torn = inside.pop(mark.NAME, None)  # another command may be writing it
    if torn is not None and (torn.is_symlink() or torn.lstat().st_size):
        return mark.is_ours(path)  # written since we looked
    if not inside.keys() - BESIDE:
        mark.put_mark(path, mark.DATA)
        return True
    if not is_of_before(inside):
        return mark.is_ours(path)
    with suppress(OSError):
        mark.put_mark(path, mark.DATA)
    return True


# What may lie in a folder before it is ours: our own settings, and what systems put into any.
BESIDE = {"config.toml", "config.toml.bak", "lost+found", ".DS_Store"}
LOCKS = ("use", "alive")
OF_BEFORE = re.compile(
    r"use|alive|reaper|kept|log(\.1)?|\d\d|run|pg_(hba|ident)\.(conf|new)|backups|backup\.key"
    r"|\d\d\.new\.\d+|proof-\d+|wheel-[0-9a-f]+-[0-9a-f]+(\.new)?|\.backup-key-\w+"
)
BACKUP = re.compile(r".+-\d{8}T\d{6}Z(-\d+)?\.tar|.*\.partial")


def is_of_before(inside: Mapping[str, Path]) -> bool:
    """Whether an earlier version made what is inside: its two locks, or nothing but its files.

    A cluster alone is no sign: people have PostgreSQL servers of their own.
    """
    if all(name in inside and is_empty_file(inside[name]) for name in LOCKS):
        return True
    if not all(OF_BEFORE.fullmatch(name) for name in inside.keys() - BESIDE):
        return False
    backups, hba = inside.get("backups"), inside.get("pg_hba.conf")
    if hba is not None and hba.is_file():
        return hba.read_bytes() == HBA.encode()
    return "backup.key" in inside or (
        backups is not None
        and backups.is_dir()
        and all(BACKUP.fullmatch(file.name) for file in backups.iterdir())
    )


def is_empty_file(path: Path) -> bool:
    """Whether it is a plain file of ours without content, as our locks are."""
    found = path.lstat()
    return stat.S_ISREG(found.st_mode) and found.st_uid == os.geteuid() and not found.st_size


def close_to_others(path: Path, server: OsAccount | None) -> None:
    """Only we may enter, and as root the server's user may pass through."""
    if server is not None:
        os.chown(path, -1, server.gid)
    path.chmod(0o710 if server else 0o700)


def private_folder(path: Path, mode: int, owner: int) -> None:
    """Make a folder of that mode and owner, or check that it is one, following no link."""
    ourselves = os.geteuid()
    if not os.path.lexists(path):
        path.mkdir(mode=0o700, exist_ok=True)
    found = path.lstat()
    if not stat.S_ISDIR(found.st_mode) or found.st_uid not in (owner, ourselves):
        raise Denied(
            f"{path} is not a folder of ours",
            f"Remove it. {ELSEWHERE}, one with a shorter path",
            code="SOCKET_FOLDER_NOT_OURS",
        )
    if found.st_uid != owner:
        os.chown(path, owner, -1, follow_symlinks=False)
    if stat.S_IMODE(found.st_mode) != mode:
        path.chmod(mode)
