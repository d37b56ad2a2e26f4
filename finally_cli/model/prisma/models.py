"""A table as a model: its comments, its fields in columns, its keys."""

from __future__ import annotations

from collections.abc import Sequence
from textwrap import wrap

from finally_cli.model.prisma.catalog import Column, Key
from finally_cli.model.prisma.names import name_of
from finally_cli.model.prisma.relations import Field, listed
from finally_cli.model.prisma.types import default_of, quoted, scalar_of, type_of

WIDTH = 100  # of comments
WORDS = {"primary": "id", "unique": "unique", "index": "index"}


def model(
    table: str,
    columns: Sequence[Column],
    own_keys: Sequence[Key],
    unsaid: Sequence[str],
    rules: Sequence[str],
    relations: Sequence[Field],
) -> str:
    """One table, with comments for what a client cannot know otherwise."""
    comments = [
        *remark("///", "Computed by the database, never written", generated(columns)),
        *remark("///", "Rules of the database", rules),
        *remark("///", "Indexes that Prisma has no words for", unsaid),
    ]
    fields = [field(column, own_keys) for column in columns]
    lines = aligned([*fields, *relations])
    blocks = [
        block(table, key)
        for key in by_kind(own_keys)
        if len(key.columns) > 1 or key.kind == "index"
    ]
    if name_of(table) != table:
        blocks.append(f"@@map({quoted(table)})")
    if blocks:
        lines += ["", *blocks]
    return "\n".join([*comments, braced("model", table, lines)])


def enumeration(name: str, labels: Sequence[str]) -> str:
    """A type of a few values.

    >>> print(enumeration("mood", ["sad", "very glad"]))
    enum mood {
      sad
      very_glad @map("very glad")
    }
    """
    values = [
        Field(name_of(label), "", f"@map({quoted(label)})" if name_of(label) != label else "")
        for label in labels
    ]
    lines = aligned(values)
    if name_of(name) != name:
        lines += ["", f"@@map({quoted(name)})"]
    return braced("enum", name, lines)


def braced(word: str, name: str, lines: Sequence[str]) -> str:
    body = [f"  {line}" if line else "" for line in lines]
    return "\n".join([f"{word} {name_of(name)} {{", *body, "}"])


def generated(columns: Sequence[Column]) -> list[str]:
    return [column.name for column in columns if column.is_generated]


def field(column: Column, own_keys: Sequence[Key]) -> Field:
    """The line of a column."""
    alone = [key for key in own_keys if key.columns == (column.name,) and key.kind != "index"]
    attributes = [
        *(
            f"@{WORDS[key.kind]}"
            + (f"({mapped})" if (mapped := map_of(column.table_name, key)) else "")
            for key in by_kind(alone)
        ),
        default_of(column),
        f"@map({quoted(column.name)})" if name_of(column.name) != column.name else "",
        scalar_of(column.type)[1],
    ]
    return Field(name_of(column.name), type_of(column), " ".join(filter(None, attributes)))


def by_kind(some: Sequence[Key]) -> list[Key]:
    """The primary key, then what is unique, then the other indexes."""
    return sorted(some, key=lambda key: ("primary", "unique", "index").index(key.kind))


def block(table: str, key: Key) -> str:
    """A key of several columns, or an index.

    >>> block("a", Key("a_pkey", "primary", ("x", "y")))
    '@@id([x, y])'
    """
    mapped = map_of(table, key)
    return f"@@{WORDS[key.kind]}([{listed(key.columns)}]{mapped and ', ' + mapped})"


def map_of(table: str, key: Key) -> str:
    """The name of an index in the database, unless it is the one that Prisma expects."""
    return "" if key.name == f"{table}_pkey" else f"map: {quoted(key.name)}"


def aligned(fields: Sequence[Field]) -> list[str]:
    """The lines of a model, in columns.

    >>> aligned([Field("id", "Int", "@id"), Field("notes", "String?", "")])
    ['id    Int     @id', 'notes String?']
    """
    names = max(len(field.name) for field in fields)
    types = max(len(field.type) for field in fields)
    gap = " " if types else ""
    return [
        f"{field.name:{names}}{gap}{field.type:{types}} {field.attributes}".rstrip()
        for field in fields
    ]


def remark(mark: str, about: str, names: Sequence[str]) -> list[str]:
    """Comment lines that list names; none for no names.

    >>> remark("///", "Left out", ["a", "b"])
    ['/// Left out: a, b.']
    """
    if not names:
        return []
    text = f"{about}: {', '.join(map(safe, names))}."
    return wrap(
        text,
        WIDTH,
        initial_indent=f"{mark} ",
        subsequent_indent=f"{mark} ",
        break_long_words=False,
        break_on_hyphens=False,
    )


def safe(name: str) -> str:
    """A name that cannot end the comment it stands in."""
    return " ".join(name.split())
