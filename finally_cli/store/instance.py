"""The PostgreSQL server that holds a profile's database, whichever it is.

An `Instance` is entered once for a command. `embedded/instance.py` and `remote.py` say how the two
kinds are reached and what else differs between them, and `locate.py` which one a profile means; who
works on a database need not ask.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from contextlib import AbstractContextManager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from finally_cli.model.errors import FinallyError, NotFound
from finally_cli.model.profile import Profile
from finally_cli.model.text import quote
from finally_cli.store.connection import Tell

if TYPE_CHECKING:
    import psycopg

    from finally_cli.store.programs import Client

MAINTENANCE = "postgres"  # the database that every server has


class NotPrepared(Exception):
    """The everyday role cannot get at its database, which may not have been made yet.

    `failure` is what to show where it has been made.
    """

    def __init__(self, failure: FinallyError) -> None:
        super().__init__(failure.message)
        self.failure = failure


class Instance(ABC):
    """The server of one profile's database: a context, in which the server runs.

    `is_managed`: the program looks after it, makes the database, its schema and its first user when
    they are needed, and migrates only after a backup. `role` acts as the owner in place of the
    owner. `version` is PostgreSQL's, where it is known without a connection.
    """

    is_managed: bool
    version: str | None = None
    everyday_role: str | None = None  # None: whoever the profile logs in as

    def __init__(self, profile: Profile, tell: Tell) -> None:
        self.profile, self.tell = profile, tell
        self.role: str | None = None

    @property
    def name(self) -> str:
        """What messages call it."""
        return f"profile {quote(self.profile.name)}"

    @property
    @abstractmethod
    def database(self) -> str:
        """The name of the profile's database; a server elsewhere may have to be asked for it."""

    @abstractmethod
    def __enter__(self) -> Instance: ...

    @abstractmethod
    def __exit__(self, kind: type[BaseException] | None, *_: object) -> None: ...

    @abstractmethod
    def exists(self) -> bool:
        """Whether there is a server to connect to; none is made or started for that."""

    @abstractmethod
    def is_running(self) -> bool:
        """Whether the server runs now; one elsewhere is not asked."""

    @abstractmethod
    def connect(self) -> psycopg.Connection[Any]:
        """A connection as the everyday role; nothing is made.

        Raises NotPrepared where the database may have to be made, NotReachable, NotAllowed.
        """

    @abstractmethod
    def connect_as_owner(self, database: str | None = None) -> psycopg.Connection[Any]:
        """A connection as the owner of the profile's database, or of another one.

        Raises NotFound (NO_BOOKS) where that has not been made, NotReachable, NotAllowed.
        """

    def connect_to_look(self) -> psycopg.Connection[Any]:
        """A connection as who may look at a half-made schema, the way that commands go."""
        return self.connect_as_owner()

    @abstractmethod
    def connect_as_admin(self, database: str = MAINTENANCE) -> psycopg.Connection[Any]:
        """A connection as who makes databases and roles. Raises NotReachable, NotAllowed."""

    @abstractmethod
    def client(self, database: str | None = None) -> AbstractContextManager[Client]:
        """How a program of PostgreSQL connects as the owner."""

    @abstractmethod
    def shell_client(self, options: str) -> AbstractContextManager[Client]:
        """How an interactive shell connects as the everyday role, with libpq's `options`."""

    @abstractmethod
    def program(self, name: str, version: int) -> Path:
        """The program that fits the server, whose version is as libpq gives it: 180006.

        Raises NotFound where there is none.
        """

    @abstractmethod
    def acting_as(
        self, role: str, admin: psycopg.Connection[Any], database: str
    ) -> AbstractContextManager[Instance]:
        """The same instance with a role in place of the owner, which can log in until the end.

        `admin` may change the role, and `database` is one to try. Raises psycopg's error where the
        server does not let it in.
        """

    @abstractmethod
    def place(self, connection: psycopg.Connection[Any] | None = None) -> str:
        """Where the data is, for a person: a folder, or the host and port of a connection."""

    @abstractmethod
    def address(self) -> str:
        """The database's address for other programs, without a password."""

    def bundled_program(self, name: str) -> Path | None:
        """The program that comes with the server, where any do."""
        return None

    def owner_address(self, connection: psycopg.Connection[Any]) -> str | None:
        """Where the owner, who is connected, runs statements by hand; None where they know."""
        return None

    def tls(self, connection: psycopg.Connection[Any]) -> str | None:
        """The sslmode that a connection amounts to; None where it never leaves the machine."""
        return None

    def is_pooled(self, connection: psycopg.Connection[Any]) -> bool | None:
        """Whether a pooler answers a connection; None where none can be."""
        return None

    @abstractmethod
    def create_database(self) -> None:
        """Create the profile's database, where it is missing and ours to make."""

    def left_scratch_folders(self) -> list[Path]:
        """The folders of throw-away clusters whose processes were killed."""
        return []

    def is_same_database(self, other: Instance) -> bool:
        """Whether both are one database, where that can be said without a connection."""
        return False


def no_books(database: str) -> NotFound:
    """The refusal of what needs a database that has not been made."""
    return NotFound(
        f"the database {quote(database)} holds no books yet",
        "The first command makes them: finally snapshot add",
        code="NO_BOOKS",
    )
