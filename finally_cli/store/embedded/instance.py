"""The embedded server as an instance: it starts with a command, and what is missing is made."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import AbstractContextManager, closing, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from finally_cli.model.profile import Profile
from finally_cli.store.connection import Tell
from finally_cli.store.driver import load_driver
from finally_cli.store.embedded import EmbeddedServer, configuration
from finally_cli.store.errors import translating_errors, unreachable
from finally_cli.store.instance import MAINTENANCE, Instance, NotPrepared, no_books

if TYPE_CHECKING:
    import psycopg

    from finally_cli.store.programs import Client

NO_SUCH_DATABASE = "3D000"
UNPREPARED = (None, NO_SUCH_DATABASE, "42501")  # SQLSTATEs where the database was not made whole
TIME_LIMIT = 2.0  # seconds in which a server reads its files again


class EmbeddedInstance(Instance):
    """The embedded server, which starts when this is entered and stops after the last command.

    With `clean_up`, what proofs that were killed left is removed first; a mere look leaves it.
    """

    is_managed = True

    def __init__(self, profile: Profile, tell: Tell, *, clean_up: bool = True) -> None:
        """Raises Refused where the embedded server cannot run."""
        super().__init__(profile, tell)
        self.server = EmbeddedServer(profile.data_dir, linger=profile.linger)
        self.server.waiting = tell
        self.everyday_role = self.server.EVERYDAY
        self.clean_up = clean_up

    @property
    def version(self) -> str:  # type: ignore[override]
        return self.server.version

    @property
    def database(self) -> str:
        return self.profile.database

    def __enter__(self) -> EmbeddedInstance:
        self.server.enter()
        try:
            load_driver()  # while the server starts
            if self.clean_up and any(self.profile.data_dir.glob("proof-*")):
                from finally_cli.store.embedded import scratch

                scratch.remove_left_scratch_folders(self.profile.data_dir)
        except BaseException:
            self.server.leave(failed=True)
            raise
        return self

    def __exit__(self, kind: type[BaseException] | None, *_: object) -> None:
        self.server.leave(failed=kind is not None)

    def exists(self) -> bool:
        return self.server.exists()

    def is_running(self) -> bool:
        return self.server.is_running()

    def connect(self) -> psycopg.Connection[Any]:
        import psycopg

        try:
            return self.server.connect(self.database)
        except psycopg.OperationalError as error:
            failure = unreachable(error, self.name)
            if error.sqlstate in UNPREPARED:
                raise NotPrepared(failure) from error
            raise failure from error

    def connect_as_owner(self, database: str | None = None) -> psycopg.Connection[Any]:
        import psycopg

        name = database or self.database
        try:
            return self.server.connect(name, user=self.owner_of(name))
        except psycopg.OperationalError as error:
            if error.sqlstate == NO_SUCH_DATABASE:
                raise no_books(name) from None
            raise unreachable(error, self.name) from error

    def connect_as_admin(self, database: str = MAINTENANCE) -> psycopg.Connection[Any]:
        import psycopg

        try:
            return self.server.connect(database, user=self.server.OWNER)
        except psycopg.OperationalError as error:
            raise unreachable(error, self.name) from error

    def client(self, database: str | None = None) -> AbstractContextManager[Client]:
        from finally_cli.store.programs import client_connection

        name = database or self.database
        return client_connection(
            self.server.keywords(self.owner_of(name)) | {"dbname": name}, ignoring_environment=True
        )

    @contextmanager
    def shell_client(self, options: str) -> Iterator[Client]:
        from finally_cli.store.programs import Client

        said = {"PGOPTIONS": options, "PGAPPNAME": "finally db shell"}
        yield Client(self.address(), self.server.environment() | said)

    def program(self, name: str, version: int) -> Path:
        return self.server.binary(name)

    def bundled_program(self, name: str) -> Path | None:
        return self.server.binary(name)

    @contextmanager
    def acting_as(
        self, role: str, admin: psycopg.Connection[Any], database: str
    ) -> Iterator[Instance]:
        """By peer authentication; a server that an earlier version started reads its files anew."""
        import psycopg

        until = time.monotonic() + TIME_LIMIT
        while True:
            try:
                self.server.connect(database, user=role).close()
                break
            except psycopg.OperationalError as error:
                if not (error.sqlstate or "").startswith("28") or time.monotonic() > until:
                    raise
            self.server.renew_access()
            with translating_errors():
                admin.execute("SELECT pg_reload_conf()")
            time.sleep(0.05)
        from copy import copy

        acting = copy(self)
        acting.role = role
        yield acting

    def place(self, connection: psycopg.Connection[Any] | None = None) -> str:
        return str(self.server.data_folder)

    def address(self) -> str:
        return self.server.url(self.database)

    def owner_address(self, connection: psycopg.Connection[Any]) -> str | None:
        return self.server.url(self.database, user=connection.info.user)

    def owner_of(self, database: str) -> str:
        """Who acts as the owner of a database: of our two roles the one that owns it.

        Nothing in books that were restored with things beside ours must ever run as a superuser.
        """
        if self.role is not None:
            return self.role
        with closing(self.connect_as_admin()) as connection, translating_errors():
            found = connection.execute(
                "SELECT FROM pg_database WHERE datname = %s AND pg_get_userbyid(datdba) = %s",
                [database, configuration.UNPRIVILEGED],
            )
            return self.server.OWNER if found.fetchone() is None else configuration.UNPRIVILEGED

    def create_database(self) -> None:
        """Create the profile's database unless it is there; twenty callers at once make one."""
        from psycopg import sql

        from finally_cli.store.migrations import LOCK

        with closing(self.connect_as_admin()) as connection, translating_errors():
            connection.autocommit = True
            connection.execute("SELECT pg_advisory_lock(%s)", [LOCK])
            if not has_database(connection, self.database):
                name = sql.Identifier(self.database)
                connection.execute(sql.SQL("CREATE DATABASE {} TEMPLATE template0").format(name))

    def drop_database(self) -> None:
        """Drop the profile's database, if it is there, whoever looks at it."""
        from psycopg import sql

        with closing(self.connect_as_admin()) as connection, translating_errors():
            connection.autocommit = True
            name = sql.Identifier(self.database)
            connection.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(name))

    def database_exists(self) -> bool:
        """Whether the profile's database has been made."""
        with closing(self.connect_as_admin()) as connection, translating_errors():
            return has_database(connection, self.database)

    def left_scratch_folders(self) -> list[Path]:
        from finally_cli.store.embedded import scratch

        return scratch.left_scratch_folders(self.profile.data_dir)

    def is_same_database(self, other: Instance) -> bool:
        if not isinstance(other, EmbeddedInstance):
            return False
        return (self.server.home, self.database) == (other.server.home, other.database)


def has_database(admin: psycopg.Connection[Any], name: str) -> bool:
    """Whether a cluster has a database of that name."""
    found = admin.execute("SELECT FROM pg_database WHERE datname = %s", [name])
    return found.fetchone() is not None
