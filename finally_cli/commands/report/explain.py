"""finally report explain: why net worth changed, in parts that sum to the change exactly."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from finally_cli.commands.command import reads
from finally_cli.commands.options import FromOption, PeriodOption, ToOption
from finally_cli.commands.report.cashflow import period_in_words
from finally_cli.commands.report.months import last_month, months_on_record, no_values
from finally_cli.commands.report.networth import MISSING, carried_note
from finally_cli.commands.report.waiting import waiting_notes
from finally_cli.model.kinds import Change, Code, Count, Money, Month
from finally_cli.model.money import format_money
from finally_cli.model.month import add_months, format_month, one_or_range, this_month
from finally_cli.model.result import Note, Result
from finally_cli.model.text import plural, quote, truncated_list
from finally_cli.store.database import Database
from finally_cli.store.statements import Statement


@dataclass(frozen=True, slots=True, kw_only=True)
class Ends:
    """The months asked for, and the nearest that hold values."""

    before: Month
    last: Month
    before_kept: Month | None
    last_kept: Month | None
    oldest: Month
    newest: Month


RANGE = Statement("report/explain_range", Ends)


@dataclass(frozen=True, slots=True, kw_only=True)
class AssetMove:
    """What one part moved one asset by; all of them where no asset is named."""

    part: str
    asset: str | None
    amount: Change


@dataclass(frozen=True, slots=True, kw_only=True)
class Balance:
    """Both net worths, what was earned and spent between them, and what does not add up."""

    net_worth_before: Money
    net_worth: Money
    change: Change
    entries: Count
    income: Money
    expenses: Money
    saved: Change
    saved_beside_debt: Change
    unexplained: Change
    carried: Count


# The parts that are told of each asset, in this order, with their names for people.
OF_AN_ASSET = {
    "debt_paid": "Debt paid",
    "value": "Value",
    "currency": "Currency",
    "missing": "No value",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangePart:
    """One reason why net worth changed; without an asset it is the whole household's."""

    part: Code
    why: str
    asset: str | None
    amount: Change


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangeTotals:
    """The whole change: saved + value + currency + missing changes + unexplained.

    `debt_paid` is a part of what was saved; `missing` counts assets, `carried` values.
    """

    net_worth_before: Money
    net_worth: Money
    change: Change
    income: Money
    expenses: Money
    saved: Change
    debt_paid: Change
    value_change: Change
    currency_change: Change
    missing_change: Change
    unexplained: Change
    missing: Count
    carried: Count


@dataclass(frozen=True, slots=True, kw_only=True)
class WholeChange:
    """The line under the rule."""

    why: str
    amount: Change


@dataclass(frozen=True, slots=True, kw_only=True)
class MonthEnd:
    """One of the two months that are compared."""

    month: Month
    net_worth: Money
    change: Change | None


MOVED = Statement("report/explain", AssetMove)
TOTALS = Statement("report/explain_totals", Balance)


@reads
def explain(
    db: Database, month: PeriodOption = None, first: FromOption = None, last: ToOption = None
) -> Result:
    """Show why net worth changed: saved, paid off, market, currency.

    A month is compared with the one before it. The parts sum to the change, to the last digit.

    Examples:
        finally report explain --from 2026
    """
    before, last = compare_months(db, month, first, last)
    first = add_months(before, 1)
    moved = db.all(MOVED, before=before, last=last)
    sums = {one.part: one.amount for one in moved if one.asset is None}
    balance = db.one(
        TOTALS, before=before, last=last, put_in=sums["put_in"], debt_paid=sums["debt_paid"]
    )
    assert balance is not None  # both months have values
    currency = db.user.base_currency
    return Result(
        ChangePart,
        change_parts(moved, balance),
        f"Why net worth changed {'in' if first == last else 'from'} {period_in_words(first, last)}"
        f" ({currency})",
        about={"first": first, "last": last, "currency": currency},
        totals=ChangeTotals(
            net_worth_before=balance.net_worth_before, net_worth=balance.net_worth,
            change=balance.change, income=balance.income, expenses=balance.expenses,
            saved=balance.saved, debt_paid=sums["debt_paid"], unexplained=balance.unexplained,
            value_change=sums["value"], currency_change=sums["currency"], carried=balance.carried,
            missing_change=sums["missing"], missing=len(asset_moves(moved, "missing")),
        ),
        closing=[WholeChange(why="Change", amount=balance.change)],
        below=[month_ends(before, last, balance, currency)],
        notes=[*explain_notes(db, moved, balance, before, last), *waiting_notes(db, first, last)],
    )  # fmt: skip


