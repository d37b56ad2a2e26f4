"""A database as whoever looks after it reaches it: ours embedded, or one on another server."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack, closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from finally_cli.model.errors import Denied, NotFound
from finally_cli.model.profile import Profile
from finally_cli.model.text import quote
from finally_cli.store.connection import (
    Tell,
    connect_by_keywords,
    connect_to_server,
    connection_keywords,
    running_server,
)
from finally_cli.store.errors import one_line, unreachable
from finally_cli.store.programs import Client, client, find
from finally_cli.store.provision import owner_of

if TYPE_CHECKING:
    import psycopg

    from finally_cli.store.embedded import EmbeddedServer

NO_SUCH_DATABASE = "3D000"
MAINTENANCE = "postgres"  # the database that every server has


@dataclass(frozen=True, slots=True)
class Instance:
    """One database of one server. `given` are libpq's keywords for a server of the user's own.

    `role` is who connects, where that is not the owner or the profile's own login.
    """

    profile: Profile
    server: EmbeddedServer | None
    given: dict[str, Any]
    database: str
    role: str | None = None

    def connect(self, database: str | None = None) -> psycopg.Connection[Any]:
        """A connection as the owner. Raises NotFound where the database has not been made."""
        name = database or self.database
        if self.server is not None:
            return connect_as_owner(self.server, name, self.role)
        if self.role is not None:
            return connect_as_role(self.given | {"dbname": name}, self.role)
        return connect_to_server(self.profile, dbname=name)

    @contextmanager
    def client(self, database: str | None = None) -> Iterator[Client]:
        """How a program of PostgreSQL connects to the same."""
        given, name = self.given, database or self.database
        if self.server is not None:
            given = at_socket(self.server, self.role or owner_of(self.server, name))
        ours = self.server is not None
        with client(given | {"dbname": name}, ours=ours) as connects:
            yield connects

    def program(self, name: str, version: int) -> Path:
        """The program that fits the server, whose version is as libpq gives it: 180006."""
        if self.server is not None:
            return self.server.binary(name)
        return find(name, self.given, version)


def connect_as_owner(
    server: EmbeddedServer, database: str, role: str | None = None
) -> psycopg.Connection[Any]:
    """The owner's connection to a database of the embedded server, or that of another role."""
    import psycopg

    try:
        return server.connect(database, user=role or owner_of(server, database))
    except psycopg.OperationalError as error:
        if error.sqlstate == NO_SUCH_DATABASE:
            raise no_books(database) from None
        raise unreachable(error, f"database {quote(database)}") from error


def connect_as_role(given: dict[str, Any], role: str) -> psycopg.Connection[Any]:
    """A connection to a server of the user's own that need not let the role in. Raises Denied."""
    import psycopg

    try:
        return connect_by_keywords(given)
    except psycopg.OperationalError as error:
        raise Denied(
            "what a backup holds could run anything as a superuser, and the server does not let in"
            f" the role {role}, which is none: {one_line(str(error))}",
            "Restore on the embedded server, and carry the books from there: finally db move --to"
            " NAME. Or log in as a role that is no superuser and may make databases.",
            code="RESTORE_AS_SUPERUSER",
        ) from None


def no_books(database: str) -> NotFound:
    """The refusal to back up what is not there."""
    return NotFound(
        f"the database {quote(database)} holds no books yet",
        "The first command makes them: finally snapshot add",
        code="NO_BOOKS",
    )


def at_socket(server: EmbeddedServer, role: str) -> dict[str, Any]:
    """libpq's keywords for a role of an embedded server."""
    return {"host": str(server.socket_folder), "port": server.port, "user": role}


@contextmanager
def enter_instance(profile: Profile, tell: Tell) -> Iterator[Instance]:
    """The database of a profile, whose server runs until the end; nothing is made or migrated."""
    with ExitStack() as stack:
        server = running_server(profile, stack, tell)
        yield instance_of(profile, server)


def instance_of(profile: Profile, server: EmbeddedServer | None) -> Instance:
    """The same on a server that has been entered already."""
    if server is not None:
        return Instance(profile, server, {}, profile.database)
    with closing(connect_to_server(profile)) as connection:
        return Instance(profile, None, connection_keywords(profile), connection.info.dbname)
