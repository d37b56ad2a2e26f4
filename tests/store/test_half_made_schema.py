"""A first start that was killed between two migrations: the next command makes the rest."""

from __future__ import annotations

from contextlib import closing

import pytest

from finally_cli.model.errors import SchemaMismatch
from finally_cli.model.profile import Profile
from finally_cli.store import migrations, provision, session
from tests.conftest import HOME, Server

FILES = migrations.find_migrations()


@pytest.mark.parametrize("done", range(len(FILES)))
@pytest.mark.parametrize("open_it", [session.open_session, session.open_without_user])
def test_what_was_left_of_the_schema_is_made_by_whatever_comes_next(
    server: Server, done: int, open_it: object
) -> None:
    if server.embedded is None:
        pytest.skip("a server of one's own is migrated by hand")
    name = f"half_made_{done}"
    provision.create_database(server.embedded, name)
    try:
        with closing(server.connect(name, autocommit=True)) as connection:
            list(migrations.migrate(connection, FILES[:done]))
        profile = Profile(name="home", engine="embedded", data_dir=HOME / "cluster", database=name)
        with open_it(profile, read_only=True, tell=lambda sentence: None) as db:  # type: ignore
            seen = db.connection.execute("SELECT max(version) FROM schema_migrations").fetchone()
            assert seen == (len(FILES),)
    finally:
        provision.drop_database(server.embedded, name)


def test_rights_that_no_migration_gives_back_are_no_endless_loop(server: Server) -> None:
    if server.embedded is None:
        pytest.skip("a server of one's own is migrated by hand")
    name = "without_rights"
    profile = Profile(name="home", engine="embedded", data_dir=HOME / "cluster", database=name)
    try:
        provision.prepare(server.embedded, profile, lambda sentence: None)
        with closing(server.connect(name, autocommit=True)) as connection:
            connection.execute("REVOKE ALL ON users FROM finally_app")
        with (
            pytest.raises(SchemaMismatch, match="has not been made to its end"),
            session.open_session(profile, read_only=True, tell=lambda sentence: None),
        ):
            pass
    finally:
        provision.drop_database(server.embedded, name)
