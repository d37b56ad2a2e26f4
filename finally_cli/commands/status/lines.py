"""The lines of the status, a function for each: what it says, and its figures, exact.

A line without anything to say is None; figures are there all the same, where there are some.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

from finally_cli.commands.status.questions import (
    MONTHS,
    BudgetLine,
    BudgetTotals,
    DueItem,
    GoalLine,
    MixLine,
    ValuesThere,
    WaitingSum,
    WorthThen,
    WorthTotals,
)
from finally_cli.commands.status.words import (
    amount_text,
    exact_share,
    listed,
    name_text,
    points_text,
    share_text,
)
from finally_cli.model.month import each_month, format_month, this_month
from finally_cli.model.month_begins import current_month, day_of_month, days_of_month
from finally_cli.model.result import Line
from finally_cli.model.text import plural

SHOWN_GOALS = 2
GAP = "   "  # before what stands by itself in a line


class Part(NamedTuple):
    """A line of the status by its name in JSON, and its figures."""

    name: str
    line: Line | None
    figures: object


def networth_part(totals: WorthTotals | None, worth: Sequence[WorthThen], currency: str) -> Part:
    """What there is less what is owed, how that has changed, and the year up to then.

    The newest of `worth` is of the month that the totals are of.
    """
    if totals is None:
        return Part("networth", None, None)
    known = {then.month: then.net_worth for then in worth}
    month = max(known)
    pieces = [
        (f"{amount_text(totals.net_worth, currency)} {currency} in {format_month(month)}", "")
    ]
    if totals.change is not None:
        change = amount_text(totals.change, currency, signed=True)
        share = totals.change_pct
        in_percent = "" if share is None else f" ({share_text(share, signed=True)})"
        mood = "green" if totals.change > 0 else "red" if totals.change < 0 else ""
        beside = {"new": totals.new, "gone": totals.gone, "no value": totals.missing_change}
        apart = [
            f"{word} {amount_text(amount, currency, signed=word == 'no value')}"
            for word, amount in beside.items()
            if amount
        ]
        said = [f"{GAP}{change}{in_percent}", *(f" {one}" for one in apart)]
        pieces += [
            (one + "," * (place < len(apart)), "" if place else mood)  # which ends a line, too
            for place, one in enumerate(said)
        ]
    months = each_month(min(known), month)[-MONTHS:]
    figures = {
        "month": month,
        "net_worth": totals.net_worth,
        "net_worth_before": totals.net_worth_before,
        "change": totals.change,
        "change_pct": exact_share(totals.change_pct),
        "new": totals.new,
        "gone": totals.gone,
        "missing_change": totals.missing_change,
        "missing": totals.missing,
        "missing_before": totals.missing_before,
        "carried": totals.carried,
        "history": [{"month": one, "net_worth": known.get(one)} for one in months],
    }
    series = [known.get(one) for one in months]
    return Part("networth", Line("Net worth", pieces, series=series), figures)


def values_part(rows: Sequence[ValuesThere], through: date | None) -> Part:
    """Which values are still to be recorded: of the month that is over, and once those are there
    or it is closed, of the current one, if it has some. Only the former are due."""
    begun = [row for row in rows if row.recorded or (row.missing and row.month < this_month())]
    figures = [
        {
            "month": row.month,
            "recorded": row.recorded,
            "expected": row.recorded + len(row.missing),
            "missing": row.missing,
        }
        for row in begun
    ]
    is_open = [row for row in begun if through is None or row.month > through]
    row = next((row for row in is_open if row.missing), None)
    if row is None:
        return Part("values", None, figures)
    is_due = row.month < this_month()
    count = f"{row.recorded:,} of {row.recorded + len(row.missing):,}"
    first, *others = listed([name_text(name) for name in row.missing])
    pieces = [f"{format_month(row.month)}: {count},", f" missing {first}", *others]
    of_month = f" --month {format_month(row.month)}" if is_due else ""
    verb = "fill" if row.fillable == len(row.missing) else "add"
    line = Line("Values", plain(pieces), f"finally snapshot {verb}{of_month}", is_due=is_due)
    return Part("values", line, figures)


def budget_part(
    rows: Sequence[BudgetLine], totals: BudgetTotals | None, currency: str, begins: int
) -> Part:
    """How much of this month's budgets is used, and which of them were not enough."""
    if totals is None or not totals.budgets:
        return Part("budget", None, None)
    month, day = current_month(begins), day_of_month(begins)
    days = days_of_month(month, begins)
    over = [row for row in rows if row.overspent or row.year_overspent]
    figures: dict[str, object] = {
        "month": month,
        "day": day,
        "days": days,
        "available": totals.available,
        "spent": totals.budgeted,
        "left_over": totals.left_over,
        "used_pct": exact_share(totals.used_pct),
        "over": [
            {
                "category": row.category,
                "name": row.name,
                "left_over": row.left_over,
                "year_left": row.year_left,
            }
            for row in over
        ],
    }
    on_day = f"on day {day} of {days}"
    used = totals.used_pct
    pieces = [] if used is None else [(f"{share_text(used)} used {on_day}{';' * bool(over)}", "")]
    if over:
        first, *others = listed([over_text(row, currency) for row in over])
        begin = " " if pieces else ""
        pieces += [(f"{begin}over: {first}", "red"), *((one, "red") for one in others)]
    line = Line("Budget", pieces, "finally report budget") if pieces else None
    return Part("budget", line, figures)


