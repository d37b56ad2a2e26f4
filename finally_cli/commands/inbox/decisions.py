"""Writing what bank rows become: the one way, for rules, for a hand and for an import."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import astuple, dataclass, fields
from decimal import Decimal

from finally_cli.model.errors import NotFound
from finally_cli.model.kinds import Month
from finally_cli.model.month import format_month
from finally_cli.store.database import Database
from finally_cli.store.statements import NoRows, Statement


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """What a bank row becomes, or a part of it; `amount` is in the account's sense and currency.

    `note` is what the entry is called, or None for the bank's own words. `contributed` is in the
    currency of the books, and below zero what was taken out.
    """

    row_id: str
    part: int = 1
    decision: str
    decided_by: str
    because: str | None = None
    income_category_id: str | None = None
    expense_category_id: str | None = None
    subcategory_id: str | None = None
    amount: Decimal
    note: str | None = None
    asset_id: str | None = None
    contributed: Decimal | None = None
    pair_id: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class MissingRate:
    currency: str
    month: Month


STAGE = Statement("inbox/stage_decisions", NoRows)
UNSTAGE = Statement("inbox/unstage_decisions", NoRows)
DECIDE = Statement("inbox/decide", NoRows)
MISSING_RATES = Statement("inbox/missing_rates", MissingRate)
WRITE_INCOME = Statement("inbox/write_income", NoRows)
WRITE_EXPENSES = Statement("inbox/write_expenses", NoRows)
COLUMNS = tuple(field.name for field in fields(Decision))


def write_decisions(db: Database, decisions: Iterable[Decision]) -> int:
    """Decide on rows that wait, and record their entries; how many rows were decided on.

    Raises NotFound where a rate is missing that an amount must be turned with.
    """
    db.run(STAGE)
    db.copy("staged_decisions", COLUMNS, map(astuple, decisions))
    decided = db.run(DECIDE)
    write_entries(db)
    db.run(UNSTAGE)
    return decided


def write_entries(db: Database) -> None:
    """Record the entries of what is staged. Raises NotFound where a rate is missing."""
    base = db.user.base_currency
    missing = db.one(MISSING_RATES, base_currency=base)
    if missing is not None:
        month = format_month(missing.month)
        raise NotFound(
            f"there is no rate from {missing.currency} to {base} in {month}",
            f"Record it with: finally fx set {missing.currency}/{base} RATE --month {month}",
            code="RATE_NOT_FOUND",
        )
    db.run(WRITE_INCOME, base_currency=base)
    db.run(WRITE_EXPENSES, base_currency=base)