def compare_months(
    db: Database, month: date | None, first: date | None, last: date | None
) -> tuple[date, date]:
    """The month whose end is compared with, and the month at whose end the change is complete.

    Without options those are the newest month with values and the one before it. Raises BadUsage
    for options that do not go together, NotFound where one of the two months has no values.
    """
    first, last = one_or_range(month, first, last)
    ends = db.one(RANGE, first=first, last=last)
    if ends is None:
        last_month(db)  # says that the books are empty
        raise AssertionError("months with values are on record")
    if last is None and ends.last > this_month() >= (first or ends.oldest):
        newest = last_month(db)  # by default nothing is still to come
        ends = db.one(RANGE, first=first or newest, last=newest) or ends
    if ends.last_kept != ends.last:
        raise no_values(f"there are no values in {format_month(ends.last)}", months_on_record(ends))
    if first and ends.before >= ends.last:
        raise no_values(
            f"there are no values from {format_month(first)} on", months_on_record(ends)
        )
    if ends.before == ends.last:
        raise no_values(
            f"{format_month(ends.last)} is the first month with values: nothing comes before it",
            months_on_record(ends),
        )
    if ends.before_kept != ends.before:
        raise no_values(
            f"there are no values in {format_month(ends.before)}, which"
            f" {format_month(ends.last)} is compared with",
            compare_since(ends),
        )
    return ends.before, ends.last


def compare_since(ends: Ends) -> str:
    """A month to compare with instead, and the command that does it."""
    other = ends.before_kept or ends.oldest
    if other >= ends.last:
        return f"The first month with values is {format_month(ends.oldest)}."
    return (
        f"{format_month(other)} has values: finally report explain"
        f" --from {format_month(add_months(other, 1))} --to {format_month(ends.last)}"
    )


def change_parts(moved: Sequence[AssetMove], balance: Balance) -> list[ChangePart]:
    """A row for each part: what was saved, then those of the assets, then what is unexplained."""
    found = [
        ChangePart(part=name, why=part_name(name, one), asset=one.asset, amount=one.amount)
        for name in OF_AN_ASSET
        for one in asset_moves(moved, name)
    ]
    saved = ChangePart(part="saved", why="Saved", asset=None, amount=balance.saved_beside_debt)
    rest = ChangePart(part="unexplained", why="Unexplained", asset=None, amount=balance.unexplained)
    return [saved, *found, rest]


def part_name(part: str, one: AssetMove) -> str:
    """The part's name for people."""
    return "Borrowed" if part == "debt_paid" and one.amount < 0 else OF_AN_ASSET[part]


def asset_moves(moved: Sequence[AssetMove], part: str) -> list[AssetMove]:
    """One part of each asset that has it, the largest first."""
    return [one for one in moved if one.part == part and one.asset is not None]


def month_ends(before: date, last: date, balance: Balance, currency: str) -> Result:
    """Net worth at both ends, as a table of its own."""
    return Result(
        MonthEnd,
        [
            MonthEnd(month=before, net_worth=balance.net_worth_before, change=None),
            MonthEnd(month=last, net_worth=balance.net_worth, change=balance.change),
        ],
        about={"currency": currency},
    )


