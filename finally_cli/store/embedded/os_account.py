"""Whose processes these are: the person's, and for root those of a user who runs the server."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path

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
