"""A ledger for beancount: its names of accounts, true names as metadata, balances as directives."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from finally_cli.model.exporting.account_names import asset_accounts, beancount_name
from finally_cli.model.exporting.holding import NOTHING
from finally_cli.model.exporting.ledger_books import (
    LedgerAsset,
    LedgerBooks,
    LedgerCategory,
    LedgerItem,
    month_after,
    month_end,
)
from finally_cli.model.exporting.ledger_entries import Change, Gap, Split, ledger_entries
from finally_cli.model.money import format_exact, format_rate
from finally_cli.model.month import format_month
from finally_cli.model.text import escape_characters

HOUSEHOLD, VALUATION = "Equity:Household", "Equity:Valuation"
ESCAPED = str.maketrans({"\\": "\\\\", '"': '\\"', "\n": "\\n", "\r": "\\r", "\t": "\\t"})


def write_beancount(books: LedgerBooks) -> Iterator[str]:
    """The ledger, part by part."""
    yield (
        f"; What finally export beancount wrote. Amounts are in {books.currency}.\n\n"
        f'option "title" "finally"\n'
        f'option "operating_currency" "{books.currency}"\n'
    )
    if books.commodities:  # of what all of them cost it reckons what one did, to 28 digits
        yield f'option "inferred_tolerance_default" "{books.currency}:0.00005"\n'
    accounts = asset_accounts(books.assets, top_of, beancount_name)
    yield from opened(books, accounts)
    if books.rates:
        yield "\n"
    for rate in books.rates:
        price = f"{format_rate(rate.rate)} {rate.to_currency}"
        yield f"{month_end(rate.month)} price {rate.from_currency} {price}\n"
    yield from budgets(books)
    for entry in ledger_entries(books):
        yield "\n"
        if isinstance(entry, LedgerItem):
            yield item(books, entry)
        elif isinstance(entry, Change):
            yield from change(books, entry, accounts[entry.asset.id])
        elif isinstance(entry, Split):
            yield from split(books, entry, accounts[entry.asset.id])
        else:
            yield gap(books, entry, accounts[entry.asset.id])


def opened(books: LedgerBooks, accounts: dict[str, str]) -> Iterator[str]:
    """Every account that is used, from the first month on, with the name it has here."""
    first = books.first_month
    if first is None:
        return
    yield "\n"
    for currency in books.currencies:
        yield f"{first} commodity {currency}\n"
    for asset in books.assets:
        if commodity := books.commodities.get(asset.id):
            yield f"{first} commodity {commodity}\n  name: {quoted(asset.name)}\n"
    yield "\n"
    for asset in books.assets:
        held = filter(None, (books.currency, books.commodities.get(asset.id)))
        yield f"{first} open {accounts[asset.id]} {','.join(held)}\n"
        yield f"  name: {quoted(asset.name)}\n"
        if asset.ticker:
            yield f"  ticker: {quoted(asset.ticker)}\n"
        if asset.currency:
            yield f"  currency: {quoted(asset.currency)}\n"
        if asset.closed_on:
            yield f"  closed: {asset.closed_on}\n"
    if books.categories:
        yield f"{first} open {HOUSEHOLD} {books.currency}\n"
    if books.assets:
        yield f"{first} open {VALUATION} {books.currency}\n"
    for category in books.categories:
        yield f"{first} open {category_account(category)} {books.currency}\n"
        yield f"  name: {quoted(category.name)}\n"


def budgets(books: LedgerBooks) -> Iterator[str]:
    """Budgets as Fava reads them, where one holds until the next; of a year, in words."""
    planned = {(one.category, one.month) for one in books.budgets if not one.of_year}
    if books.budgets:
        yield "\n"
    for budget in books.budgets:
        account = f"Expenses:{component(budget.category)}"
        if budget.of_year:
            amount = books.amount(budget.available)
            yield f"; In {budget.month.year} {account} may cost {amount}.\n"
            continue
        yield directive(books, budget.month, account, budget.available)
        after = month_after(budget.month)
        if (budget.category, after) not in planned:
            yield directive(books, after, account, Decimal(0))


def directive(books: LedgerBooks, month: object, account: str, amount: Decimal) -> str:
    """What an account may cost in each month from this one on."""
    return f'{month} custom "budget" {account} "monthly" {books.amount(amount)}\n'


def item(books: LedgerBooks, item: LedgerItem) -> str:
    """An income or expense against the household."""
    amount = -item.amount if item.kind == "income" else item.amount
    return (
        f"{item.day} * {quoted(item.note or '')}\n"
        f'  id: "{item.id}"\n'
        f"  {category_account(item)}  {books.amount(amount)}\n"
        f"  {HOUSEHOLD}  {books.amount(-amount)}\n"
    )


def change(books: LedgerBooks, change: Change, account: str) -> Iterator[str]:
    """How a value differs from the one before, and on the next day what it is."""
    value, before, after, cost = change.value, change.before, change.after, change.cost
    difference = after.amount - before.amount
    yield market_price(books, change)
    yield f"{change.day} * {quoted((value and value.note) or change.why)}\n"
    if value:
        yield f'  id: "{value.id}"\n'
    if change.is_of_shares:
        came = shares(books, change, change.came)
        at_cost = f" @@ {books.amount(abs(cost))}" if change.came else ""
        yield f"  {account}  {came}{at_cost}\n"
    if change.is_of_amount:
        yield f"  {account}  {books.amount(difference)}\n"
    if value and value.native_amount is not None and value.rate is not None:
        yield f"    native: {format_exact(value.native_amount)} {value.currency}\n"
        yield f"    rate: {format_rate(value.rate)}\n"
        if value.price is not None and after.units:
            yield f"    price: {format_exact(value.price)} {value.currency}\n"
    if value and value.contribution is not None:
        yield f"    contribution: {books.amount(value.contribution)}\n"
    if value and value.carried:
        yield "    carried: TRUE\n"
    yield f"  {VALUATION}  {books.amount(-difference - cost)}\n"
    next_day = month_after(change.day)
    if change.is_of_shares:
        yield f"{next_day} balance {account}  {shares(books, change, after.units)}\n"
    if change.is_of_amount:
        yield f"{next_day} balance {account}  {books.amount(after.amount)}\n"


def split(books: LedgerBooks, split: Split, account: str) -> Iterator[str]:
    """Shares that went, and as many as became of them, at the same cost."""
    cost = books.amount(abs(split.before.total))
    yield market_price(books, split)
    yield f'{split.day} * "Split {split.split.numerator}:{split.split.denominator}"\n'
    for units in (-split.before.units, split.after.units):
        yield f"  {account}  {shares(books, split, units)} @@ {cost}\n"


def market_price(books: LedgerBooks, change: Change | Split) -> str:
    """What one of the shares cost at the end of the month, or is worth after a split."""
    if not change.after.units or change.after.price is None:
        return ""
    commodity = books.commodities[change.asset.id]
    return f"{change.day} price {commodity} {format_exact(change.after.price)} {books.currency}\n"


def shares(books: LedgerBooks, change: Change | Split, units: Decimal) -> str:
    """So many of the commodity of an asset."""
    return f"{units or NOTHING:f} {books.commodities[change.asset.id]}"


def gap(books: LedgerBooks, gap: Gap, account: str) -> str:
    """A month without a value, as a remark."""
    return (
        f"; {gap.day}: {account} has no value in {format_month(gap.day)};"
        f" here it stays at {books.amount(gap.total)}, that of {format_month(gap.since)}\n"
    )


def quoted(text: str) -> str:
    """A text as beancount's strings have it; what could act on a terminal is written out.

    >>> print(quoted('a "b"\\n'))
    "a \\"b\\"\\n"
    """
    seen = escape_characters(text, lambda c: c.encode("unicode_escape").decode(), but="\n\r\t")
    return f'"{seen.translate(ESCAPED)}"'


def component(code: str) -> str:
    """A code as one of the names in an account.

    >>> component("INCOME_TAX")
    'Income-Tax'
    """
    return "-".join(word.capitalize() for word in code.split("_"))


def top_of(asset: LedgerAsset) -> str:
    """The account of an asset's category."""
    side = "Liabilities" if asset.kind == "liability" else "Assets"
    return f"{side}:{component(asset.category)}"


def category_account(place: LedgerCategory | LedgerItem) -> str:
    """The account of a category, or of a subcategory in it."""
    side = "Income" if place.kind == "income" else "Expenses"
    codes = filter(None, (place.category, place.subcategory))
    return ":".join([side, *map(component, codes)])
