"""finally source edit: what is known of an account at a bank."""

from __future__ import annotations

from typing import Annotated

import typer

from finally_cli.commands.command import writes
from finally_cli.commands.lookup import find_asset
from finally_cli.commands.options import CurrencyOption
from finally_cli.commands.source.add import (
    SourceId,
    in_words,
    layout_json,
    refuse_other_currency,
)
from finally_cli.commands.source.arguments import (
    AccountOption,
    AssetOption,
    LayoutOption,
    LikeOption,
    SourceArgument,
    parse_source_name,
)
from finally_cli.commands.source.find import FoundSource, SourceRow, find_source, source_row
from finally_cli.model.errors import BadUsage, Conflict
from finally_cli.model.result import Result
from finally_cli.model.text import quote
from finally_cli.store.database import Database
from finally_cli.store.statements import Statement

EDIT = Statement("source/edit", SourceId)
Rename = Annotated[
    str | None,
    typer.Option("--name", parser=parse_source_name, metavar="NAME", help="Its new name."),
]


@writes
def edit(
    db: Database,
    source: SourceArgument,
    name: Rename = None,
    currency: CurrencyOption = None,
    account: AccountOption = None,
    asset: AssetOption = None,
    like: LikeOption = None,
    layout: LayoutOption = None,
) -> Result:
    """Change a source's name, currency, account or asset, or how its CSV files are read.

    Its currency stays once a file has brought rows in it.

    Examples:
        finally source edit "City bank" --name "Everyday account"
        finally source edit "City bank" --asset ""
    """
    if all(said is None for said in (name, currency, account, asset, like, layout)):
        raise BadUsage(
            "there is nothing to change",
            "Give --name, --currency, --account, --asset, --like or --layout.",
        )
    found = find_source(db, source)
    refuse_new_currency(found, currency)
    other = find_source(db, like) if like else None
    kept = layout_json(layout, other.layout if other else found.layout, is_like=like is not None)
    asset_id, asset_name = found.asset_id, found.asset
    if asset is not None:
        owned = find_asset(db, asset) if asset else None
        asset_id, asset_name = (owned.id, owned.asset) if owned else (None, None)
    used = currency or found.currency
    if asset_name is not None:
        refuse_other_currency(find_asset(db, asset_name), used)
    key = found.account_key if account is None else account or None
    now = name or found.source
    db.one(
        EDIT, id=found.id, source_name=now, currency=used, account_key=key, asset_id=asset_id,
        layout=kept,
    )  # fmt: skip
    row = source_row(now, used, key, asset_name, kept, found.id)
    renamed = f"Renamed {quote(found.source)} to {quote(now)}. " if now != found.source else ""
    told = [f"{renamed}It is {in_words(row)}."]
    if layout == "":
        told.append("The next CSV file is looked at anew.")
    elif like or layout:
        told.append(f"See how its CSV files are read now: finally source show {found.id[:8]}")
    return Result(SourceRow, [row], "Changed", sentences=told)


def refuse_new_currency(found: FoundSource, currency: str | None) -> None:
    """Raises Conflict where rows in another currency are there."""
    if currency and currency != found.currency and found.has_rows:
        raise Conflict(
            f"{quote(found.source)} has bank rows in {found.currency}",
            f"An account in {currency} is a source of its own:"
            f" finally source add NAME --currency {currency}",
            code="CURRENCY_IN_USE",
        )
