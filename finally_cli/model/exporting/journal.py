"""What hledger and ledger have in common: accounts, and transactions that are in balance.

An item stands against `equity:household`, with its id as the code. A value is a posting of the
difference to the one before against `equity:valuation`, with an assertion of the total. Of what is
kept by quantity it is the shares that came, at what they cost, and their price.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from decimal import Decimal

from finally_cli.model.exporting.account_names import asset_accounts, journal_name, plain_line
from finally_cli.model.exporting.holding import NOTHING
from finally_cli.model.exporting.ledger_books import (
    LedgerAsset,
    LedgerBooks,
    LedgerBudget,
    LedgerCategory,
    LedgerItem,
    LedgerRate,
    month_after,
    month_end,
)
from finally_cli.model.exporting.ledger_entries import Change, Gap, Split, ledger_entries
from finally_cli.model.money import format_exact, format_rate
from finally_cli.model.month import format_month

HOUSEHOLD, VALUATION = "equity:household", "equity:valuation"
# Of a posting; ledger wants them declared.
TAGS = ("native", "rate", "price", "contribution", "carried")


@dataclass(frozen=True)
class Journal:
    """Writes books; `longest` is how many bytes of a text fit in a line.

    `at_cost` is written before what shares cost.
    """

    books: LedgerBooks
    longest: int | None = None
    at_cost: str = "@@"
    accounts: dict[str, str] = field(init=False)

    def __post_init__(self) -> None:
        accounts = asset_accounts(self.books.assets, top_of, journal_name)
        object.__setattr__(self, "accounts", accounts)

    def declared(self) -> Iterator[tuple[str, str]]:
        """Every account that is used, and what there is to say of it that its name does not."""
        for asset in self.books.assets:
            account = self.accounts[asset.id]
            commodity = self.books.commodities.get(asset.id)
            yield account, asset_remark(asset, account.rpartition(":")[2], commodity)
        if self.books.categories:
            yield HOUSEHOLD, "where incomes come from, and expenses go to"
        if self.books.assets:
            yield VALUATION, "why values change"
        for category in self.books.categories:
            yield category_account(category), category_remark(category)

    def prices(self) -> Iterator[str]:
        """The rates on record, at the ends of their months."""
        for rate in self.books.rates:
            yield f"P {month_end(rate.month)} {rate.from_currency} {price(rate)}\n"

    def budgets(self) -> Iterator[str]:
        """The budgets of each month as a periodic transaction; of a year, in words."""
        last = None
        for budget in self.books.budgets:
            account = f"expenses:{budget.category.lower()}"
            if budget.of_year:
                yield f"\n; In {budget.month.year} {account} may cost {self.amount(budget)}.\n"
                last = None
                continue
            if budget.month != last:
                last = budget.month
                yield f"\n~ monthly from {last} to {month_after(last)}\n    {HOUSEHOLD}\n"
            yield f"    {account}  {self.amount(budget)}{self.carried(budget)}\n"

    def amount(self, budget: LedgerBudget) -> str:
        return self.books.amount(budget.available)

    def carried(self, budget: LedgerBudget) -> str:
        """How much of a budget the month before has left, where it has left anything."""
        if not budget.carried:
            return ""
        return f"  ; {self.books.amount(budget.carried)} of it carried from the month before"

    def transactions(self) -> Iterator[str]:
        """Items and values, by their days."""
        for entry in ledger_entries(self.books):
            yield "\n"
            if isinstance(entry, LedgerItem):
                yield from self.item(entry)
            elif isinstance(entry, Change):
                yield from self.change(entry)
            elif isinstance(entry, Split):
                yield from self.split(entry)
            else:
                yield self.gap(entry)

    def item(self, item: LedgerItem) -> Iterator[str]:
        """An income or expense against the household."""
        amount = -item.amount if item.kind == "income" else item.amount
        yield from self.heading(f"{item.day} ({item.id})", item.note or "")
        yield (
            f"    {item_account(item)}  {self.books.amount(amount)}\n"
            f"    {HOUSEHOLD}  {self.books.amount(-amount)}\n"
        )

    def change(self, change: Change) -> Iterator[str]:
        """How a value differs from the one before, and an assertion of what it is."""
        value = change.value
        code = f" ({value.id})" if value else ""
        note = f"{change.why} | {value.note}" if value and value.note else change.why
        yield from self.market_price(change)
        yield from self.heading(f"{change.day}{code}", note)
        account, amount = self.accounts[change.asset.id], self.books.amount
        before, after, cost = change.before, change.after, change.cost
        difference = after.amount - before.amount
        if change.is_of_shares:
            shares = self.shares(change.asset, change.came)
            at_cost = f" {self.at_cost} {amount(abs(cost))}" if change.came else ""
            yield f"    {account}  {shares}{at_cost} = {self.shares(change.asset, after.units)}\n"
        if change.is_of_amount:
            yield f"    {account}  {amount(difference)} = {amount(after.amount)}\n"
        if value and value.native_amount is not None and value.rate is not None:
            yield f"    ; native: {format_exact(value.native_amount)} {value.currency}\n"
            yield f"    ; rate: {format_rate(value.rate)}\n"
            if value.price is not None and after.units:
                yield f"    ; price: {format_exact(value.price)} {value.currency}\n"
        if value and value.contribution is not None:
            yield f"    ; contribution: {amount(value.contribution)}\n"
        if value and value.carried:
            yield "    ; carried: yes\n"
        yield f"    {VALUATION}  {amount(-difference - cost)}\n"

    def split(self, split: Split) -> Iterator[str]:
        """Shares that went, and as many as became of them, at the same cost."""
        yield from self.market_price(split)
        yield f"{split.day} Split {split.split.numerator}:{split.split.denominator}\n"
        account, cost = self.accounts[split.asset.id], self.books.amount(abs(split.before.total))
        gone, come = (self.shares(split.asset, n) for n in (-split.before.units, split.after.units))
        yield f"    {account}  {gone} {self.at_cost} {cost}\n"
        yield f"    {account}  {come} {self.at_cost} {cost} = {come}\n"

    def market_price(self, change: Change | Split) -> Iterator[str]:
        """What one of the shares cost at the end of the month, or is worth after a split."""
        if change.after.units and change.after.price is not None:
            price = f"{format_exact(change.after.price)} {self.books.currency}"
            yield f"P {change.day} {self.commodity(change.asset)} {price}\n\n"

    def shares(self, asset: LedgerAsset, units: Decimal) -> str:
        """So many of the commodity of an asset."""
        return f"{units or NOTHING:f} {self.commodity(asset)}"

    def commodity(self, asset: LedgerAsset) -> str:
        """The commodity of an asset, as a journal writes it."""
        name = self.books.commodities[asset.id]
        return name if name.isalpha() else f'"{name}"'

    def commodities(self) -> Iterator[tuple[str, int]]:
        """Each commodity that is no currency, and the most decimals of a quantity of it."""
        for asset in self.books.assets:
            if asset.id in self.books.commodities:
                yield self.commodity(asset), min(asset.quantity_places or 0, 18)

    def gap(self, gap: Gap) -> str:
        """A month without a value, as a remark."""
        return (
            f"; {gap.day}: {self.accounts[gap.asset.id]} has no value in {format_month(gap.day)};"
            f" here it stays at {self.books.amount(gap.total)}, that of {format_month(gap.since)}\n"
        )

    def heading(self, start: str, note: str) -> Iterator[str]:
        """The first line of a transaction, and remarks before it for what has no room in it."""
        said = journal_text(note)
        if self.longest is not None:
            said, *rest = split_bytes(said, self.longest)
            for part in rest:
                yield f"; {part}\n"
        yield f"{start} {said}".rstrip() + "\n"


def journal_text(note: str) -> str:
    """A note as the description of a transaction: in one line, and without what begins a remark.

    >>> journal_text("Market;\\n two   bags")
    'Market, two bags'
    """
    return plain_line(note).replace(";", ",")


def split_bytes(text: str, longest: int) -> list[str]:
    """A text in parts of so many bytes at most; one of nothing where it is empty.

    >>> split_bytes("äb", 2), split_bytes("", 2)
    (['ä', 'b'], [''])
    """
    if len(text) * 4 <= longest:  # a character has no more bytes
        return [text]
    parts = [""]
    size = 0
    for character in text:
        width = len(character.encode())
        if size + width > longest:
            parts.append("")
            size = 0
        parts[-1] += character
        size += width
    return parts


def top_of(asset: LedgerAsset) -> str:
    """The account of an asset's category."""
    side = "liabilities" if asset.kind == "liability" else "assets"
    return f"{side}:{asset.category.lower()}"


