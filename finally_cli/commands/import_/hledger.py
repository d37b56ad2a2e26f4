"""finally import hledger: a journal's incomes and expenses, or its balances by the month.

hledger reads ledger's and beancount's journals, too, and knows prices: what it prints as CSV is
read here, by its header, and nothing of its journals.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Annotated

import typer

from finally_cli.commands.command import Terminal, writes
from finally_cli.commands.import_.balances import import_balances
from finally_cli.commands.import_.categories import (
    AccountCategories,
    CreateCategories,
    MapFile,
    Maps,
    names_below_top,
    refuse_unmatched,
)
from finally_cli.commands.import_.errors import refuse_faults
from finally_cli.commands.import_.income import (
    EXPENSES,
    INCOME,
    Again,
    ItemImport,
    record_items,
    stage_items,
)
from finally_cli.commands.import_.snapshots import CreateAssets
from finally_cli.commands.import_.stage import Commodities, File
from finally_cli.commands.import_.summary import (
    ItemsWritten,
    passed_over_notes,
    span_in_words,
    zeros_notes,
)
from finally_cli.model.errors import BadFile, BadUsage
from finally_cli.model.importing.account_map import AccountMap, make_map, parse_pairs
from finally_cli.model.importing.commodities import Currencies
from finally_cli.model.importing.csv_file import NumberedRecords, open_csv
from finally_cli.model.importing.hledger import accounts
from finally_cli.model.importing.hledger.accounts import AccountTypes, refuse_untyped
from finally_cli.model.importing.hledger.balances import BalanceFile
from finally_cli.model.importing.hledger.postings import Item, PostingFile, refuse_cut
from finally_cli.model.importing.hledger.report import KEY, Report
from finally_cli.model.importing.items import ItemPlaces, Staged
from finally_cli.model.importing.line_file import BadLine
from finally_cli.model.kinds import Count, Money, Month
from finally_cli.model.money import format_money
from finally_cli.model.month_begins import month_of_day
from finally_cli.model.result import Note, Result
from finally_cli.model.text import plural, truncated_list
from finally_cli.store.database import Database

Types = Annotated[
    list[str] | None,
    typer.Option(
        "--type",
        metavar="ACCOUNT=TYPE",
        help="Of what type accounts are that have other names: Ausgaben=expenses; again for each.",
    ),
]


@dataclass(frozen=True, slots=True, kw_only=True)
class AccountImported:
    """An account of the file, the category it goes into, and how much of it there is."""

    account: str
    becomes: str
    items: Count
    amount: Money


@dataclass(frozen=True, slots=True, kw_only=True)
class JournalImported:
    """What was written of a file: incomes and expenses, with their sums; a refund lessens them.

    `passed_over` were in the books already; months are null where nothing was written.
    """

    incomes: Count
    income: Money
    expenses: Count
    spent: Money
    passed_over: Count
    zeros: Count
    categories_added: Count
    first_month: Month | None
    last_month: Month | None


@writes(dated=True)
def hledger(
    db: Database,
    terminal: Terminal,
    file: File,
    maps: Maps = None,
    map_file: MapFile = None,
    create_categories: CreateCategories = False,
    types: Types = None,
    commodities: Commodities = None,
    create_assets: CreateAssets = False,
    again: Again = False,
) -> Result:
    """Import what hledger prints as CSV: incomes and expenses, or values by the month.

    Of hledger print -O csv, what was posted to income and to expenses: a category is known by the
    names in an account, expenses:food:groceries, or by --map. What is in the books already is
    passed over, unless with --again.

    Of hledger balance -M --historical -O csv, what assets and liabilities were worth at the end of
    each month. An asset is known by the names in an account, or by --map; an earlier value of the
    same month is replaced. Commodities that need a price are for hledger to convert, with -X.

    Examples:
        finally import hledger journal.csv --map expenses:car=TRANSPORT
        finally import hledger balances.csv --create-assets
    """
    said = make_map(maps or [], map_file)
    typed = AccountTypes(parse_pairs("--type", types or []))
    currencies = Currencies(db.user.base_currency, parse_pairs("--commodity", commodities or []))
    with open_csv(file) as text:
        report = Report(NumberedRecords(text, KEY))
        postings = PostingFile(report, typed)
        if not report.is_print:
            balances = BalanceFile(report, typed)
            balances.read()
            refuse_untyped(list(balances.untyped))
            return import_balances(
                db, terminal, balances, currencies, said, create_assets=create_assets
            )
        postings.read()
    refuse_untyped(list(postings.untyped))
    if not postings.transactions:
        raise BadFile("the file holds no postings", "Nothing was written.", code="FILE_EMPTY")
    items = postings.items(currencies)
    confirm_whole(terminal, postings)
    imports = [
        AccountItems(db, kind, of_type, items, said, create=create_categories)
        for kind, of_type in ((INCOME, accounts.INCOME), (EXPENSES, accounts.EXPENSES))
    ]
    bad = postings.bad
    for one in imports:
        bad += one.bad
    refuse_faults(terminal, postings, bad)
    refuse_unmatched(terminal, {key: close for one in imports for key, close in one.unmatched})
    zeros = sum(not item.amount for item in items)
    results = [one.record(terminal, again=again) for one in imports]
    return journal_summary(terminal, imports, results, zeros, db.user.base_currency)


def confirm_whole(terminal: Terminal, postings: PostingFile) -> None:
    """Go on only where the last transaction adds up, or somebody says that it is whole.

    Raises BadFile for one that is cut, and what `terminal.confirm` does.
    """
    if postings.is_cut():
        raise refuse_cut()
    if rest := postings.rest():
        commodity, left = rest
        amount = f"{format_money(left)} {commodity}".strip()
        terminal.confirm(
            f"The last transaction does not add up, by {amount}, as if the file were cut off there."
            " Import it so?"
        )


class AccountItems:
    """The incomes of a file, or its expenses, with the places that they go to."""

    def __init__(
        self,
        db: Database,
        kind: ItemImport,
        of_type: str,
        items: list[Item],
        said: AccountMap,
        *,
        create: bool,
    ) -> None:
        self.db = db
        self.kind = kind
        self.items = [item for item in items if item.type == of_type and item.amount]
        self.chosen = AccountCategories(db, kind.noun, said, create=create)
        self.paths: dict[str, str] = {}
        self.bad: list[BadLine] = []
        for account in dict.fromkeys(item.account for item in self.items):
            place = self.chosen.choose(account, names_below_top(account))
            if place is not None:
                self.paths[account] = place.path
        self.staged = list(self.rows())

    @property
    def unmatched(self) -> list[tuple[str, str]]:
        return list(self.chosen.unmatched.items())

    def rows(self) -> Iterator[Staged]:
        """The entries as they are staged; those that a closed category refuses go to `bad`."""
        places = ItemPlaces(self.chosen.categories)
        for item in self.items:
            path = self.paths.get(item.account)
            if path is None:
                continue
            category, _, sub = path.partition("/")
            day = date.fromisoformat(item.day)
            month = month_of_day(day, self.db.user.month_begins).isoformat()
            try:
                place = places.place(category, sub, month)
            except BadUsage as error:
                self.bad.append(BadLine(item.line, error.message))
                continue
            yield (
                item.line, month, item.day, place.category_id, place.subcategory_id,
                f"{item.amount:f}", item.note,
            )  # fmt: skip

    def record(self, terminal: Terminal, *, again: bool) -> tuple[ItemsWritten, int]:
        """Write them; what was written, and how many were passed over."""
        staged = stage_items(self.db, terminal, self.kind, self.staged)
        return record_items(self.db, terminal, self.kind, staged, again=again, newest_first=False)

    def by_account(self) -> list[AccountImported]:
        """What of the file is in each account."""
        sums: dict[str, tuple[int, Decimal]] = {}
        for item in self.items:
            count, amount = sums.get(item.account, (0, Decimal(0)))
            sums[item.account] = count + 1, amount + item.amount
        return [
            AccountImported(
                account=account,
                becomes=self.paths.get(account, "-"),
                items=count,
                amount=amount,
            )
            for account, (count, amount) in sorted(sums.items())
        ]


def journal_summary(
    terminal: Terminal,
    imports: list[AccountItems],
    results: list[tuple[ItemsWritten, int]],
    zeros: int,
    currency: str,
) -> Result:
    """What was written, in words and in sums, and what each account became."""
    (income, _), (spent, _) = results
    months = [
        month
        for written, _ in results
        for month in (written.first_month, written.last_month)
        if month is not None
    ]
    totals = JournalImported(
        incomes=income.items,
        income=income.amount,
        expenses=spent.items,
        spent=spent.amount,
        passed_over=sum(passed for _, passed in results),
        zeros=zeros,
        categories_added=sum(one.chosen.added for one in imports),
        first_month=min(months, default=None),
        last_month=max(months, default=None),
    )
    notes = journal_notes(imports, totals)
    rows = [row for one in imports for row in one.by_account()]
    if totals.first_month is not None:
        terminal.show(Result(AccountImported, rows, f"What the accounts are here ({currency})"))
    for note in notes:
        terminal.say(note.message)
    return Result(
        AccountImported,
        rows,
        "Imported",
        {"currency": currency},
        totals=totals,
        notes=notes,
        sentences=journal_sentences(totals, currency),
    )


def journal_sentences(totals: JournalImported, currency: str) -> list[str]:
    """The sums in words."""
    if totals.first_month is None or totals.last_month is None:
        return ["Imported nothing."]
    said = [
        f"{plural(count, noun)} ({format_money(amount)} {currency})"
        for count, noun, amount in (
            (totals.incomes, "income", totals.income),
            (totals.expenses, "expense", totals.spent),
        )
        if count
    ]
    when = span_in_words(totals.first_month, totals.last_month)
    sentences = [f"Imported {' and '.join(said)} {when}."]
    if totals.categories_added:
        added = plural(totals.categories_added, "category", "categories")
        sentences.append(f"Added {added}.")
    return sentences


def journal_notes(imports: list[AccountItems], totals: JournalImported) -> list[Note]:
    """What a person should know of it."""
    notes = []
    coarse = [f"{name} in {path}" for one in imports for name, path in one.chosen.coarse.items()]
    if coarse:
        message = (
            f"No subcategory of their own for {truncated_list(coarse)}."
            " To add them: --create-categories, or say where they go: --map"
        )
        notes.append(Note("NO_SUBCATEGORY", message))
    notes += passed_over_notes(plural(totals.passed_over, "posting"), totals.passed_over)
    notes += zeros_notes(plural(totals.zeros, "posting"), totals.zeros)
    return notes
