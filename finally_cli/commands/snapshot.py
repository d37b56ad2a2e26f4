"""finally snapshot: what each asset and debt is worth, month by month."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Annotated

import typer

from finally_cli.commands import completing
from finally_cli.commands.arguments import (
    CategoryOption,
    CurrencyOption,
    MonthOption,
    NoteOption,
    RateOption,
)
from finally_cli.commands.finding import FoundAsset, find_asset
from finally_cli.commands.recording import Recorded, record, told, write
from finally_cli.commands.wiring import Noun, Talk, reads, writes
from finally_cli.model.errors import BadUsage, NotFound
from finally_cli.model.ids import range_of
from finally_cli.model.kinds import Code, Id, Money, Month, Rate
from finally_cli.model.money import parse_money, shown
from finally_cli.model.month import this_month, written
from finally_cli.model.sheet import Sheet
from finally_cli.model.text import plural, quoted
from finally_cli.store.database import Database
from finally_cli.store.statements import Statement


@dataclass(frozen=True, slots=True, kw_only=True)
class SnapshotListed:
    """A recorded value: `value` in the user's currency, negative for a debt."""

    month: Month
    asset: str
    category: Code
    value: Money
    amount: Money | None
    currency: str | None
    rate: Rate | None
    carried: bool
    note: str | None
    id: Id


@dataclass(frozen=True, slots=True, kw_only=True)
class SnapshotFound:
    id: Id
    asset_id: Id
    asset: str
    month: Month


@dataclass(frozen=True, slots=True, kw_only=True)
class SnapshotValue:
    month: Month
    value: Money
    amount: Money | None
    rate: Rate | None


@dataclass(frozen=True, slots=True, kw_only=True)
class SnapshotNoted:
    month: Month
    value: Money
    note: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class SnapshotDeleted:
    month: Month
    value: Money


@dataclass(frozen=True, slots=True, kw_only=True)
class Carried:
    """A value copied forward from the month `since`."""

    asset: str
    month: Month
    value: Money
    since: Month


LIST = Statement("snapshot/list", SnapshotListed)
FIND = Statement("snapshot/find", SnapshotFound)
GET = Statement("snapshot/get", SnapshotValue)
EDIT = Statement("snapshot/edit", SnapshotNoted)
DELETE = Statement("snapshot/delete", SnapshotDeleted)
CARRY = Statement("snapshot/carry", Carried)

app = Noun("What each asset and debt is worth, month by month.")

Values = Annotated[
    list[str] | None,
    typer.Argument(
        metavar="[ASSET VALUE | ASSET=VALUE ...]",
        help="One asset and its value, or several; a debt as what is owed. Alone: ask for all.",
        autocompletion=completing.assets,
    ),
]
Which = Annotated[
    str,
    typer.Argument(
        metavar="ASSET|ID",
        help="The asset (with --month), or the id of one value.",
        autocompletion=completing.assets,
    ),
]


@app.command()
@writes(destroys=True)
def add(
    db: Database,
    talk: Talk,
    values: Values = None,
    month: MonthOption = None,
    category: CategoryOption = None,
    currency: CurrencyOption = None,
    rate: RateOption = None,
    note: NoteOption = None,
) -> Sheet:
    """Record what assets and debts are worth; alone, ask about each."""
    if not values:
        if category or currency or rate or note:
            raise BadUsage("there is no asset to record", "Give an asset and its value.")
        from finally_cli.commands.walking import walk

        return walk(db, talk, month or this_month())
    pairs = parse_pairs(values)
    if len(pairs) > 1 and (rate or note):
        raise BadUsage("--rate and --note go with one asset", "Record that asset by itself.")
    recorded: list[object] = []
    sentences: list[str] = []
    for name, value in pairs:
        asset = find_or_add(db, name, category, currency)
        sheet = record(db, talk, asset, value, month, rate=rate, note=note)
        recorded += sheet.rows
        sentences += sheet.sentences
    about = {"currency": db.user.base_currency}
    return Sheet(Recorded, recorded, "Recorded", about=about, sentences=sentences)


def parse_pairs(values: list[str]) -> list[tuple[str, Decimal]]:
    """What was typed as assets and their values: `ASSET VALUE`, or any number of `ASSET=VALUE`.

    >>> parse_pairs(["Checking", "3200"])
    [('Checking', Decimal('3200'))]
    >>> parse_pairs(["Checking=3200", "Visa=-12.50"])
    [('Checking', Decimal('3200')), ('Visa', Decimal('-12.50'))]
    """
    if len(values) == 2 and "=" not in values[1]:
        return [(values[0], parse_money(values[1]))]
    if not all("=" in value for value in values):
        raise BadUsage(
            "an asset and its value are needed",
            'Write finally snapshot add "My account" 1234.56, or several as NAME=VALUE.',
        )
    pairs = [(name, parse_money(amount)) for name, _, amount in (v.rpartition("=") for v in values)]
    names = [name.strip().casefold() for name, _ in pairs]
    if twice := next((name for name in names if names.count(name) > 1), None):
        raise BadUsage(f"{quoted(twice)} is given twice", "Give one value for each asset.")
    return pairs