def category_account(place: LedgerCategory | LedgerItem) -> str:
    """The account of a category, or of a subcategory in it."""
    side = "income" if place.kind == "income" else "expenses"
    codes = filter(None, (place.category, place.subcategory))
    return ":".join([side, *map(str.lower, codes)])


item_account = category_account


def asset_remark(asset: LedgerAsset, name: str, commodity: str | None = None) -> str:
    """What of an asset its account does not say."""
    said = [
        f'named "{plain_line(asset.name)}"' if name != asset.name else "",
        f"ticker {plain_line(asset.ticker)}" if asset.ticker else "",
        f"shares of {commodity}" if commodity and commodity != asset.ticker else "",
        f"in {asset.currency}" if asset.currency else "",
        f"closed on {asset.closed_on}" if asset.closed_on else "",
    ]
    return ", ".join(filter(None, said))


def category_remark(category: LedgerCategory) -> str:
    """The name of a category, where its code is another."""
    code = (category.subcategory or category.category).replace("_", " ")
    name = plain_line(category.name)
    last = name.rpartition(" / ")[2] if category.subcategory else name
    return "" if last.upper() == code else name


def price(rate: LedgerRate) -> str:
    """What one of a currency costs."""
    return f"{format_rate(rate.rate)} {rate.to_currency}"
