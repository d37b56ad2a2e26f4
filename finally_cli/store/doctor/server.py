"""The checks whose statements give findings by themselves."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from finally_cli.model.errors import SchemaMismatch
from finally_cli.model.profile import DEMO
from finally_cli.model.text import plural, truncated_list
from finally_cli.store import migrations
from finally_cli.store.backup.swap import draft_prefix, kept_prefix
from finally_cli.store.doctor.catalog import EVERYDAY, objects_as_made
from finally_cli.store.doctor.context import (
    DATABASES,
    Context,
    Finding,
    error,
    remove_command,
    warning,
)
from finally_cli.store.doctor.drift import group_findings
from finally_cli.store.statements import Statement

SETTINGS = Statement("doctor/settings", Finding)
LOGIN_SETTINGS = Statement("doctor/login_settings", Finding)
CHECKSUMS = Statement("doctor/checksums", Finding)
SERVER_SUPPORT = Statement("doctor/server_support", Finding)
WRAPAROUND = Statement("doctor/wraparound", Finding)
ROLES = Statement("doctor/roles", Finding)
MEMBERSHIPS = Statement("doctor/memberships", Finding)


def statement_check(*statements: Statement[Finding]) -> Callable[[Context], list[Finding]]:
    """The check that a statement is, or several together."""
    return lambda context: [one for statement in statements for one in context.all(statement)]


def check_support(context: Context) -> Iterator[Finding]:
    """Whether the server still gets corrections today."""
    from finally_cli.model.month import today

    yield from context.all(SERVER_SUPPORT, today=today())


CHANGED = "MIGRATION_CHANGED"


def check_migrations(context: Context) -> Iterator[Finding]:
    """What `schema_migrations` says, against the files; decides whether more can be checked."""
    done = migrations.applied_migrations(context.connection)
    files = migrations.find_migrations()
    try:
        pending = migrations.pending_migrations(done, files)
    except SchemaMismatch as problem:
        context.is_current = problem.code == CHANGED and len(done) == len(files)
        yield error(problem.message, problem.hint)
        return
    if not pending:
        return
    context.is_current = False
    if not done:
        yield error("the schema has not been made", "finally db migrate")
        return
    names = truncated_list([migration.name for migration in pending])
    yield error(
        f"{plural(len(pending), 'migration is', 'migrations are')} pending: {names}",
        "finally db migrate",
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnedObject:
    """Something of the schema, and whose it is."""

    kind: str
    name: str
    owner: str


OWNERS = Statement("doctor/owners", OwnedObject)


def check_owners(context: Context) -> Iterator[Finding]:
    """Things that are not of whom most of them are of; an owner can change their rules."""
    ours = {(thing.kind, thing.name) for thing in objects_as_made()}
    owned = [one for one in context.all(OWNERS) if (one.kind, one.name) in ours]
    if not owned:
        return
    ((owner, _),) = Counter(one.owner for one in owned).most_common(1)
    if owner == EVERYDAY:
        yield error(
            f"the everyday role {EVERYDAY} owns the tables, and could change their rules",
            f"Give them to the role that migrates, with REASSIGN OWNED BY {EVERYDAY}",
        )
    strays = [
        error(
            f"{one.kind} {one.name} is of {one.owner}, and should be of {owner} as the others are",
            f'ALTER {one.kind.upper()} {one.name} OWNER TO "{owner}";',
        )
        for one in owned
        if one.owner != owner
    ]
    yield from group_findings(strays, f"things are not of {owner} as the others are")


TOO_OLD = timedelta(days=35)  # a month of figures, and a few days to make it


@dataclass(frozen=True, slots=True, kw_only=True)
class Data:
    is_there: bool


DATA = Statement("doctor/has_data", Data)


def check_backups(context: Context) -> Iterator[Finding]:
    """The newest proven backup, where there is anything to lose; one of the future is none."""
    from finally_cli.store.backup.repository import future_backups, newest_proven

    (data,) = context.all(DATA)
    profile = context.instance.profile
    if not data.is_there or profile.name == DEMO:  # made up, and made again by one command
        return
    for file, made_at in future_backups(profile):
        yield warning(
            f"the backup {file.name} is dated in the future, {made_at.date()}: the clock was wrong,"
            " and it is not thinned out before",
            f"If it is not wanted: {remove_command(file)}",
        )
    newest = newest_proven(profile)
    if newest is None:
        yield warning("there is no backup that was proven", "finally db backup")
        return
    age = datetime.now(UTC) - newest
    if age > TOO_OLD:
        yield warning(
            f"the newest proven backup is of {newest.date()}, {plural(age.days, 'day')} ago",
            "finally db backup",
        )


STAMP = re.compile(r"(\d{8})t\d{12}")  # the end of a name that a restore gives


def check_databases(context: Context) -> Iterator[Finding]:
    """What a restore that was killed left, and the books from before one."""
    for database in context.all(DATABASES):
        stamp = STAMP.fullmatch(database.name[-21:])
        if stamp is None:
            continue
        if database.name[:-21] == draft_prefix(context.instance) and not database.is_used:
            yield warning(
                f"the database {database.name} is left of a restore that was broken off",
                f'DROP DATABASE "{database.name}";',
            )
        if database.name[:-21] == kept_prefix(context.instance):
            yield warning(
                "the books from before a restore are still kept,"
                f" as {database.name}{describe_age(stamp[1])}",
                "When nobody needs them: finally db restore --forget",
            )


def describe_age(day: str) -> str:
    """How long ago a day is, such as 20261031; nothing where it is none."""
    try:
        since = datetime.strptime(day, "%Y%m%d").replace(tzinfo=UTC)
    except ValueError:
        return ""
    days = (datetime.now(UTC) - since).days
    return f", {plural(days, 'day')} old" if days > 0 else ", of today"
