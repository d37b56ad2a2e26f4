"""Whether the books add up: what triggers keep true, and somebody may have switched off."""

from __future__ import annotations

import shlex
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from finally_cli.model.money import exact
from finally_cli.model.month import written
from finally_cli.model.text import plural, quoted
from finally_cli.store.audit import VERIFY, VERIFY_ROWS
from finally_cli.store.doctor.findings import Finding, NotSeen, error
from finally_cli.store.doctor.patient import Patient, User
from finally_cli.store.statements import Statement


@dataclass(frozen=True, slots=True, kw_only=True)
class WrongMonth:
    """A month whose kept net worth is not what its values sum to."""

    month: date
    kept: Decimal | None
    sum: Decimal | None
    counted: int
    snapshots: int

    @property
    def told(self) -> str:
        """The two sides, and how many values the kept one is of where that differs too."""
        kept = "nothing is kept" if self.kept is None else f"{exact(self.kept)} is kept"
        if self.kept is not None and self.counted != self.snapshots:
            kept += f" for {plural(self.counted, 'value')}"
        if self.sum is None:
            return f"in {written(self.month)} {kept}, and there are no values"
        sums = "is" if self.snapshots == 1 else "sum to"
        values = plural(self.snapshots, "value")
        return f"in {written(self.month)} {kept}, and {values} {sums} {exact(self.sum)}"


@dataclass(frozen=True, slots=True, kw_only=True)
class TooMuch:
    """A set of targets above the whole; `category` where it is that of a category's assets."""

    since: date
    category: str | None
    total: Decimal


@dataclass(frozen=True, slots=True, kw_only=True)
class Foreign:
    table_name: str
    rows: int


NETWORTH = Statement("doctor/networth", WrongMonth)
TARGETS = Statement("doctor/targets", TooMuch)
CATEGORIES = Statement("doctor/categories", Foreign)


def networth(patient: Patient) -> Iterator[Finding]:
    """The net worth that triggers keep, against the sum of the values."""
    for user in patient.users():
        wrong = patient.all(NETWORTH, user_id=user.id)
        if wrong:
            yield error(
                f"the kept net worth of {user.email} is wrong: {months_told(wrong)}",
                summed_anew(user),
            )


def months_told(wrong: list[WrongMonth], most: int = 3) -> str:
    """The first of the months, and how many more there are."""
    told = [month.told for month in wrong[:most]]
    if len(wrong) > most:
        told.append(f"and so are {plural(len(wrong) - most, 'more month')}")
    return "; ".join(told)


def summed_anew(user: User) -> str:
    """What makes the kept net worth of a user right, as one transaction of the tables' owner."""
    return (  # an id of the server's, in words for a person
        f"BEGIN; SET LOCAL finally.user_id = '{user.id}';"  # noqa: S608
        f" DELETE FROM networth_materialized WHERE user_id = '{user.id}';"
        " INSERT INTO networth_materialized (user_id, year, month, net_worth, snapshots)"
        " SELECT user_id, year, month, sum(total), count(*) FROM asset_inputs"
        f" WHERE user_id = '{user.id}' GROUP BY user_id, year, month; COMMIT;"
    )


def targets(patient: Patient) -> Iterator[Finding]:
    """Target shares that sum to more than the whole."""
    for user in patient.users():
        for found in patient.all(TARGETS, user_id=user.id):
            of = f" for the assets in {found.category}" if found.category else ""
            yield error(
                f"the targets of {user.email}{of} from {written(found.since)} on sum to"
                f" {exact(found.total * 100)} %",
                f"Set them anew: finally target set --user {shlex.quote(user.email)}",
            )


def categories(patient: Patient) -> Iterator[Finding]:
    """Rows in categories of somebody else."""
    if not patient.sight.sees_all_rows:
        raise NotSeen("this login does not see other people's categories")
    for user in patient.users():
        for found in patient.all(CATEGORIES, user_id=user.id):
            yield error(
                f"{plural(found.rows, 'row')} of {user.email} in {found.table_name}"
                f" {'is' if found.rows == 1 else 'are'} in a category of another user",
                "Move them to a category of their own, as the owner of the tables",
            )


def chains(patient: Patient) -> Iterator[Finding]:
    """The audit of each user, as finally audit verify checks it."""
    for user in patient.users():
        events = patient.all(VERIFY, user_id=user.id, sequence=None, hash=None)
        rows = patient.all(VERIFY_ROWS, user_id=user.id)
        if count := len(events) + len(rows):
            yield error(
                f"the audit of {quoted(user.email)} does not hold: {plural(count, 'problem')}",
                f"See which: finally audit verify --user {shlex.quote(user.email)}",
            )
