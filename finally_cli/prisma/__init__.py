"""A Prisma schema of a database: the same text for the same tables, on every server.

It is laid out as `prisma format` lays it out. Models, fields and relations have the names that
`prisma db pull` gives them, the tables' own: one name for one thing, in SQL and in a client. Unlike
it, columns that an index only carries along are not among those by which it finds rows, and what is
done on delete is always said.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby

from finally_cli.prisma.catalog import Catalog, Key, Reference, table_keys, table_references
from finally_cli.prisma.models import comment_lines, enum_block, model_block
from finally_cli.prisma.relations import relation_fields
from finally_cli.prisma.types import is_known

HEAD = """\
// The books of finally for Prisma 7. Print this again after finally db migrate, which alone may
// change the tables (prisma migrate and prisma db push would undo what they cannot see):
//
//   finally db schema --prisma > schema.prisma
//
// Rows belong to users, and row security shows none of them until a user is set, by an id of
// finally user list --json, in the transaction that asks:
//
//   await prisma.$transaction(async (tx) => {
//     await tx.$executeRaw`SELECT set_config('finally.user_id', ${id}, true)`
//     return tx.assets.findMany()
//   })
//
// The address of the database (finally db url) goes to the driver adapter. Prisma 6 wants a url in
// the datasource, too.\
"""
BLOCKS = """\
generator client {
  provider = "prisma-client-js"
}

datasource db {
  provider = "postgresql"
}\
"""


def prisma_schema(catalog: Catalog) -> str:
    """The whole schema. What Prisma has no words for is named in comments."""
    columns = {
        table: list(same) for table, same in groupby(catalog.columns, lambda one: one.table_name)
    }
    known = {(one.table_name, one.name) for one in catalog.columns if is_known(one)}
    all_keys = table_keys(catalog.key_parts)
    tables = [one.name for one in catalog.relations if not one.is_view]
    tables = [table for table in tables if has_primary_key(table, all_keys, known)]
    nullity = {table: {one.name: one.is_required for one in own} for table, own in columns.items()}
    relations = relation_fields(ties(catalog, tables, known), all_keys, nullity)
    sentences = {one.name: one.comment for one in catalog.relations}
    left_out = [one.name for one in catalog.relations if one.name not in tables]
    head = [
        HEAD,
        *comment_lines("//", "Without a model, as views or for want of a primary key", left_out),
    ]
    parts = ["\n".join(head), BLOCKS]
    for table in tables:
        rules = [check.name for check in catalog.checks if check.table_name == table]
        own = [key for key in all_keys[table] if is_sayable(key, table, known)]
        unsaid = [key.name for key in all_keys[table] if key not in own]
        parts.append(
            model_block(
                table,
                sentences[table],
                columns[table],
                own,
                unsaid,
                rules,
                relations.get(table, []),
            )
        )
    for name, same in groupby(catalog.labels, lambda one: one.enum_name):
        parts.append(enum_block(name, [one.label for one in same]))
    return "\n\n".join(parts)


def ties(catalog: Catalog, tables: Sequence[str], known: set[tuple[str, str]]) -> list[Reference]:
    """The foreign keys between tables that are models, of columns that Prisma has types for."""
    return [
        one
        for one in table_references(catalog.reference_parts)
        if {one.table, one.target} <= set(tables)
        and all((one.table, column) in known for column in one.columns)
    ]


def has_primary_key(
    table: str, all_keys: dict[str, list[Key]], known: set[tuple[str, str]]
) -> bool:
    """Whether a table can be a model: Prisma must be able to tell its rows apart."""
    return any(
        key.kind == "primary" and is_sayable(key, table, known) for key in all_keys.get(table, [])
    )


def is_sayable(key: Key, table: str, known: set[tuple[str, str]]) -> bool:
    """Whether Prisma has words for an index: it has columns, and types for them."""
    return bool(key.columns) and all((table, column) in known for column in key.columns)
