"""From a profile to an open database: connect, prepare what is ours, identify the user."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack, closing, contextmanager
from typing import TYPE_CHECKING, Any

from finally_cli.model.errors import FinallyError, NotFound, SchemaMismatch
from finally_cli.model.profile import Profile
from finally_cli.store.connection import Tell, connect, connect_to_server, running_server
from finally_cli.store.database import CurrentUser, Database, Rollback, transaction
from finally_cli.store.identity import NobodyYet, first_user, identify, refuse_a_reader
from finally_cli.store.lock_holder import naming_lock_holder

if TYPE_CHECKING:
    import psycopg

    from finally_cli.store.embedded import EmbeddedServer

NOBODY = CurrentUser(id="", email="", display_name=None, base_currency="")


@contextmanager
def open_session(
    profile: Profile, *, read_only: bool, tell: Tell, command: str = ""
) -> Iterator[Database]:
    """The profile's database, inside one transaction, with its user identified.

    On the embedded server whatever is missing is made first: the server, the database, the schema,
    the user. A server of the user's own is only looked at. `command` is what the audit calls it.
    Raises Denied, before anything is tried, where another's books would be changed.
    """
    with ExitStack() as stack:
        server = running_server(profile, stack, tell)
        connection = stack.enter_context(closing(connect(profile, server, tell)))
        lacking: FinallyError | None = None
        while True:
            before, lacking = lacking, None
            with (
                naming_lock_holder(connection),
                transaction(connection, read_only=read_only) as nested,
            ):
                try:
                    user = identify(connection, profile)
                except (NobodyYet, SchemaMismatch) as missing:
                    if server is None or not can_mend(missing) or type(missing) is type(before):
                        raise  # what has just been made is still missing
                    lacking = missing
                    raise Rollback from None
                db = Database(connection, user, nested=nested, command=command)
                if not read_only:
                    refuse_a_reader(user)
                    db.label()
                yield db
            if lacking is None or server is None:
                return
            mend(connection, profile, server, lacking, tell)


@contextmanager
def open_without_user(
    profile: Profile, *, tell: Tell, read_only: bool = True
) -> Iterator[Database]:
    """The profile's database with a right schema, but with no user identified: no one's rows."""
    with ExitStack() as stack:
        server = running_server(profile, stack, tell)
        connection = stack.enter_context(closing(connect(profile, server, tell)))
        try:
            with naming_lock_holder(connection), transaction(connection, read_only=True):
                identify(connection, profile)
        except SchemaMismatch as lacking:
            if server is None or not can_mend(lacking):
                raise
            mend(connection, profile, server, lacking, tell)
        except NotFound:
            pass  # nobody is needed here
        with (
            naming_lock_holder(connection),
            transaction(connection, read_only=read_only) as nested,
        ):
            yield Database(connection, NOBODY, nested=nested)


@contextmanager
def open_unmended(profile: Profile) -> Iterator[Database]:
    """The profile's database for a look that makes nothing, as on TAB.

    Raises NotFound for an embedded cluster that has not been made, and what the driver or
    `identify` raise for a database or a user that is missing.
    """
    with ExitStack() as stack:
        if profile.engine == "server":
            connection = connect_to_server(profile)
        else:
            from finally_cli.store.embedded import EmbeddedServer

            if not EmbeddedServer(profile.data_dir).exists():
                raise NotFound("there is no database yet")
            server = running_server(profile, stack, tell=lambda sentence: None)
            assert server is not None  # the engine is embedded
            connection = server.connect(profile.database)
        stack.enter_context(closing(connection))
        with transaction(connection, read_only=True) as nested:
            yield Database(connection, identify(connection, profile), nested=nested)


def can_mend(lacking: FinallyError) -> bool:
    """Whether a missing thing is ours to make; a database of another program is not."""
    return lacking.code not in ("SCHEMA_NEWER", "SCHEMA_UNRELEASED")


def mend(
    connection: psycopg.Connection[Any],
    profile: Profile,
    server: EmbeddedServer,
    lacking: FinallyError,
    tell: Tell,
) -> None:
    """Make what the embedded database lacks: its schema, or its first user."""
    if isinstance(lacking, SchemaMismatch):
        from finally_cli.store.provision import prepare

        prepare(server, profile, tell)
        return
    if made := first_user(connection):
        tell(
            f"Books opened for {made.email}, in {made.base_currency}."
            " Change that with: finally user edit --currency CODE"
        )