def find_or_add(db: Database, name: str, category: str | None, currency: str | None) -> FoundAsset:
    """The asset of that name; with a category, one that does not exist yet is added."""
    try:
        return find_asset(db, name)
    except NotFound as unknown:
        if category is None:
            hint = f"{unknown.hint}, or make it now with --category CODE"
            raise NotFound(unknown.message, hint, code=unknown.code) from None
    from finally_cli.commands.asset import add_asset

    return find_asset(db, add_asset(db, name, category, currency=currency).asset)


@app.command("list")
@reads
def list_(
    db: Database,
    month: MonthOption = None,
    asset: Annotated[
        str | None,
        typer.Option(
            "--asset",
            metavar="ASSET",
            help="Of one asset only.",
            autocompletion=completing.assets,
        ),
    ] = None,
) -> Sheet:
    """List recorded values, newest month first."""
    found = find_asset(db, asset) if asset else None
    return Sheet(
        SnapshotListed,
        db.all(LIST, month=month, asset_id=found.id if found else None),
        f"Values ({db.user.base_currency})",
        about={"currency": db.user.base_currency},
        nothing="No values yet. Record one with: finally snapshot add ASSET VALUE",
    )


@app.command()
@writes
def edit(
    db: Database,
    which: Which,
    month: MonthOption = None,
    value: Annotated[
        Decimal | None,
        typer.Option("--value", parser=parse_money, metavar="VALUE", help="Its value."),
    ] = None,
    rate: RateOption = None,
    note: NoteOption = None,
) -> Sheet:
    """Change a recorded value, its rate or its note."""
    if value is None and rate is None and note is None:
        raise BadUsage("there is nothing to change", "Give --value, --rate or --note.")
    asset, of_month = find_snapshot(db, which, month)
    before = db.one(GET, id=asset.id, month=of_month)
    if before is None:
        raise no_value(asset, of_month)
    if value is not None or rate is not None:
        kept = before.amount if before.amount is not None else before.value
        typed = value if value is not None else (-kept if asset.is_debt else kept)
        after = write(db, asset, typed, of_month, rate=rate or before.rate, note=None)
    if note is not None:
        db.one(EDIT, id=asset.id, month=of_month, note=note)
    if value is None and rate is None:
        changed = f"Changed the note of {quoted(asset.asset)} in {written(of_month)}."
    else:
        changed = told(db, [after]).sentences[0]
    rows = db.all(LIST, month=of_month, asset_id=asset.id)
    return Sheet(
        SnapshotListed, rows, "Changed", {"currency": db.user.base_currency}, sentences=[changed]
    )


@app.command()
@writes(destroys=True)
def delete(db: Database, talk: Talk, which: Which, month: MonthOption = None) -> Sheet:
    """Delete the value of one asset in one month."""
    asset, of_month = find_snapshot(db, which, month)
    before = db.one(GET, id=asset.id, month=of_month)
    if before is None:
        raise no_value(asset, of_month)
    talk.confirm(
        f"Delete the value of {quoted(asset.asset)} in {written(of_month)}, {shown(before.value)}?"
    )
    rows = db.all(DELETE, id=asset.id, month=of_month)
    return Sheet(
        SnapshotDeleted,
        rows,
        "Deleted",
        {"asset": asset.asset, "currency": db.user.base_currency},
        sentences=[
            f"Deleted the value of {quoted(asset.asset)} in {written(of_month)},"
            f" which was {shown(before.value)}."
        ],
    )


def find_snapshot(db: Database, which: str, month: date | None) -> tuple[FoundAsset, date]:
    """The asset and month of one value, named by asset and --month or by the value's own id."""
    try:
        return find_asset(db, which), month or this_month()
    except NotFound as unknown:
        between = range_of(which)
        found = db.all(FIND, first_id=between[0], last_id=between[1]) if between else []
        if len(found) > 1:
            raise NotFound(
                f"{quoted(which)} fits several values",
                "Type more of the id.",
                code="SNAPSHOT_AMBIGUOUS",
            ) from None
        if not found:
            raise unknown from None
        return find_asset(db, found[0].asset), found[0].month


def no_value(asset: FoundAsset, month: date) -> NotFound:
    """The refusal where a month holds no value of an asset."""
    return NotFound(
        f"{quoted(asset.asset)} has no value in {written(month)}",
        f"See its values with: finally snapshot list --asset {asset.id[:8]}",
        code="SNAPSHOT_NOT_FOUND",
    )


@app.command()
@writes
def carry(db: Database, month: MonthOption = None) -> Sheet:
    """Copy values forward into a month that has none."""
    of_month = month or this_month()
    rows = db.all(CARRY, month=of_month, id=None)
    return Sheet(
        Carried,
        rows,
        f"Carried {plural(len(rows), 'value')} into {written(of_month)} ({db.user.base_currency})",
        about={"month": of_month, "currency": db.user.base_currency},
        nothing="Nothing was missing.",
    )
