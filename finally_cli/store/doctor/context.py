"""What a check is given and gives: the connection it may ask, its findings, the report of all."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

from finally_cli.model.text import escape_controls
from finally_cli.store.database import set_local_sql
from finally_cli.store.statements import Statement, body

if TYPE_CHECKING:
    import psycopg

    from finally_cli.store.instance import Instance


ERROR, WARNING = "error", "warning"
# SQLSTATEs of a server that stumbles over its data: corrupted, unreadable, or ended by it. Any
# other says that something may not be done, is not there, or takes too long.
OF_DAMAGE = ("XX", "58", "22", "08", "57P")


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One thing that is wrong, or odd: a sentence without a full stop, and what to do about it.

    `remedy` is a sentence, a command of ours, or statements of SQL for the owner of the tables,
    which end in a semicolon.
    """

    severity: str
    finding: str
    remedy: str

    @property
    def is_mended_by_sql(self) -> bool:
        """Whether the remedy is to be run on the database."""
        return self.remedy.endswith(";")


class NotSeen(Exception):
    """Raised where a check cannot be made; its text is the reason, as the end of a sentence."""


@dataclass(slots=True, kw_only=True)
class Report:
    """All that was found: each finding with its check, and the checks that could not be made."""

    findings: list[tuple[str, Finding]] = field(default_factory=list)
    unseen: list[tuple[str, str]] = field(default_factory=list)
    checks: list[str] = field(default_factory=list)
    failed: list[tuple[str, str]] = field(default_factory=list)  # checks, and what the server said
    owners_url: str | None = None  # where statements are run that mend something
    is_there: bool = True
    postgresql: str | None = None  # the release that comes with the program, where it is used

    def add(self, check: str, findings: Iterable[Finding]) -> None:
        """Keep what a check gives, also where it breaks off; made is one that came to its end."""
        for one in findings:
            self.findings.append((check, one))
        self.checks.append(check)

    def conclude(self) -> None:
        """Tell the checks that failed: by themselves, or as not made where the cause is found."""
        for check, said in self.failed:
            if any(said in one.finding for _, one in self.findings):
                self.unseen.append((check, said))
            else:
                whole = "Find what is damaged: finally db doctor --deep"
                self.add(check, [error(f"the check of {check} failed: {said}", whole)])
        self.failed.clear()


def is_damage(failed: psycopg.Error) -> bool:
    """Whether the server failed for what it found, and not because it would not look."""
    return failed.sqlstate is None or failed.sqlstate.startswith(OF_DAMAGE)


def error(finding: str, remedy: str) -> Finding:
    """Something that is wrong."""
    return Finding(severity=ERROR, finding=finding, remedy=remedy)


def warning(finding: str, remedy: str) -> Finding:
    """Something that is odd, or may become wrong."""
    return Finding(severity=WARNING, finding=finding, remedy=remedy)


def remove_command(path: Path) -> str:
    """What takes a left-over away."""
    return f"rm -r {quote_path(path)}"


def quote_path(path: Path) -> str:
    """A path that can be copied into a shell, and acts on no terminal."""
    import shlex

    return escape_controls(shlex.quote(str(path)))


Row = TypeVar("Row")


@dataclass(frozen=True, slots=True, kw_only=True)
class Visibility:
    """The row of doctor/privileges."""

    role: str
    is_superuser: bool
    sees_all_rows: bool
    has_everyday: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class User:
    """Somebody whose books can be checked."""

    id: str
    email: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SearchPath:
    search_path: str


@dataclass(frozen=True, slots=True, kw_only=True)
class OneDatabase:
    """A database of the server; `is_used` while somebody is connected to it."""

    oid: int
    name: str
    is_used: bool


PRIVILEGES = Statement("doctor/privileges", Visibility)
USERS = Statement("doctor/users", User)
SEARCH_PATH = Statement("doctor/search_path", SearchPath)
DATABASES = Statement("doctor/databases", OneDatabase)


class Context:
    """A connection to the database of an instance, on which the checks are made one by one.

    Errors of the driver come out as they are: whoever makes a check says what they mean for it.
    """

    def __init__(self, instance: Instance, connection: psycopg.Connection[Any]) -> None:
        self.instance = instance
        self.connection = connection
        self.is_current = True  # the schema is of this version
        self.broken: set[str] = set()  # what the server said of tables: told once
        self.known: dict[str, list[Any]] = {}  # what was asked of the catalog already

    def all(self, statement: Statement[Row], **params: object) -> list[Row]:
        """Every row of a statement."""
        from psycopg.rows import class_row

        with self.connection.cursor(row_factory=class_row(statement.row)) as cursor:
            return cursor.execute(body(statement.name), params).fetchall()

    def fetch_once(self, statement: Statement[Row]) -> list[Row]:
        """Every row of a statement, which is asked once however many checks want it."""
        if statement.name not in self.known:
            self.known[statement.name] = self.all(statement)
        return self.known[statement.name]

    @property
    def login(self) -> Visibility:
        """What this login is."""
        return self.fetch_once(PRIVILEGES)[0]

    def users(self) -> Iterator[User]:
        """Everybody whose books this login may check, one after the other identified as them.

        Raises NotSeen for a login that has no books, and sees nobody's.
        """
        everybody = self.all(USERS)
        if not everybody and not self.login.sees_all_rows and not self.is_trusted():
            raise NotSeen(f"the login {self.login.role} has no books here")
        for user in everybody:
            self.connection.execute(set_local_sql(user_id=user.id))
            yield user

    def is_trusted(self) -> bool:
        """Whether this login says itself whose books it opens."""
        asked = self.connection.execute("SELECT session_is_trusted()").fetchone()
        return bool(asked and asked[0])

    def begin(self) -> None:
        """Open the transaction, of which each check then is a part that can fail by itself."""
        self.connection.execute("SELECT")

    def reset_search_path(self) -> None:
        """Let names mean our own tables, whatever the check before had set."""
        self.all(SEARCH_PATH)
