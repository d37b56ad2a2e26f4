"""What makes a thing of the schema right again, as SQL wherever that can be said."""

from __future__ import annotations

import re

from finally_cli.store.doctor.catalog import Thing
from finally_cli.store.statements import sql_root

FROM_A_BACKUP = "Bring it back from a backup, with what it held: finally db restore"
IF_NOT_NEEDED = "If nobody needs it: "
AS_A_WHOLE = (
    "If the schema was never made to its end: finally db migrate."
    " Otherwise bring the books back from a backup: finally db restore"
)


def made_again(thing: Thing) -> str:
    """What makes a thing that is gone."""
    match thing.kind:
        case "table" | "column":
            return FROM_A_BACKUP
        case "constraint":
            return f"ALTER TABLE {thing.relation} ADD CONSTRAINT {thing.name} {thing.definition};"
        case "policy":
            return f"CREATE POLICY {thing.name} ON {thing.relation} {thing.definition};"
        case "grant":
            return f"{granting(thing)};"
        case "function" | "view":
            return from_our_file(thing)
    return f"{thing.definition};"


def taken_away(thing: Thing) -> str:
    """What takes a thing away that is too much."""
    match thing.kind:
        case "column" | "constraint":
            return f"ALTER TABLE {thing.relation} DROP {thing.kind.upper()} {thing.name};"
        case "policy" | "trigger" | "rule":
            return f"DROP {thing.kind.upper()} {thing.name} ON {thing.relation};"
        case "grant":
            return f"{granting(thing, 'REVOKE')};"
    return f"DROP {thing.kind.upper()} {thing.name};"


def put_right(thing: Thing, right: Thing) -> str:
    """What gives a thing the definition that it should have."""
    match thing.kind:
        case "table":
            return f"ALTER TABLE {thing.name} SET LOGGED;"
        case "column":
            return column(thing, right)
        case "constraint":
            return (
                f"ALTER TABLE {thing.relation} DROP CONSTRAINT {thing.name},"
                f" ADD CONSTRAINT {thing.name} {right.definition};"
            )
        case "function" | "view":
            return from_our_file(thing)
        case "grant" if thing.definition:
            return f"{granting(thing, 'REVOKE GRANT OPTION FOR')};"
        case "index":
            return f"DROP INDEX {thing.name}; {right.definition};"
    return f"{taken_away(thing)} {made_again(right)}"


def column(thing: Thing, right: Thing) -> str:
    """What gives a column its definition: a word of it in place, or all of it by hand."""
    change = f"ALTER TABLE {thing.relation} ALTER COLUMN {thing.name}"
    required = " NOT NULL"
    if f"{thing.definition} ".replace(f"{required} ", " ") == f"{right.definition} ".replace(
        f"{required} ", " "
    ):
        return f"{change} {'SET' if required in right.definition else 'DROP'} NOT NULL;"
    before, default = split_default(thing.definition)
    after, right_default = split_default(right.definition)
    if before == after and not right_default.startswith("GENERATED"):
        return f"{change} {f'SET {right_default}' if right_default else 'DROP DEFAULT'};"
    if default == right_default:
        return f"{change} TYPE {after.removesuffix(required)};"
    return FROM_A_BACKUP


def split_default(definition: str) -> tuple[str, str]:
    """A column's definition, before and from its default on.

    >>> split_default("text NOT NULL DEFAULT 'USD'::text")
    ('text NOT NULL', "DEFAULT 'USD'::text")
    """
    found = re.search(r"(^| )(DEFAULT|GENERATED) ", definition)
    if found is None:
        return definition, ""
    return definition[: found.start()], definition[found.start() :].strip()


def put_in_force(thing: Thing, right: Thing) -> str:
    """What makes a thing do its work."""
    match thing.kind:
        case "table":
            if right.state == "off":
                return f"ALTER TABLE {thing.name} DISABLE ROW LEVEL SECURITY;"
            return f"ALTER TABLE {thing.name} ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;"
        case "column":
            target = -1 if right.state == "measured" else 0
            return (
                f"ALTER TABLE {thing.relation} ALTER COLUMN {thing.name} SET STATISTICS {target};"
            )
        case "trigger":
            return f"ALTER TABLE {thing.relation} ENABLE TRIGGER {thing.name};"
        case "function":
            return f"ALTER FUNCTION {thing.name} SECURITY {right.state.upper()};"
        case "view":
            return f"ALTER VIEW {thing.name} SET ({right.state});"
        case "index":
            return f"REINDEX INDEX {thing.name};"
        case "constraint" if thing.state == "invalid":
            return f"REINDEX INDEX {thing.name};"
        case "constraint" if thing.state == "disabled":
            parent = re.search(r"REFERENCES (\S+?)\(", right.definition)
            tables = [thing.relation, *([parent[1]] if parent else [])]
            return " ".join(f"ALTER TABLE {table} ENABLE TRIGGER ALL;" for table in tables)
    return f"ALTER TABLE {thing.relation} VALIDATE CONSTRAINT {thing.name};"


def granting(thing: Thing, verb: str = "GRANT") -> str:
    """A grant, or what takes it back; of a column its name stands behind the right."""
    right, _, role = thing.name.partition(" TO ")
    on = thing.relation
    if column_of := re.fullmatch(r"(TABLE .+) \((.+)\)", on):
        on, right = column_of[1], f"{right} ({column_of[2]})"
    option = f" {thing.definition}" if verb == "GRANT" and thing.definition else ""
    return f"{verb} {right} ON {on} {'TO' if verb == 'GRANT' else 'FROM'} {role}{option}"


def from_our_file(thing: Thing) -> str:
    """Where the right text is of what is too long for a line."""
    return f"Its text is in {sql_root() / 'schema.sql'}: make it again from there"
