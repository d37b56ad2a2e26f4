"""The database that is looked at, as this login sees it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypeVar

from finally_cli.model.profile import Profile
from finally_cli.store.database import local
from finally_cli.store.doctor.findings import NotSeen
from finally_cli.store.statements import Statement, body

if TYPE_CHECKING:
    import psycopg

    from finally_cli.store.embedded import EmbeddedServer

Row = TypeVar("Row")


@dataclass(frozen=True, slots=True, kw_only=True)
class Sight:
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
class OurNames:
    search_path: str


SIGHT = Statement("doctor/privileges", Sight)
USERS = Statement("doctor/users", User)
AS_OURS = Statement("doctor/search_path", OurNames)


class Patient:
    """An open transaction on a database. `server` is None for one of the user's own.

    Errors of the driver come out as they are: whoever makes a check says what they mean for it.
    """

    def __init__(
        self,
        connection: psycopg.Connection[Any],
        profile: Profile,
        server: EmbeddedServer | None = None,
        tell: Callable[[str], None] = lambda sentence: None,
    ) -> None:
        self.connection = connection
        self.profile = profile
        self.server = server
        self.tell = tell
        self.is_current = True  # the schema is of this version
        self.broken: set[str] = set()  # what the server said of tables: told once
        self.known: dict[str, list[Any]] = {}  # what was asked of the catalog already

    def all(self, statement: Statement[Row], **params: object) -> list[Row]:
        """Every row of a statement."""
        from psycopg.rows import class_row

        with self.connection.cursor(row_factory=class_row(statement.row)) as cursor:
            return cursor.execute(body(statement.name), params).fetchall()

    def once(self, statement: Statement[Row]) -> list[Row]:
        """Every row of a statement, which is asked once however many checks want it."""
        if statement.name not in self.known:
            self.known[statement.name] = self.all(statement)
        return self.known[statement.name]

    @property
    def sight(self) -> Sight:
        """What this login is."""
        return self.once(SIGHT)[0]

    def users(self) -> Iterator[User]:
        """Everybody whose books this login may check, one after the other identified as them.

        Raises NotSeen for a login that has no books, and sees nobody's.
        """
        everybody = self.all(USERS)
        if not everybody and not self.sight.sees_all_rows and not self.is_trusted():
            raise NotSeen(f"the login {self.sight.role} has no books here")
        for user in everybody:
            self.connection.execute(local(user_id=user.id))
            yield user

    def is_trusted(self) -> bool:
        """Whether this login says itself whose books it opens."""
        asked = self.connection.execute("SELECT session_is_trusted()").fetchone()
        return bool(asked and asked[0])

    def begin(self) -> None:
        """Open the transaction, of which each check then is a part that can fail by itself."""
        self.connection.execute("SELECT")

    def settle(self) -> None:
        """Let names mean our own tables, whatever the check before had set."""
        self.all(AS_OURS)
