"""A row of each table of bank files, as every export has it; see `rows`."""

from __future__ import annotations

from dataclasses import dataclass

from finally_cli.model.kinds import Count, Day, Flag, Id, Moment, Money


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    source: str
    currency: str
    account: str | None
    asset: str | None
    asset_id: Id | None
    has_ids: Flag | None
    layout: str | None
    id: Id
    created_at: Moment
    updated_at: Moment


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    position: Count
    pattern: str
    is_regex: Flag
    least_amount: Money | None
    most_amount: Money | None
    direction: str | None
    source: str | None
    source_id: Id | None
    action: str
    income_category: str | None
    expense_category: str | None
    subcategory: str | None
    asset: str | None
    asset_id: Id | None
    id: Id
    created_at: Moment
    updated_at: Moment


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportedFile:
    """Of a bank. Its balances are in its source's currency."""

    source: str
    source_id: Id
    file: str
    file_hash: str
    format: str
    words_from: Id | None
    rows_read: Count
    first_day: Day | None
    last_day: Day | None
    opening: Money | None
    opening_on: Day | None
    closing: Money | None
    closing_on: Day | None
    follows: Flag | None
    id: Id
    created_at: Moment
    updated_at: Moment


@dataclass(frozen=True, slots=True, kw_only=True)
class BankRow:
    """In its source's currency: minus is out. What was contributed is in the user's."""

    source: str
    source_id: Id
    import_id: Id
    line: Count
    date: Day
    value_date: Day | None
    amount: Money
    text: str
    bank_id: str | None
    counter_account: str | None
    balance: Money | None
    bank_category: str | None
    key: Id
    occurrence: Count
    decision: str
    decided_by: str | None
    because: str | None
    asset: str | None
    asset_id: Id | None
    contributed: Money | None
    pair_id: Id | None
    id: Id
    created_at: Moment
    updated_at: Moment
