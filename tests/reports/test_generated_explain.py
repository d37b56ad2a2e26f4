"""Two hundred generated households: what explains a change equals a plain walk with Decimal.

Few assets and months, so that everything meets: values of any size and sign that are missing,
carried, in other currencies, put in or taken out of; assets that are new, closed or never valued.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal, localcontext
from itertools import pairwise
from typing import Any

import psycopg
from hypothesis import given
from hypothesis import strategies as st

from tests.conftest import Run
from tests.reports.test_explain import Worth, flow, own
from tests.reports.test_generated_households import (
    MONTHS,
    ZERO,
    amounts,
    ann,
    fine_amounts,
    number,
    shown,
)
from tests.support.thoroughness import examples

__all__ = ["ann"]  # a fixture
APART = ("new", "gone", "missing")
DEBTS = ("MORTGAGE", "CREDIT_CARD")
CATEGORIES = ("CASH", "ETF_STOCKS", "REAL_ESTATE", *DEBTS)
EXACT = 60  # digits: a sum of money times a rate has more than Decimal keeps by itself

rates = st.integers(1, 3_000_000).map(lambda n: Decimal(n).scaleb(-6))
put_in = st.one_of(st.none(), st.none(), st.just(ZERO), amounts)
values = st.builds(
    Worth,
    st.one_of(st.just(ZERO), fine_amounts),
    st.one_of(st.none(), rates, rates),
    st.sampled_from(["USD", "GBP"]),
    put_in,
    st.booleans(),
)


@dataclass(frozen=True)
class Owned:
    """One asset or debt; `added` is when a value is first expected of one that never had any."""

    name: str
    category: str
    worth: dict[date, Worth]
    closed_on: date | None
    added: date

    def total(self, month: date) -> Decimal | None:
        """What it is worth in the household's currency; None without a value."""
        one = self.worth.get(month)
        if one is None:
            return None
        return cents(Decimal(one.amount) * Decimal(1 if one.rate is None else one.rate))

    def is_forgotten(self, month: date) -> bool:
        """Whether a value is expected and not there."""
        began = min(self.worth, default=self.added)
        ended = self.closed_on and self.closed_on.replace(day=1)
        return month not in self.worth and began <= month and not (ended and ended <= month)


@st.composite
def owned(draw: st.DrawFn) -> Owned:
    worth = draw(st.dictionaries(st.sampled_from(MONTHS), values, max_size=6))
    closing = st.sampled_from([month for month in MONTHS if month >= max(worth, default=month)])
    return Owned(
        "",
        draw(st.sampled_from(CATEGORIES)),
        worth,
        draw(st.one_of(st.none(), closing.map(lambda month: month.replace(day=20)))),
        draw(st.sampled_from(MONTHS)),
    )


@st.composite
def households(draw: st.DrawFn) -> list[Owned]:
    """An account that few months lack, so that most changes can be told, and up to six others."""
    lacking = draw(st.sets(st.sampled_from(MONTHS), max_size=1))
    account = {month: Worth(draw(fine_amounts)) for month in MONTHS if month not in lacking}
    others = draw(st.lists(owned(), min_size=1, max_size=6))
    return [
        Owned(f"Its {place}", one.category, one.worth, one.closed_on, one.added)
        for place, one in enumerate([Owned("", "CASH", account, None, MONTHS[0]), *others])
    ]


flows = st.dictionaries(
    st.sampled_from(MONTHS),
    st.tuples(st.one_of(st.none(), fine_amounts), st.one_of(st.none(), fine_amounts)),
    max_size=6,
)
ranges = st.tuples(st.sampled_from(MONTHS[1:]), st.sampled_from(MONTHS[1:])).map(sorted)


def cents(amount: Decimal) -> Decimal:
    """As money is kept: four decimals."""
    return amount.quantize(Decimal("0.0001"), ROUND_HALF_UP)


def walked(one: Owned, before: date, last: date) -> dict[str, Decimal]:
    """What moved one asset from one end to the other: from each of its values to the next."""
    places = sorted({before, last, *(month for month in one.worth if before < month < last)})
    sums: dict[str, Decimal] = defaultdict(Decimal)
    for start, end in pairwise(places):
        for part, amount in step(one, start, end).items():
            sums[part] += amount
    return sums


def step(one: Owned, before: date, last: date) -> dict[str, Decimal]:
    """What moved one asset between two months between which it has no value."""
    old, new = one.total(before), one.total(last)
    change = (new or ZERO) - (old or ZERO)
    if (old is None and one.is_forgotten(before)) or (new is None and one.is_forgotten(last)):
        return {"missing": change}
    if new is None:
        return {"gone": change}
    if old is None and one.worth[last].put_in is None:
        return {"new": change}
    currency = ZERO
    if old is not None and new is not None:
        was, now = one.worth[before], one.worth[last]
        if was.rate is not None and now.rate is not None and was.currency == now.currency:
            currency = cents(Decimal(was.amount) * (Decimal(now.rate) - Decimal(was.rate)))
    contribution = one.worth[last].put_in
    if contribution is not None:
        money = Decimal(contribution)
    else:
        money = change - currency if one.category in ("CASH", *DEBTS) else ZERO
    return {"put_in": money, "currency": currency, "value": change - currency - money}


