"""What the schema consists of, as the server's catalog has it and as this version makes it.

sql/catalog.txt is what the statements below give of a database that all migrations have just made,
on any version of PostgreSQL: a line for each thing, its parts separated by tabs, without those at
the end that are empty.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import astuple, dataclass
from functools import cache

from finally_cli.store.doctor.patient import Patient
from finally_cli.store.statements import Statement, sql_root

EVERYDAY = "finally_app"


@dataclass(frozen=True, slots=True, kw_only=True)
class Thing:
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
class Plainly:
    """The row of doctor/canonical_settings."""

    search_path: str
    quotes: str
    dates: str
    zone: str


PLAINLY = Statement("doctor/canonical_settings", Plainly)
TABLES = Statement("doctor/tables", Thing)
COLUMNS = Statement("doctor/columns", Thing)
CONSTRAINTS = Statement("doctor/constraints", Thing)
INDEXES = Statement("doctor/indexes", Thing)
TRIGGERS = Statement("doctor/triggers", Thing)
FUNCTIONS = Statement("doctor/functions", Thing)
VIEWS = Statement("doctor/views", Thing)
POLICIES = Statement("doctor/policies", Thing)
REWRITES = Statement("doctor/rewrites", Thing)
GRANTS = Statement("doctor/grants", Thing)

STATEMENTS: dict[str, Statement[Thing]] = {
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


def live(patient: Patient, kind: str) -> list[Thing]:
    """The things of one kind that a database has."""
    patient.all(PLAINLY)
    return patient.once(STATEMENTS[kind])


def standing(patient: Patient) -> set[str]:
    """The names of the tables, views and functions that a database has."""
    return {thing.name for kind in ("table", "view", "function") for thing in live(patient, kind)}


@cache
def as_made() -> list[Thing]:
    """The things of a database that this version has just made."""
    lines = (sql_root() / "catalog.txt").read_text(encoding="utf-8").splitlines()
    things = []
    for line in lines:
        if line and not line.startswith("#"):
            kind, relation, name, definition, state = (line + "\t\t").split("\t")[:5]
            things.append(
                Thing(kind=kind, relation=relation, name=name, definition=definition, state=state)
            )
    return things


def written(things: Iterable[Thing]) -> str:
    """The lines of sql/catalog.txt for these things."""
    lines = ("\t".join(astuple(thing)) for thing in sorted(things, key=astuple))
    return "".join(line.rstrip("\t") + "\n" for line in lines)
