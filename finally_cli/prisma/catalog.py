"""What a database says of itself, as far as a Prisma schema can repeat it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Protocol, TypeVar


@dataclass(frozen=True, slots=True, kw_only=True)
class Relation:
    name: str
    is_view: bool
    comment: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """`default_text` is the expression of the default, or of what is generated.

    `type` is as PostgreSQL writes it; `enum_name` is there for values of an enumeration.
    """

    table_name: str
    name: str
    type: str
    enum_name: str | None
    is_required: bool
    is_generated: bool
    is_counted: bool
    default_text: str | None
    comment: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class KeyPart:
    """A column of an index; null stands for an expression."""

    table_name: str
    name: str
    kind: str
    is_plain: bool
    column: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ReferencePart:
    """A pair of columns of a foreign key."""

    table_name: str
    name: str
    column: str
    target: str
    target_column: str
    on_delete: str
    on_update: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Check:
    table_name: str
    name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Label:
    """A value of an enumeration."""

    enum_name: str
    label: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Catalog:
    """The whole of it, each list in the order of names; columns and parts in their own order."""

    relations: Sequence[Relation]
    columns: Sequence[Column]
    key_parts: Sequence[KeyPart]
    reference_parts: Sequence[ReferencePart]
    checks: Sequence[Check]
    labels: Sequence[Label]


@dataclass(frozen=True, slots=True)
class Key:
    """An index: `kind` is primary, unique or index; it has no columns where Prisma has no words."""

    name: str
    kind: str
    columns: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Reference:
    """A foreign key from one table to another, which may be the same."""

    table: str
    name: str
    columns: tuple[str, ...]
    target: str
    target_columns: tuple[str, ...]
    on_delete: str
    on_update: str


class OfTable(Protocol):
    """A row of the catalog that belongs to a table, and names what it is of."""

    @property
    def table_name(self) -> str: ...
    @property
    def name(self) -> str: ...


Part = TypeVar("Part", bound=OfTable)


def group_parts(parts: Iterable[Part]) -> list[list[Part]]:
    """The parts of each key or reference; a name is known within its table only."""
    return [list(same) for _, same in groupby(parts, lambda part: (part.table_name, part.name))]


def table_keys(parts: Iterable[KeyPart]) -> dict[str, list[Key]]:
    """The indexes of each table."""
    found: dict[str, list[Key]] = {}
    for same in group_parts(parts):
        first = same[0]
        names = tuple(part.column for part in same if part.column is not None)
        key = Key(first.name, first.kind, names if first.is_plain else ())
        found.setdefault(first.table_name, []).append(key)
    return found


def table_references(parts: Iterable[ReferencePart]) -> list[Reference]:
    """The foreign keys, by table and name."""
    return [
        Reference(
            table=same[0].table_name,
            name=same[0].name,
            columns=tuple(part.column for part in same),
            target=same[0].target,
            target_columns=tuple(part.target_column for part in same),
            on_delete=same[0].on_delete,
            on_update=same[0].on_update,
        )
        for same in group_parts(parts)
    ]
