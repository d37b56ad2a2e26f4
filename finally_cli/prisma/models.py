"""A table as a model: its comments, its fields in columns, its keys."""

from __future__ import annotations

from collections.abc import Sequence
from textwrap import wrap

from finally_cli.prisma.catalog import Column, Key
from finally_cli.prisma.relations import Field, column_list
from finally_cli.prisma.types import default_of, field_name, quote_string, scalar_of, type_of

WIDTH = 100  # of comments
WORDS = {"primary": "id", "unique": "unique", "index": "index"}


def model_block(
    table: str,
    comment: str | None,
    columns: Sequence[Column],
    own_keys: Sequence[Key],
    unsaid: Sequence[str],
    rules: Sequence[str],
    relations: Sequence[Field],
) -> str:
    """One table, with comments for what a client cannot know otherwise."""
    comments = [
        *sentence_lines(comment),
        *comment_lines(
            "///", "Computed by the database, never written", generated_columns(columns)
        ),
        *comment_lines("///", "Rules of the database", rules),
        *comment_lines("///", "Indexes that Prisma has no words for", unsaid),
    ]
    fields = [column_line(column, own_keys) for column in columns]
    lines = align_lines([*fields, *relations])
    blocks = [
        index_line(table, key)
        for key in index_order(own_keys)
        if len(key.columns) > 1 or key.kind == "index"
    ]
    if field_name(table) != table:
        blocks.append(f"@@map({quote_string(table)})")
    if blocks:
        lines += ["", *blocks]
    return "\n".join([*comments, enclose("model", table, lines)])


def enum_block(name: str, labels: Sequence[str]) -> str:
    """A type of a few values.

    >>> print(enum_block("mood", ["sad", "very glad"]))
    enum mood {
      sad
      very_glad @map("very glad")
    }
    """
    values = [
        Field(
            field_name(label),
            "",
            f"@map({quote_string(label)})" if field_name(label) != label else "",
        )
        for label in labels
    ]
    lines = align_lines(values)
    if field_name(name) != name:
        lines += ["", f"@@map({quote_string(name)})"]
    return enclose("enum", name, lines)


def enclose(word: str, name: str, lines: Sequence[str]) -> str:
    body = [f"  {line}" if line else "" for line in lines]
    return "\n".join([f"{word} {field_name(name)} {{", *body, "}"])


def generated_columns(columns: Sequence[Column]) -> list[str]:
    return [column.name for column in columns if column.is_generated]


def column_line(column: Column, own_keys: Sequence[Key]) -> Field:
    """The line of a column."""
    alone = [key for key in own_keys if key.columns == (column.name,) and key.kind != "index"]
    attributes = [
        *(
            f"@{WORDS[key.kind]}"
            + (f"({mapped})" if (mapped := map_attribute(column.table_name, key)) else "")
            for key in index_order(alone)
        ),
        default_of(column),
        f"@map({quote_string(column.name)})" if field_name(column.name) != column.name else "",
        scalar_of(column.type)[1],
    ]
    return Field(
        field_name(column.name),
        type_of(column),
        " ".join(filter(None, attributes)),
        column.comment,
    )


def index_order(some: Sequence[Key]) -> list[Key]:
    """The primary key, then what is unique, then the other indexes."""
    return sorted(some, key=lambda key: ("primary", "unique", "index").index(key.kind))


def index_line(table: str, key: Key) -> str:
    """A key of several columns, or an index.

    >>> index_line("a", Key("a_pkey", "primary", ("x", "y")))
    '@@id([x, y])'
    """
    mapped = map_attribute(table, key)
    return f"@@{WORDS[key.kind]}([{column_list(key.columns)}]{mapped and ', ' + mapped})"


def map_attribute(table: str, key: Key) -> str:
    """The name of an index in the database, unless it is the one that Prisma expects."""
    return "" if key.name == f"{table}_pkey" else f"map: {quote_string(key.name)}"


def align_lines(fields: Sequence[Field]) -> list[str]:
    """The lines of a model, in columns, each after its comment.

    >>> align_lines([Field("id", "Int", "@id"), Field("notes", "String?", "", "In words.")])
    ['id    Int     @id', '/// In words.', 'notes String?']
    """
    names = max(len(field.name) for field in fields)
    types = max(len(field.type) for field in fields)
    gap = " " if types else ""
    return [
        line
        for field in fields
        for line in (
            *sentence_lines(field.comment),
            f"{field.name:{names}}{gap}{field.type:{types}} {field.attributes}".rstrip(),
        )
    ]


def sentence_lines(comment: str | None) -> list[str]:
    """What the database says that something is, as a comment line; none where it says nothing.

    >>> sentence_lines("What it\\nis."), sentence_lines(None)
    (['/// What it is.'], [])
    """
    text = comment_text(comment or "")
    return [f"/// {text}"] if text else []


def comment_lines(mark: str, about: str, names: Sequence[str]) -> list[str]:
    """Comment lines that list names; none for no names.

    >>> comment_lines("///", "Left out", ["a", "b"])
    ['/// Left out: a, b.']
    """
    if not names:
        return []
    text = f"{about}: {', '.join(map(comment_text, names))}."
    return wrap(
        text,
        WIDTH,
        initial_indent=f"{mark} ",
        subsequent_indent=f"{mark} ",
        break_long_words=False,
        break_on_hyphens=False,
    )


def comment_text(name: str) -> str:
    """A name that cannot end the comment it stands in."""
    return " ".join(name.split())
