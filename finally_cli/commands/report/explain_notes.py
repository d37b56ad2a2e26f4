"""What `report explain` says under its table: how much was saved, and what it could not know."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from finally_cli.commands.report.networth_month import MISSING, carried_note
from finally_cli.model.kinds import Change, Count, Money
from finally_cli.model.money import shown
from finally_cli.model.month import shifted, written
from finally_cli.model.sheet import Note
from finally_cli.model.text import first_few, plural, quoted
from finally_cli.store.database import Database


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


def explain_notes(
    db: Database, moved: Sequence[AssetMove], balance: Balance, before: date, last: date
) -> list[Note]:
    """What was saved, then what the figures take for granted, each with what mends it."""
    one_month = shifted(before, 1) == last
    found = [saving_note(moved, balance, last)]
    if balance.unexplained:
        found.append(unexplained_note(moved, balance, before, last))
    month = written(last) if one_month else "MONTH"
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
    if is_any(moved, "missing"):
        found += [note for end in (before, last) for note in missing_asset_notes(db, end)]
    return [*found, *carried_note(balance.carried, last)]


def saving_note(moved: Sequence[AssetMove], balance: Balance, last: date) -> Note:
    """How much was saved, and how much of it paid off debts."""
    paid = next(one.amount for one in moved if one.part == "debt_paid" and one.asset is None)
    if not balance.entries:
        return Note(
            "NO_ENTRIES",
            f"No income and no expense is on record: nothing counts as saved{in_favour(paid, '')}.",
            f"finally income add AMOUNT CATEGORY --month {written(last)}",
        )
    what = "saved" if balance.saved >= 0 else "overspent"
    aside = f", {shown(-balance.saved_beside_debt)} of it from what was there before"
    more = in_favour(paid, aside if 0 <= balance.saved < paid else "")
    if 0 < paid <= balance.saved:
        more = f", of which {shown(paid)} paid off debts"
    return Note(
        "SAVED",
        f"Income {shown(balance.income)} less expenses {shown(balance.expenses)} is"
        f" {shown(abs(balance.saved))} {what}{more}.",
    )


def in_favour(paid: Change, aside: str) -> str:
    """How debts changed, as the end of a sentence; nothing where they did not."""
    if not paid:
        return ""
    if paid < 0:
        return f"; {shown(-paid)} was borrowed"
    return f"; {shown(paid)} paid off debts{aside}"


def unexplained_note(
    moved: Sequence[AssetMove], balance: Balance, before: date, last: date
) -> Note:
    """What money that moved without an entry can be, and where to look."""
    came = balance.unexplained > 0
    entry = "an income" if came else "an expense"
    where = "taken out of" if came else "put into"
    unseen = "; so can what moved in an asset without a value" if is_any(moved, "missing") else ""
    first = written(shifted(before, 1))
    if not balance.entries:
        command = f"finally snapshot edit ASSET --month {written(last)} --contribution AMOUNT"
    elif first == written(last):
        command = f"finally report cashflow --month {first}"
    else:
        command = f"finally report cashflow --from {first} --to {written(last)}"
    return Note(
        "UNEXPLAINED",
        f"{shown(abs(balance.unexplained))} more {'came in' if came else 'went out'} than is on"
        f" record: {entry} that was not recorded can be it, or money {where} an asset without"
        f" --contribution{unseen}.",
        command,
    )


def is_any(moved: Sequence[AssetMove], part: str) -> bool:
    """Whether some asset has that part."""
    return any(one.part == part and one.asset is not None for one in moved)


def amounts_in_words(moved: Sequence[AssetMove], part: str) -> str:
    """The first three assets that have a part, with their amounts, and how many more there are."""
    of_it = [one for one in moved if one.part == part and one.asset is not None]
    return first_few([f"{quoted(one.asset or '')} {shown(one.amount)}" for one in of_it])


def missing_asset_notes(db: Database, month: date) -> list[Note]:
    """Which assets one of the two months has no value of."""
    absent = db.all(MISSING, month=month)
    if not absent:
        return []
    names = first_few([quoted(row.asset) for row in absent])
    verb = "carry" if any(row.last_month for row in absent) else "add"
    return [
        Note(
            "MISSING",
            f"{plural(len(absent), 'asset has', 'assets have')} no value in {written(month)}, which"
            f" is no gain and no loss: {names}.",
            f"finally snapshot {verb} --month {written(month)}",
        )
    ]
