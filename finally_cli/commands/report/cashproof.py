"""finally report cashproof: cash as its entries say it should be, beside cash as it is."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Annotated

from finally_cli.commands.command import reads
from finally_cli.commands.options import FromOption, MonthsOption, PeriodOption, ToOption
from finally_cli.commands.report.cashproof_notes import (
    AccountState,
    proof_notes,
    unexplained_notes,
)
from finally_cli.commands.report.explain import RANGE
from finally_cli.commands.report.months import last_month, months_on_record, no_values
from finally_cli.commands.report.unexplained_entries import entry_notes
from finally_cli.commands.report.waiting import calendar_notes
from finally_cli.model.errors import BadUsage, NotFound
from finally_cli.model.kinds import Change, Count, Kind, Money, Month
from finally_cli.model.month import (
    EARLIEST,
    add_months,
    format_month,
    refuse_reversed,
    this_month,
)
from finally_cli.model.result import Result
from finally_cli.store.database import Database
from finally_cli.store.statements import Statement

Start = Annotated[Decimal, Kind("money", "Start", spare=7)]
Income = Annotated[Decimal, Kind("money", spare=6)]
Expenses = Annotated[Decimal, Kind("money", spare=6)]
DebtPaid = Annotated[Decimal, Kind("money", often_zero=True, spare=5)]
PutIn = Annotated[Decimal, Kind("money", "Put in", often_zero=True, spare=4)]
TakenOut = Annotated[Decimal, Kind("money", often_zero=True, spare=4)]
ValueChange = Annotated[Decimal, Kind("change", "Value", often_zero=True, spare=2)]
CurrencyChange = Annotated[Decimal, Kind("change", "Currency", often_zero=True, spare=3)]
NewOrGone = Annotated[Decimal, Kind("change", often_zero=True, spare=3)]
Expected = Annotated[Decimal, Kind("money", "Should be", spare=8)]
End = Annotated[Decimal, Kind("money", "Is", always=True)]
Unexplained = Annotated[Decimal, Kind("change", always=True)]
UnseenCount = Annotated[int, Kind("count", shown=False)]


@dataclass(frozen=True, slots=True, kw_only=True)
class Moves:
    """What moved each asset, as the statement below takes it."""

    moves: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CashMonth:
    """Cash at both ends of a month, and what moved it.

    cash_start + income - expenses - debt_paid - put_in + taken_out + value_change +
    currency_change + new_or_gone is cash_expected; cash_end less that is unexplained. Both are
    null where they cannot be known: `missing` cash accounts and debts lack a value at an end, or no
    account had one at the start.
    """

    month: Month
    cash_start: Start | None
    income: Income
    expenses: Expenses
    debt_paid: DebtPaid
    put_in: PutIn
    taken_out: TakenOut
    value_change: ValueChange
    currency_change: CurrencyChange
    new_or_gone: NewOrGone
    cash_expected: Expected | None
    cash_end: End | None
    unexplained: Unexplained | None
    entries: UnseenCount
    accounts: UnseenCount
    missing: UnseenCount


@dataclass(frozen=True, slots=True, kw_only=True)
class CashTotals:
    """All of the months together, from the value of each account to its next, over gaps as well.

    `proven` counts the months whose cash is known at both ends, `unproven` the others.
    """

    cash_start: Money | None
    income: Money
    expenses: Money
    debt_paid: Money
    put_in: Money
    taken_out: Money
    value_change: Change
    currency_change: Change
    new_or_gone: Change
    cash_expected: Money | None
    cash_end: Money | None
    unexplained: Change | None
    proven: Count
    unproven: Count


@dataclass(frozen=True, slots=True, kw_only=True)
class CashLine:
    """The line under the rule."""

    month: str
    cash_start: Money | None
    income: Money
    expenses: Money
    debt_paid: Money
    put_in: Money
    taken_out: Money
    value_change: Change
    currency_change: Change
    new_or_gone: Change
    cash_expected: Money | None
    cash_end: Money | None
    unexplained: Change | None


MOVES = Statement("report/cashproof_moves", Moves)
CASHPROOF = Statement("report/cashproof", CashMonth)
ACCOUNTS = Statement("report/cashproof_accounts", AccountState)


@reads
def cashproof(
    db: Database,
    month: PeriodOption = None,
    months: MonthsOption = None,
    first: FromOption = None,
    last: ToOption = None,
) -> Result:
    """Show cash as its entries say it should be, beside cash as it is.

    What no entry explains is an income or expense that was forgotten, stands in the wrong month,
    or money put into an asset without --contribution.

    Examples:
        finally report cashproof --months 12
        finally report cashproof --from 2026-01 --to 2026-06
    """
    start, end = proof_months(db, month, months, first, last)
    # The months beside them are read as well: an entry that is missing here may stand there.
    around = prove(db, add_months(start, -2), add_months(end, 1), by_month=True)
    rows = [row for row in around if start <= row.month <= end]
    while rows and not (rows[-1].accounts or rows[-1].missing):
        rows.pop()  # there was no cash account yet
    if not rows:
        raise no_cash(start, end)
    start = rows[-1].month
    before = add_months(start, -1)
    [whole] = prove(db, before, end, by_month=False)
    totals = proof_totals(whole, rows)
    return Result(
        CashMonth,
        rows,
        f"Proof of cash ({db.user.base_currency})",
        about={"first": start, "last": end, "currency": db.user.base_currency},
        totals=totals,
        closing=[proof_line(totals)] if len(rows) > 1 else [],
        notes=[
            *unexplained_notes(rows, db.user.base_currency),
            *entry_notes(db, rows, {row.month: row.unexplained for row in around}),
            *proof_notes(
                rows,
                db.all(ACCOUNTS, before=before, last=end),
                totals.unexplained,
                db.user.base_currency,
            ),
            *calendar_notes(db, start, end),
        ],
    )


def prove(db: Database, before: date, last: date, *, by_month: bool) -> list[CashMonth]:
    """The months after `before`, newest first; or all of them as one."""
    moved = db.one(MOVES, before=before, last=last, by_month=by_month)
    assert moved is not None  # a list is always one row
    return db.all(CASHPROOF, before=before, last=last, by_month=by_month, cash_moves=moved.moves)


def proof_months(
    db: Database, month: date | None, months: int | None, first: date | None, last: date | None
) -> tuple[date, date]:
    """The first and the last month, of those asked for that have values before and at their end.

    Without an end that is the newest month with values that is not still to come. Raises BadUsage
    for options that do not go together, NotFound where there is nothing to compare.
    """
    if month and (first or last or months):
        raise BadUsage(
            "--month is one month; --months, --from and --to are several", "Leave one out."
        )
    refuse_reversed(first, last)
    if months and first and last:
        raise BadUsage("--months goes with --from or --to, not with both", "Leave one out.")
    first, last = month or first, month or last
    if months and first:
        last = add_months(first, months - 1)
    ends = db.one(RANGE, first=None, last=None)
    if ends is None or (last is None and (first or EARLIEST) <= this_month() < ends.newest):
        newest = last_month(db)  # or it says that the books are empty
        assert ends is not None
    else:
        newest = ends.newest
    end = min(last or newest, ends.newest)
    begin = max(first or add_months(end, 1 - (months or 12)), add_months(ends.oldest, 1))
    if begin <= end:
        return begin, end
    kept = months_on_record(ends)
    if first and first > ends.newest:
        raise no_values(f"there are no values from {format_month(first)} on", kept)
    if end < ends.oldest:
        raise no_values(f"there are no values up to {format_month(end)}", kept)
    raise no_values(
        f"{format_month(ends.oldest)} is the first month with values: nothing comes before it", kept
    )


def no_cash(first: date, last: date) -> NotFound:
    """The refusal of months before which no cash account has a value."""
    before = format_month(add_months(first, -1))
    return NotFound(
        f"no cash account has a value from {before} to {format_month(add_months(last, -1))}:"
        " there is nothing to begin with",
        f"Record one with: finally snapshot add NAME VALUE --category CASH --month {before}",
        code="NO_CASH",
    )


def proof_totals(whole: CashMonth, rows: Sequence[CashMonth]) -> CashTotals:
    """All months together, and how many of them are proven."""
    proven = sum(row.unexplained is not None for row in rows)
    return CashTotals(
        cash_start=whole.cash_start, income=whole.income, expenses=whole.expenses,
        debt_paid=whole.debt_paid, put_in=whole.put_in, taken_out=whole.taken_out,
        value_change=whole.value_change, currency_change=whole.currency_change,
        new_or_gone=whole.new_or_gone, cash_expected=whole.cash_expected, cash_end=whole.cash_end,
        unexplained=whole.unexplained, proven=proven, unproven=len(rows) - proven,
    )  # fmt: skip


def proof_line(totals: CashTotals) -> CashLine:
    """The same under the rule of a table."""
    return CashLine(
        month="Total", cash_start=totals.cash_start, income=totals.income,
        expenses=totals.expenses, debt_paid=totals.debt_paid, put_in=totals.put_in,
        taken_out=totals.taken_out, value_change=totals.value_change,
        currency_change=totals.currency_change, new_or_gone=totals.new_or_gone,
        cash_expected=totals.cash_expected, cash_end=totals.cash_end,
        unexplained=totals.unexplained,
    )  # fmt: skip
