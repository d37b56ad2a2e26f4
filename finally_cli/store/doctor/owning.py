"""Whether all of the schema belongs to one owner, who is not the everyday role."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from finally_cli.store.doctor.catalog import EVERYDAY, as_made
from finally_cli.store.doctor.drifting import told
from finally_cli.store.doctor.findings import Finding, error
from finally_cli.store.doctor.patient import Patient
from finally_cli.store.statements import Statement


@dataclass(frozen=True, slots=True, kw_only=True)
class Owned:
    """Something of the schema, and whose it is."""

    kind: str
    name: str
    owner: str


OWNERS = Statement("doctor/owners", Owned)


def owners(patient: Patient) -> Iterator[Finding]:
    """Things that are not of whom most of them are of; an owner can change their rules."""
    ours = {(thing.kind, thing.name) for thing in as_made()}
    owned = [one for one in patient.all(OWNERS) if (one.kind, one.name) in ours]
    if not owned:
        return
    ((owner, _),) = Counter(one.owner for one in owned).most_common(1)
    if owner == EVERYDAY:
        yield error(
            f"the everyday role {EVERYDAY} owns the tables, and could change their rules",
            f"Give them to the role that migrates, with REASSIGN OWNED BY {EVERYDAY}",
        )
    strays = [
        error(
            f"{one.kind} {one.name} is of {one.owner}, and should be of {owner} as the others are",
            f'ALTER {one.kind.upper()} {one.name} OWNER TO "{owner}";',
        )
        for one in owned
        if one.owner != owner
    ]
    yield from told(strays, f"things are not of {owner} as the others are")
