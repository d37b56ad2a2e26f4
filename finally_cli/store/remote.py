"""A server of the user's own as an instance: it is found running, and looked after elsewhere."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import AbstractContextManager, closing, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from finally_cli.store import conninfo
from finally_cli.store.connection import (
    connect_by_keywords,
    connect_to_server,
    connection_keywords,
)
from finally_cli.store.direct import is_pooled, profile_at, refuse_pooler
from finally_cli.store.driver import load_driver
from finally_cli.store.errors import translating_errors
from finally_cli.store.instance import MAINTENANCE, Instance

if TYPE_CHECKING:
    import psycopg

    from finally_cli.model.profile import Profile
    from finally_cli.store.programs import Client


class RemoteInstance(Instance):
    """A server that the profile leads to, as its one login: everyday, as the owner and as admin."""

    is_managed = False
    _database: str | None = None
    _acting: dict[str, str] | None = None  # the keywords of a role in place of the login
    _direct: Profile | None = None
    _is_met = False  # the server itself, with nothing in between

    @property
    def direct(self) -> Profile:
        """The profile whose dsn leads to the server itself, where that is said."""
        if self._direct is None:
            self._direct = profile_at(self.profile, "direct_dsn")
        return self._direct

    @property
    def database(self) -> str:
        if self._database is None:
            with closing(self.connect_as_owner()) as connection:
                self._database = connection.info.dbname
        return self._database

    def __enter__(self) -> RemoteInstance:
        load_driver()
        return self

    def __exit__(self, kind: type[BaseException] | None, *_: object) -> None:
        """Nothing: the server runs on."""

    def exists(self) -> bool:
        return True

    def is_running(self) -> bool:
        return True

    def connect(self) -> psycopg.Connection[Any]:
        return connect_to_server(self.profile)

    def connect_as_owner(self, database: str | None = None) -> psycopg.Connection[Any]:
        if self._acting is not None:
            return connect_by_keywords(self.keywords(database))
        return connect_to_server(self.direct, dbname=database)

    def connect_to_look(self) -> psycopg.Connection[Any]:
        return self.connect()

    def connect_as_admin(self, database: str = MAINTENANCE) -> psycopg.Connection[Any]:
        self.refuse_pooler()
        return connect_to_server(self.direct, dbname=database)

    def refuse_pooler(self) -> None:
        """Raise Refused where a pooler stands before the server, which may lead to no other
        database, and keeps what a session sets for the next one.
        """
        if not self._is_met:
            with closing(connect_to_server(self.direct)) as connection:
                refuse_pooler(connection, self.profile)
            self._is_met = True

    def keywords(self, database: str | None = None) -> dict[str, Any]:
        """libpq's keywords of the profile's database or another, for who acts as the owner."""
        given = connection_keywords(self.direct) | (self._acting or {})
        return given | {"dbname": database or self.database}

    def client(self, database: str | None = None) -> AbstractContextManager[Client]:
        from finally_cli.store.programs import client_connection

        self.refuse_pooler()
        return client_connection(self.keywords(database))

    def shell_client(self, options: str) -> AbstractContextManager[Client]:
        from finally_cli.store.programs import client_connection

        self.refuse_pooler()
        given = connection_keywords(self.direct)
        force = conninfo.keywords_in_force(given)
        given["options"] = f"{force.get('options', '')} {options}".strip()
        given["application_name"] = force.get("application_name", "finally db shell")
        return client_connection(given)

    def program(self, name: str, version: int) -> Path:
        from finally_cli.store.programs import find_program

        return find_program(name, connection_keywords(self.direct), version)

    @contextmanager
    def acting_as(
        self, role: str, admin: psycopg.Connection[Any], database: str
    ) -> Iterator[Instance]:
        """With a password that nobody else knows, and that is taken away in the end."""
        import secrets
        from copy import copy

        acting = copy(self)
        acting.role = role
        acting._acting = {"user": role, "password": secrets.token_urlsafe(32)}
        set_password(admin, role, acting._acting["password"])
        try:
            acting.connect_as_owner(database).close()
            yield acting
        finally:
            if not admin.closed:
                set_password(admin, role, None)

    def is_pooled(self, connection: psycopg.Connection[Any]) -> bool | None:
        return is_pooled(connection)

    def create_database(self) -> None:
        """Nothing: whoever looks after the server makes its databases."""

    def place(self, connection: psycopg.Connection[Any] | None = None) -> str:
        if connection is None:
            return self.name
        return f"{connection.info.host or 'local socket'}:{connection.info.port}"

    def address(self) -> str:
        with closing(connect_to_server(self.profile)) as connection:
            return conninfo.connection_url(connection.info)

    def tls(self, connection: psycopg.Connection[Any]) -> str | None:
        """`none`, or the sslmode. Where TLS came about without being asked for, nothing of the
        certificate was checked.
        """
        if not connection.pgconn.ssl_in_use:
            return "none"
        words = connection.pgconn.info
        mode = next((word.val for word in words if word.keyword == b"sslmode"), None)
        return mode.decode() if mode and mode.startswith(b"verify") else "require"


def set_password(admin: psycopg.Connection[Any], role: str, password: str | None) -> None:
    """Give a role a password and let it log in, or take both away."""
    from psycopg import sql

    words = sql.SQL("ALTER ROLE {} " + ("LOGIN" if password else "NOLOGIN") + " PASSWORD {}")
    with translating_errors():
        admin.execute(words.format(sql.Identifier(role), sql.Literal(password)))
