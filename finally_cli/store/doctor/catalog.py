"""What the schema consists of, as the server's catalog has it and as this version makes it.

sql/catalog.txt is what the statements below give of a database that all migrations have just made,
on any version of PostgreSQL: a line for each thing, its parts separated by tabs, without those at
the end that are empty. Comments are not among them: nothing rests on one, and an owner may say in
other words, or in another language, what a table is.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import astuple, dataclass
from functools import cache

from finally_cli.store.doctor.context import Context
from finally_cli.store.statements import Statement, sql_root

EVERYDAY = "finally_app"


@dataclass(frozen=True, slots=True, kw_only=True)
class SchemaObject:
    """Something of the schema: a column, say. `relation` is what it belongs to, if anything.

    `definition` says what it is, `state` whether it is in force.
    """

    kind: str
    relation: str
    name: str
    definition: str
    state: str

    @property
    def key(self) -> tuple[str, str, str]:
        return self.kind, self.relation, self.name

    @property
    def belongs_to(self) -> str:
        """The table, view or function that this cannot be without; empty for those themselves."""
        if self.kind != "grant":
            return self.relation
        kind, _, name = self.relation.partition(" ")
        return name if kind == "FUNCTION" else name.split(" (")[0] if kind == "TABLE" else ""


@dataclass(frozen=True, slots=True, kw_only=True)
class CanonicalSettings:
    """The row of doctor/canonical_settings."""

    search_path: str
    quotes: str
    dates: str
    zone: str


CANONICAL_SETTINGS = Statement("doctor/canonical_settings", CanonicalSettings)
TABLES = Statement("doctor/tables", SchemaObject)
COLUMNS = Statement("doctor/columns", SchemaObject)
CONSTRAINTS = Statement("doctor/constraints", SchemaObject)
INDEXES = Statement("doctor/indexes", SchemaObject)
TRIGGERS = Statement("doctor/triggers", SchemaObject)
FUNCTIONS = Statement("doctor/functions", SchemaObject)
VIEWS = Statement("doctor/views", SchemaObject)
POLICIES = Statement("doctor/policies", SchemaObject)
REWRITES = Statement("doctor/rewrites", SchemaObject)
GRANTS = Statement("doctor/grants", SchemaObject)

STATEMENTS: dict[str, Statement[SchemaObject]] = {
    "table": TABLES,
    "column": COLUMNS,
    "constraint": CONSTRAINTS,
    "index": INDEXES,
    "trigger": TRIGGERS,
    "function": FUNCTIONS,
    "view": VIEWS,
    "policy": POLICIES,
    "rule": REWRITES,
    "grant": GRANTS,
}


def live_objects(context: Context, kind: str) -> list[SchemaObject]:
    """The things of one kind that a database has."""
    context.all(CANONICAL_SETTINGS)
    return context.fetch_once(STATEMENTS[kind])


def existing_names(context: Context) -> set[str]:
    """The names of the tables, views and functions that a database has."""
    return {
        thing.name
        for kind in ("table", "view", "function")
        for thing in live_objects(context, kind)
    }


@cache
def objects_as_made() -> list[SchemaObject]:
    """The things of a database that this version has just made."""
    lines = (sql_root() / "catalog.txt").read_text(encoding="utf-8").splitlines()
    things = []
    for line in lines:
        if line and not line.startswith("#"):
            kind, relation, name, definition, state = (line + "\t\t").split("\t")[:5]
            things.append(
                SchemaObject(
                    kind=kind, relation=relation, name=name, definition=definition, state=state
                )
            )
    return things


def catalog_text(things: Iterable[SchemaObject]) -> str:
    """The lines of sql/catalog.txt for these things."""
    lines = ("\t".join(astuple(thing)) for thing in sorted(things, key=astuple))
    return "".join(line.rstrip("\t") + "\n" for line in lines)
