"""A month as a text to edit, a line for each asset: how it is written, and how it is read back."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from typing import NamedTuple

from finally_cli.commands.lookup import FoundAsset
from finally_cli.commands.snapshot.holdings import Held
from finally_cli.commands.snapshot.questions import ExpectedAsset, to_found_asset
from finally_cli.commands.snapshot.worksheet_holding import HEAD as HOLDING_HEAD
from finally_cli.commands.snapshot.worksheet_holding import (
    TypedHolding,
    holding_remark,
    holding_text,
    read_holding,
    refuse_contradiction,
)
from finally_cli.model.errors import BadUsage, FinallyError
from finally_cli.model.holding import Holding
from finally_cli.model.ids import SHORTEST
from finally_cli.model.kinds import Money, Month, Rate
from finally_cli.model.mills import parse_in_currency
from finally_cli.model.money import format_exact, format_money, parse_money, parse_rate
from finally_cli.model.month import format_month
from finally_cli.model.sums import parse_sum
from finally_cli.model.text import (
    did_you_mean,
    escape_controls,
    fold_name,
    quote,
    refuse_broken_text,
    suggestions,
)
from finally_cli.store.statements import Statement

REASON = "#! "  # before why a line could not be taken; such lines are ours, and go again
HEAD = """\
# Values of {month}: what each asset is worth, and of a debt what is owed, in its currency.
# Change a value, or write one behind "=". An emptied value is deleted, after a question; a line
# that is gone changes nothing. Save and close it to record what you changed. "#" begins a remark.
"""
WIDEST = 40  # of a name, for "=" to stand below each other
SHORT_ID = 8
QUOTED_NAME = r'"((?:[^"]|"")*)"\s*'
VALUE = r"([^@]*?)\s*(?<![A-Za-z])([A-Za-z]{3})?\s*(?:@\s*([^@]*))?"


@dataclass(frozen=True, slots=True, kw_only=True)
class WorksheetAsset(ExpectedAsset):
    """An asset of a month's worksheet; `value` is in `value_currency`, or else the user's own."""

    closed_on: Month | None
    total: Money | None
    value_currency: str | None
    value_rate: Rate | None
    last_currency: str | None

    @property
    def found(self) -> FoundAsset:
        """It as the one that was found by its name."""
        return replace(to_found_asset(self), closed_on=self.closed_on)


WORKSHEET = Statement("snapshot/worksheet", WorksheetAsset)


Said = tuple[str, Decimal | Holding | None]  # of which asset, and what


class Change(NamedTuple):
    """What a line says that differs from the books: a value, or None where it was emptied.

    A value that is what so many are worth has its holding.
    """

    line: int
    asset: WorksheetAsset
    value: Decimal | None
    rate: Decimal | None = None
    holding: Holding | None = None

    @property
    def said(self) -> Said:
        """What it says, by which a person agrees to it once."""
        return self.asset.id, self.holding or self.value


class Mistake(NamedTuple):
    """A line, from 0, that cannot be taken, and why."""

    line: int
    error: FinallyError


@dataclass(slots=True)
class Worksheet:
    """The assets of a month, how each is named in the text, and what stands there for its value.

    `assets` are what a line is compared with, and `held` what is known of their quantities;
    `shown` is what was written before anybody edited.
    """

    month: date
    own_currency: str
    assets: dict[str, WorksheetAsset]
    keys: dict[str, str]
    shown: dict[str, str]
    held: dict[str, Held]

    def text(self) -> str:
        """The text to edit."""
        named = [(name_text(key, self.assets[of]), key, of) for key, of in self.keys.items()]
        width = min(max(len(name) for name, _, _ in named), WIDEST)
        wide = max(map(len, self.shown.values()))
        lines = []
        for name, key, of in named:
            remark = self.remark(self.assets[of], is_named=key == self.assets[of].asset)
            lines.append(f"{name:<{width}} = {self.shown[of]:<{wide}}  # {remark}")
        head = HEAD.format(month=format_month(self.month)) + (HOLDING_HEAD if self.held else "")
        return f"{head}\n" + "\n".join(lines) + "\n"

    def remark(self, asset: WorksheetAsset, *, is_named: bool) -> str:
        """What stands behind a value: whose it is, where its name cannot be told, and the last."""
        said = [] if is_named else [quote(asset.asset)]
        said += [f"in {asset.currency}"] if asset.value is None else []
        said += ["owed"] if asset.is_debt else []
        said += ["carried"] if asset.carried else []
        said += holding_remark(self.held.get(asset.id))
        if asset.last_value is not None and asset.last_month is not None:
            last = f"{format_money(asset.last_value)} {asset.last_currency or self.own_currency}"
            said.append(f"{last} in {format_month(asset.last_month)}")
        else:
            said.append("no earlier value")
        return ", ".join(said)

    def read(self, text: str) -> tuple[list[Change], list[Mistake]]:
        """What a person has changed in the text, and the lines that cannot be read."""
        changes, mistakes, seen = [], [], set()
        for number, line in enumerate(text.split("\n")):
            if not line.strip() or line.lstrip().startswith("#"):
                continue
            try:
                refuse_broken_text([line])
                key, typed = split_line(line)
                asset = self.find(key)
                if asset.id in seen:
                    raise BadUsage(f"{quote(asset.asset)} is given twice", "Leave one line of it.")
                seen.add(asset.id)
                change = self.change(number, asset, typed)
            except BadUsage as error:
                mistakes.append(Mistake(number, error))
            else:
                changes += [change] if change else []
        return changes, mistakes

    def find(self, key: str) -> WorksheetAsset:
        """The asset of a line: named as it was written, in other cases, or by its id.

        Raises BadUsage where that is none, or several.
        """
        if key in self.keys:
            return self.assets[self.keys[key]]
        folded = fold_name(key)
        found = [one for one in self.assets.values() if fold_name(one.asset) == folded]
        if not found and len(key) >= SHORTEST:
            found = [one for one in self.assets.values() if one.id.startswith(key.lower())]
        if len(found) == 1:
            return found[0]
        if found:
            raise BadUsage(f"{quote(key)} fits several assets", "Type more of the id.")
        close = did_you_mean(suggestions(key, [one.asset for one in self.assets.values()]))
        raise BadUsage(
            f"there is no asset named {quote(key)} in {format_month(self.month)}",
            f"{close}Add one with: finally asset add NAME --category CODE",
        )

    def change(self, line: int, asset: WorksheetAsset, typed: str) -> Change | None:
        """What a line changes; None where it says what the books do. Raises BadUsage."""
        if typed == self.shown[asset.id]:
            return None
        if not typed or typed.upper() == asset.currency:
            return None if asset.value is None else Change(line, asset, None)
        if found := read_holding(typed, self.held.get(asset.id), asset.asset, asset.currency):
            return self.holding_change(line, asset, found)
        parts = re.fullmatch(VALUE, typed)
        if parts is None:
            raise BadUsage(f"{quote(typed)} is not a value", "Write it as 1234.56.")
        amount, currency, rate_typed = parts.groups()
        value = parse_sum(
            amount or typed, lambda part: parse_in_currency(part, asset.currency, parse_money)
        )
        rate = parse_rate(rate_typed) if rate_typed is not None else None
        currencies = (currency.upper(),) if currency else ()
        if asset.value == value and self.is_as_it_was(asset, currencies, rate):
            return None
        self.refuse_mixture(asset, currencies, rate)
        return Change(line, asset, value, rate)

    def holding_change(
        self, line: int, asset: WorksheetAsset, typed: TypedHolding
    ) -> Change | None:
        """What a quantity and a price change: a value that stands beside them as it was follows."""
        held, holding, value = self.held.get(asset.id), typed.holding, typed.value
        rate = parse_rate(typed.rate) if typed.rate is not None else None
        present = held.present if held else None
        is_same = present == holding and value in (None, asset.value)
        if is_same and self.is_as_it_was(asset, typed.currencies, rate):
            return None
        self.refuse_mixture(asset, typed.currencies, rate)
        follows = present is not None and present != holding and value == asset.value
        if value is not None and not follows and not is_same:
            refuse_contradiction(holding, value)
        return Change(line, asset, holding.worth, rate, holding)

    def is_as_it_was(
        self, asset: WorksheetAsset, currencies: Iterable[str], rate: Decimal | None
    ) -> bool:
        """Whether the rate and the currency that stand behind a value are those that it has."""
        present = asset.value_currency or self.own_currency
        return rate in (None, asset.value_rate) and {present, *currencies} == {present}

    def refuse_mixture(
        self, asset: WorksheetAsset, currencies: Iterable[str], rate: Decimal | None
    ) -> None:
        """Raises BadUsage for another currency than the asset's, or a rate it does not need."""
        for currency in currencies:
            if currency != asset.currency:
                raise BadUsage(
                    f"{quote(asset.asset)} is in {asset.currency}, and not in {currency}",
                    f"Write its value in {asset.currency}.",
                )
        if rate is not None and asset.currency == self.own_currency:
            raise BadUsage(
                f"{quote(asset.asset)} is in {asset.currency}, your own currency: it takes no rate",
                'Leave "@" and what follows out.',
            )


