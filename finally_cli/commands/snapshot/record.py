"""Recording one value: what `snapshot add`, its walk and `asset add --value` have in common."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Annotated

import typer

from finally_cli.commands.command import Terminal
from finally_cli.commands.lookup import FoundAsset
from finally_cli.commands.price.of_month import OF_MONTH, age_in_words, price_of_month
from finally_cli.model.errors import BadUsage, Conflict, NotFound, Refused
from finally_cli.model.holding import Holding, holding_in_words
from finally_cli.model.kinds import Code, Money, Month, Price, Quantity, Rate
from finally_cli.model.mills import in_mills, read_in
from finally_cli.model.money import format_exact, format_money, format_rate, format_sum, parse_money
from finally_cli.model.month import add_months, format_month, this_month, today
from finally_cli.model.result import Note, Result
from finally_cli.model.slips import slip
from finally_cli.model.text import quote
from finally_cli.store.statements import Statement

if TYPE_CHECKING:
    from finally_cli.store.database import Database


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordedValue:
    """A value as it is kept: `value` in the user's currency, negative for a debt.

    `contribution` is what of it was put in, in that currency too; null is not on record, and not 0.
    `quantity` has the sign of the value, and `price` is in the asset's currency; both are null
    where the value itself was typed.
    """

    asset: str
    category: Code
    month: Month
    value: Money
    currency: Code
    amount: Money | None
    rate: Rate | None
    quantity: Quantity | None
    price: Price | None
    contribution: Money | None
    note: str | None
    previous_value: Money | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Corrected:
    """How many carried values follow what was written down between them and their original."""

    corrected: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Copies:
    """How many values are carried forward from one, and up to which month."""

    copies: int
    last_month: Month | None


ADD = Statement("snapshot/add", RecordedValue)
COPIES = Statement("snapshot/copies", Copies)
CORRECT_COPIES = Statement("snapshot/correct_copies", Corrected)

ContributionOption = Annotated[
    Decimal | None,
    typer.Option(
        "--contribution",
        parser=in_mills(parse_money, of_asset=True),
        metavar="AMOUNT",
        help="How much of it was put in that month, or paid off; below zero, taken out.",
    ),
]


def record(
    db: Database,
    terminal: Terminal,
    asset: FoundAsset,
    value: Decimal | Holding,
    month: date | None,
    *,
    rate: Decimal | None = None,
    contribution: Decimal | None = None,
    note: str | None = None,
) -> Result:
    """Record one value; what looks like a slip is noted, and a debt with a minus asked about."""
    if contribution is not None:
        contribution = read_in(contribution, asset.currency)
    if isinstance(value, Holding):
        ask_about_a_short(terminal, asset, value.quantity)
    else:
        value = read_in(value, asset.currency)
        ask_about_a_slip(terminal, asset, value)
    of_month = month or this_month()
    row = write_value(db, asset, value, of_month, rate=rate, contribution=contribution, note=note)
    result = record_summary(db, [row])
    result = replace(result, sentences=[*result.sentences, *copies_sentence(db, asset, row)])
    earlier = asset.last_month is not None and asset.last_month < of_month
    before = [row.previous_value, asset.last_value if earlier else None]
    reason = slip(row.value, before, db.user.base_currency)
    if not reason or contribution is not None:  # which says why it is another value
        return result
    odd = Note("VALUE_LOOKS_LIKE_A_SLIP", f"{quote(row.asset)} {reason}.", "finally undo")
    terminal.say(f"Note: {odd.message} If it is a slip: {odd.command}")
    return replace(result, notes=[odd])


def ask_about_a_slip(terminal: Terminal, asset: FoundAsset, value: Decimal) -> None:
    """Go on only where a debt with a minus is meant so. Raises Refused where nobody says it."""
    if not looks_like_a_slip(asset, value):
        return
    message = f"{quote(asset.asset)} is a debt, and what is owed is typed without a minus"
    meant = f"{format_money(value)} would mean that you are owed {format_money(-value)}"
    if terminal.cannot_ask and not terminal.yes:
        raise Refused(
            f"{message}: {meant}",
            f"Type {format_money(-value).replace(',', '')}; if you are owed it, say --yes.",
            code="NOT_CONFIRMED",
        )
    terminal.say(f"{message}. {meant}.")
    if not terminal.yes:
        terminal.confirm("Record it so?")


def looks_like_a_slip(asset: FoundAsset, value: Decimal) -> bool:
    """A debt typed with a minus, when it was no credit before."""
    return asset.is_debt and value < 0 and (asset.last_value is None or asset.last_value <= 0)


def ask_about_a_short(terminal: Terminal, asset: FoundAsset, quantity: Decimal) -> None:
    """Go on only where a quantity below zero is meant so. Raises Refused where nobody says it."""
    if quantity >= 0 or (asset.last_value or 0) * (-1 if asset.is_debt else 1) < 0:
        return
    message = f"the quantity of {quote(asset.asset)} is below zero"
    meant = f"{format_money(quantity)} would mean that you owe them: a short"
    if asset.is_debt:
        message = f"{quote(asset.asset)} is a debt, and how many are owed is typed without a minus"
        meant = f"{format_money(quantity)} would mean that they are owed to you"
    if terminal.cannot_ask and not terminal.yes:
        raise Refused(
            f"{message}: {meant}",
            f"Type {format_exact(-quantity)}; if it is meant so, say --yes.",
            code="NOT_CONFIRMED",
        )
    terminal.say(f"{message}. {meant}.")
    if not terminal.yes:
        terminal.confirm("Record it so?")


def at_price(
    db: Database, asset: FoundAsset, held: Holding, month: date
) -> tuple[Holding, list[Note]]:
    """The quantity with the price of the month, where none was typed and one is needed.

    Raises NotFound where none is on record.
    """
    if held.price is not None or not held.quantity:
        return held, []
    found = price_of_month(db, asset, month)
    old = age_in_words(found.day, found.age)
    note = Note(
        "PRICE_IS_OLD",
        f"Of {quote(asset.asset)}, {old}.",
        f"finally price set {quote(asset.asset)} PRICE --month {format_month(month)}",
    )
    return held._replace(price=found.price), [note] if old else []


def with_last_price(db: Database, asset: FoundAsset, held: Holding, month: date) -> Holding:
    """Of what is gone, the quantity of zero with the price at which it left: the one on record by
    now, where that is newer than the value before. A price recorded later changes no value."""
    if held.quantity or held.price is not None:
        return held
    found = db.one(OF_MONTH, id=asset.id, month=month, today=today())
    before = asset.last_month if asset.last_month and asset.last_month < month else None
    first = add_months(before, 1) if before else month
    return held._replace(price=found.price) if found and found.day >= first else held


def write_value(
    db: Database,
    asset: FoundAsset,
    value: Decimal | Holding,
    month: date,
    *,
    rate: Decimal | None = None,
    contribution: Decimal | None = None,
    note: str | None = None,
) -> RecordedValue:
    """Write one value, in the asset's currency as the contribution is; a debt's is what is owed.

    It is typed, or follows from a quantity and a price.

    Raises Conflict for an asset that is closed by then, NotFound when there is no rate for another
    currency, and BadUsage for a rate where none is needed.
    """
    if asset.closed_on is not None and month > asset.closed_on:
        raise Conflict(
            f"{quote(asset.asset)} has been closed since {format_month(asset.closed_on)}",
            f"Open it again with: finally asset reopen {asset.id[:8]}",
            code="ASSET_CLOSED",
        )
    if rate is not None and asset.currency == db.user.base_currency:
        raise BadUsage(
            f"{quote(asset.asset)} is in {asset.currency}, your own currency: it takes no rate",
            "Leave --rate out.",
        )
    how = with_last_price(db, asset, value, month) if isinstance(value, Holding) else None
    recorded = db.one(
        ADD, id=asset.id, month=month, value=None if how else value,
        quantity=how.quantity if how else None, price=how.price if how else None,
        rate=rate, contribution=contribution, note=note,
    )  # fmt: skip
    if recorded is None:
        own = db.user.base_currency
        raise NotFound(
            f"there is no rate from {asset.currency} to {own} in {format_month(month)}",
            "Give it with --rate, or record it:"
            f" finally fx set {asset.currency}/{own} RATE --month {format_month(month)}",
            code="RATE_NOT_FOUND",
        )
    if recorded.previous_value is None:  # another's place is taken by a trigger's doing
        db.one(CORRECT_COPIES, id=asset.id, month=month)
    return recorded


def copies_sentence(db: Database, asset: FoundAsset, row: RecordedValue) -> list[str]:
    """Which values were carried forward from one that has changed, in a sentence."""
    if row.previous_value == row.value:
        return []
    found = db.one(COPIES, id=asset.id, month=row.month)
    if found is None or found.last_month is None:
        return []
    until = format_month(found.last_month)
    if found.copies == 1:
        return [f"1 value carried from it, into {until}, follows."]
    return [f"{found.copies:,} values carried from it, up to {until}, follow."]


def record_summary(db: Database, rows: Iterable[RecordedValue]) -> Result:
    """What was recorded, as a result that says it in sentences."""
    rows = list(rows)
    return Result(
        RecordedValue,
        rows,
        "Recorded",
        about={"currency": db.user.base_currency},
        sentences=[value_sentence(row, db.user.base_currency) for row in rows],
    )


def value_sentence(row: RecordedValue, currency: str) -> str:
    """One value in words, with what the month held before."""
    is_typed = row.quantity is None and row.rate is None
    worth = format_money(row.value) if is_typed else format_sum(row.value, currency)
    text = f"Recorded {quote(row.asset)} at {worth} {currency} for {format_month(row.month)}"
    held = row.quantity is not None
    how = [holding_in_words(row.quantity, row.price)] if row.quantity is not None else []
    if row.amount is not None and row.rate is not None:
        native = format_sum(row.amount, row.currency) if held else format_money(row.amount)
        how.append(f"{native} {row.currency} at {format_rate(row.rate)}")
    if how:
        text += f" ({' = '.join(how)})"
    if row.previous_value == row.value:
        text += ", as it was"
    if row.contribution is not None:
        its_currency = currency if row.amount is not None else ""
        text += f", {contribution_in_words(row.contribution, its_currency)}"
    if row.previous_value in (None, row.value):
        return f"{text}."
    return f"{text}; it was {format_sum(row.previous_value, currency)}."


def contribution_in_words(contribution: Decimal, currency: str) -> str:
    """What was put in or taken out, in words; with the currency where another is beside it."""
    if not contribution:
        return "of which nothing was put in"
    how = "put in" if contribution > 0 else "taken out"
    return f"of which {format_money(abs(contribution))}{currency and f' {currency}'} was {how}"
