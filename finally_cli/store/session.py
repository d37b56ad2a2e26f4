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
    creates = not bareness.on
    with (
        locate_instance(profile, tell) as instance,
        closing(connect_prepared(instance, creates=creates)) as connection,
    ):
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
                    if not can_create(instance, missing) or type(missing) is type(before):
                        raise  # what has just been made is still missing
                    if isinstance(missing, NobodyYet) and not creates:
                        raise
                    lacking = missing
                    raise Rollback from None
                db = Database(connection, user, nested=nested, command=command)
                if not read_only:
                    refuse_a_reader(user)
                    db.label()
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
        with (
            naming_lock_holder(connection),
            transaction(connection, read_only=read_only) as nested,
        ):
            yield Database(connection, NOBODY, nested=nested)


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