def make_worksheet(
    assets: Sequence[WorksheetAsset],
    month: date,
    own_currency: str,
    held: Mapping[str, Held],
) -> Worksheet:
    """The worksheet of a month that has, or expects, values of these assets."""
    shown = {
        asset.id: holding_text(held.get(asset.id), value_text(asset, own_currency))
        for asset in assets
    }
    by_id = {asset.id: asset for asset in assets}
    quantities = {asset.id: held[asset.id] for asset in assets if asset.id in held}
    return Worksheet(month, own_currency, by_id, keys_of(assets), shown, quantities)


def keys_of(assets: Iterable[WorksheetAsset]) -> dict[str, str]:
    """The id of each asset by what it is called in the text.

    That is its name, or the beginning of its id where a name cannot be shown as it is, or told
    from another one.
    """
    assets = list(assets)
    count = Counter(fold_name(asset.asset) for asset in assets)
    keys = {}
    for asset in assets:
        key = asset.asset
        if key != escape_controls(key) or key != key.strip() or count[fold_name(key)] > 1:
            key = next(one for one in beginnings(asset.id) if is_free(one, asset, assets, count))
        keys[key] = asset.id
    return keys


def beginnings(whole: str) -> Iterator[str]:
    """An id, at first cut short."""
    return (whole[:length] for length in range(SHORT_ID, len(whole) + 1))


