"""The proof that all has arrived: rows and hash of every table, by one function at both ends."""

from __future__ import annotations

from dataclasses import asdict, dataclass

from finally_cli.model.errors import IntegrityFailed
from finally_cli.model.manifest import Content
from finally_cli.store.backup import content
from finally_cli.store.database import rows
from finally_cli.store.explaining import explaining
from finally_cli.store.moving.ends import End


@dataclass(frozen=True, slots=True, kw_only=True)
class Carried:
    """A table, how many rows it has, and the SHA-256 of them in the order of their key."""

    table: str
    rows: int
    sha256: str


def contents(end: End, names: list[str]) -> dict[str, Content]:
    """What these tables hold, in a transaction that sees all their rows."""
    content.settle(end.connection)
    with explaining():
        return {
            table.name: content.content(end.connection, table)
            for table in rows(end.connection, content.TABLES)
            if table.name in names
        }


def listed(found: dict[str, Content]) -> list[Carried]:
    """The tables by name."""
    return [
        Carried(table=name, rows=one.rows, sha256=one.sha256) for name, one in sorted(found.items())
    ]


def prove(old: End, new: End, names: list[str]) -> list[Carried]:
    """The tables as both ends have them, by name. Raises IntegrityFailed for a difference."""
    sent, arrived = contents(old, names), contents(new, names)
    if different := [name for name in names if sent[name] != arrived[name]]:
        raise IntegrityFailed(
            f"what arrived is not what was sent, in {' and '.join(different)}",
            f"Nothing of it was kept in {new.where}. Please report it as a bug of ours.",
            code="MOVE_DIFFERS",
            details={
                "tables": {
                    name: {"sent": asdict(sent[name]), "arrived": asdict(arrived[name])}
                    for name in different
                }
            },
        )
    return [
        Carried(table=name, rows=sent[name].rows, sha256=sent[name].sha256)
        for name in sorted(names)
    ]
