"""finally snapshot fill: values that follow from the quantities and prices on record."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Annotated

import typer

from finally_cli.commands.command import writes
from finally_cli.commands.options import MonthOption
from finally_cli.commands.price.of_month import OLD, age_in_words
from finally_cli.commands.snapshot.record import Corrected
from finally_cli.model.errors import ExitCode
from finally_cli.model.kinds import Code, Count, Day, Flag, Id, Kind, Money, Price, Quantity
from finally_cli.model.month import format_month, this_month, today
from finally_cli.model.result import Note, Result
from finally_cli.model.text import escape_controls, plural, quote, truncated_list
from finally_cli.store.database import Database
from finally_cli.store.statements import Statement

LACKS = {
    "quantity": (
        "QUANTITY_MISSING",
        "No quantity is on record of",
        "finally snapshot add {asset} --quantity QUANTITY --price PRICE",
    ),
    "price": (
        "PRICE_MISSING",
        "No price is on record of",
        "finally price set {asset} PRICE --month {month}",
    ),
    "rate": (
        "RATE_MISSING",
        "There is no rate for",
        "finally fx set {currency}/{own} RATE --month {month}",
    ),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Filled:
    """An asset that is kept by quantity, and what came of it.

    `outcome` is filled, unchanged, kept for a value that was written down, or what lacks. The date
    is that of the price, and its age is in days.
    """

    asset: str
    currency: Code
    outcome: Annotated[str, Kind("text", "Done")]
    value: Money | None
    quantity: Quantity | None
    price: Price | None
    date: Annotated[Day | None, Kind("day", "Price of")]
    age: Annotated[Count | None, Kind("code")]
    is_new: Annotated[Flag, Kind("code")]
    id: Id


FILL = Statement("snapshot/fill", Filled)
CORRECT_FILLED = Statement("snapshot/correct_filled", Corrected)


@writes(dated=True)
def fill(
    db: Database,
    month: MonthOption = None,
    everything: Annotated[
        bool,
        typer.Option("--replace", help="Also what was written down for the month already."),
    ] = False,
) -> Result:
    """Give what is kept by quantity its value of a month, at the prices on record.

    That is the newest quantity times the last price up to the month's end. What lacks one is named,
    and the exit code is 3 then. A value that was carried into the month gives way; one that was
    written down stays.

    Examples:
        finally snapshot fill
        finally snapshot fill --month 2026-10 --dry-run
    """
    of_month = month or this_month()
    rows = db.all(FILL, month=of_month, everything=everything, today=today())
    new = [row.id for row in rows if row.outcome == "filled" and row.is_new]
    if new:
        db.one(CORRECT_FILLED, ids=new, month=of_month)
    filled = sum(row.outcome == "filled" for row in rows)
    notes = [
        *lacking(rows, format_month(of_month), db.user.base_currency),
        *old_prices(rows, format_month(of_month)),
    ]
    return Result(
        Filled,
        rows,
        f"Filled {plural(filled, 'value')} of {format_month(of_month)} ({db.user.base_currency})",
        about={"month": of_month, "currency": db.user.base_currency},
        notes=notes,
        nothing="No open asset is kept by quantity. Say so with:"
        " finally asset edit ASSET --by quantity",
        exit_code=ExitCode.PARTLY if any(row.outcome in LACKS for row in rows) else 0,
    )


def lacking(rows: Sequence[Filled], month: str, own: str) -> list[Note]:
    """What could not be filled, a note for each reason."""
    notes = []
    for outcome, (code, message, command) in LACKS.items():
        names = [row for row in rows if row.outcome == outcome]
        if names:
            listed = truncated_list([escape_controls(row.asset) for row in names])
            mend = command.format(
                asset=quote(names[0].asset), currency=names[0].currency, own=own, month=month
            )
            notes.append(Note(code, f"{message} {listed}.", mend))
    return notes


def old_prices(rows: Sequence[Filled], month: str) -> list[Note]:
    """Values at prices that are older than ten days, in one note."""
    old = [row for row in rows if row.outcome == "filled" and row.date and (row.age or 0) > OLD]
    named = [
        f"{escape_controls(row.asset)} ({age_in_words(row.date, row.age or 0)})"
        for row in old
        if row.date
    ]
    if not named:
        return []
    return [
        Note(
            "PRICE_IS_OLD",
            f"Older than {OLD} days: {truncated_list(named)}.",
            f"finally price set {quote(old[0].asset)} PRICE --month {month}",
        )
    ]
