"""finally inbox list: the bank rows that wait, and what each may be."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Annotated

import typer

from finally_cli.commands.command import reads
from finally_cli.commands.import_.sources import SourceOption
from finally_cli.commands.inbox.rows import LIST, WaitingRow
from finally_cli.commands.inbox.suggestion import Suggestions
from finally_cli.commands.items.list import LimitOption
from finally_cli.commands.options import FromOption, PeriodOption, ToOption
from finally_cli.commands.source.find import find_source
from finally_cli.model.kinds import Change, Code, Count, Day, Kind
from finally_cli.model.month import add_months, one_or_range
from finally_cli.model.result import Note, Result
from finally_cli.store.database import Database
from finally_cli.store.statements import Statement

SearchOption = Annotated[
    str | None,
    typer.Option("--search", metavar="TEXT", help="Only those whose bank's text holds this."),
]


@dataclass(frozen=True, slots=True, kw_only=True)
class InboxRow:
    """A bank row that waits. `amount` is in the account's sense: minus is out."""

    id: Annotated[str, Kind("id")]  # to assign it by, however narrow it is
    day: Day
    amount: Change
    currency: Annotated[str, Kind("text", "")]
    text: str
    source: Annotated[str, Kind("text", spare=1)]
    because: Annotated[str | None, Kind("text", "Why it waits", spare=2)]
    suggestion: Annotated[str | None, Kind("text", spare=3)]


@dataclass(frozen=True, slots=True, kw_only=True)
class WaitingSum:
    """What waits in one currency."""

    currency: Code
    rows: Count
    amount: Change
    first_day: Day
    last_day: Day


@dataclass(frozen=True, slots=True, kw_only=True)
class SumLine:
    """The line of a currency under the rows."""

    text: str
    amount: Change
    currency: str


SUMS = Statement("inbox/sums", WaitingSum)


@reads(paged=True)
def list_(
    db: Database,
    month: PeriodOption = None,
    first: FromOption = None,
    last: ToOption = None,
    source: SourceOption = None,
    search: SearchOption = None,
    limit: LimitOption = None,
) -> Result:
    """List the bank rows that wait, newest first, each with what it may be.

    They are outside the books until a category is chosen, or a rule that fits is applied. What is
    offered is an entry of that amount, the other side of a transfer, or what was chosen by hand of
    rows whose texts begin alike.

    Examples:
        finally inbox list
        finally inbox list --month 2026-11 --source "City bank"
    """
    start, end = one_or_range(month, first, last)
    days = {"first": start, "last": end and last_day_of(end)}
    asked: dict[str, object] = {
        **days,
        "source_id": find_source(db, source).id if source is not None else None,
        "search": search or None,
    }
    sums = db.all(SUMS, **asked)
    rows = db.each(LIST, base_currency=db.user.base_currency, limit=limit, **asked)
    total = sum(one.rows for one in sums)
    notes = []
    if limit is not None and limit < total:
        message = f"{limit:,} of {total:,} rows are shown; the totals are of all of them."
        notes.append(Note("LIMITED", message))
    suggestions = Suggestions(db, **days) if sums else None
    return Result(
        InboxRow,
        title="Inbox",
        about={"rows": total, "sums": [sum_in_json(one) for one in sums]},
        closing=[
            SumLine(
                text=f"{one.rows:,} in all", amount=one.amount, currency=one.currency
            )
            for one in sums
        ],
        notes=notes,
        stream=inbox_rows(rows, suggestions) if suggestions else (),
        nothing="No bank row like that waits."
        if any(value is not None for value in asked.values())
        else "The inbox is empty: no bank row waits.",
    )  # fmt: skip


def last_day_of(month: date) -> date:
    """The last day of a month."""
    return add_months(month, 1) - timedelta(days=1)


def sum_in_json(one: WaitingSum) -> dict[str, object]:
    """What waits in a currency, as JSON has it."""
    from finally_cli.model.money import format_exact

    return {"currency": one.currency, "rows": one.rows, "amount": format_exact(one.amount)}


def inbox_rows(rows: Iterator[WaitingRow], suggestions: Suggestions) -> Iterator[InboxRow]:
    """The rows as they are shown."""
    for row in rows:
        offered = suggestions.of(row)
        yield InboxRow(
            id=row.id,
            day=row.day,
            amount=row.amount,
            currency=row.currency,
            text=row.text,
            source=row.source,
            because=row.because,
            suggestion=offered.words if offered else None,
        )
