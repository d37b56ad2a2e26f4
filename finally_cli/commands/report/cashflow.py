"""finally report cashflow: what came in and went out, month by month, and how much was saved."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Annotated, NamedTuple, Protocol

import typer

from finally_cli.commands.command import reads
from finally_cli.commands.options import FromOption, MonthsOption, PeriodOption, ToOption
from finally_cli.commands.report.waiting import waiting_hint, waiting_notes
from finally_cli.model.errors import BadUsage, NotFound
from finally_cli.model.kinds import CategoryName, Change, Code, Count, Flag, Money, Month, Share
from finally_cli.model.month import (
    EARLIEST,
    LATEST,
    add_months,
    format_month,
    format_months,
    refuse_reversed,
)
from finally_cli.model.month_begins import current_month
from finally_cli.model.result import Chart, Note, Result, Sum
from finally_cli.model.text import plural, truncated_list
from finally_cli.store.database import Database
from finally_cli.store.statements import Statement


@dataclass(frozen=True, slots=True, kw_only=True)
class FlowRange:
    first_month: Month
    last_month: Month


class FlowMonths(Protocol):
    """A month of the report."""

    @property
    def month(self) -> date: ...
    @property
    def income(self) -> object: ...


RANGE = Statement("report/cashflow_range", FlowRange)


class FlowsBy(StrEnum):
    """What a row stands for."""

    MONTH = "month"
    CATEGORY = "category"


@dataclass(frozen=True, slots=True, kw_only=True)
class MonthFlow:
    """One month; null where it has no entries. `whole` ones count for the average."""

    month: Month
    income: Money | None
    expenses: Money | None
    net: Change | None
    savings_rate: Share | None
    whole: Flag


@dataclass(frozen=True, slots=True, kw_only=True)
class FlowTotals:
    """All of the months together, and the average of the whole ones."""

    income: Money
    expenses: Money
    net: Change
    savings_rate: Share | None
    whole_months: Count
    average_income: Money | None
    average_expenses: Money | None
    average_net: Change | None
    average_savings_rate: Share | None


@dataclass(frozen=True, slots=True, kw_only=True)
class CategoryFlow:
    """One category over all of the months."""

    kind: str
    category: Code
    name: CategoryName
    amount: Money
    share: Share | None
    average: Money | None


@dataclass(frozen=True, slots=True, kw_only=True)
class FlowLine:
    """A line under the rule."""

    month: str
    income: Money | None
    expenses: Money | None
    net: Change | None
    savings_rate: Share | None


@dataclass(frozen=True, slots=True, kw_only=True)
class CategoryLine:
    """A line under the rule, where the rows are categories."""

    kind: str
    name: str
    amount: Change | None
    average: Change | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Entries:
    """What came in and went out by month and category, as the statements below take it."""

    entries: str


ENTRIES = Statement("report/cashflow_entries", Entries)
CASHFLOW = Statement("report/cashflow", MonthFlow)
TOTALS = Statement("report/cashflow_totals", FlowTotals)
BY_CATEGORY = Statement("report/cashflow_by_category", CategoryFlow)


@reads
def cashflow(
    db: Database,
    month: PeriodOption = None,
    months: MonthsOption = None,
    first: FromOption = None,
    last: ToOption = None,
    by: Annotated[
        FlowsBy, typer.Option("--by", help="A row for each month, or each category.")
    ] = FlowsBy.MONTH,
    chart: Annotated[
        bool, typer.Option("--chart", help="Draw income and expenses as lines.")
    ] = False,
) -> Result:
    """Show what came in and went out, and how much was saved.

    Examples:
        finally report cashflow --months 12 --chart
        finally report cashflow --month 2026 --by category
    """
    covered = covered_months(db, month, months or 12, first, last, counted=months is not None)
    start, end = covered.first, covered.last
    entries = entries_of(db, start, end)
    now = current_month(db.user.month_begins)
    totals = db.one(TOTALS, entries=entries, this_month=now)
    assert totals is not None  # sums are always one row
    rows = fill_months(db, start, end, entries)
    notes = [
        *partial_year_notes(end, now, totals.whole_months),
        *empty_month_notes(rows),
        *waiting_notes(db, covered.could_begin, covered.could_end),
    ]
    currency = db.user.base_currency
    about: dict[str, object] = {"first": start, "last": end, "currency": currency}
    drawn = cashflow_chart(rows) if chart else None
    if by is FlowsBy.CATEGORY:
        flows = db.all(BY_CATEGORY, entries=entries, this_month=now)
        net = CategoryLine(kind="", name="Net", amount=totals.net, average=totals.average_net)
        return Result(
            CategoryFlow, flows,
            f"Cash flow by category, {format_months(start, end)} ({currency})",
            about=about, totals=totals, closing=[net], sums=[left_notes(net, flows)],
            notes=notes, chart=drawn,
        )  # fmt: skip
    return Result(
        MonthFlow, rows, f"Cash flow by month ({currency})",
        about=about, totals=totals, closing=flow_lines(totals), notes=notes, chart=drawn,
    )  # fmt: skip


class Covered(NamedTuple):
    """The months that are shown, and those that would be if all that waits were on record."""

    first: date
    last: date
    could_begin: date
    could_end: date


def covered_months(
    db: Database,
    month: date | None,
    months: int,
    first: date | None,
    last: date | None,
    *,
    counted: bool,
) -> Covered:
    """The months asked for that are on record.

    `counted` says that a number of months was asked for. Raises BadUsage for options that do not
    go together, NotFound where nothing is on record.
    """
    if month and (first or last or counted):
        raise BadUsage(
            "--month is one month; --months, --from and --to are several", "Leave one out."
        )
    refuse_reversed(first, last)
    if counted and first and last:
        raise BadUsage("--months goes with --from or --to, not with both", "Leave one out.")
    if counted and first:
        last = add_months(first, months - 1)
    asked = {"first": month or first, "last": month or last}
    now = current_month(db.user.month_begins)
    found = db.one(RANGE, **asked, months=months, this_month=now)
    if found is None:  # but entries of the next month may have been made already
        found = db.one(RANGE, **asked, months=months, this_month=add_months(now, 1))
    if found is not None:
        return Covered(
            found.first_month,
            found.last_month,
            asked["first"] or add_months(found.last_month, 1 - months),
            asked["last"] or max(found.last_month, now),
        )
    whole = db.one(RANGE, first=None, last=LATEST, months=1200, this_month=now)
    if whole is None:
        raise NotFound(
            "there are no incomes and no expenses yet",
            waiting_hint(db, EARLIEST, LATEST)
            or "Record one with: finally expense add AMOUNT CATEGORY, or look around with:"
            " finally demo",
            code="NO_ENTRIES",
        )
    raise NotFound(
        "there are no incomes and no expenses in these months",
        waiting_hint(db, asked["first"] or EARLIEST, asked["last"] or LATEST)
        or f"There are some from {format_month(whole.first_month)} to"
        f" {format_month(whole.last_month)}.",
        code="NO_ENTRIES",
    )


def entries_of(db: Database, first: date, last: date) -> str:
    """What came in and went out in these months, read once: all that is said of it follows."""
    found = db.one(ENTRIES, first=first, last=last)
    assert found is not None  # a list is always one row
    return found.entries


def fill_months(db: Database, first: date, last: date, entries: str) -> list[MonthFlow]:
    """A row for each of these months, of which `entries` are, newest first."""
    now = current_month(db.user.month_begins)
    return db.all(CASHFLOW, first=first, last=last, entries=entries, this_month=now)


def partial_year_notes(last: date, now: date, whole_months: int) -> list[Note]:
    """Says that the current month is not in the average, nor what is still to come."""
    if last < now:
        return []
    over = f"the average is of {plural(whole_months, 'whole month')}"
    if not whole_months:
        over = "there is no whole month to take an average of"
    said = f"{format_month(now)} is not over and left out of the average; {over}."
    return [Note("PARTIAL_MONTH", said)]


def empty_month_notes(rows: Sequence[FlowMonths]) -> list[Note]:
    """Says which months have no entries at all."""
    empty = [format_month(row.month) for row in rows if row.income is None]
    if not empty:
        return []
    has = "has" if len(empty) == 1 else "have"
    return [
        Note("EMPTY_MONTHS", f"{truncated_list(empty)} {has} no entries: left out of the average.")
    ]


def cashflow_chart(rows: list[MonthFlow]) -> Chart:
    """Income and expenses as two lines, oldest month first."""
    known = [row for row in reversed(rows) if row.income is not None]
    return Chart(
        [row.month for row in known],
        {
            "income": [row.income for row in known if row.income is not None],
            "expenses": [row.expenses for row in known if row.expenses is not None],
        },
    )


def left_notes(net: CategoryLine, flows: list[CategoryFlow]) -> Sum:
    """The line of all income, less all expenses."""
    return Sum(
        net,
        [flow for flow in flows if flow.kind == "income"],
        less=[flow for flow in flows if flow.kind == "expense"],
    )


def flow_lines(totals: FlowTotals) -> list[FlowLine]:
    """Total and average."""
    total = FlowLine(
        month="Total", income=totals.income, expenses=totals.expenses, net=totals.net,
        savings_rate=totals.savings_rate,
    )  # fmt: skip
    if not totals.whole_months:
        return [total]
    average = FlowLine(
        month="Average", income=totals.average_income, expenses=totals.average_expenses,
        net=totals.average_net, savings_rate=totals.average_savings_rate,
    )  # fmt: skip
    return [total, average]
