"""Whether the books add up: what triggers keep true, and somebody may have switched off."""

from __future__ import annotations

import shlex
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from finally_cli.model.money import format_exact
from finally_cli.model.month import format_month
from finally_cli.model.text import plural, quote
from finally_cli.store.audit import VERIFY, VERIFY_ROWS, VERIFY_SEALS
from finally_cli.store.doctor.context import Context, Finding, NotSeen, User, error
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
    def summary(self) -> str:
        """The two sides, and how many values the kept one is of where that differs too."""
        kept = "nothing is kept" if self.kept is None else f"{format_exact(self.kept)} is kept"
        if self.kept is not None and self.counted != self.snapshots:
            kept += f" for {plural(self.counted, 'value')}"
        if self.sum is None:
            return f"in {format_month(self.month)} {kept}, and there are no values"
        sums = "is" if self.snapshots == 1 else "sum to"
        values = plural(self.snapshots, "value")
        return f"in {format_month(self.month)} {kept}, and {values} {sums} {format_exact(self.sum)}"


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


def check_networth(context: Context) -> Iterator[Finding]:
    """The net worth that triggers keep, against the sum of the values."""
    for user in context.users():
        wrong = context.all(NETWORTH, user_id=user.id)
        if wrong:
            yield error(
                f"the kept net worth of {user.email} is wrong: {describe_months(wrong)}",
                networth_repair(user),
            )


def describe_months(wrong: list[WrongMonth], most: int = 3) -> str:
    """The first of the months, and how many more there are."""
    told = [month.summary for month in wrong[:most]]
    if len(wrong) > most:
        told.append(f"and so are {plural(len(wrong) - most, 'more month')}")
    return "; ".join(told)


def networth_repair(user: User) -> str:
    """What makes the kept net worth of a user right, as one transaction of the tables' owner."""
    return (  # an id of the server's, in words for a person
        f"BEGIN; SET LOCAL finally.user_id = '{user.id}';"  # noqa: S608
        f" DELETE FROM networth_materialized WHERE user_id = '{user.id}';"
        " INSERT INTO networth_materialized (user_id, year, month, net_worth, snapshots)"
        " SELECT user_id, year, month, sum(total), count(*) FROM asset_inputs"
        f" WHERE user_id = '{user.id}' GROUP BY user_id, year, month; COMMIT;"
    )


def check_targets(context: Context) -> Iterator[Finding]:
    """Target shares that sum to more than the whole."""
    for user in context.users():
        for found in context.all(TARGETS, user_id=user.id):
            of = f" for the assets in {found.category}" if found.category else ""
            yield error(
                f"the targets of {user.email}{of} from {format_month(found.since)} on sum to"
                f" {format_exact(found.total * 100)} %",
                f"Set them anew: finally target set --user {shlex.quote(user.email)}",
            )


def check_categories(context: Context) -> Iterator[Finding]:
    """Rows in categories of somebody else. Raises NotSeen where only some rows are seen."""
    if not context.login.sees_all_rows:
        raise NotSeen("this login does not see other people's categories")
    for user in context.users():
        for found in context.all(CATEGORIES, user_id=user.id):
            yield error(
                f"{plural(found.rows, 'row')} of {user.email} in {found.table_name}"
                f" {'is' if found.rows == 1 else 'are'} in a category of another user",
                "Move them to a category of their own, as the owner of the tables",
            )


def check_chains(context: Context) -> Iterator[Finding]:
    """The audit of each user, as finally audit verify checks it."""
    for user in context.users():
        events = context.all(VERIFY, user_id=user.id, sequence=None, hash=None)
        rows = context.all(VERIFY_ROWS, user_id=user.id)
        if count := len(events) + len(rows):
            yield error(
                f"the audit of {quote(user.email)} does not hold: {plural(count, 'problem')}",
                f"See which: finally audit verify --user {shlex.quote(user.email)}",
            )


def check_seals(context: Context) -> Iterator[Finding]:
    """The closed months of each user, as finally close verify checks them."""
    for user in context.users():
        if count := len(context.all(VERIFY_SEALS, user_id=user.id)):
            yield error(
                f"closed months of {quote(user.email)} are not as they were sealed:"
                f" {plural(count, 'problem')}",
                f"See which: finally close verify --user {shlex.quote(user.email)}",
            )


@dataclass(frozen=True, slots=True, kw_only=True)
class ForeignKey:
    """A foreign key; `keys` are the columns of the parent that `columns` name."""

    name: str
    child: str
    parent: str
    columns: list[str]
    keys: list[str]
    is_of_users: bool


KEYS = Statement("doctor/foreign_keys", ForeignKey)


def check_orphans(context: Context) -> Iterator[Finding]:
    """Each foreign key's rows without a parent, of everybody that this login may check.

    Where row security holds the login it is asked as each user, for the rows that are theirs alone:
    a lent row's category, say, is hidden from its reader. Raises NotSeen for a person's own login,
    which does not see everybody that its rows name.
    """
    keys = context.all(KEYS)
    if context.login.sees_all_rows:
        yield from orphan_findings(
            keys, {key.name + key.child: count_orphans(context, key) for key in keys}
        )
        return
    if not context.is_trusted():
        raise NotSeen("a person's own login does not see everybody that its rows may name")
    keys = [key for key in keys if key.is_of_users]
    counts = {key.name + key.child: 0 for key in keys}
    for user in context.users():
        for key in keys:
            counts[key.name + key.child] += count_orphans(context, key, user.id)
    yield from orphan_findings(keys, counts, unseen=", or is another user's")


def orphan_findings(
    keys: list[ForeignKey], counts: dict[str, int], unseen: str = ""
) -> Iterator[Finding]:
    """A finding for each key that does not hold; `unseen` is what else a missing row may be."""
    for key in keys:
        if rows := counts[key.name + key.child]:
            yield error(
                f"{plural(rows, 'row')} of {key.child} {'names' if rows == 1 else 'name'} a row of"
                f" {key.parent} that is not there{unseen}, against {key.name}",
                "Bring the books back from a backup of before: finally db restore",
            )


def count_orphans(context: Context, key: ForeignKey, user_id: str | None = None) -> int:
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
    row = context.connection.execute(query, {"user_id": user_id}).fetchone()
    assert row is not None  # a count is always one row
    return int(row[0])
