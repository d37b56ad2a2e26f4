"""Making a cluster: in a folder beside its place, renamed when it is complete and on the disk."""

from __future__ import annotations

import errno
import os
import stat
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from shutil import rmtree

from finally_cli.model.errors import NotReachable, ResourceFull, SchemaMismatch
from finally_cli.store.embedded import binaries
from finally_cli.store.embedded.configuration import (
    EVERYDAY,
    OWNER,
    TUNING,
    setting_arguments,
    write_if_changed,
)
from finally_cli.store.embedded.locks import Lock
from finally_cli.store.embedded.mark import read_beginning
from finally_cli.store.embedded.paths import MAJOR, Home
from finally_cli.store.embedded.process import as_user
from finally_cli.store.errors import FULL

CREATE_EVERYDAY = f"CREATE ROLE {EVERYDAY} LOGIN NOSUPERUSER NOBYPASSRLS;\n"


def create_cluster(home: Home, alive: Lock, settings: Mapping[str, str]) -> None:
    """Make the cluster with its two roles; killed at any point, the next call begins anew.

    The caller holds `alive` and our children inherit it: while any lives, nobody else starts.
    Raises SchemaMismatch for a cluster of another major version, ResourceFull, NotReachable.
    """
    refuse_another_version(home.path)
    with draft_folder(home) as draft:
        if home.server is not None:
            os.chown(draft, home.server.uid, home.server.gid)
        programs = binaries.reachable_bin_folder(home.path, home.server)
        work = Work(home, alive, programs)
        work.run("initdb", *INITDB, *setting_arguments(TUNING), "--no-sync", "-D", str(draft))
        unlogged = setting_arguments({"log_checkpoints": "off", "fsync": "off"})
        work.run(
            "postgres", "--single", "-D", str(draft), *unlogged, "postgres", says=CREATE_EVERYDAY
        )
        if settings.get("fsync") != "off":
            work.run("initdb", "--sync-only", "-D", str(draft))
        draft.rename(home.data)
    sync_folder(home.path)


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


def sync_folder(folder: Path) -> None:
    """Bring a folder's own entries to the disk."""
    file = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
    try:
        os.fsync(file)
    except OSError as error:
        if error.errno not in (errno.EINVAL, errno.ENOTSUP):  # some file systems cannot
            raise
    finally:
        os.close(file)


# The folder of a cluster that is being made cannot carry a mark, since initdb wants it empty. So a
# file beside it says which folder it is, by name and by the number that the file system gave it.
# Whoever makes one holds `alive`.
RECORD = "making"


@contextmanager
def draft_folder(home: Home) -> Iterator[Path]:
    """A new folder for a cluster, gone afterwards unless it was renamed; what one left goes before.

    The caller gives it to the server's user.
    """
    clear_draft(home.path)
    number, name = 1, f"{MAJOR}.new.{os.getpid()}"
    while os.path.lexists(home.path / name):
        number += 1
        name = f"{MAJOR}.new.{os.getpid()}.{number}"
    draft, record = home.path / name, home.path / RECORD
    write_record(record, f"{name}\n")
    try:
        draft.mkdir(mode=0o700)
        found = draft.stat()
        write_record(record, f"{name}\n{found.st_dev} {found.st_ino}\n")
        yield draft
    finally:
        clear_draft(home.path)


def clear_draft(home: Path) -> None:
    """Remove the folder that is on record, if it is still the same one."""
    if draft := recorded_draft(home):
        if any(draft.iterdir()):
            rmtree(draft, ignore_errors=True)
        else:
            draft.rmdir()
    if is_record(home / RECORD):
        (home / RECORD).unlink()


def recorded_draft(home: Path) -> Path | None:
    """The draft that is on record and still there; an empty one need not be known by number."""
    record = home / RECORD
    if not is_record(record):
        return None
    name, _, number = record.read_text(errors="replace").partition("\n")
    draft = home / name
    try:
        found = draft.lstat()
    except OSError:
        return None
    if not stat.S_ISDIR(found.st_mode):
        return None
    if number.strip():
        return draft if number.split() == [str(found.st_dev), str(found.st_ino)] else None
    return None if any(draft.iterdir()) else draft


def is_record(file: Path) -> bool:
    """Whether it is a file that we wrote: one of our names stands in it."""
    return (read_beginning(file) or b"").startswith(f"{MAJOR}.new.".encode())


def write_record(record: Path, text: str) -> None:
    """Write the record, unless another file has its name."""
    if is_record(record) or not os.path.lexists(record):
        write_if_changed(record, text, None)
