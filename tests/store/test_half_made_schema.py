"""A first start that was killed between two migrations: the next command makes the rest."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing, contextmanager

import pytest

from finally_cli.model.errors import SchemaMismatch
from finally_cli.model.profile import Profile
from finally_cli.store import migrations, provision, session
from finally_cli.store.embedded.instance import EmbeddedInstance
from tests.conftest import HOME, Server

FILES = migrations.find_migrations()


@contextmanager
def database_of_ours(server: Server, name: str) -> Iterator[EmbeddedInstance]:
    """A profile's instance whose database is dropped in the end, on the cluster of this run."""
    if server.embedded is None:
        pytest.skip("a server of one's own is migrated by hand")
    profile = Profile(name="home", engine="embedded", data_dir=HOME / "cluster", database=name)
    with EmbeddedInstance(profile, lambda sentence: None) as instance:
        try:
            yield instance
        finally:
            instance.drop_database()


@pytest.mark.parametrize("done", range(len(FILES)))
@pytest.mark.parametrize("open_it", [session.open_session, session.open_without_user])
def test_what_was_left_of_the_schema_is_made_by_whatever_comes_next(
    server: Server, done: int, open_it: object
) -> None:
    with database_of_ours(server, f"half_made_{done}") as instance:
        instance.create_database()
        with closing(server.connect(instance.database, autocommit=True)) as connection:
            list(migrations.apply_migrations(connection, FILES[:done]))
        with open_it(instance.profile, read_only=True, tell=instance.tell) as db:  # type: ignore
            seen = db.connection.execute("SELECT max(version) FROM schema_migrations").fetchone()
            assert seen == (len(FILES),)


def test_rights_that_no_migration_gives_back_are_no_endless_loop(server: Server) -> None:
    with database_of_ours(server, "without_rights") as instance:
        provision.prepare(instance)
        with closing(server.connect(instance.database, autocommit=True)) as connection:
            connection.execute("REVOKE ALL ON users FROM finally_app")
        with (
            pytest.raises(SchemaMismatch, match="has not been made to its end"),
            session.open_session(instance.profile, read_only=True, tell=instance.tell),
        ):
            pass
