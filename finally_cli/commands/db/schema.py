"""finally db schema: the tables, for people as SQL and for programs as a Prisma schema."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

import typer

from finally_cli.commands.command import Terminal, operates
from finally_cli.model.profile import Profile
from finally_cli.model.result import Result
from finally_cli.prisma.catalog import (
    Catalog,
    Check,
    Column,
    KeyPart,
    Label,
    ReferencePart,
    Relation,
)
from finally_cli.store.statements import Statement, schema_version, sql_root


@dataclass(frozen=True, slots=True, kw_only=True)
class Schema:
    """A schema as one text, in the language that `language` names: sql or prisma."""

    language: str
    text: str


TABLES = Statement("prisma/tables", Relation)
COLUMNS = Statement("prisma/columns", Column)
KEYS = Statement("prisma/keys", KeyPart)
REFERENCES = Statement("prisma/references", ReferencePart)
CHECKS = Statement("prisma/checks", Check)
LABELS = Statement("prisma/labels", Label)

# Begins with a sign that no spreadsheet runs, so that the text is the same in CSV.
HEAD = """\
/* The schema of finally, version {version:03}: what a database has after all migrations.
   It is to be read: a database is made by finally db migrate, with what is built in. */
"""


@operates
def schema(
    profile: Profile,
    terminal: Terminal,
    prisma: Annotated[
        bool, typer.Option("--prisma", help="As a Prisma schema of your database.")
    ] = False,
) -> Result:
    """Print the schema as SQL, or for Prisma.

    The SQL is what every database has after all migrations. The models of --prisma are made of
    the tables that your database has, with their keys and relations: save them as schema.prisma,
    and npx prisma generate makes a client of them.

    Examples:
        finally db schema
        finally db schema --prisma > schema.prisma
    """
    text = of_database(profile, terminal) if prisma else as_sql()
    row = Schema(language="prisma" if prisma else "sql", text=text + "\n")
    return Result(Schema, [row], sentences=text.split("\n"), answer=True)


def as_sql() -> str:
    """The schema that this program brings, without what its file says to those who write it."""
    text = (sql_root() / "schema.sql").read_text(encoding="utf-8")
    lines = text.rstrip("\n").split("\n")
    start = next(place for place, line in enumerate(lines) if not line.startswith("--"))
    return HEAD.format(version=schema_version()) + "\n".join(lines[start:])


def of_database(profile: Profile, terminal: Terminal) -> str:
    """The Prisma schema of a profile's database. Only the catalog is read, and nobody's rows."""
    from finally_cli.prisma import prisma_schema
    from finally_cli.store.session import open_without_user

    with open_without_user(profile, tell=terminal.say) as db:
        return prisma_schema(
            Catalog(
                relations=db.all(TABLES),
                columns=db.all(COLUMNS),
                key_parts=db.all(KEYS),
                reference_parts=db.all(REFERENCES),
                checks=db.all(CHECKS),
                labels=db.all(LABELS),
            )
        )
