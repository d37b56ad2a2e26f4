"""finally source add: an account at a bank."""

from __future__ import annotations

from dataclasses import dataclass

from finally_cli.commands.command import writes
from finally_cli.commands.lookup import FoundAsset, find_asset
from finally_cli.commands.options import CurrencyOption
from finally_cli.commands.source.arguments import (
    AccountOption,
    AssetOption,
    LayoutOption,
    LikeOption,
    NewSourceName,
)
from finally_cli.commands.source.find import SourceRow, find_source, source_row
from finally_cli.model.errors import BadFile, BadUsage, Refused
from finally_cli.model.result import Result
from finally_cli.model.text import quote
from finally_cli.store.database import Database
from finally_cli.store.statements import Statement


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceId:
    id: str


ADD = Statement("source/add", SourceId)


@writes
def add(
    db: Database,
    name: NewSourceName,
    currency: CurrencyOption = None,
    account: AccountOption = None,
    asset: AssetOption = None,
    like: LikeOption = None,
    layout: LayoutOption = None,
) -> Result:
    """Add an account at a bank, whose files you want to import.

    Its currency is that of the asset, or of the source that it is like, or your own. Only CSV files
    need a layout: the first one is looked at, and how it is read is kept.

    Examples:
        finally source add "Joint account" --asset "Berlin account"
        finally source add "Second card" --like "Card [gold]" --account 4711
    """
    other = find_source(db, like) if like else None
    owned = find_asset(db, asset) if asset else None
    kept = layout_json(layout, other.layout if other else None, is_like=like is not None)
    used = currency or (owned.currency if owned else other.currency if other else None)
    used = used or db.user.base_currency
    refuse_other_currency(owned, used)
    added = db.one(
        ADD, source_name=name, currency=used, account_key=account or None,
        asset_id=owned.id if owned else None, layout=kept,
    )  # fmt: skip
    assert added is not None  # it was inserted, or a constraint has refused it
    row = source_row(name, used, account or None, owned.asset if owned else None, kept, added.id)
    return Result(SourceRow, [row], "Added", sentences=[f"Added {in_words(row)}."])


def in_words(row: SourceRow) -> str:
    """A source with what is known of it."""
    account = f", account {row.account}" if row.account else ""
    asset = f", the asset {quote(row.asset)}" if row.asset else ""
    return f"{quote(row.source)} in {row.currency}{account}{asset}"


def refuse_other_currency(asset: FoundAsset | None, currency: str) -> None:
    """Raises Refused where an asset is in another currency than its source is."""
    if asset and asset.currency != currency:
        raise Refused(
            f"{quote(asset.asset)} is in {asset.currency}, and the source would be in {currency}",
            f"A source is in its asset's currency: --currency {asset.currency}",
            code="CURRENCY_DIFFERS",
        )


def layout_json(file: str | None, other: str | None, *, is_like: bool) -> str | None:
    """The layout of a TOML file, or of another source, as it is kept; none for an empty name."""
    if file and is_like:
        raise BadUsage("--like and --layout both say how files are read", "Choose one of them.")
    if file is None:
        return other
    if not file:
        return None
    from pathlib import Path

    from finally_cli.model.bank.layout import read_toml, write_json

    try:
        text = Path(file).read_text(encoding="utf-8")
    except FileNotFoundError:
        raise BadFile(
            f"there is no file {quote(file)}",
            "See how one looks with: finally source show SOURCE --toml",
            code="FILE_NOT_FOUND",
        ) from None
    except (OSError, ValueError) as error:
        why = getattr(error, "strerror", None) or "it is not UTF-8 text"
        raise BadFile(f"{quote(file)} cannot be read: {why}", "Check the file.") from error
    return write_json(read_toml(text, file))
