"""From a profile to an open database: connect, prepare what is ours, identify the user."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing, contextmanager
from typing import TYPE_CHECKING, Any

from finally_cli.model.command_line import bareness
from finally_cli.model.errors import FinallyError, NotFound, SchemaMismatch
from finally_cli.model.profile import Profile
from finally_cli.store.connection import Tell
from finally_cli.store.database import CurrentUser, Database, Rollback, transaction
from finally_cli.store.identity import NobodyYet, create_first_user, identify, refuse_a_reader
from finally_cli.store.instance import Instance
from finally_cli.store.locate import locate_instance
from finally_cli.store.lock_holder import naming_lock_holder
from finally_cli.store.provision import connect_prepared, prepare

if TYPE_CHECKING:
    import psycopg

    from finally_cli.store.last_writes import Writer

NOBODY = CurrentUser(id="", email="", display_name=None, base_currency="")


@contextmanager
def open_session(
    profile: Profile, *, read_only: bool, tell: Tell, command: str = ""
) -> Iterator[Database]:
    """The profile's database, inside one transaction, with its user identified.

    On the embedded server whatever is missing is made first: the server, the database, the schema,
    the user. A server of the user's own is only looked at. `command` is what the audit calls it.
    For `finally` alone no database and no user is made: raises NotFound (NO_BOOKS, NO_USER).
    Raises Denied, before anything is tried, where another's books would be changed.
    """
    if read_only and profile.read_dsn:
        from finally_cli.store.standby import finish, read_from_standby

        with read_from_standby(profile) as standby:
            if standby is not None:
                yield standby
                finish(standby.connection)
                return
    creates = not bareness.on
    with (
        locate_instance(profile, tell) as instance,
        closing(connect_prepared(instance, creates=creates)) as connection,
    ):
        lacking: FinallyError | None = None
        while True:
            before, lacking = lacking, None
            writer = None if read_only else writer_on(connection, profile)
            with (
                naming_lock_holder(connection),
                transaction(connection, read_only=read_only, writer=writer) as nested,
            ):
                try:
                    user = identify(connection, profile)
                except (NobodyYet, SchemaMismatch) as missing:
                    if not can_create(instance, missing) or type(missing) is type(before):
                        raise  # what has just been made is still missing
                    if isinstance(missing, NobodyYet) and not creates:
                        raise
                    lacking = missing
                    raise Rollback from None
                db = Database(connection, user, nested=nested, command=command, writer=writer)
                if writer is not None:
                    writer.whose = user.id
                if not read_only:
                    refuse_a_reader(user)
                    db.label()
                elif profile.read_dsn:
                    note_position(connection, user, profile)
                yield db
            if lacking is None:
                return
            create_missing(instance, connection, lacking)


@contextmanager
def open_without_user(
    profile: Profile, *, tell: Tell, read_only: bool = True
) -> Iterator[Database]:
    """The profile's database with a right schema, but with no user identified: no one's rows.

    Raises SchemaMismatch for a schema that is not made or migrated here, NotReachable, NotAllowed.
    """
    with (
        locate_instance(profile, tell) as instance,
        closing(connect_prepared(instance)) as connection,
    ):
        try:
            with naming_lock_holder(connection), transaction(connection, read_only=True):
                identify(connection, profile)
        except SchemaMismatch as lacking:
            if not can_create(instance, lacking):
                raise
            create_missing(instance, connection, lacking)
        except NotFound:
            pass  # nobody is needed here
        writer = None if read_only else writer_on(connection, profile)
        with (
            naming_lock_holder(connection),
            transaction(connection, read_only=read_only, writer=writer) as nested,
        ):
            yield Database(connection, NOBODY, nested=nested, writer=writer)


@contextmanager
def open_existing(profile: Profile) -> Iterator[Database]:
    """The profile's database for a look that makes nothing, as on TAB.

    Raises NotFound for an embedded cluster that has not been made, NotPrepared for a database that
    has not, and what `identify` raises for a user that is missing.
    """
    instance = locate_instance(profile, tell=lambda sentence: None)
    if not instance.exists():
        raise NotFound("there is no database yet")
    with (
        instance,
        closing(instance.connect()) as connection,
        transaction(connection, read_only=True) as nested,
    ):
        yield Database(connection, identify(connection, profile), nested=nested)


def writer_on(connection: psycopg.Connection[Any], profile: Profile) -> Writer | None:
    """What commits there, where a standby reads what was written."""
    if not profile.read_dsn:
        return None
    from finally_cli.store.last_writes import Writer

    return Writer(connection, profile)


def note_position(connection: psycopg.Connection[Any], user: CurrentUser, profile: Profile) -> None:
    """Note where the primary stands, if what was written last is in doubt: then the standby can be
    asked the next time."""
    from finally_cli.store.last_writes import LastWrites, keep_position

    notes = LastWrites(profile)
    if notes.is_in_doubt(user.id):
        keep_position(connection, notes, user.id)


def can_create(instance: Instance, lacking: FinallyError) -> bool:
    """Whether a missing thing is ours to make; a database of another program is not."""
    return instance.is_managed and lacking.code not in ("SCHEMA_NEWER", "SCHEMA_UNRELEASED")


def create_missing(
    instance: Instance, connection: psycopg.Connection[Any], lacking: FinallyError
) -> None:
    """Make what a managed database lacks: its schema, or its first user."""
    if isinstance(lacking, SchemaMismatch):
        prepare(instance)
    elif made := create_first_user(connection):
        instance.tell(
            f"Books opened for {made.email}, in {made.base_currency}."
            " Change that with: finally user edit --currency CODE"
        )
