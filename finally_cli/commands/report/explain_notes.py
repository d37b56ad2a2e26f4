"""What explain says under its table: what was saved, and what the figures take for granted."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from finally_cli.commands.report.explain_moves import AssetMove, Balance, asset_moves
from finally_cli.commands.report.networth import MISSING, carried_note
from finally_cli.model.kinds import Change
from finally_cli.model.money import format_sum
from finally_cli.model.month import add_months, format_month
from finally_cli.model.result import Note
from finally_cli.model.text import plural, quote, truncated_list
from finally_cli.store.database import Database


def explain_notes(
    db: Database, moved: Sequence[AssetMove], balance: Balance, before: date, last: date
) -> list[Note]:
    """What was saved, then what the figures take for granted, each with what mends it."""
    currency = db.user.base_currency
    found = [saving_note(moved, balance, last, currency)]
    if balance.unexplained:
        found.append(unexplained_note(moved, balance, before, last, currency))
    month = format_month(last) if add_months(before, 1) == last else "MONTH"
    if new := amounts_in_words(moved, "new", currency):
        found.append(
            Note(
                "FIRST_VALUES",
                f"What is new stands apart at its first value: {new}. If it was paid for with money"
                " of these months, say so.",
                f"finally snapshot edit ASSET --month {month} --contribution AMOUNT",
            )
        )
    if gone := amounts_in_words(moved, "gone", currency):
        found.append(
            Note(
                "LAST_VALUES",
                f"What was closed stands apart at its last value: {gone}. If money came of it, or"
                " paid it off, say so.",
                f"finally snapshot add ASSET 0 --month {month} --contribution AMOUNT",
            )
        )
    found += quantity_notes(moved, month, currency)
    if asset_moves(moved, "missing"):
        found += [note for end in (before, last) for note in missing_asset_notes(db, end)]
    return [*found, *carried_note(balance.carried, last)]


def saving_note(moved: Sequence[AssetMove], balance: Balance, last: date, currency: str) -> Note:
    """How much was saved, and how much of it paid off debts."""
    paid = next(one.amount for one in moved if one.part == "debt_paid" and one.asset is None)
    if not balance.entries:
        return Note(
            "NO_ENTRIES",
            "No income and no expense is on record: nothing counts as"
            f" saved{in_favour(paid, currency)}.",
            f"finally income add AMOUNT CATEGORY --month {format_month(last)}",
        )
    what = "saved" if balance.saved >= 0 else "overspent"
    aside = f", {format_sum(-balance.saved_beside_debt, currency)} of it from what was there before"
    more = in_favour(paid, currency, aside if 0 <= balance.saved < paid else "")
    if 0 < paid <= balance.saved:
        more = f", of which {format_sum(paid, currency)} paid off debts"
    return Note(
        "SAVED",
        f"Income {format_sum(balance.income, currency)} less expenses"
        f" {format_sum(balance.expenses, currency)} is"
        f" {format_sum(abs(balance.saved), currency)} {what}{more}.",
    )


def in_favour(paid: Change, currency: str, aside: str = "") -> str:
    """How debts changed, as the end of a sentence; nothing where they did not."""
    if not paid:
        return ""
    if paid < 0:
        return f"; {format_sum(-paid, currency)} was borrowed"
    return f"; {format_sum(paid, currency)} paid off debts{aside}"


def unexplained_note(
    moved: Sequence[AssetMove], balance: Balance, before: date, last: date, currency: str
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
        f"{format_sum(abs(balance.unexplained), currency)} more"
        f" {'came in' if came else 'went out'} than"
        f" is on record: {entry} that was not recorded can be it, or money {where} an asset"
        f" without --contribution{unseen}.",
        command,
    )


def amounts_in_words(moved: Sequence[AssetMove], part: str, currency: str) -> str:
    """The first three assets that have a part, with their values, and how many more there are."""
    sign = -1 if part == "gone" else 1
    return truncated_list(
        [
            f"{quote(one.asset or '')} {format_sum(sign * one.amount, currency)}"
            for one in asset_moves(moved, part)
        ]
    )


def quantity_notes(moved: Sequence[AssetMove], month: str, currency: str) -> list[Note]:
    """Of which assets it follows from quantities what was put in, and of which one is missing."""
    found = []
    if derived := amounts_in_words(moved, "derived", currency):
        found.append(
            Note(
                "DERIVED",
                f"What was put in follows from quantity and price: {derived}. If it was another"
                " amount, say so.",
                f"finally snapshot edit ASSET --month {month} --contribution AMOUNT",
            )
        )
    if unclear := asset_moves(moved, "unclear"):
        names = [quote(one.asset or "") for one in unclear]
        found.append(
            Note(
                "NO_QUANTITY",
                f"Only one of two values of {truncated_list(names)} has a quantity, so that it does"
                " not follow what was put in: it counts as nothing. Say how many there were.",
                f"finally snapshot add ASSET --quantity QUANTITY --month {month}",
            )
        )
    return found


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
