"""Making a cluster: in a folder beside its place, renamed when it is complete and on the disk."""

from __future__ import annotations

import errno
import os
from collections.abc import Mapping
from pathlib import Path

from finally_cli.model.errors import NotReachable, ResourceFull, SchemaMismatch
from finally_cli.store.embedded import binaries
from finally_cli.store.embedded.draft import new_draft
from finally_cli.store.embedded.locks import Lock
from finally_cli.store.embedded.os_errors import FULL
from finally_cli.store.embedded.paths import MAJOR, Home
from finally_cli.store.embedded.pg_hba import EVERYDAY, OWNER
from finally_cli.store.embedded.process import as_user
from finally_cli.store.embedded.settings import TUNING, arguments

CREATE_EVERYDAY = f"CREATE ROLE {EVERYDAY} LOGIN NOSUPERUSER NOBYPASSRLS;\n"


def create_cluster(home: Home, alive: Lock, settings: Mapping[str, str]) -> None:
    """Make the cluster with its two roles; killed at any point, the next call begins anew.

    The caller holds `alive` and our children inherit it: while any lives, nobody else starts.
    Raises SchemaMismatch for a cluster of another major version, ResourceFull, NotReachable.
    """
    refuse_another_version(home.path)
    with new_draft(home) as draft:
        if home.server is not None:
            os.chown(draft, home.server.uid, home.server.gid)
        programs = binaries.reachable(home.path, home.server)
        work = Work(home, alive, programs)
        work.run("initdb", *INITDB, *arguments(TUNING), "--no-sync", "-D", str(draft))
        unlogged = arguments({"log_checkpoints": "off", "fsync": "off"})
        work.run(
            "postgres", "--single", "-D", str(draft), *unlogged, "postgres", says=CREATE_EVERYDAY
        )
        if settings.get("fsync") != "off":
            work.run("initdb", "--sync-only", "-D", str(draft))
        draft.rename(home.data)
    sync(home.path)


INITDB = (
    f"--username={OWNER}",
    "--encoding=UTF8",
    "--locale=C",
    "--locale-provider=builtin",
    "--builtin-locale=C.UTF-8",
    "--data-checksums",
    "--auth=peer",
    "--no-instructions",
)


class Work:
    """Running the server's programs as its user, with the lock in their hands."""

    def __init__(self, home: Home, alive: Lock, programs: Path) -> None:
        self.home, self.alive, self.programs = home, alive, programs

    def run(self, program: str, *words: str, says: str = "") -> None:
        """Run one program to its end. Raises ResourceFull or NotReachable if it fails."""
        import subprocess

        done = subprocess.run(
            [self.programs / program, *words],
            input=says,
            capture_output=True,
            text=True,
            errors="replace",
            check=False,
            cwd="/",
            env=binaries.server_environment(),
            pass_fds=[self.alive.file],
            **as_user(self.home.server),
        )
        lines = [line for line in done.stderr.splitlines() if line.strip()]
        wrong = [line for line in lines if "FATAL:" in line or "ERROR:" in line or "error:" in line]
        if done.returncode == 0 and not (says and wrong):
            return
        if any(os.strerror(number) in done.stderr for number in FULL):
            raise ResourceFull(
                f"the disk is full: the database needs about 50 MB in {self.home.path}",
                "Free some space and try again",
            )
        said = (wrong or lines or [f"{program} ended with {done.returncode} and said nothing"])[-1]
        raise NotReachable(
            f"the database could not be made in {self.home.path}: {said.strip()}",
            "Nothing was left behind. Mend that and try again, or set FINALLY_DATA_DIR",
            code="SERVER_NOT_MADE",
        )


def refuse_another_version(home: Path) -> None:
    """Raise SchemaMismatch if the home holds a cluster of another major version."""
    for folder in sorted(home.iterdir()):
        if folder.name.isdecimal() and folder.name != MAJOR and (folder / "PG_VERSION").exists():
            raise SchemaMismatch(
                f"the data in {home} was written by PostgreSQL {folder.name},"
                f" and this program brings PostgreSQL {MAJOR}",
                f"Back it up with the finally-cli that brought PostgreSQL {folder.name}, and"
                " restore it in a new FINALLY_DATA_DIR; nothing has been changed",
                code="OTHER_MAJOR_VERSION",
            )


def sync(folder: Path) -> None:
    """Bring a folder's own entries to the disk."""
    file = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
    try:
        os.fsync(file)
    except OSError as error:
        if error.errno not in (errno.EINVAL, errno.ENOTSUP):  # some file systems cannot
            raise
    finally:
        os.close(file)
