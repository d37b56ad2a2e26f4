"""The server's processes: which account runs them, how they live on after us, what they left."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, TypedDict

from finally_cli.model.errors import Refused

# PostgreSQL refuses to run as root; the first of these that exists runs it for root.
STAND_INS = ("finally", "postgres", "nobody")


@dataclass(frozen=True, slots=True)
class OsAccount:
    """One operating-system user."""

    login: str
    uid: int
    gid: int

    def may(self, status: os.stat_result, wanted: int) -> bool:
        """Whether the mode lets this user do `wanted`: 4 read, 2 write, 1 enter. Not for root."""
        if status.st_uid == self.uid:
            return status.st_mode >> 6 & wanted == wanted
        if status.st_gid == self.gid:
            return status.st_mode >> 3 & wanted == wanted
        return status.st_mode & wanted == wanted

    def can_reach(self, path: Path) -> bool:
        """Whether every folder above a path lets this user through."""
        return all(self.may(folder.stat(), 1) for folder in path.resolve().parents)


def ourselves() -> OsAccount:
    """Who runs this program. Raises Refused for a uid without a login name."""
    import pwd

    uid = os.geteuid()
    try:
        login = pwd.getpwuid(uid).pw_name
    except KeyError:
        raise Refused(
            f"user id {uid} has no login name on this system, and PostgreSQL needs one",
            "Add the user id to /etc/passwd, or use a server of your own: set FINALLY_DSN",
            code="NO_LOGIN_NAME",
        ) from None
    return OsAccount(login, uid, os.getegid())


def stand_in() -> OsAccount | None:
    """Who runs the server's processes for root; None for everybody else, who run their own.

    Raises Refused if there is no such user.
    """
    if os.geteuid() != 0:
        return None
    import pwd

    for login in STAND_INS:
        try:
            entry = pwd.getpwnam(login)
        except KeyError:
            continue
        if entry.pw_uid != 0:
            return OsAccount(login, entry.pw_uid, entry.pw_gid)
    raise Refused(
        "PostgreSQL does not run as root, and there is no user to run it for root",
        f"Create one of the users {', '.join(STAND_INS)}, or run finally as another user",
        code="NO_SERVER_USER",
    )


if TYPE_CHECKING:
    import subprocess


UNAWAITED: set[int] = set()


class AsUser(TypedDict, total=False):
    """The arguments of subprocess that choose a user."""

    user: int
    group: int
    extra_groups: list[int]


def as_user(server: OsAccount | None) -> AsUser:
    """How to run a process as the server's user."""
    if server is None:
        return {}
    return {"user": server.uid, "group": server.gid, "extra_groups": []}


def detach(process: subprocess.Popen[bytes]) -> None:
    """Let a child live on: its Popen object shall neither wait for it nor warn."""
    process.returncode = 0
    UNAWAITED.add(process.pid)


def reap_children() -> None:
    """Take note of children that ended, where this process lives on after its server."""
    for pid in tuple(UNAWAITED):
        try:
            ended = os.waitpid(pid, os.WNOHANG) != (0, 0)
        except ChildProcessError:
            ended = True
        if ended:
            UNAWAITED.discard(pid)


def read_pid_file(data: Path) -> tuple[int, str] | None:
    """The process id in the pid file, and its "starting", "ready" or "stopping", or "" early on.

    None if there is no such file or it is torn. It may be of a server long gone.
    """
    try:
        lines = (data / "postmaster.pid").read_text(errors="replace").split("\n")
        return int(lines[0]), lines[7].strip() if len(lines) > 7 else ""
    except (OSError, ValueError):
        return None


def is_postmaster(pid: int, data: Path) -> bool:
    """Whether the process is a server on this data folder, by its own command line."""
    folder = data_folder_of(pid)
    try:
        return folder is not None and data.samefile(os.fsdecode(folder))
    except OSError:
        return False


def data_folder_of(pid: int) -> bytes | None:
    """The argument of -D of a process, or None."""
    if pid <= 1:
        return None
    if Path("/proc/self").exists():
        try:
            words = Path(f"/proc/{pid}/cmdline").read_bytes().split(b"\0")
        except OSError:
            return None
        return words[2] if len(words) > 2 and words[1] == b"-D" else None
    import subprocess

    shown = subprocess.run(
        ["/bin/ps", "-ww", "-o", "command=", "-p", str(pid)], capture_output=True, check=False
    ).stdout
    _, found, rest = shown.partition(b" -D ")
    return rest.split(b" -c ")[0].strip() if found else None


LARGEST = 1_000_000  # bytes; then it is set aside, and the one set aside before is lost


def open_log(path: Path) -> tuple[int, int]:
    """The log's file descriptor for appending, and its length; a long one is set aside first."""
    flags = os.O_WRONLY | os.O_CREAT | os.O_APPEND | os.O_CLOEXEC | os.O_NOFOLLOW
    if path.exists() and path.stat().st_size > LARGEST:
        path.replace(path.with_name("log.1"))
    file = os.open(path, flags, 0o600)
    return file, os.fstat(file).st_size


def last_logged_error(path: Path, since: int) -> str:
    """The last thing the server said that tells why it ended; "" if it said nothing.

    Each line begins with a time, a process id and a SQLSTATE; 57P03 only tells a client to wait.
    """
    try:
        with path.open("rb") as stream:
            stream.seek(since)
            lines = stream.read().decode(errors="replace").splitlines()
    except OSError:
        return ""
    said = [line for line in lines if line.strip() and " 57P03 " not in line]
    telling = [line for line in said if "FATAL:" in line or "PANIC:" in line]
    return (telling or said or [""])[-1].strip()
