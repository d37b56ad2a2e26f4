"""finally snapshot edit: one value, named by asset and month or by its id."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Annotated

import typer

from finally_cli.commands.command import Terminal, writes
from finally_cli.commands.lookup import FoundAsset
from finally_cli.commands.options import (
    MonthOption,
    NoteOption,
    PriceOption,
    QuantityOption,
    RateOption,
)
from finally_cli.commands.snapshot.list import LIST, SnapshotListed
from finally_cli.commands.snapshot.lookup import (
    GET,
    SnapshotValue,
    WhichIfAny,
    find_snapshot,
    no_such_value,
)
from finally_cli.commands.snapshot.record import (
    ContributionOption,
    ask_about_a_short,
    ask_about_a_slip,
    at_price,
    copies_sentence,
    record_summary,
    write_value,
)
from finally_cli.model.errors import BadUsage
from finally_cli.model.holding import Holding
from finally_cli.model.kinds import Money, Month
from finally_cli.model.mills import in_mills, read_in
from finally_cli.model.money import parse_money
from finally_cli.model.month import format_month, this_month
from finally_cli.model.result import Note, Result
from finally_cli.model.text import quote
from finally_cli.store.database import Database
from finally_cli.store.statements import Statement


@dataclass(frozen=True, slots=True, kw_only=True)
class SnapshotNoted:
    month: Month
    value: Money
    contribution: Money | None
    note: str | None


EDIT = Statement("snapshot/edit", SnapshotNoted)


@writes(dated=True)
def edit(
    db: Database,
    terminal: Terminal,
    dry_run: bool,
    which: WhichIfAny = None,
    month: MonthOption = None,
    value: Annotated[
        Decimal | None,
        typer.Option(
            "--value",
            parser=in_mills(parse_money, of_asset=True),
            metavar="VALUE",
            help="Its value.",
        ),
    ] = None,
    quantity: QuantityOption = None,
    price: PriceOption = None,
    rate: RateOption = None,
    contribution: ContributionOption = None,
    note: NoteOption = None,
    editor: Annotated[
        bool,
        typer.Option("--editor", help="Edit all values of the month, as a text in $EDITOR."),
    ] = False,
) -> Result:
    """Change a recorded value, or a whole month in an editor.

    With --quantity or --price alone, the other stays as it is, and the value follows.

    Examples:
        finally snapshot edit Savings --month 2026-10 --value 14900
        finally snapshot edit --month 2026-10 --editor
    """
    if editor:
        given = (value, quantity, price, rate, contribution, note)
        if which or any(one is not None for one in given):
            raise BadUsage(
                "--editor is for all values of a month at once",
                "Leave the asset and its value out: finally snapshot edit --month 2026-10 --editor",
            )
        from finally_cli.commands.snapshot.editor import edit_month

        return edit_month(db, terminal, month or this_month(), dry_run=dry_run)
    if which is None:
        raise BadUsage(
            "there is no value to change",
            "Name its asset and --month, or edit a whole month: finally snapshot edit --editor",
        )
    by_quantity = quantity is not None or price is not None
    if value is not None and by_quantity:
        raise BadUsage(
            "--value and --quantity are two ways to say the same", "Leave one of them out."
        )
    if value is None and not by_quantity and (rate, contribution, note) == (None, None, None):
        raise BadUsage(
            "there is nothing to change",
            "Give --value, --quantity, --price, --rate, --contribution or --note.",
        )
    asset, of_month = find_snapshot(db, which, month)
    before = db.one(GET, id=asset.id, month=of_month)
    if before is None:
        raise no_such_value(asset, of_month)
    currency = before.currency or db.user.base_currency
    if contribution is not None:
        contribution = read_in(contribution, asset.currency)
    if value is not None:
        value = read_in(value, asset.currency)
    notes: list[Note] = []
    if value is not None or rate is not None or by_quantity:
        frozen = before.rate if currency == asset.currency else None
        typed: Decimal | Holding
        if value is not None:
            typed = value
            if before.value <= 0:
                ask_about_a_slip(terminal, asset, value)
        elif by_quantity or before.quantity is not None:
            typed, notes = changed_holding(db, asset, before, quantity, price)
            if quantity is not None:
                ask_about_a_short(terminal, asset, quantity)
        else:
            typed = native_value(asset, before, currency)
        after = write_value(
            db, asset, typed, of_month, rate=rate or frozen, contribution=contribution, note=note
        )
        changed = [*record_summary(db, [after]).sentences, *copies_sentence(db, asset, after)]
    else:
        if contribution is not None:
            native_value(asset, before, currency)  # refuses one in a currency it is no longer in
        changed = [describe_edit(asset, of_month, contribution, note)]
    if note is not None or contribution is not None:
        db.one(EDIT, id=asset.id, month=of_month, note=note, contribution=contribution)
    rows = db.all(LIST, first=of_month, last=of_month, asset_id=asset.id)
    about = {"currency": db.user.base_currency}
    for one in notes:
        terminal.say(f"Note: {one.message}")
    return Result(SnapshotListed, rows, "Changed", about, notes=notes, sentences=changed)


def describe_edit(
    asset: FoundAsset, month: date, contribution: Decimal | None, note: str | None
) -> str:
    """What was changed beside the value, in words."""
    given = {"note": note, "contribution": contribution}
    changed = " and the ".join(name for name, typed in given.items() if typed is not None)
    return f"Changed the {changed} of {quote(asset.asset)} in {format_month(month)}."


def changed_holding(
    db: Database,
    asset: FoundAsset,
    before: SnapshotValue,
    quantity: Decimal | None,
    price: Decimal | None,
) -> tuple[Holding, list[Note]]:
    """The quantity and the price with what is given of them in its place; what is old is noted.

    Raises BadUsage where a price is given, and there is no quantity; NotFound where a price is
    needed, and none is on record.
    """
    if quantity is None:
        if before.quantity is None:
            raise BadUsage(
                f"{quote(asset.asset)} has no quantity in {format_month(before.month)}",
                "Say how many there were, too, with --quantity.",
            )
        quantity = -before.quantity if asset.is_debt else before.quantity
    if price is None and before.price is not None:
        native_value(asset, before, before.currency or db.user.base_currency)  # in which it is
        price = before.price
    return at_price(db, asset, Holding(quantity, price), before.month)


def native_value(asset: FoundAsset, before: SnapshotValue, currency: str) -> Decimal:
    """What was typed before. Raises BadUsage when the asset has changed its currency since."""
    if currency != asset.currency:
        raise BadUsage(
            f"{quote(asset.asset)} was in {currency} in {format_month(before.month)},"
            f" and is now in {asset.currency}",
            "Give its value too, with --value."
            if before.quantity is None
            else "Give its price too, with --price.",
        )
    kept = before.amount if before.amount is not None else before.value
    return -kept if asset.is_debt else kept
