"""Foreign keys as fields of two models, named as `prisma db pull` names them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from finally_cli.prisma.catalog import Key, Reference
from finally_cli.prisma.types import field_name, quote_string

Columns = Mapping[str, Mapping[str, bool]]  # of each table, and whether it is never null
ACTIONS = {"a": "NoAction", "r": "Restrict", "c": "Cascade", "n": "SetNull", "d": "SetDefault"}


@dataclass(frozen=True, slots=True)
class Field:
    """A line of a model; `attributes` are one text, which may be empty."""

    name: str
    type: str
    attributes: str
    comment: str | None = None


def relation_fields(
    references: Sequence[Reference], keys: Mapping[str, Sequence[Key]], columns: Columns
) -> dict[str, list[Field]]:
    """The fields that foreign keys add to each model, in the order of the keys."""
    pairs = Counter(table_pair(reference) for reference in references)
    fields: dict[str, list[Field]] = {}
    for reference in references:
        table, target = field_name(reference.table), field_name(reference.target)
        there, back, name = relation_names(
            reference, columns, only=pairs[table_pair(reference)] == 1
        )
        never_null = all(columns[reference.table][column] for column in reference.columns)
        alone = any(
            key.kind != "index" and key.columns == reference.columns
            for key in keys.get(reference.table, ())
        )
        fields.setdefault(reference.table, []).append(
            Field(there, target + ("" if never_null else "?"), relation_attribute(reference, name))
        )
        fields.setdefault(reference.target, []).append(
            Field(
                back,
                table + ("?" if alone else "[]"),
                f"@relation({quote_string(name)})" if name else "",
            )
        )
    return fields


def table_pair(reference: Reference) -> frozenset[str]:
    return frozenset((reference.table, reference.target))


def relation_names(reference: Reference, columns: Columns, *, only: bool) -> tuple[str, str, str]:
    """The names of both fields and of the relation, which has none where the models tell enough.

    `only`: the two tables have no other foreign key between them. The names of the tables do for
    fields, unless a column has the name already.
    """
    table, target = field_name(reference.table), field_name(reference.target)
    of_itself = reference.table == reference.target
    taken = target in map(field_name, columns[reference.table]) or table in map(
        field_name, columns[reference.target]
    )
    if only and not taken:
        if of_itself:
            return target, f"other_{table}", f"{table}To{target}"
        return target, table, ""
    name = f"{table}_{'_'.join(map(field_name, reference.columns))}To{target}"
    other = "other_" if of_itself else ""
    return f"{target}_{name}", f"{other}{table}_{name}", name


def relation_attribute(reference: Reference, name: str) -> str:
    """The attribute of the field in the model that has the foreign key."""
    parts = [
        *([quote_string(name)] if name else []),
        f"fields: [{column_list(reference.columns)}]",
        f"references: [{column_list(reference.target_columns)}]",
        f"onDelete: {ACTIONS[reference.on_delete]}",
        f"onUpdate: {ACTIONS[reference.on_update]}",
        f"map: {quote_string(reference.name)}",
    ]
    return f"@relation({', '.join(parts)})"


def column_list(columns: Sequence[str]) -> str:
    """Columns as a key or a relation lists them."""
    return ", ".join(map(field_name, columns))