def is_free(
    key: str, asset: WorksheetAsset, assets: Iterable[WorksheetAsset], names: Mapping[str, int]
) -> bool:
    """Whether the beginning of an asset's id is no name, and of no other's id; all of it may be."""
    if key == asset.id:
        return True
    return key not in names and not any(
        one.id.startswith(key) and one is not asset for one in assets
    )


def name_text(key: str, asset: WorksheetAsset) -> str:
    """What an asset is called in the text, in quotes where its name would be read otherwise."""
    if key == asset.asset and re.search('[#="]', key):
        return '"' + key.replace('"', '""') + '"'
    return key


def value_text(asset: WorksheetAsset, own_currency: str) -> str:
    """A value as it is typed, with its currency; of one that is not there, nothing."""
    if asset.value is None:
        return ""
    currency = asset.value_currency or own_currency
    text = format_exact(asset.value)
    try:
        parse_in_currency(text, currency, parse_money)
    except BadUsage:
        text += "0"  # what can be read in two ways
    return f"{text} {currency}"


def split_line(line: str) -> tuple[str, str]:
    """The name in a line, and what is typed for a value, without a remark. Raises BadUsage.

    >>> split_line('Checking = 3,200.00 EUR  # 3,100.00 EUR in 2026-09')
    ('Checking', '3,200.00 EUR')
    >>> split_line('"a = ""b"" #1" = 5')
    ('a = "b" #1', '5')
    """
    line = line.strip()
    quoted = re.match(QUOTED_NAME, line)
    name, rest = (quoted[1].replace('""', '"'), line[quoted.end() :]) if quoted else ("", line)
    before, equals, value = rest.partition("=")
    if not equals or (quoted and before) or "#" in before:
        raise BadUsage(
            f"{quote(line)} has no name and value with = between them",
            "Write it as NAME = 1234.56, the name in quotes if there is = or # in it.",
        )
    typed = value.partition("#")[0].strip()
    return (name if quoted else before.strip()), re.sub(r"\s+", " ", typed)


def without_reasons(text: str) -> str:
    """The text without what we have written between its lines."""
    return "\n".join(line for line in text.split("\n") if not line.startswith(REASON))


def with_reasons(text: str, mistakes: Iterable[Mistake]) -> str:
    """The text with the reason above each line that cannot be taken, and no earlier reasons."""
    reasons = dict(mistakes)
    lines = []
    for number, line in enumerate(text.split("\n")):
        if error := reasons.get(number):
            lines.append(f"{REASON}{escape_controls(f'{error.message}. {error.hint}'.strip())}")
        if not line.startswith(REASON):
            lines.append(line)
    return "\n".join(lines)
