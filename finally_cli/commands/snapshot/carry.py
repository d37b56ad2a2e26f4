"""finally snapshot carry: values copied forward, never silently."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from finally_cli.commands.command import writes
from finally_cli.commands.next_command import next_command
from finally_cli.commands.options import MonthOption
from finally_cli.model.kinds import Money, Month, Price, Quantity
from finally_cli.model.month import format_month, this_month
from finally_cli.model.result import Note, Result
from finally_cli.model.text import escape_controls, plural, quote, truncated_list
from finally_cli.store.database import Database
from finally_cli.store.statements import Statement


@dataclass(frozen=True, slots=True, kw_only=True)
class CarriedValue:
    """A value copied forward; it was written down for the month `since`."""

    asset: str
    month: Month
    value: Money
    quantity: Quantity | None
    price: Price | None
    since: Month


CARRY = Statement("snapshot/carry", CarriedValue)


@writes(dated=True)
def carry(db: Database, month: MonthOption = None) -> Result:
    """Copy values forward into a month that has none.

    A copy follows when the value that it was made of is corrected, until another is written down.
    Of what is kept by quantity, the quantity is carried with its price, which is as old.

    Examples:
        finally snapshot carry
        finally snapshot carry --month 2026-10
    """
    of_month = month or this_month()
    rows = db.all(CARRY, month=of_month, id=None)
    return Result(
        CarriedValue,
        rows,
        f"Carried {plural(len(rows), 'value')} into {format_month(of_month)}"
        f" ({db.user.base_currency})",
        about={"month": of_month, "currency": db.user.base_currency},
        nothing="Nothing was missing.",
        notes=old_prices(db, rows, of_month),
    )


def old_prices(db: Database, rows: Sequence[CarriedValue], month: date) -> list[Note]:
    """What is carried at a price that is as old as its value, in one note, if anything is."""
    old = [row for row in rows if row.quantity]
    if not old:
        return []
    names = [f"{escape_controls(row.asset)} ({format_month(row.since)})" for row in old]
    one = len(old) == 1
    of_month = f"--month {format_month(month)}"
    mend = next_command(db, f"finally snapshot carry {of_month}", is_carried=True) or ""
    if "snapshot fill" not in mend:  # which takes the prices on record
        mend = f"finally snapshot add {quote(old[0].asset)} --quantity QUANTITY --price PRICE"
        mend = f"{mend} {of_month}"
    return [
        Note(
            "PRICE_IS_OLD",
            f"{'The price is' if one else 'The prices are'} of an earlier month:"
            f" {truncated_list(names)}.",
            mend,
        )
    ]
