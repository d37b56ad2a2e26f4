"""finally snapshot add: values given on the command line; alone, it asks for each."""

from __future__ import annotations

from decimal import Decimal
from typing import Annotated

import typer

from finally_cli.commands import completion
from finally_cli.commands.command import Terminal, writes
from finally_cli.commands.lookup import FoundAsset, find_asset
from finally_cli.commands.options import (
    By,
    CategoryOption,
    CurrencyOption,
    MonthOption,
    NoteOption,
    PriceOption,
    QuantityOption,
    RateOption,
)
from finally_cli.commands.snapshot.record import (
    ContributionOption,
    RecordedValue,
    at_price,
    record,
)
from finally_cli.model.categories import match_categories
from finally_cli.model.errors import BadUsage, Conflict, NotFound
from finally_cli.model.holding import Holding
from finally_cli.model.mills import Typed, in_mills
from finally_cli.model.money import parse_money
from finally_cli.model.month import this_month
from finally_cli.model.result import Note, Result
from finally_cli.model.text import fold_name, quote
from finally_cli.store.database import Database


def parse_values(ctx: typer.Context, values: list[str] | None) -> list[str] | None:
    """The words with each value as an amount. Raises BadUsage for one that cannot be read: before
    anything is opened."""
    if not values:
        return values
    if ctx.params.get("quantity") is not None:
        if len(values) > 1 or "=" in values[0]:
            raise BadUsage(
                "--quantity goes with one asset, and without a value",
                "Write finally snapshot add ASSET --quantity 120.5 --price 82.10.",
            )
        return values
    amounts = [amount for _, amount in parse_pairs(values)]
    words = values[-len(amounts) :]  # ASSET VALUE is two words with one amount
    return [*values[: -len(words)], *map(Typed.of, words, amounts)]


Values = Annotated[
    list[str] | None,
    typer.Argument(
        metavar="[ASSET VALUE | ASSET=VALUE ...]",
        help="One asset and its value, or several; a debt as what is owed. Alone: ask for all.",
        autocompletion=completion.assets,
        callback=parse_values,
    ),
]


@writes(destroys=True, dated=True)
def add(
    db: Database,
    terminal: Terminal,
    values: Values = None,
    month: MonthOption = None,
    category: CategoryOption = None,
    currency: CurrencyOption = None,
    quantity: QuantityOption = None,
    price: PriceOption = None,
    rate: RateOption = None,
    contribution: ContributionOption = None,
    note: NoteOption = None,
) -> Result:
    """Record what assets and debts are worth; alone, ask about each.

    Examples:
        finally snapshot add Checking=5200 Savings=18000 Mortgage=158000
        finally snapshot add "World fund" --quantity 120.5 --price 82.10
    """
    if price is not None and quantity is None:
        raise BadUsage("--price goes with --quantity", "Say how many there are, too.")
    if not values:
        if category or currency or rate or note or (quantity, contribution) != (None, None):
            raise BadUsage("there is no asset to record", "Give an asset and its value.")
        from finally_cli.commands.snapshot.interview import interview

        return interview(db, terminal, month or this_month())
    pairs: list[tuple[str, Decimal | Holding]] = [*parse_pairs(values)] if quantity is None else []
    if quantity is not None:
        pairs = [(values[0], Holding(quantity, price))]
    if len(pairs) > 1 and (rate or note or contribution is not None):
        raise BadUsage(
            "--rate, --contribution and --note go with one asset", "Record that asset by itself."
        )
    recorded: list[object] = []
    sentences: list[str] = []
    notes: list[Note] = []
    seen: set[str] = set()
    for name, value in pairs:
        by = By.QUANTITY if isinstance(value, Holding) else By.VALUE
        asset = find_or_add(db, name, category, currency, by)
        if asset.id in seen:
            raise refuse_duplicates(asset.asset)
        seen.add(asset.id)
        if isinstance(value, Holding):
            value, old = at_price(db, asset, value, month or this_month())
            for one in old:
                terminal.say(f"Note: {one.message}")
            notes += old
        result = record(
            db, terminal, asset, value, month, rate=rate, contribution=contribution, note=note
        )
        recorded += result.rows
        sentences += result.sentences
        notes += result.notes
    about = {"currency": db.user.base_currency}
    return Result(
        RecordedValue, recorded, "Recorded", about=about, notes=notes, sentences=sentences
    )


def parse_pairs(values: list[str]) -> list[tuple[str, Decimal]]:
    """What was typed as assets and their values: `ASSET VALUE`, or any number of `ASSET=VALUE`.

    >>> parse_pairs(["Checking", "3200"])
    [('Checking', Decimal('3200'))]
    >>> parse_pairs(["Checking=3200", "Visa=-12.50"])
    [('Checking', Decimal('3200')), ('Visa', Decimal('-12.50'))]
    """
    read = in_mills(parse_money, of_asset=True)
    if len(values) == 2 and "=" not in values[1]:
        return [(values[0], read(values[1]))]
    if not all("=" in value for value in values):
        raise BadUsage(
            "an asset and its value are needed",
            'Write finally snapshot add "My account" 1234.56, or several as NAME=VALUE.',
        )
    pairs = [(name, read(amount)) for name, _, amount in (v.rpartition("=") for v in values)]
    names = [fold_name(name.strip()) for name, _ in pairs]
    for (name, _), key in zip(pairs, names, strict=True):
        if names.count(key) > 1:
            raise refuse_duplicates(name.strip())
    return pairs


def refuse_duplicates(name: str) -> BadUsage:
    """The refusal of two values for one asset, whether by its name or by its id."""
    return BadUsage(f"{quote(name)} is given twice", "Give one value for each asset.")


def find_or_add(
    db: Database, name: str, category: str | None, currency: str | None, by: By = By.VALUE
) -> FoundAsset:
    """The asset of that name; with a category, one that does not exist yet is added.

    Raises Conflict where it exists already in another category, or in another currency.
    """
    try:
        asset = find_asset(db, name)
    except NotFound as unknown:
        if unknown.code == "ASSET_AMBIGUOUS":
            raise
        if category is None:
            hint = f"{unknown.hint}, or make it now with --category CODE"
            raise NotFound(unknown.message, hint, code=unknown.code) from None
    else:
        refuse_another(db, asset, category, currency)
        return asset
    from finally_cli.commands.asset.add import add_asset

    return find_asset(db, add_asset(db, name, category, currency=currency, by=by).asset)


def refuse_another(
    db: Database, asset: FoundAsset, category: str | None, currency: str | None
) -> None:
    """Raises Conflict for another category or currency than the asset's: to record is not to move
    it."""
    move = f"finally asset edit {quote(asset.asset)}"
    if category is not None:
        from finally_cli.commands.lookup import CATEGORIES, no_such_category

        kinds = ("asset", "liability")
        rows = [row for row in db.all(CATEGORIES, kind=None) if row.kind in kinds]
        meant = match_categories(rows, category)
        if not meant:
            raise no_such_category(db, category, kinds)
        if asset.category not in [row.code for row in meant]:
            raise Conflict(
                f"{quote(asset.asset)} is in {asset.category}, and not in {meant[0].code}",
                f"Leave --category out, or move it: {move} --category {meant[0].code}",
                code="ASSET_IN_ANOTHER_CATEGORY",
            )
    if currency not in (None, asset.currency):
        raise Conflict(
            f"{quote(asset.asset)} is in {asset.currency}, and not in {currency}",
            f"Leave --currency out, or change it: {move} --currency {currency}",
            code="ASSET_IN_ANOTHER_CURRENCY",
        )
