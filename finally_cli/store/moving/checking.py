"""What stands against a move: looked at on both ends before anything is made or asked."""

from __future__ import annotations

from dataclasses import dataclass

from finally_cli.model.errors import NotFound, Refused, SchemaMismatch
from finally_cli.model.profile import Profile
from finally_cli.model.text import quoted
from finally_cli.store import migrations
from finally_cli.store.database import rows
from finally_cli.store.moving.ends import End, transaction
from finally_cli.store.statements import Statement

UTF8 = "UTF8"


@dataclass(frozen=True, slots=True, kw_only=True)
class Sole:
    """Whether a number could be held."""

    is_sole: bool


SOLE = Statement("move/try_lock", Sole)


def no_books(profile: Profile) -> NotFound:
    """The refusal where there is nothing to move."""
    return NotFound(
        f"profile {quoted(profile.name)} holds no books yet, so there is nothing to move",
        "Name the profile that does: finally db move --profile NAME --to NAME",
        code="NO_BOOKS",
    )


def check_source(end: End) -> None:
    """Raise what stands against reading all: NotFound, SchemaMismatch, Denied."""
    with transaction(end):
        if not migrations.applied(end.connection):
            raise no_books(end.profile)
        if pending := end.pending():
            raise SchemaMismatch(
                f"the schema of {end.where} lacks {pending} of this program's migrations",
                f"Run: finally db migrate --profile {end.profile.name}",
                code="SCHEMA_OUTDATED",
            )
        end.see_all()
        if not end.users():
            raise no_books(end.profile)


def check_target(end: End) -> tuple[int, int]:
    """How many people's books are there already, and how many migrations are pending.

    Raises Refused for a database that takes no changes or cannot hold every character, Denied,
    SchemaMismatch.
    """
    with transaction(end):
        pending = end.pending()
        standing = end.standing()
        if standing.is_read_only:
            raise Refused(
                f"the database of {end.where} takes no changes: it is read-only",
                "Use a profile that points at the primary server.",
                code="READ_ONLY",
            )
        if standing.encoding != UTF8:
            raise Refused(
                f"the database of {end.where} is in {standing.encoding}, and books are in UTF-8",
                "Make one with: CREATE DATABASE … ENCODING 'UTF8' TEMPLATE template0",
                code="NOT_UTF8",
            )
        if not standing.is_owner:
            raise end.not_the_owner(standing)
        end.see_all()
        return end.users(), pending


def refuse_the_same(old: End, new: End) -> None:
    """Raise Refused where both are one database, however they are reached.

    Only one transaction of a database can hold a number; no right is needed to ask for it, and a
    copy of a cluster, which has the same identifier, is another.
    """
    import secrets

    number = secrets.randbits(62)
    with transaction(old), transaction(new):
        for end in (old, new):
            (found,) = rows(end.connection, SOLE, number=number)
            if not found.is_sole:
                raise to_itself(old.profile, new.profile)


def to_itself(old: Profile, new: Profile) -> Refused:
    """The refusal to move books to where they are."""
    return Refused(
        f"profiles {quoted(old.name)} and {quoted(new.name)} are the same database"
        if old.name != new.name
        else f"the books are in profile {quoted(old.name)} already",
        "Name another profile with --to.",
        code="MOVE_TO_ITSELF",
    )
