"""What hledger, ledger and beancount are written of, and what people should know of it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from datetime import date
from enum import StrEnum
from functools import partial
from typing import TYPE_CHECKING, Annotated

import typer

from finally_cli.commands.budget.list import LIST as LIST_BUDGETS
from finally_cli.commands.export.export_file import answer_export, what_option
from finally_cli.commands.fx.list import LIST as LIST_RATES
from finally_cli.model.exporting.ledger_books import (
    LedgerAsset,
    LedgerBooks,
    LedgerBudget,
    LedgerCategory,
    LedgerItem,
    LedgerRate,
    LedgerSplit,
    LedgerValue,
)
from finally_cli.model.exporting.ledger_entries import Gap, value_changes
from finally_cli.model.exporting.part import Part
from finally_cli.model.month import format_month, refuse_reversed
from finally_cli.model.result import Note, Result
from finally_cli.model.text import escape_controls, plural, truncated_list
from finally_cli.store.statements import Statement

if TYPE_CHECKING:
    from finally_cli.model.profile import Profile
    from finally_cli.store.database import Database

ASSETS = Statement("export/ledger_assets", LedgerAsset)
CATEGORIES = Statement("export/ledger_categories", LedgerCategory)
ITEMS = Statement("export/ledger_items", LedgerItem)
VALUES = Statement("export/ledger_values", LedgerValue)
SPLITS = Statement("export/ledger_splits", LedgerSplit)

PARTS = (Part.VALUES, Part.ITEMS, Part.BUDGETS, Part.RATES)
WhatOption = Annotated[frozenset[Part] | None, what_option(*PARTS)]


class Missing(StrEnum):
    """What becomes of a month in which an asset has no value."""

    REMARK = "remark"
    ZERO = "zero"


MissingOption = Annotated[
    Missing,
    typer.Option(
        "--missing",
        help="A month without a value of an asset: only a remark, or written down to zero.",
    ),
]


CommoditiesOption = Annotated[
    bool,
    typer.Option(
        "--commodities/--amounts",
        help="What is kept by quantity as shares with prices, or as amounts in your currency.",
    ),
]


def export_ledger(
    name: str,
    write: Callable[[LedgerBooks], Iterator[str]],
    db: Database,
    profile: Profile,
    output: str | None,
    *,
    force: bool,
    first: date | None,
    last: date | None,
    what: frozenset[Part] | None,
    missing: Missing,
    commodities: bool,
) -> Result:
    """The books in one of the three formats. Raises BadUsage for a range that is reversed."""
    refuse_reversed(first, last)
    books = read_books(db, profile, first, last, what or frozenset(PARTS), missing, commodities)
    notes = [*empty_notes(books), *gap_notes(name, books)]
    return answer_export(name, write(books), output, force=force, notes=notes)


def read_books(
    db: Database,
    profile: Profile,
    first: date | None,
    last: date | None,
    what: frozenset[Part],
    missing: Missing,
    commodities: bool,
) -> LedgerBooks:
    """What is in the books in these months; items and values are read when they are written."""
    months = {"first": first, "last": last}

    def none() -> Iterable[LedgerItem]:
        return ()

    budgets = list(read_budgets(db, profile, first, last)) if Part.BUDGETS in what else []
    planned = {budget.category for budget in budgets if not budget.of_year}
    categories = (
        [
            category
            for category in db.all(CATEGORIES, **months)
            if Part.ITEMS in what or (category.kind == "expense" and category.category in planned)
        ]
        if Part.ITEMS in what or planned
        else []
    )
    return LedgerBooks(
        currency=db.user.base_currency,
        assets=db.all(ASSETS, **months) if Part.VALUES in what else [],
        categories=categories,
        budgets=budgets,
        rates=[
            LedgerRate(
                month=rate.month,
                from_currency=rate.from_currency,
                to_currency=rate.to_currency,
                rate=rate.rate,
            )
            for rate in reversed(db.all(LIST_RATES, **months) if Part.RATES in what else [])
        ],
        items=partial(db.each, ITEMS, **months) if Part.ITEMS in what else none,
        values=partial(db.each, VALUES, **months) if Part.VALUES in what else lambda: (),
        last=last,
        zero_missing=missing is Missing.ZERO,
        splits=db.all(SPLITS) if Part.VALUES in what and commodities else [],
        by_amount=not commodities,
    )


def read_budgets(
    db: Database, profile: Profile, first: date | None, last: date | None
) -> Iterator[LedgerBudget]:
    """Budgets as reports have them, with what they carry; of a year before those of its months."""
    listed = db.all(
        LIST_BUDGETS,
        first=first,
        last=last,
        category_id=None,
        default_policy=profile.budget_policy,
    )
    for row in sorted(listed, key=lambda row: row.period):
        of_year = row.every == "year"
        yield LedgerBudget(
            month=date.fromisoformat(f"{row.period}-01-01" if of_year else f"{row.period}-01"),
            of_year=of_year,
            category=row.category,
            available=row.available,
            carried=row.carried or row.available * 0,
        )


def empty_notes(books: LedgerBooks) -> list[Note]:
    """Says so where nothing is written."""
    if books.assets or books.categories or books.budgets or books.rates:
        return []
    return [Note("NOTHING_TO_EXPORT", "There is nothing in these books and months to export.")]


def gap_notes(name: str, books: LedgerBooks) -> list[Note]:
    """Says which assets have no value in which months, for there no ledger can agree."""
    gaps = [entry for entry in value_changes(books) if isinstance(entry, Gap)]
    if not gaps:
        return []
    months: dict[str, list[str]] = {}
    for gap in gaps:
        months.setdefault(gap.asset.name, []).append(format_month(gap.day))
    named = [
        f"{escape_controls(asset)} ({truncated_list(missing)})" for asset, missing in months.items()
    ]
    message = (
        f"{plural(len(gaps), 'value')} of {plural(len(months), 'asset')}"
        f" {'is' if len(gaps) == 1 else 'are'} missing, where a ledger carries the one before on:"
        f" {truncated_list(named)}. Net worth is another there than in finally's reports."
    )
    return [Note("VALUES_MISSING", message, f"finally export {name} --missing zero")]
