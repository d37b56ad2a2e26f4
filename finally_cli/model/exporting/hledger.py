"""A journal for hledger: types of accounts, prices and budgets as it knows them."""

from __future__ import annotations

from collections.abc import Iterator

from finally_cli.model.currency import decimals
from finally_cli.model.exporting.journal import Journal
from finally_cli.model.exporting.ledger_books import LedgerBooks

TYPES = {"assets": "A", "liabilities": "L", "equity": "E", "income": "R", "expenses": "X"}


def write_hledger(books: LedgerBooks) -> Iterator[str]:
    """The journal, part by part."""
    journal = Journal(books)
    yield f"; What finally export hledger wrote. Amounts are in {books.currency}.\n"
    yield "decimal-mark .\n\n"
    for currency in books.currencies:
        places = books.places if currency == books.currency else decimals(currency)
        yield f"commodity 1000.{'0' * places} {currency}\n"
    for commodity, places in journal.commodities():
        yield f"commodity 1000.{'0' * places} {commodity}\n"
    declared = list(journal.declared())
    tops = {account.partition(":")[0] for account, _ in declared}
    yield "\n"
    for top, letter in TYPES.items():
        if top in tops:
            yield f"account {top}  ; type: {letter}\n"
    if any(account.startswith("assets:cash:") for account, _ in declared):
        yield "account assets:cash  ; type: C\n"
    for account, remark in declared:
        yield f"; {remark}\naccount {account}\n" if remark else f"account {account}\n"
    if books.rates:
        yield "\n"
        yield from journal.prices()
    yield from journal.budgets()
    yield from journal.transactions()
