"""Which assets the prices of a file are of: by ticker, by name, or as the command line says."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import PurePath
from typing import Annotated

from finally_cli.commands.lookup import FoundAsset
from finally_cli.model.bank.csv_amounts import code_of
from finally_cli.model.errors import BadFile, BadUsage, Refused
from finally_cli.model.importing.commodities import SHARED, SYMBOLS
from finally_cli.model.kinds import Id, Kind, Month
from finally_cli.model.text import and_list, fold_name, or_list, quote
from finally_cli.store.database import Database
from finally_cli.store.statements import Statement

# A hundred of each are one of the currency; services write prices of London in them.
HUNDREDTHS = {"GBp": "GBP", "GBX": "GBP", "GBx": "GBP", "ZAc": "ZAR", "ZAC": "ZAR", "ILA": "ILS"}


@dataclass(frozen=True, slots=True, kw_only=True)
class PricedAsset:
    """An asset, and what files may call it."""

    id: Id
    asset: str
    ticker: Annotated[str | None, Kind("text")]
    currency: str
    kept_by: str
    closed_on: Month | None


ASSETS = Statement("price/assets", PricedAsset)


@dataclass(frozen=True, slots=True)
class Takers:
    """The assets that a price is for; `in_hundredths` where it is in pence of their pounds."""

    assets: tuple[PricedAsset, ...]
    in_hundredths: bool = False


class AssetNames:
    """Assets by what files call them.

    `only` takes every price of a file that names no asset. `currency` is that of prices of which
    the file does not say it; prices in another are then passed over.
    """

    def __init__(
        self, db: Database, only: FoundAsset | None = None, currency: str | None = None
    ) -> None:
        self.every = db.all(ASSETS)
        self.only = [one for one in self.every if only is not None and one.id == only.id]
        self.currency = currency
        self.by_ticker: dict[str, list[PricedAsset]] = {}
        self.by_name: dict[str, list[PricedAsset]] = {}
        for one in self.every:
            if one.ticker:
                self.by_ticker.setdefault(fold_name(one.ticker), []).append(one)
            self.by_name.setdefault(fold_name(one.asset), []).append(one)
        self.known: dict[tuple[str, str], Takers | None] = {}
        self.unknown: dict[str, int] = {}  # names that are no asset's, and how often they came
        self.elsewhere = 0  # prices in another currency than the one that was asked for

    def named(self, name: str) -> list[PricedAsset]:
        """The assets of a ticker, else of a name."""
        folded = fold_name(name)
        found = self.by_ticker.get(folded) or self.by_name.get(folded)
        # Stooq calls AAPL.US what nearly everyone else calls AAPL.
        return found or self.by_ticker.get(folded.removesuffix(".us")) or []

    def use_file_name(self, file: str) -> None:
        """Have the prices of a file that names no asset taken for the asset that the file is named
        after. Raises BadUsage where it is named after none."""
        stem = PurePath(file).stem
        names = [stem, stem.replace("_", "."), stem.removesuffix("_d").replace("_", ".")]
        self.only = next((found for name in names if (found := self.named(name))), [])
        if not self.only:
            raise BadUsage(
                "nothing says of which asset the prices are: neither the file nor its name",
                "Say it: --asset ASSET",
                code="ASSET_NOT_SAID",
            )

    def wants(self, name: str) -> bool:
        """Whether a name is one of an asset's; counts those that are none."""
        if self.only or self.named(name):
            return True
        self.unknown[name] = self.unknown.get(name, 0) + 1
        return False

    def takers(self, line: int, name: str, currency: str) -> Takers | None:
        """The assets that take a price of a name that is wanted; None for one that is passed over.

        Raises Refused for a price in another currency than the asset's.
        """
        if (name, currency) not in self.known:
            self.known[name, currency] = self.find(line, name, currency)
        found = self.known[name, currency]
        if found is not None and not found.assets:
            self.elsewhere += 1
            return None
        return found

    def find(self, line: int, name: str, currency: str) -> Takers | None:
        assets = self.named(name) if name else self.only
        if self.only and name:
            assets = self.only
        if not assets:
            return None
        own = {one.currency for one in assets}
        code, in_hundredths = read_currency(currency, own)
        if self.currency and code and code != self.currency:
            return Takers(())
        code = code or self.currency or ""
        if not code and len(own) > 1:
            raise BadUsage(
                f"{and_list([quote(one.asset) for one in assets])} are in several currencies, and"
                " the file does not say which its prices are in",
                "Say it: --currency CODE",
                code="CURRENCY_NOT_SAID",
            )
        fitting = tuple(one for one in assets if not code or one.currency == code)
        if not fitting:
            raise other_currency(line, assets[0], code)
        return Takers(fitting, in_hundredths)


def read_currency(text: str, own: set[str]) -> tuple[str, bool]:
    """The currency that a file writes so beside the price of an asset in one of its `own`, and
    whether it is in hundredths of it.

    >>> read_currency("GBp", {"GBP"}), read_currency("$", {"CAD"}), read_currency("", {"EUR"})
    (('GBP', True), ('CAD', False), ('', False))
    """
    if text in HUNDREDTHS:
        return HUNDREDTHS[text], True
    if text in SHARED:
        fitting = own & set(SHARED[text].split())
        return (fitting.pop() if len(fitting) == 1 else text), False
    return SYMBOLS.get(text) or code_of(text) or text, False


def other_currency(line: int, asset: PricedAsset, code: str) -> Refused:
    """The refusal of a price in another currency than its asset's."""
    return Refused(
        f"{quote(asset.asset)} is in {asset.currency}, and its price in line {line} is in"
        f" {quote(code) if len(code) != 3 else code}",
        f"Take those in {asset.currency} alone, if the file has them: --currency {asset.currency};"
        " or say what the asset is in: finally asset edit"
        f" {quote(asset.asset)} --currency {code if len(code) == 3 else 'CODE'}",
        code="PRICE_IN_ANOTHER_CURRENCY",
    )


def refuse_unmatched(names: AssetNames, what: str = "prices") -> BadFile:
    """The refusal of a file none of whose names is an asset's."""
    shown = or_list(list(names.unknown)[:3])
    return BadFile(
        f"no asset has the ticker or name {shown}, which the file has {what} of",
        f"Say which asset it is: --asset ASSET, or give it the ticker: finally asset edit ASSET"
        f" --ticker {quote(next(iter(names.unknown)))}",
        code="ASSET_UNKNOWN",
    )
