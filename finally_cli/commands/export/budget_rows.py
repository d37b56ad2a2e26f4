"""The rows of budgets as exports have them."""

from __future__ import annotations

from dataclasses import dataclass

from finally_cli.model.kinds import Flag, Id, Moment, Money, Month


@dataclass(frozen=True, slots=True, kw_only=True)
class Budget:
    month: Month
    category: str
    amount: Money
    calculated: Flag
    policy: str | None
    carry_floor: Money | None
    carry_cap: Money | None
    id: Id
    created_at: Moment
    updated_at: Moment


@dataclass(frozen=True, slots=True, kw_only=True)
class BudgetMove:
    month: Month
    from_category: str
    to_category: str
    amount: Money
    note: str | None
    id: Id
    created_at: Moment
    updated_at: Moment


@dataclass(frozen=True, slots=True, kw_only=True)
class YearlyBudget:
    year: int
    category: str
    amount: Money
    id: Id
    created_at: Moment
    updated_at: Moment


@dataclass(frozen=True, slots=True, kw_only=True)
class BudgetPolicy:
    category: str
    policy: str
    carry_floor: Money | None
    carry_cap: Money | None
    id: Id
    created_at: Moment
    updated_at: Moment
