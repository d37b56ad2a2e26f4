"""Where the schema is not as this version makes it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace

from finally_cli.model.text import first_few
from finally_cli.store.doctor import mending
from finally_cli.store.doctor.catalog import EVERYDAY, STATEMENTS, Thing, as_made, live, standing
from finally_cli.store.doctor.findings import ERROR, WARNING, Finding, error
from finally_cli.store.doctor.patient import Patient

MOST = 8  # findings of one sort; more are told as one
# USAGE is granted to the everyday role as well, and a careful administrator takes it from PUBLIC.
SPARE = ("grant", "SCHEMA public", "USAGE TO PUBLIC")
TO_US = (f" TO {EVERYDAY}", " TO PUBLIC")
PLURAL = {kind: f"{kind}s" for kind in STATEMENTS} | {"index": "indexes", "policy": "policies"}
# What changes or shows rows behind the program's back. Anything else that is too much is only odd.
NEVER_TOO_MUCH = ("trigger", "policy", "rule")


def drift(kind: str) -> Callable[[Patient], list[Finding]]:
    """The check of one kind of things."""
    return lambda patient: [*missing(patient, kind), *other(patient, kind), *surplus(patient, kind)]


def wanted(patient: Patient, kind: str) -> dict[tuple[str, str, str], Thing]:
    """What there should be of a kind; where there is no everyday role, nothing is granted to it."""
    return {
        thing.key: thing
        for thing in as_made()
        if thing.kind == kind
        and (patient.sight.has_everyday or not thing.name.endswith(f" TO {EVERYDAY}"))
    }


def missing(patient: Patient, kind: str) -> Iterator[Finding]:
    """What is gone. Of a table that is gone, only the table itself."""
    there = {SPARE, *(thing.key for thing in live(patient, kind))}
    stands = standing(patient)
    gone = [
        thing
        for key, thing in wanted(patient, kind).items()
        if key not in there and (not thing.belongs_to or thing.belongs_to in stands)
    ]
    yield from told(
        [error(f"{called(thing)} is missing", mending.made_again(thing)) for thing in gone],
        f"{PLURAL[kind]} that this version makes are missing",
    )


def surplus(patient: Patient, kind: str) -> Iterator[Finding]:
    """What nobody asked for. Of a table that is too much, only the table itself."""
    ours = wanted(patient, kind)
    parents = {thing.name for thing in as_made() if thing.kind in ("table", "view", "function")}
    extra = [
        thing
        for thing in live(patient, kind)
        if thing.key not in ours and (not thing.belongs_to or thing.belongs_to in parents)
    ]
    found = [
        Finding(
            severity=severity_of(thing),
            finding=f"{called(thing)} is not part of the schema",
            remedy=mending.taken_away(thing),
        )
        for thing in extra
    ]
    summary = f"{PLURAL[kind]} are not part of the schema"
    yield from told([one for one in found if one.severity == ERROR], summary)
    for one in told([one for one in found if one.severity == WARNING], summary):
        yield replace(one, remedy=f"{mending.IF_NOT_NEEDED}{one.remedy}")


def severity_of(thing: Thing) -> str:
    """How bad it is that a thing is there which this version does not make."""
    is_open_door = (thing.kind, thing.state) == ("function", "definer")
    is_given = thing.kind == "grant" and thing.name.endswith(TO_US)
    return ERROR if thing.kind in NEVER_TOO_MUCH or is_open_door or is_given else WARNING


def other(patient: Patient, kind: str) -> Iterator[Finding]:
    """What has another definition, or is not in force."""
    ours = wanted(patient, kind)
    differing, idle = [], []
    for thing in live(patient, kind):
        right = ours.get(thing.key)
        if right is None:
            continue
        if thing.definition != right.definition:
            differing.append(error(altered(thing, right), mending.put_right(thing, right)))
        if thing.state != right.state:
            idle.append(error(not_in_force(thing, right), mending.put_in_force(thing, right)))
    yield from told(differing, f"{PLURAL[kind]} are not as this version makes them")
    yield from told(idle, f"{PLURAL[kind]} are not in force as this version has them")


def altered(thing: Thing, right: Thing) -> str:
    """How a thing differs from what it should be."""
    if thing.kind == "column":
        return f"{called(thing)} is {thing.definition}, and should be {right.definition}"
    if thing.kind == "table":
        return f"{called(thing)} is {thing.definition}: a crash empties it"
    if thing.kind == "grant":
        return f"{called(thing)} is given {thing.definition or 'without the right to pass it on'}"
    if thing.kind in ("function", "view"):
        return f"{called(thing)} is not as this version makes it"
    return f"{called(thing)} is not as this version makes it, but: {thing.definition}"


def not_in_force(thing: Thing, right: Thing) -> str:
    """What a thing does not do."""
    if thing.kind == "table":
        return f"row security of {called(thing)} is {thing.state}, and should be {right.state}"
    if thing.kind == "function":
        rights = {"definer": "of whoever made it", "invoker": "of whoever calls it"}
        return (
            f"{called(thing)} runs with the rights {rights[thing.state]},"
            f" and should with those {rights[right.state]}"
        )
    if thing.kind == "column":
        if right.state == "measured":
            return f"{called(thing)} has no statistics, and plans need them"
        return f"{called(thing)} has statistics, from which EXPLAIN tells others what is in it"
    if thing.kind == "view":
        return f"{called(thing)} does not show what its reader alone may see"
    return f"{called(thing)} is {thing.state}, and should be {right.state}"


def called(thing: Thing) -> str:
    """A thing in a sentence."""
    if thing.kind == "grant":
        sort, _, name = thing.relation.partition(" ")
        return f"the right {thing.name} on {sort.lower()} {name}"
    if not thing.relation:
        return f"{thing.kind} {thing.name}"
    return f"{thing.kind} {thing.name} of table {thing.relation}"


def told(found: list[Finding], summary: str) -> list[Finding]:
    """The findings, or one for all of them where there are many of one sort."""
    if len(found) <= MOST:
        return found
    names = [one.finding.split(" is ")[0] for one in found]
    return [
        Finding(
            severity=found[0].severity,
            finding=f"{len(found)} {summary}: {first_few(names)}",
            remedy=" ".join(one.remedy for one in found)
            if all(one.is_mended_by_sql for one in found)
            else mending.AS_A_WHOLE,
        )
    ]
