"""The rows of `report returns`: what the books say of each, and what that comes to."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from typing import Annotated

from finally_cli.model.kinds import CategoryName, Change, Code, Kind, Money, Month
from finally_cli.model.month import shifted
from finally_cli.model.returns import Course, a_year, dated, time_weighted
from finally_cli.model.xirr import LARGEST, changes_sign, rates
from finally_cli.store.statements import Statement

Opening = Annotated[Decimal, Kind("money", "Opening", spare=1)]
PutIn = Annotated[Decimal, Kind("money", "Put in", spare=3)]  # no gain: without colour
Closing = Annotated[Decimal, Kind("money", "Closing", spare=4)]
MoneyWeighted = Annotated[Decimal, Kind("growth", "IRR a year")]
TimeWeighted = Annotated[Decimal, Kind("growth", "TWR")]
TimeWeightedAYear = Annotated[Decimal, Kind("growth", "TWR a year", spare=1)]
UnseenMonth = Annotated[date, Kind("month", shown=False)]
AtWork = Annotated[int, Kind("count", "Months", spare=1)]


@dataclass(frozen=True, slots=True, kw_only=True)
class Progress:
    """An asset, a category or the total as the books have it, month by month."""

    asset: str | None
    category: str | None
    name: str | None
    opening: Money | None
    contributed: Money
    closing: Money | None
    gain: Change | None
    worth: list[Decimal]
    put_in: list[Decimal]
    put_in_at_end: list[Decimal]


@dataclass(frozen=True, slots=True, kw_only=True)
class Unknown:
    """An asset that no contribution is on record of."""

    asset: str
    category: Code
    newest: Month


@dataclass(frozen=True, slots=True, kw_only=True)
class Return:
    """What an asset, a category (with its name) or all money has earned; the total has no name.

    Fractions: 0.05 is 5 %. Null for what cannot be told. The months are those with money at work.
    """

    asset: str | None
    category: Code | None
    name: CategoryName | None
    opening: Opening | None = None
    contributed: PutIn | None = None
    closing: Closing | None = None
    gain: Change | None = None
    money_weighted: MoneyWeighted | None = None
    time_weighted: TimeWeighted | None = None
    time_weighted_annual: TimeWeightedAYear | None = None
    first_month: UnseenMonth | None = None
    last_month: UnseenMonth | None = None
    months: AtWork = 0


RETURNS = Statement("report/returns", Progress)
UNKNOWN = Statement("report/returns_unknown", Unknown)


@dataclass(frozen=True, slots=True)
class MeasuredReturn:
    """The figures of a row, the codes of the notes that say what it lacks, and all its rates."""

    row: Return
    lacks: tuple[str, ...] = ()
    rates: tuple[Decimal, ...] = ()


def measure(progress: Progress, first: date) -> MeasuredReturn:
    """The figures of one row, and why some are absent, by the codes of `returns_notes`.

    `first` is the month that follows the opening value.
    """
    course = Course(progress.worth, progress.put_in, progress.put_in_at_end)
    at_work = course.at_work()
    row = Return(
        asset=progress.asset,
        category=progress.category,
        name=None if progress.asset else progress.name,
        opening=progress.opening,
        contributed=progress.contributed,
        closing=progress.closing,
        gain=progress.gain,
        first_month=shifted(first, at_work[0] - 1) if at_work else None,
        last_month=shifted(first, at_work[-1] - 1) if at_work else None,
        months=len(at_work),
    )
    if row.gain is None:
        return MeasuredReturn(row, ("MISSING",))
    if not at_work:
        return MeasuredReturn(row, ("NOTHING_AT_WORK",))
    flows = dated(course, first)
    found = rates(flows)
    lack = no_rate(found, is_both_ways=changes_sign(flows))
    earned = time_weighted(course)
    row = replace(
        row,
        money_weighted=None if lack else found[0],
        time_weighted=earned,
        time_weighted_annual=a_year(earned, len(at_work)),
    )
    lacks = [lack, "NO_CAPITAL" if earned is None else None]
    return MeasuredReturn(row, tuple(code for code in lacks if code), tuple(found))


def no_rate(found: Sequence[Decimal], *, is_both_ways: bool) -> str | None:
    """Why no one rate can be told, by its code; None where there is one."""
    match found:
        case []:
            return "NO_RATE" if is_both_ways else "NO_SIGN_CHANGE"
        case [rate]:
            return "RATE_BEYOND" if rate > LARGEST else None
        case _:
            return "SEVERAL_RATES"
