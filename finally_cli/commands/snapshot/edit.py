"""finally snapshot edit: one value, named by asset and month or by its id."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Annotated

import typer

from finally_cli.commands.command import Terminal, writes
from finally_cli.commands.lookup import FoundAsset
from finally_cli.commands.options import MonthOption, NoteOption, RateOption
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
    ask_about_a_slip,
    copies_sentence,
    record_summary,
    write_value,
)
from finally_cli.model.errors import BadUsage
from finally_cli.model.kinds import Money, Month
from finally_cli.model.mills import in_mills, read_in
from finally_cli.model.money import parse_money
from finally_cli.model.month import format_month, this_month
from finally_cli.model.result import Result
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
    rate: RateOption = None,
    contribution: ContributionOption = None,
    note: NoteOption = None,
    editor: Annotated[
        bool,
        typer.Option("--editor", help="Edit all values of the month, as a text in $EDITOR."),
    ] = False,
) -> Result:
    """Change a recorded value, or a whole month in an editor.

    Examples:
        finally snapshot edit Savings --month 2026-10 --value 14900
        finally snapshot edit --month 2026-10 --editor
    """
    if editor:
        if which or rate or note is not None or (value, contribution) != (None, None):
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
    if value is None and rate is None and contribution is None and note is None:
        raise BadUsage(
            "there is nothing to change", "Give --value, --rate, --contribution or --note."
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
    if value is not None or rate is not None:
        frozen = before.rate if currency == asset.currency else None
        typed = value if value is not None else native_value(asset, before, currency)
        if value is not None and before.value <= 0:
            ask_about_a_slip(terminal, asset, value)
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
    return Result(
        SnapshotListed, rows, "Changed", {"currency": db.user.base_currency}, sentences=changed
    )


def describe_edit(
    asset: FoundAsset, month: date, contribution: Decimal | None, note: str | None
) -> str:
    """What was changed beside the value, in words."""
    given = {"note": note, "contribution": contribution}
    changed = " and the ".join(name for name, typed in given.items() if typed is not None)
    return f"Changed the {changed} of {quote(asset.asset)} in {format_month(month)}."


def native_value(asset: FoundAsset, before: SnapshotValue, currency: str) -> Decimal:
    """What was typed before. Raises BadUsage when the asset has changed its currency since."""
    if currency != asset.currency:
        raise BadUsage(
            f"{quote(asset.asset)} was in {currency} in {format_month(before.month)},"
            f" and is now in {asset.currency}",
            "Give its value too, with --value.",
        )
    kept = before.amount if before.amount is not None else before.value
    return -kept if asset.is_debt else kept