def expected(
    household: list[Owned], flowed: dict[date, tuple[Any, Any]], before: date, last: date
) -> tuple[dict[tuple[str, str | None], Decimal], dict[str, Decimal]]:
    """The report's rows, by part and asset, and its totals."""
    within = [month for month in MONTHS if before < month <= last]
    income = sum((flowed[month][0] or ZERO for month in within if month in flowed), ZERO)
    expenses = sum((flowed[month][1] or ZERO for month in within if month in flowed), ZERO)
    rows: dict[tuple[str, str | None], Decimal] = {}
    sums: dict[str, Decimal] = defaultdict(Decimal)
    for one in household:
        moved = walked(one, before, last)
        put = moved.pop("put_in", ZERO)
        paid = put if one.category in DEBTS else ZERO
        for part, amount in {**moved, "debt_paid": paid}.items():
            if amount or part == "missing":
                rows[part, one.name] = amount
                sums[part] += amount
        sums["put_in"] += put
    saved = income - expenses
    rows["saved", None] = saved - sums["debt_paid"]
    rows["unexplained", None] = sums["put_in"] - saved
    at = [sum((one.total(month) or ZERO for one in household), ZERO) for month in (before, last)]
    return rows, {
        "net_worth_before": at[0],
        "net_worth": at[1],
        "change": at[1] - at[0] - sums["new"] - sums["gone"] - sums["missing"],
        "income": income,
        "expenses": expenses,
        "saved": saved,
        "debt_paid": sums["debt_paid"],
        "value_change": sums["value"],
        "currency_change": sums["currency"],
        "missing_change": sums["missing"],
        "unexplained": sums["put_in"] - saved,
        "new": sums["new"],
        "gone": -sums["gone"],
    }


@examples(25)
@given(household=households(), flowed=flows, months=ranges)
def test_the_parts_are_what_decimal_arithmetic_says_and_sum_to_the_change(
    household: list[Owned], flowed: dict[date, tuple[Any, Any]], months: list[date],
    run: Run, ann: psycopg.Connection[Any],
) -> None:  # fmt: skip
    first, last = months
    before = MONTHS[MONTHS.index(first) - 1]
    with localcontext(prec=EXACT), ann.transaction(force_rollback=True):
        for one in household:
            own(ann, one.name, one.category, one.worth, one.closed_on, one.added)
        for month, (income, expenses) in flowed.items():
            flow(ann, month, income, expenses)
        document = shown(run, "explain", "--from", f"{first:%Y-%m}", "--to", f"{last:%Y-%m}")
        valued = {month for one in household for month in one.worth}
        if not {before, last} <= valued:
            assert document is None
            return
        rows, totals = expected(household, flowed, before, last)
        found = [(row["part"], row["asset"], Decimal(row["amount"])) for row in document["rows"]]
        assert {(part, asset): amount for part, asset, amount in found} == rows
        assert len(found) == len(rows)
        assert {key: number(document["totals"][key]) for key in totals} == totals
        of_change = [amount for part, _, amount in found if part not in APART]
        assert sum(of_change, ZERO) == totals["change"]
        order = ["saved", "debt_paid", "value", "currency", "unexplained", *APART]
        assert found == sorted(
            found, key=lambda row: (order.index(row[0]), -abs(row[2]), row[1] or "")
        )
        if first == last:
            worth = shown(run, "networth", "--month", f"{last:%Y-%m}")["totals"]
            alike = ("change", "new", "gone", "missing_change", "net_worth", "net_worth_before")
            assert {key: number(worth[key]) for key in alike} == {key: totals[key] for key in alike}
            assert worth["carried"] == document["totals"]["carried"]


@st.composite
def owned_without_a_gap(draw: st.DrawFn) -> Owned:
    """Worth something in each month from one to another, after which it may have been closed."""
    begun, ended = sorted(draw(st.tuples(*[st.integers(0, len(MONTHS) - 1)] * 2)))
    worth = {month: draw(values) for month in MONTHS[begun : ended + 1]}
    closing = MONTHS[ended + 1] if ended + 1 < len(MONTHS) else None
    return Owned("", draw(st.sampled_from(CATEGORIES)), worth, closing, MONTHS[0])


@examples(6)
@given(
    household=st.lists(owned_without_a_gap(), min_size=1, max_size=4), flowed=flows, account=values
)
def test_a_range_is_the_sum_of_its_months_part_by_part(
    household: list[Owned], flowed: dict[date, tuple[Any, Any]], account: Worth,
    run: Run, ann: psycopg.Connection[Any],
) -> None:  # fmt: skip
    """All ten ranges of two months and more, of households with two currencies beside their own."""
    with ann.transaction(force_rollback=True):
        own(ann, "Account", "CASH", dict.fromkeys(MONTHS, account))
        for place, one in enumerate(household):
            own(ann, f"Its {place}", one.category, one.worth, one.closed_on, one.added)
        for month, (income, expenses) in flowed.items():
            flow(ann, month, income, expenses)
        months = MONTHS[1:]
        single = [summed(shown(run, "explain", "--month", f"{month:%Y-%m}")) for month in months]
        for begun in range(len(months)):
            for ended in range(begun + 1, len(months)):
                ends = "--from", f"{months[begun]:%Y-%m}", "--to", f"{months[ended]:%Y-%m}"
                sums: dict[Any, Decimal] = defaultdict(Decimal)
                for one_month in single[begun : ended + 1]:
                    for key, amount in one_month.items():
                        sums[key] += amount
                found = summed(shown(run, "explain", *ends))
                assert found == {key: amount for key, amount in sums.items() if key in found}
                assert not any(amount for key, amount in sums.items() if key not in found)


def summed(document: Any) -> dict[Any, Decimal]:
    """Each part of each asset, and of all of them."""
    of_all = ("change", "income", "expenses", "saved", "debt_paid", "value_change",
              "currency_change", "missing_change", "unexplained", "new", "gone")  # fmt: skip
    rows = {(row["part"], row["asset"]): Decimal(row["amount"]) for row in document["rows"]}
    return rows | {key: Decimal(document["totals"][key]) for key in of_all}
