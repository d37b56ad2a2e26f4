"""A ledger for beancount: its names of accounts, true names as metadata, balances as directives."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from finally_cli.model.exporting.account_names import asset_accounts, beancount_name
from finally_cli.model.exporting.ledger_books import (
    LedgerAsset,
    LedgerBooks,
    LedgerCategory,
    LedgerItem,
    month_after,
    month_end,
)
from finally_cli.model.exporting.ledger_entries import Change, Gap, ledger_entries
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
    yield "\n"
    for asset in books.assets:
        yield f"{first} open {accounts[asset.id]} {books.currency}\n"
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
    value = change.value
    difference = change.total - change.before
    yield f"{change.day} * {quoted((value and value.note) or change.why)}\n"
    if value:
        yield f'  id: "{value.id}"\n'
    yield f"  {account}  {books.amount(difference)}\n"
    if value and value.native_amount is not None and value.rate is not None:
        yield f"    native: {format_exact(value.native_amount)} {value.currency}\n"
        yield f"    rate: {format_rate(value.rate)}\n"
    if value and value.contribution is not None:
        yield f"    contribution: {books.amount(value.contribution)}\n"
    if value and value.carried:
        yield "    carried: TRUE\n"
    yield f"  {VALUATION}  {books.amount(-difference)}\n"
    after = month_after(change.day)
    yield f"{after} balance {account}  {books.amount(change.total)}\n"


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
