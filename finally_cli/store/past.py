"""The books as they were known at a moment: temporary tables that stand before the real ones.

They have the same names, and are filled from the real tables, less what came later, plus the images
that the audit has of rows before they were changed. A statement finds them by itself. Views and
functions are bound to the real tables: those that read one of them are made again over the
temporary ones, as the server writes them out; and since no function is looked for among temporary
things, each call is turned there by its name (`model/sql_names.py`). Only tables that were changed
since are made again.

It all is done within a savepoint that is rolled back: nothing is left, for a pooler's next guest
neither, and nobody waits for it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from graphlib import TopologicalSorter

from finally_cli.model.errors import Denied, IntegrityFailed
from finally_cli.model.profile import Profile
from finally_cli.model.sql_names import StandIns, names_used
from finally_cli.store.database import Database, begin
from finally_cli.store.errors import translating_errors
from finally_cli.store.identity import identify
from finally_cli.store.statements import NoRows, Statement

FIRST = StandIns.search_path
# The sizes are for what is made here: some hundred thousand rows, once. A server compiles what it
# expects to cost much, and asks several processes, which see no temporary table.
SETTINGS = f"""
{FIRST};
SET LOCAL max_parallel_workers_per_gather = 0;
SET LOCAL jit = off;
SET LOCAL work_mem = '64MB';
"""
KEY_OF_NETWORTH = """
ALTER TABLE pg_temp.networth_materialized ADD PRIMARY KEY (user_id, year, month);
ANALYZE pg_temp.networth_materialized (user_id, year, month)
"""
# What was done, as far as it had been done.
AUDIT = """
CREATE TEMPORARY VIEW audit_events WITH (security_invoker = true) AS
    SELECT * FROM public.audit_events AS live
    WHERE live.user_id = {user} AND live.sequence <= {last};
CREATE TEMPORARY VIEW audit_changes WITH (security_invoker = true) AS
    SELECT * FROM public.audit_changes AS live WHERE live.user_id = {user}
    AND live.event_id IN (SELECT id FROM pg_temp.audit_events)
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Moment:
    """A moment in the chain of the audit: its last event (0 before the first), and what is after.

    `began` is the time of the first event, as the server writes it; null where there is none.
    """

    sequence: int
    later: int
    began: str | None
    may_make_tables: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class BrokenEvent:
    event_id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class TableThen:
    """The commands that make a table as it was."""

    name: str
    definition: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Definition:
    """A view or a function, as the server writes it out."""

    name: str
    is_view: bool
    definition: str


@dataclass(frozen=True, slots=True, kw_only=True)
class UserThen:
    display_name: str | None
    base_currency: str
    month_begins: int


MOMENT = Statement("past/moment", Moment)
BREAKS = Statement("past/breaks", BrokenEvent)
STAGE = Statement("past/stage", NoRows)
FILL = Statement("past/fill", NoRows)
TABLES = Statement("past/tables", TableThen)
NETWORTH = Statement("past/networth", NoRows)
DEFINITIONS = Statement("past/definitions", Definition)
USER = Statement("past/user", UserThen)


@contextmanager
def writable_snapshot(db: Database, profile: Profile) -> Iterator[None]:
    """In the block, one state of the books is seen throughout, and temporary tables can be made.

    What is made is gone at its end. A transaction that is only to read cannot become one that
    makes tables: another one is begun in its place, as the same user.
    """
    if not db.nested:
        with translating_errors():
            db.connection.commit()
        begin(db.connection, read_only=False, one_state=True)
        identify(db.connection, profile)
    with db.rolling_back():
        yield


def find_moment(db: Database, *, sequence: int | None = None, before: str | None = None) -> Moment:
    """The moment right after an event, or that before a time."""
    (found,) = db.all(MOMENT, sequence=sequence, before=before)
    return found


def go_back(db: Database, moment: Moment) -> None:
    """Have the rest of the transaction see the books as they were at a moment, and only read them.

    Raises what `refuse_breaks` does, and Denied where this login makes no temporary tables.
    """
    if not moment.may_make_tables:
        raise Denied(
            "this login may not make temporary tables, of which the past is made",
            "Ask the owner of the database to run:"
            " GRANT TEMPORARY ON DATABASE NAME TO finally_app;",
            code="NO_TEMPORARY_TABLES",
        )
    if moment.later:
        db.past = make_past(db, moment)
        for then in db.all(USER):
            db.user = replace(
                db.user,
                display_name=then.display_name,
                base_currency=then.base_currency,
                month_begins=then.month_begins,
            )
    with translating_errors():
        db.connection.execute("SET LOCAL transaction_read_only = on")


def refuse_breaks(db: Database, sequence: int) -> None:
    """Raise IntegrityFailed where the audit does not hold after an event."""
    for broken in db.all(BREAKS, sequence=sequence):
        raise IntegrityFailed(
            f"the audit does not hold at the event {broken.event_id[:8]}, and what was known before"
            " cannot be told from it",
            "See what is wrong: finally audit verify",
            code="AUDIT_BROKEN",
        )


def make_past(db: Database, moment: Moment) -> StandIns:
    """Make what stands before the real tables, views and functions."""
    execute(db, SETTINGS)
    refuse_breaks(db, moment.sequence)
    db.run(STAGE)
    db.run(FILL, sequence=moment.sequence)
    execute(db, "ANALYZE pg_temp.past_images (table_name, id)")
    # What is ours is then told with its schema.
    execute(db, "SET LOCAL search_path = pg_catalog, pg_temp")
    tables = db.all(TABLES)
    definitions = db.all(DEFINITIONS)
    execute(db, FIRST)
    relations = {table.name for table in tables} | {"audit_events", "audit_changes"}
    execute(db, "; ".join(table.definition for table in tables))
    if "asset_inputs" in relations:
        db.run(NETWORTH)
        execute(db, KEY_OF_NETWORTH)
        relations.add("networth_materialized")
    execute(db, AUDIT.format(user=quoted(db.user.id), last=moment.sequence))
    needed = order_definitions(definitions, relations)
    relations |= {one.name for one in needed if one.is_view}
    past = StandIns(frozenset(relations), frozenset(one.name for one in needed if not one.is_view))
    # A statement of a person's own is asked as another role. No other session sees pg_temp.
    grants = [f'GRANT SELECT ON pg_temp."{name}" TO PUBLIC' for name in sorted(relations)]
    execute(db, "; ".join([*(past.turn(one.definition) for one in needed), *grants]))
    return past


def order_definitions(definitions: Iterable[Definition], tables: set[str]) -> list[Definition]:
    """The views and functions that read one of the tables, or one another, in order.

    Where one of several functions of a name does, all of them are.
    """
    named: dict[str, list[Definition]] = {}
    used: dict[str, set[str]] = {}
    for one in definitions:
        named.setdefault(one.name, []).append(one)
        used.setdefault(one.name, set()).update(names_used(one.definition) - {one.name})
    reached = set(tables)
    while more := {name for name in named if name not in reached and used[name] & reached}:
        reached |= more
    needed = reached & named.keys()
    order = TopologicalSorter({name: used[name] & needed for name in sorted(needed)})
    return [one for name in order.static_order() for one in named[name]]


def execute(db: Database, commands: str) -> None:
    """Run commands that take no values. Raises what the server's refusal means to a person."""
    if commands:
        with translating_errors():
            db.connection.execute(commands.encode(db.connection.info.encoding))


def quoted(user_id: str) -> str:
    """An id of ours as a literal."""
    return f"'{user_id}'::uuid"
