"""A journal for ledger: commodities, accounts and tags declared as --pedantic asks for."""

from __future__ import annotations

from collections.abc import Iterator

from finally_cli.model.currency import decimals
from finally_cli.model.exporting.journal import TAGS, Journal
from finally_cli.model.exporting.ledger_books import LedgerBooks

LONGEST = 3000  # bytes of a note in a line; ledger takes 4096 of all


def write_ledger(books: LedgerBooks) -> Iterator[str]:
    """The journal, part by part."""
    journal = Journal(books, longest=LONGEST)
    yield f"; What finally export ledger wrote. Amounts are in {books.currency}.\n\n"
    for currency in books.currencies:
        places = books.places if currency == books.currency else decimals(currency)
        number = f"1000.{'0' * places}" if places else "1000"
        yield f"commodity {currency}\n    format {number} {currency}\n"
    if books.assets:
        yield "".join(f"tag {tag}\n" for tag in TAGS)
    yield "\n"
    for account, remark in journal.declared():
        yield f"; {remark}\naccount {account}\n" if remark else f"account {account}\n"
    if books.rates:
        yield "\n"
        yield from journal.prices()
    yield from journal.budgets()
    yield from journal.transactions()
