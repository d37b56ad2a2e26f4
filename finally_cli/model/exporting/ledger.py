"""A journal for ledger: commodities, accounts and tags declared as --pedantic asks for."""

from __future__ import annotations

from collections.abc import Iterator

from finally_cli.model.currency import decimals
from finally_cli.model.exporting.journal import TAGS, Journal
from finally_cli.model.exporting.ledger_books import LedgerBooks

LONGEST = 3000  # bytes of a note in a line; ledger takes 4096 of all


def write_ledger(books: LedgerBooks) -> Iterator[str]:
    """The journal, part by part."""
    # In brackets a cost is no price: prices are those that stand there, and no other.
    journal = Journal(books, longest=LONGEST, at_cost="(@@)")
    yield f"; What finally export ledger wrote. Amounts are in {books.currency}.\n\n"
    declared = [
        (currency, books.places if currency == books.currency else decimals(currency))
        for currency in books.currencies
    ]
    for commodity, places in [*declared, *journal.commodities()]:
        number = f"1000.{'0' * places}" if places else "1000"
        yield f"commodity {commodity}\n    format {number} {commodity}\n"
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
