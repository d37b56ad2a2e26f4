"""How far a standby must have come, so that whoever wrote from this machine reads what they wrote.

In the data folder, a folder for each profile with a read_dsn. The file `server` says which server
the dsn leads to; a file for each user, where its log stood after their last write. What may have
been passed by a write whose end nobody has seen is in doubt: then the primary answers, and where
its log stands is noted anew.
"""

from __future__ import annotations

import os
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from finally_cli.model.errors import FinallyError
from finally_cli.model.profile import Profile
from finally_cli.store.database import fetch_rows
from finally_cli.store.embedded.locks import Lock
from finally_cli.store.statements import Statement

if TYPE_CHECKING:
    import psycopg

GOOD_FOR = 600  # seconds for which a server is held to be the one that its dsn leads to
AWAY_FOR = 60  # seconds for which a standby that could not be reached is left alone
NOBODY = "nobody"  # who writes where no user is identified
SERVER, AWAY = "server", "away"
DOUBT = " ?"  # ends a note beyond which there may be more


@dataclass(frozen=True, slots=True, kw_only=True)
class Position:
    """The row of db/position."""

    system: str
    database: str
    role_name: str
    is_standby: bool
    timeline: int
    position: str | None
    behind_seconds: Decimal


POSITION = Statement("db/position", Position)


def bytes_of(position: str) -> int:
    """A place in the log as a number of bytes.

    >>> bytes_of("1/000000FF")
    4294967551
    """
    high, low = position.split("/")
    return (int(high, 16) << 32) + int(low, 16)


class Mark(NamedTuple):
    """A place in the log of one timeline. Later is greater, also after a failover."""

    timeline: int = 0
    place: int = 0

    @classmethod
    def of(cls, found: Position) -> Mark:
        return cls(found.timeline, bytes_of(found.position or "0/0"))


class Identity(NamedTuple):
    """What the dsn leads to, and what a standby must be, too: a cluster, a database, a login."""

    system: str
    database: str
    role_name: str

    @classmethod
    def of(cls, found: Position) -> Identity:
        return cls(found.system, found.database, found.role_name)


class LastWrites:
    """The notes of one profile. Where one cannot be written, everything is in doubt."""

    def __init__(self, profile: Profile) -> None:
        from hashlib import sha256

        self.profile = profile
        said = "\0".join((profile.dsn, profile.service, profile.secret_arn, profile.read_dsn))
        name = f"{profile.name}-{sha256(said.encode()).hexdigest()[:12]}"
        self.folder = profile.data_dir / "standbys" / name

    def primary(self) -> Identity | None:
        """The primary as it was met at most GOOD_FOR seconds ago; None where that is in doubt."""
        file = self.folder / SERVER
        try:
            if not is_young(file, GOOD_FOR) or not os.access(self.folder, os.W_OK):
                return None
            system, database, role = file.read_text("utf-8").split(" ", 2)
        except (OSError, ValueError):
            return None
        return Identity(system, database, role)

    def needed(self, whose: str, system: str) -> Mark | None:
        """Where the log stood after the last write of a user; None where that is in doubt."""
        marks = [self.read(name, system) for name in (whose, NOBODY)]
        known = [mark for mark in marks if mark is not None]
        return max(known) if len(known) == len(marks) else None

    def read(self, whose: str, system: str) -> Mark | None:
        """The note of one user; where there is none, the first mark of all."""
        try:
            text = (self.folder / whose).read_text("utf-8")
        except FileNotFoundError:
            return Mark()
        except (OSError, ValueError):
            return None
        return None if text.endswith(DOUBT) else parse_note(text, system)

    def is_in_doubt(self, whose: str) -> bool:
        """Whether the primary must be asked what there is."""
        primary = self.primary()
        return primary is None or self.needed(whose, primary.system) is None

    def doubt(self, whose: str) -> None:
        """Say before a commit that there may be more than what is noted."""
        with self.or_forgotten(), self.locked(whose) as file:
            overwrite(file, os.pread(file, 200, 0).decode().removesuffix(DOUBT) + DOUBT)

    def keep(self, whose: str, found: Position) -> None:
        """Note where the log of the primary stands, which is no earlier than any write so far."""
        identity, mark = Identity.of(found), Mark.of(found)
        with self.or_forgotten():
            with self.locked(whose) as file:
                before = os.pread(file, 200, 0).decode().removesuffix(DOUBT)
                mark = max(mark, parse_note(before, identity.system) or mark)
                overwrite(file, f"{identity.system} {mark.timeline} {mark.place}")
            with self.locked(SERVER) as file:
                overwrite(file, " ".join(identity))

    def forget(self) -> None:
        """Have the primary asked before a standby is asked again."""
        with suppress(OSError):
            (self.folder / SERVER).unlink(missing_ok=True)

    def is_away(self) -> bool:
        """Whether the standby was met in vain just now, and is left alone for a while."""
        with suppress(OSError):
            return is_young(self.folder / AWAY, AWAY_FOR)
        return False

    def note_away(self) -> None:
        with suppress(OSError):
            (self.folder / AWAY).write_bytes(b"")

    @contextmanager
    def or_forgotten(self) -> Iterator[None]:
        """Do what may fail: nothing that was done in the books fails with it."""
        try:
            yield
        except (OSError, ValueError, FinallyError):
            self.forget()

    @contextmanager
    def locked(self, name: str) -> Iterator[int]:
        """A file of the folder, open and held alone."""
        import fcntl

        if not self.folder.is_dir():
            from finally_cli.store.embedded.permissions import claim_folder

            claim_folder(self.profile.data_dir, None)
            self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        with Lock(self.folder / name) as lock:
            fcntl.flock(lock.file, fcntl.LOCK_EX)
            yield lock.file


def is_young(file: Path, seconds: float) -> bool:
    """Whether a file was written that short a time ago. Raises OSError where there is none."""
    return 0 <= time.time() - file.stat().st_mtime <= seconds


def parse_note(text: str, system: str) -> Mark | None:
    """The mark of a note; None for a torn one, and the first mark of all for another server's."""
    words = text.split(" ")
    if len(words) != 3 or not (words[1].isdecimal() and words[2].isdecimal()):
        return None
    return Mark(int(words[1]), int(words[2])) if words[0] == system else Mark()


def overwrite(file: int, text: str) -> None:
    """Put a text in the place of what a file holds."""
    os.ftruncate(file, 0)
    os.pwrite(file, text.encode(), 0)


class Writer:
    """Commits what is written on a connection to the primary, and notes where its log stands then.

    `whose` is the user that writes.
    """

    def __init__(self, connection: psycopg.Connection[Any], profile: Profile) -> None:
        self.connection, self.notes = connection, LastWrites(profile)
        self.whose = NOBODY

    def commit(self) -> None:
        """Commit. What fails afterwards leaves the note in doubt, and nothing else."""
        self.notes.doubt(self.whose)
        self.connection.commit()
        keep_position(self.connection, self.notes, self.whose)


def keep_position(
    connection: psycopg.Connection[Any], notes: LastWrites, whose: str
) -> Position | None:
    """Note where the primary's log stands; where that is, or None where it does not say so."""
    import psycopg

    try:
        with connection.transaction():  # of its own, or a part of the one that is open
            (found,) = fetch_rows(connection, POSITION)
    except (FinallyError, psycopg.Error):
        return None
    if found.is_standby:
        return None
    notes.keep(whose, found)
    return found