def over_text(row: BudgetLine, currency: str) -> str:
    """A category, and by how much it is over: in the month, else in the year."""
    name = name_text(row.name)
    if row.overspent and row.left_over is not None:
        return f"{name} {amount_text(-row.left_over, currency)}"
    assert row.year_left is not None  # it is over in the year
    return f"{name} {amount_text(-row.year_left, currency)} in the year"


def mix_part(rows: Sequence[MixLine]) -> Part:
    """What is further from its target than it may be, the furthest first."""
    figures = {
        "outside": [
            {"category": row.category, "name": row.name, "drift": exact_share(row.drift)}
            for row in rows
        ]
    }
    if not rows:
        return Part("mix", None, figures)
    pieces = listed([f"{name_text(row.name)} {points_text(row.drift)}" for row in rows])
    return Part("mix", Line("Mix", plain(pieces), "finally report rebalance"), figures)


def recurring_part(rows: Sequence[DueItem], currency: str) -> Part:
    """What comes back and is not posted yet."""
    if not rows:
        return Part("recurring", None, [])
    figures = [
        {
            "kind": row.kind,
            "name": row.name,
            "note": row.note,
            "amount": row.amount,
            "items": row.items,
            "first_month": row.first_month,
        }
        for row in rows
    ]
    pieces = listed([due_text(row, currency) for row in rows])
    line = Line("Due", plain(pieces), "finally recurring post", is_due=True)
    return Part("recurring", line, figures)


def due_text(row: DueItem, currency: str) -> str:
    """An item that is due: by its note, and an income with a plus."""
    amount = amount_text(row.amount, currency, signed=row.kind == "income")
    times = f" ({row.items:,} times)" if row.items > 1 else ""
    return f"{name_text(row.note or row.name)} {amount}{times}"


def inbox_part(rows: Sequence[WaitingSum]) -> Part:
    """The bank rows that nobody has decided on."""
    if not rows:
        return Part("inbox", None, [])
    figures = [
        {
            "currency": row.currency,
            "rows": row.rows,
            "amount": row.amount,
            "first_month": row.first_month,
            "last_month": row.last_month,
        }
        for row in rows
    ]
    count = sum(row.rows for row in rows)
    begin = format_month(min(row.first_month for row in rows))
    end = format_month(max(row.last_month for row in rows))
    months = begin if begin == end else f"{begin} to {end}"
    sums = listed([f"{amount_text(row.amount, row.currency)} {row.currency}" for row in rows])
    pieces = [f"{plural(count, 'bank row')} of {months} {'wait' if count > 1 else 'waits'},"]
    pieces += [f" {sums[0]}", *sums[1:]]
    return Part("inbox", Line("Inbox", plain(pieces), "finally inbox review", is_due=True), figures)


def goals_part(rows: Sequence[GoalLine]) -> Part:
    """How far each goal is, and when it will be reached."""
    figures = [
        {
            "goal": row.goal,
            "share": exact_share(row.share),
            "due_month": row.due_month,
            "there": row.there,
            "outlook": row.outlook,
        }
        for row in rows
    ]
    if not rows:
        return Part("goals", None, [])
    pieces: list[str] = []
    for row in rows[:SHOWN_GOALS]:
        share = "" if row.share is None else f" {share_text(row.share)}"
        end = ";" if len(rows) > 1 and not pieces else ""
        pieces.append(f"{' ' if pieces else ''}{name_text(row.goal)}{share},")
        pieces.append(f" {outlook_text(row)}{end}")
    if len(rows) > SHOWN_GOALS:
        pieces.append(f" and {len(rows) - SHOWN_GOALS:,} more")
    return Part("goals", Line("Goals", plain(pieces), "finally report goals"), figures)


def outlook_text(row: GoalLine) -> str:
    """When a goal will be reached, beside when it is to be."""
    if row.outlook in ("in time", "late") and row.due_month:
        return f"{row.outlook} for {format_month(row.due_month)}"
    if row.outlook == "on its way" and row.there:
        return f"on its way for {format_month(row.there)}"
    words = {"never": "not nearer at this pace", "unknown": "pace unknown"}
    return words.get(row.outlook, row.outlook)


def closed_part(through: date | None) -> Part:
    """Which months are closed; once a person closes them, the next that is over is due."""
    if through is None:
        return Part("closed", None, None)
    (_, following, *_) = each_month(through, date(through.year + 1, through.month, 1))
    is_due = following < this_month()
    figures = {"through": through, "next": following if is_due else None}
    command = f"finally close {format_month(following)}" if is_due else ""
    pieces = plain([f"through {format_month(through)}"])
    return Part("closed", Line("Closed", pieces, command, is_due=is_due), figures)


def plain(pieces: Sequence[str]) -> list[tuple[str, str]]:
    """Pieces without a style."""
    return [(piece, "") for piece in pieces]
