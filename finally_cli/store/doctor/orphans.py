"""Rows that point at nothing: no foreign key finds them that was switched off when they came."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from finally_cli.model.text import plural
from finally_cli.store.doctor.findings import Finding, NotSeen, error
from finally_cli.store.doctor.patient import Patient
from finally_cli.store.statements import Statement


@dataclass(frozen=True, slots=True, kw_only=True)
class Key:
    """A foreign key; `keys` are the columns of the parent that `columns` name."""

    name: str
    child: str
    parent: str
    columns: list[str]
    keys: list[str]
    is_of_users: bool


KEYS = Statement("doctor/foreign_keys", Key)


def orphans(patient: Patient) -> Iterator[Finding]:
    """Each foreign key's rows without a parent, of everybody that this login may check.

    Where row security holds the login it is asked as each user, for the rows that are theirs alone:
    a lent row's category, say, is hidden from its reader. Raises NotSeen for a person's own login,
    which does not see everybody that its rows name.
    """
    keys = patient.all(KEYS)
    if patient.sight.sees_all_rows:
        yield from found(keys, {key.name + key.child: count(patient, key) for key in keys})
        return
    if not patient.is_trusted():
        raise NotSeen("a person's own login does not see everybody that its rows may name")
    keys = [key for key in keys if key.is_of_users]
    counts = {key.name + key.child: 0 for key in keys}
    for user in patient.users():
        for key in keys:
            counts[key.name + key.child] += count(patient, key, user.id)
    yield from found(keys, counts, unseen=", or is another user's")


def found(keys: list[Key], counts: dict[str, int], unseen: str = "") -> Iterator[Finding]:
    """A finding for each key that does not hold; `unseen` is what else a missing row may be."""
    for key in keys:
        if rows := counts[key.name + key.child]:
            yield error(
                f"{plural(rows, 'row')} of {key.child} {'names' if rows == 1 else 'name'} a row of"
                f" {key.parent} that is not there{unseen}, against {key.name}",
                "Bring the books back from a backup of before: finally db restore",
            )


def count(patient: Patient, key: Key, user_id: str | None = None) -> int:
    """How many rows have no parent; of one user if `user_id` is given."""
    from psycopg import sql

    pairs = zip(key.columns, key.keys, strict=True)
    query = sql.SQL(
        "SELECT count(*) FROM public.{child} AS child WHERE {whose}{filled} AND NOT EXISTS"
        " (SELECT FROM public.{parent} AS parent WHERE {same})"
    ).format(
        child=sql.Identifier(key.child),
        parent=sql.Identifier(key.parent),
        whose=sql.SQL("child.user_id = %(user_id)s::uuid AND " if user_id else ""),
        filled=sql.SQL(" AND ").join(
            sql.SQL("{} IS NOT NULL").format(sql.Identifier("child", column))
            for column in key.columns
        ),
        same=sql.SQL(" AND ").join(
            sql.SQL("{} = {}").format(
                sql.Identifier("parent", there), sql.Identifier("child", here)
            )
            for here, there in pairs
        ),
    )
    row = patient.connection.execute(query, {"user_id": user_id}).fetchone()
    assert row is not None  # a count is always one row
    return int(row[0])
