"""Where the schema is not as this version makes it."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import replace

from finally_cli.model.text import truncated_list
from finally_cli.store.doctor.catalog import (
    EVERYDAY,
    STATEMENTS,
    SchemaObject,
    existing_names,
    live_objects,
    objects_as_made,
)
from finally_cli.store.doctor.context import ERROR, WARNING, Context, Finding, error
from finally_cli.store.statements import sql_root

MOST = 8  # findings of one sort; more are told as one
# USAGE is granted to the everyday role as well, and a careful administrator takes it from PUBLIC.
SPARE = ("grant", "SCHEMA public", "USAGE TO PUBLIC")
TO_US = (f" TO {EVERYDAY}", " TO PUBLIC")
PLURAL = {kind: f"{kind}s" for kind in STATEMENTS} | {"index": "indexes", "policy": "policies"}
# What changes or shows rows behind the program's back. Anything else that is too much is only odd.
NEVER_TOO_MUCH = ("trigger", "policy", "rule")


def check_drift(kind: str) -> Callable[[Context], list[Finding]]:
    """The check of one kind of things."""
    return lambda context: [
        *missing_objects(context, kind),
        *differing_objects(context, kind),
        *unexpected_objects(context, kind),
    ]


def expected_objects(context: Context, kind: str) -> dict[tuple[str, str, str], SchemaObject]:
    """What there should be of a kind; where there is no everyday role, nothing is granted to it."""
    return {
        thing.key: thing
        for thing in objects_as_made()
        if thing.kind == kind
        and (context.login.has_everyday or not thing.name.endswith(f" TO {EVERYDAY}"))
    }


def missing_objects(context: Context, kind: str) -> Iterator[Finding]:
    """What is gone. Of a table that is gone, only the table itself."""
    there = {SPARE, *(thing.key for thing in live_objects(context, kind))}
    stands = existing_names(context)
    gone = [
        thing
        for key, thing in expected_objects(context, kind).items()
        if key not in there and (not thing.belongs_to or thing.belongs_to in stands)
    ]
    yield from group_findings(
        [error(f"{describe_object(thing)} is missing", create_statement(thing)) for thing in gone],
        f"{PLURAL[kind]} that this version makes are missing",
    )


def unexpected_objects(context: Context, kind: str) -> Iterator[Finding]:
    """What nobody asked for. Of a table that is too much, only the table itself."""
    ours = expected_objects(context, kind)
    parents = {
        thing.name for thing in objects_as_made() if thing.kind in ("table", "view", "function")
    }
    extra = [
        thing
        for thing in live_objects(context, kind)
        if thing.key not in ours and (not thing.belongs_to or thing.belongs_to in parents)
    ]
    found = [
        Finding(
            severity=severity_of(thing),
            finding=f"{describe_object(thing)} is not part of the schema",
            remedy=drop_statement(thing),
        )
        for thing in extra
    ]
    summary = f"{PLURAL[kind]} are not part of the schema"
    yield from group_findings([one for one in found if one.severity == ERROR], summary)
    for one in group_findings([one for one in found if one.severity == WARNING], summary):
        yield replace(one, remedy=f"{IF_NOT_NEEDED}{one.remedy}")


def severity_of(thing: SchemaObject) -> str:
    """How bad it is that a thing is there which this version does not make."""
    is_open_door = (thing.kind, thing.state) == ("function", "definer")
    is_given = thing.kind == "grant" and thing.name.endswith(TO_US)
    return ERROR if thing.kind in NEVER_TOO_MUCH or is_open_door or is_given else WARNING


def differing_objects(context: Context, kind: str) -> Iterator[Finding]:
    """What has another definition, or is not in force."""
    ours = expected_objects(context, kind)
    differing, idle = [], []
    for thing in live_objects(context, kind):
        right = ours.get(thing.key)
        if right is None:
            continue
        if thing.definition != right.definition:
            differing.append(
                error(describe_difference(thing, right), alter_statement(thing, right))
            )
        if thing.state != right.state:
            idle.append(error(not_in_force(thing, right), enable_statement(thing, right)))
    yield from group_findings(differing, f"{PLURAL[kind]} are not as this version makes them")
    yield from group_findings(idle, f"{PLURAL[kind]} are not in force as this version has them")


def describe_difference(thing: SchemaObject, right: SchemaObject) -> str:
    """How a thing differs from what it should be."""
    if thing.kind == "column":
        return f"{describe_object(thing)} is {thing.definition}, and should be {right.definition}"
    if thing.kind == "table":
        return f"{describe_object(thing)} is {thing.definition}: a crash empties it"
    if thing.kind == "grant":
        return (
            f"{describe_object(thing)} is given"
            f" {thing.definition or 'without the right to pass it on'}"
        )
    if thing.kind in ("function", "view"):
        return f"{describe_object(thing)} is not as this version makes it"
    return f"{describe_object(thing)} is not as this version makes it, but: {thing.definition}"


def not_in_force(thing: SchemaObject, right: SchemaObject) -> str:
    """What a thing does not do."""
    if thing.kind == "table":
        return (
            f"row security of {describe_object(thing)} is {thing.state}, and should be"
            f" {right.state}"
        )
    if thing.kind == "function":
        rights = {"definer": "of whoever made it", "invoker": "of whoever calls it"}
        return (
            f"{describe_object(thing)} runs with the rights {rights[thing.state]},"
            f" and should with those {rights[right.state]}"
        )
    if thing.kind == "column":
        if right.state == "measured":
            return f"{describe_object(thing)} has no statistics, and plans need them"
        return (
            f"{describe_object(thing)} has statistics, from which EXPLAIN tells others what"
            " is in it"
        )
    if thing.kind == "view":
        return f"{describe_object(thing)} does not show what its reader alone may see"
    return f"{describe_object(thing)} is {thing.state}, and should be {right.state}"


def describe_object(thing: SchemaObject) -> str:
    """A thing in a sentence."""
    if thing.kind == "grant":
        sort, _, name = thing.relation.partition(" ")
        return f"the right {thing.name} on {sort.lower()} {name}"
    if not thing.relation:
        return f"{thing.kind} {thing.name}"
    return f"{thing.kind} {thing.name} of table {thing.relation}"


def group_findings(found: list[Finding], summary: str) -> list[Finding]:
    """The findings, or one for all of them where there are many of one sort."""
    if len(found) <= MOST:
        return found
    names = [one.finding.split(" is ")[0] for one in found]
    return [
        Finding(
            severity=found[0].severity,
            finding=f"{len(found)} {summary}: {truncated_list(names)}",
            remedy=" ".join(one.remedy for one in found)
            if all(one.is_mended_by_sql for one in found)
            else AS_A_WHOLE,
        )
    ]


FROM_A_BACKUP = "Bring it back from a backup, with what it held: finally db restore"
IF_NOT_NEEDED = "If nobody needs it: "
AS_A_WHOLE = (
    "If the schema was never made to its end: finally db migrate."
    " Otherwise bring the books back from a backup: finally db restore"
)


def create_statement(thing: SchemaObject) -> str:
    """What makes a thing that is gone."""
    match thing.kind:
        case "table" | "column":
            return FROM_A_BACKUP
        case "constraint":
            return f"ALTER TABLE {thing.relation} ADD CONSTRAINT {thing.name} {thing.definition};"
        case "policy":
            return f"CREATE POLICY {thing.name} ON {thing.relation} {thing.definition};"
        case "grant":
            return f"{grant_statement(thing)};"
        case "function" | "view":
            return repair_from_migration(thing)
    return f"{thing.definition};"


def drop_statement(thing: SchemaObject) -> str:
    """What takes a thing away that is too much."""
    match thing.kind:
        case "column" | "constraint":
            return f"ALTER TABLE {thing.relation} DROP {thing.kind.upper()} {thing.name};"
        case "policy" | "trigger" | "rule":
            return f"DROP {thing.kind.upper()} {thing.name} ON {thing.relation};"
        case "grant":
            return f"{grant_statement(thing, 'REVOKE')};"
    return f"DROP {thing.kind.upper()} {thing.name};"


def alter_statement(thing: SchemaObject, right: SchemaObject) -> str:
    """What gives a thing the definition that it should have."""
    match thing.kind:
        case "table":
            return f"ALTER TABLE {thing.name} SET LOGGED;"
        case "column":
            return parse_column(thing, right)
        case "constraint":
            return (
                f"ALTER TABLE {thing.relation} DROP CONSTRAINT {thing.name},"
                f" ADD CONSTRAINT {thing.name} {right.definition};"
            )
        case "function" | "view":
            return repair_from_migration(thing)
        case "grant" if thing.definition:
            return f"{grant_statement(thing, 'REVOKE GRANT OPTION FOR')};"
        case "index":
            return f"DROP INDEX {thing.name}; {right.definition};"
    return f"{drop_statement(thing)} {create_statement(right)}"


def parse_column(thing: SchemaObject, right: SchemaObject) -> str:
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


def enable_statement(thing: SchemaObject, right: SchemaObject) -> str:
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


def grant_statement(thing: SchemaObject, verb: str = "GRANT") -> str:
    """A grant, or what takes it back; of a column its name stands behind the right."""
    right, _, role = thing.name.partition(" TO ")
    on = thing.relation
    if column_of := re.fullmatch(r"(TABLE .+) \((.+)\)", on):
        on, right = column_of[1], f"{right} ({column_of[2]})"
    option = f" {thing.definition}" if verb == "GRANT" and thing.definition else ""
    return f"{verb} {right} ON {on} {'TO' if verb == 'GRANT' else 'FROM'} {role}{option}"


def repair_from_migration(thing: SchemaObject) -> str:
    """Where the right text is of what is too long for a line."""
    return f"Its text is in {sql_root() / 'schema.sql'}: make it again from there"
