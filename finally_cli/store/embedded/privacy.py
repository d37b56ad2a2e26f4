"""Making the folders of a cluster, and refusing what others could get at."""

from __future__ import annotations

import errno
import os
import stat
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from finally_cli.model.errors import Denied, Refused, ResourceFull
from finally_cli.store.embedded.account import Account
from finally_cli.store.embedded.home import Home

FULL = (errno.ENOSPC, errno.EDQUOT)
ELSEWHERE = "Choose another folder with FINALLY_DATA_DIR"


def prepare(home: Home) -> None:
    """Make the folders that are missing. Raises Denied, Refused or ResourceFull."""
    ourselves = os.geteuid()
    with explained(home.path):
        own(home.path, home.server)
        folder = home.socket_folder
        if folder.parent != home.path:
            private_folder(folder.parent, 0o711 if home.server else 0o700, ourselves)
        private_folder(folder, 0o700, home.server.uid if home.server else ourselves)


def own(path: Path, server: Account | None) -> None:
    """Make the home, or check that it is ours and that nobody else may change it."""
    if any(character < " " for character in str(path)):
        raise Refused("the data folder's path holds a control character", ELSEWHERE)
    if not path.exists():
        path.mkdir(parents=True, exist_ok=True, mode=0o700)
        close_to_others(path, server)
    if not path.is_dir():
        raise NotADirectoryError(errno.ENOTDIR, os.strerror(errno.ENOTDIR))
    found = path.stat()
    if found.st_uid != os.geteuid():
        raise Denied(
            f"the data folder {path} belongs to another user (id {found.st_uid})",
            f"Run finally as that user. {ELSEWHERE}",
            code="DATA_FOLDER_NOT_OURS",
        )
    if not fits(path, server):
        if is_ours_alone(path):
            close_to_others(path, server)
        elif not fits(path, server):  # a command beside us may have closed it since
            raise Denied(
                f"the data folder {path} holds other files, and its mode"
                f" {stat.S_IMODE(found.st_mode):o} does not fit",
                f"{ELSEWHERE}, one that is new or empty",
                code="DATA_FOLDER_NOT_PRIVATE",
            )
    if server is not None and not server.can_reach(path / "run"):
        raise Denied(
            f"the server runs as {server.login} for root, and that user cannot reach {path}",
            f"{ELSEWHERE}, one outside of closed folders such as /root",
            code="DATA_FOLDER_CLOSED",
        )


def fits(path: Path, server: Account | None) -> bool:
    """Whether nobody else may change the home, and the server may pass through it."""
    found = path.stat()
    return not found.st_mode & 0o022 and (server is None or server.may(found, 1))


def is_ours_alone(path: Path) -> bool:
    """Whether the folder may be given our mode: it is empty, or a command has been here before."""
    return (path / "use").exists() or not any(path.iterdir())


def close_to_others(path: Path, server: Account | None) -> None:
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


@contextmanager
def explained(path: Path) -> Iterator[None]:
    """Say what the operating system refused about the data folder."""
    try:
        yield
    except OSError as error:
        reason = error.strerror or str(error)
        if error.errno in FULL:
            raise ResourceFull(
                f"the disk is full: {path}", "Free some space and try again"
            ) from error
        at = f" ({os.fsdecode(error.filename)})" if error.filename else ""
        raise Denied(
            f"the data folder {path} cannot be used: {reason}{at}",
            ELSEWHERE,
            code="DATA_FOLDER_NOT_WRITABLE",
        ) from error