def explain_notes(
    db: Database, moved: Sequence[AssetMove], balance: Balance, before: date, last: date
) -> list[Note]:
    """What was saved, then what the figures take for granted, each with what mends it."""
    found = [saving_note(moved, balance, last)]
    if balance.unexplained:
        found.append(unexplained_note(moved, balance, before, last))
    month = format_month(last) if add_months(before, 1) == last else "MONTH"
    if new := amounts_in_words(moved, "first_value"):
        found.append(
            Note(
                "FIRST_VALUES",
                f"What is new counts as put in at its first value: {new}.",
                f"finally snapshot edit ASSET --month {month} --contribution AMOUNT",
            )
        )
    if gone := amounts_in_words(moved, "last_value"):
        found.append(
            Note(
                "LAST_VALUES",
                f"What was closed counts as taken out at its last value: {gone}.",
                f"finally snapshot add ASSET 0 --month {month} --contribution AMOUNT",
            )
        )
    if asset_moves(moved, "missing"):
        found += [note for end in (before, last) for note in missing_asset_notes(db, end)]
    return [*found, *carried_note(balance.carried, last)]


def saving_note(moved: Sequence[AssetMove], balance: Balance, last: date) -> Note:
    """How much was saved, and how much of it paid off debts."""
    paid = next(one.amount for one in moved if one.part == "debt_paid" and one.asset is None)
    if not balance.entries:
        return Note(
            "NO_ENTRIES",
            f"No income and no expense is on record: nothing counts as saved{in_favour(paid, '')}.",
            f"finally income add AMOUNT CATEGORY --month {format_month(last)}",
        )
    what = "saved" if balance.saved >= 0 else "overspent"
    aside = f", {format_money(-balance.saved_beside_debt)} of it from what was there before"
    more = in_favour(paid, aside if 0 <= balance.saved < paid else "")
    if 0 < paid <= balance.saved:
        more = f", of which {format_money(paid)} paid off debts"
    return Note(
        "SAVED",
        f"Income {format_money(balance.income)} less expenses {format_money(balance.expenses)} is"
        f" {format_money(abs(balance.saved))} {what}{more}.",
    )


def in_favour(paid: Change, aside: str) -> str:
    """How debts changed, as the end of a sentence; nothing where they did not."""
    if not paid:
        return ""
    if paid < 0:
        return f"; {format_money(-paid)} was borrowed"
    return f"; {format_money(paid)} paid off debts{aside}"


def unexplained_note(
    moved: Sequence[AssetMove], balance: Balance, before: date, last: date
) -> Note:
    """What money that moved without an entry can be, and where to look."""
    came = balance.unexplained > 0
    entry, where = ("an income", "taken out of") if came else ("an expense", "put into")
    unseen = (
        "; so can what moved in an asset without a value" if asset_moves(moved, "missing") else ""
    )
    first = format_month(add_months(before, 1))
    if not balance.entries:
        command = f"finally snapshot edit ASSET --month {format_month(last)} --contribution AMOUNT"
    elif first == format_month(last):
        command = f"finally report cashflow --month {first}"
    else:
        command = f"finally report cashflow --from {first} --to {format_month(last)}"
    return Note(
        "UNEXPLAINED",
        f"{format_money(abs(balance.unexplained))} more {'came in' if came else 'went out'} than"
        f" is on record: {entry} that was not recorded can be it, or money {where} an asset"
        f" without --contribution{unseen}.",
        command,
    )


def amounts_in_words(moved: Sequence[AssetMove], part: str) -> str:
    """The first three assets that have a part, with their amounts, and how many more there are."""
    return truncated_list(
        [f"{quote(one.asset or '')} {format_money(one.amount)}" for one in asset_moves(moved, part)]
    )


def missing_asset_notes(db: Database, month: date) -> list[Note]:
    """Which assets one of the two months has no value of."""
    lack = db.all(MISSING, month=month)
    if not lack:
        return []
    verb = "carry" if any(row.last_month for row in lack) else "add"
    return [
        Note(
            "MISSING",
            f"{plural(len(lack), 'asset has', 'assets have')} no value in {format_month(month)},"
            f" which is no gain and no loss: {truncated_list([quote(row.asset) for row in lack])}.",
            f"finally snapshot {verb} --month {format_month(month)}",
        )
    ]
