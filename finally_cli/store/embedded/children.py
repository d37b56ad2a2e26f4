"""Processes of ours: run as the server's user, and left to live on after us."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, TypedDict

from finally_cli.store.embedded.account import Account

if TYPE_CHECKING:
    import subprocess

UNAWAITED: set[int] = set()


class AsUser(TypedDict, total=False):
    """The arguments of subprocess that choose a user."""

    user: int
    group: int
    extra_groups: list[int]


def as_user(server: Account | None) -> AsUser:
    """How to run a process as the server's user."""
    if server is None:
        return {}
    return {"user": server.uid, "group": server.gid, "extra_groups": []}


def leave_alone(process: subprocess.Popen[bytes]) -> None:
    """Let a child live on: its Popen object shall neither wait for it nor warn."""
    process.returncode = 0
    UNAWAITED.add(process.pid)


def reap() -> None:
    """Take note of children that ended, where this process lives on after its server."""
    for pid in tuple(UNAWAITED):
        try:
            ended = os.waitpid(pid, os.WNOHANG) != (0, 0)
        except ChildProcessError:
            ended = True
        if ended:
            UNAWAITED.discard(pid)
