"""Generated histories of quantities: what follows from them equals a plain walk with Decimal.

Whatever meets in a history: splits between its values, months that are missing, values that were
typed, quantities that become zero, money on record, bank rows, a currency that changes, debts.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from decimal import ROUND_HALF_UP, Decimal, localcontext
from itertools import pairwise
from typing import Any

import psycopg
from hypothesis import example, given
from hypothesis import strategies as st

from tests.conftest import Run
from tests.reports.test_explain import Worth, own
from tests.reports.test_generated_explain import DEBTS, cents, ranges
from tests.reports.test_generated_households import MONTHS, ZERO, ann, shown
from tests.support.contributions import put_by_bank
from tests.support.thoroughness import examples

__all__ = ["ann"]  # a fixture
DIGITS = 120
SPLIT_ON, PRICED_ON = 10, 20  # days of their months


@dataclass(frozen=True)
class Kept:
    """A value: a quantity at a price, or an amount that was typed; in `currency` or in EUR."""

    quantity: Decimal | None
    price: Decimal | None  # of an amount that was typed, that amount
    currency: str | None
    rate: Decimal
    put_in: Decimal | None

    @property
    def native(self) -> Decimal:
        return (1 if self.quantity is None else self.quantity) * (self.price or ZERO)

    @property
    def total(self) -> Decimal:
        return cents(self.native * self.rate)


@dataclass(frozen=True)
class Holding:
    name: str
    category: str
    values: dict[date, Kept]
    splits: dict[date, tuple[int, int]]
    prices: dict[date, Decimal]  # in EUR, and recorded later than the values: they change nothing
    bank: dict[date, list[Decimal]]


@dataclass
class Sums:
    """What a walk from value to value has found."""

    put_in: Decimal = ZERO
    derived: Decimal = ZERO
    value: Decimal = ZERO
    currency: Decimal = ZERO
    unclear: list[date] = field(default_factory=list)


some_prices = st.integers(1, 99_999).map(lambda n: Decimal(n).scaleb(-2))
some_quantities = st.sampled_from([Decimal(n) for n in ("0", "7", "10", "10", "20", "0.125")])


@st.composite
def kept(draw: st.DrawFn, sign: int) -> Kept:
    currency = draw(st.sampled_from([None, None, "USD", "USD", "GBP"]))
    rate = draw(st.integers(1, 2_000_000)) if currency else 1_000_000
    quantity = draw(st.one_of(some_quantities, some_quantities, some_quantities, st.none()))
    price: Decimal | None = draw(some_prices) * (sign if quantity is None else 1)
    if quantity == 0:
        price = draw(st.sampled_from([price, None]))
    return Kept(
        None if quantity is None else quantity * sign,
        price,
        currency,
        Decimal(rate).scaleb(-6),
        draw(st.sampled_from([None, None, None, None, Decimal("12.5"), ZERO])),
    )


@st.composite
def holdings(draw: st.DrawFn) -> Holding:
    category = draw(st.sampled_from(["ETF_STOCKS", "ETF_STOCKS", "CRYPTO", "CASH", "LOAN"]))
    sign = -1 if category in (*DEBTS, "LOAN") else 1
    months = st.sampled_from(MONTHS)
    ratios = st.sampled_from([(2, 1), (1, 3), (3, 2)])
    amounts = st.sampled_from([Decimal("-4"), Decimal("9.5")])
    values = draw(st.dictionaries(months, kept(sign), min_size=3, max_size=6))
    split_in = st.sampled_from(sorted(values)[1:])
    return Holding(
        "",
        category,
        values,
        draw(st.dictionaries(split_in, ratios, min_size=1, max_size=3)),
        draw(st.dictionaries(months, some_prices, max_size=2)),
        draw(st.dictionaries(months, st.lists(amounts, min_size=1, max_size=2), max_size=1)),
    )


def restated(holding: Holding, amount: Decimal, after: date, month: date, turned: bool) -> Decimal:
    """A quantity, or a price, in the shares of a later month: forty decimals are kept."""
    up, down = 1, 1
    for day, (many, few) in holding.splits.items():
        if after < day <= month:
            up, down = up * many, down * few
    if turned:
        up, down = down, up
    if up == down:
        return amount
    return (amount * up / down).quantize(Decimal(1).scaleb(-40), ROUND_HALF_UP)


def derived(holding: Holding, before: date, month: date) -> Decimal:
    """The change of quantity between two values, times price and rate of the second."""
    old, new = holding.values[before], holding.values[month]
    assert old.quantity is not None and new.quantity is not None
    held = restated(holding, old.quantity, before, month, turned=False)
    price, rate = new.price, new.rate
    if price is None and old.price is not None:
        price = restated(holding, old.price, before, month, turned=True)
        rate = new.rate if old.currency == new.currency else old.rate
    return cents((new.quantity - held) * (price or ZERO) * rate)


def walked(holding: Holding, before: date, last: date) -> Sums:
    """What moved a holding from each of its values within a range to the next."""
    found = Sums()
    is_money = holding.category in ("CASH", "LOAN")
    within = sorted(month for month in holding.values if before <= month <= last)
    first = min(holding.values)
    if within and within[0] == first > before and holding.values[first].put_in is not None:
        found.put_in = holding.values[first].put_in or ZERO
        found.value = holding.values[first].total - found.put_in
    for start, end in pairwise(within):
        old, new = holding.values[start], holding.values[end]
        change = new.total - old.total
        currency = ZERO
        if old.currency is not None and old.currency == new.currency:
            currency = cents(old.native * (new.rate - old.rate))
        rows = [
            one for month, many in holding.bank.items() for one in many
            if start < month <= end and not (month == end and new.put_in is not None)
        ]  # fmt: skip
        put_in: Decimal | None = sum(rows, ZERO) if rows else None
        both = old.quantity is not None and new.quantity is not None
        if new.put_in is not None:
            put_in = new.put_in + (put_in or ZERO)
        elif both:
            assert old.quantity is not None and new.quantity is not None
            held = restated(holding, old.quantity, start, end, turned=False)
            pays_out = max(rows, default=ZERO) <= 0 and new.quantity > held >= 0
            if put_in is None or pays_out:
                more = derived(holding, start, end)
                found.derived += more
                put_in = (put_in or ZERO) + more
        elif put_in is None and not is_money and (old.quantity is None) != (new.quantity is None):
            found.unclear.append(end)
        if put_in is None:
            put_in = change - currency if is_money else ZERO
        found.put_in += put_in
        found.currency += currency
        found.value += change - currency - put_in
    return found


def keep(db: psycopg.Connection[Any], holding: Holding) -> None:
    """Put a holding into Ann's books."""
    own(db, holding.name, holding.category, {})
    asset = "SELECT user_id, id FROM assets WHERE asset_name = %s"
    (user_id, asset_id) = db.execute(asset, [holding.name]).fetchone() or ("", "")
    for month, (up, down) in holding.splits.items():
        db.execute(
            "INSERT INTO splits (user_id, asset_id, day, numerator, denominator)"
            " VALUES (%s, %s, %s, %s, %s)",
            [user_id, asset_id, month.replace(day=SPLIT_ON), up, down],
        )
    for month, price in holding.prices.items():
        db.execute(
            "INSERT INTO prices (user_id, asset_id, day, price, currency)"
            " VALUES (%s, %s, %s, %s, 'EUR')",
            [user_id, asset_id, month.replace(day=PRICED_ON), price],
        )
    for month, one in holding.values.items():
        foreign = one.currency is not None
        db.execute(
            "INSERT INTO asset_inputs (user_id, asset_id, year, month, total, native_amount,"
            " currency, rate, quantity, price, contribution)"
            " VALUES (%s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s)",
            [
                user_id, asset_id, month.year, month.month, one.total,
                cents(one.native) if foreign else None, one.currency,
                one.rate if foreign else None, one.quantity,
                None if one.quantity is None else one.price, one.put_in,
            ],
        )  # fmt: skip
    for month, many in holding.bank.items():
        rows = [(month.replace(day=day), float(one)) for day, one in enumerate(many, start=3)]
        put_by_bank(db, holding.name, *rows)


def is_known(holding: Holding, before: date, last: date) -> bool:
    """Whether returns can tell what was put in."""
    months = [month for month in holding.values if month <= last]
    within = [holding.values[month] for month in months if month >= before]
    said = any(holding.values[month].put_in is not None for month in months)
    said |= any(month <= last for month in holding.bank)
    newest = holding.values[max(months)] if months else None
    return bool(newest) and (
        said or all(one.quantity is not None for one in (*within, newest) if one)
    )


# A history in which all of it meets that chance brings together too seldom: two splits before the
# second value, and a third one before the sale of all of it.
SPLIT_OFTEN = Holding(
    "",
    "ETF_STOCKS",
    {
        MONTHS[0]: Kept(Decimal(10), Decimal(90), None, Decimal(1), None),
        MONTHS[2]: Kept(Decimal(40), Decimal(31), None, Decimal(1), None),
        MONTHS[4]: Kept(ZERO, None, None, Decimal(1), None),
        MONTHS[5]: Kept(Decimal(7), Decimal(25), None, Decimal(1), None),
    },
    {MONTHS[1]: (2, 1), MONTHS[2]: (3, 2), MONTHS[4]: (1, 3)},
    {MONTHS[3]: Decimal(33)},
    {},
)


@examples(25)
@example(kept_ones=[SPLIT_OFTEN], months=[MONTHS[1], MONTHS[5]])
@given(kept_ones=st.lists(holdings(), min_size=1, max_size=3), months=ranges)
def test_what_follows_from_quantities_is_what_decimal_arithmetic_says(
    kept_ones: list[Holding], months: list[date], run: Run, ann: psycopg.Connection[Any]
) -> None:
    first, last = months
    before = MONTHS[MONTHS.index(first) - 1]
    ends = "--from", f"{first:%Y-%m}", "--to", f"{last:%Y-%m}"
    everything = [
        Holding(f"Its {n}", one.category, one.values, one.splits, one.prices, one.bank)
        for n, one in enumerate(kept_ones)
    ]
    with localcontext(prec=DIGITS), ann.transaction(force_rollback=True):
        own(ann, "Account", "CASH", dict.fromkeys(MONTHS, Worth(100)))
        for holding in everything:
            keep(ann, holding)
        document = shown(run, "explain", *ends)
        put = {one["asset"]: one for one in document["put_in"]}
        of_part = {(row["part"], row["asset"]): row["amount"] for row in document["rows"]}
        sums = {one.name: walked(one, before, last) for one in everything}
        for name, found in sums.items():
            assert Decimal(put.get(name, {"put_in": 0})["put_in"]) == found.put_in
            assert Decimal(of_part.get(("value", name), 0)) == found.value
            assert Decimal(of_part.get(("currency", name), 0)) == found.currency
            if found.put_in:
                assert Decimal(put[name]["derived"]) == found.derived
        totals = {key: Decimal(text) for key, text in document["totals"].items()}
        parts = ("saved", "value_change", "currency_change", "unexplained")
        assert sum((totals[part] for part in parts), ZERO) == totals["change"]
        notes = [note["message"] for note in document["notes"] if note["code"] == "NO_QUANTITY"]
        unclear = [name for name, found in sums.items() if found.unclear]
        assert all(name in str(notes) for name in unclear)
        assert bool(notes) == bool(unclear)

        returns = shown(run, "returns", *ends)
        rows = {row["asset"]: row for row in returns["rows"]} if returns else {}
        for one in everything:
            if one.category == "LOAN" or one.name not in rows:
                assert one.category == "LOAN" or not is_known(one, before, last)
                continue
            row = rows[one.name]
            assert (row["contributed"] is not None) == is_known(one, before, last)
            if row["contributed"] is not None:
                assert Decimal(row["derived"] or 0) == sums[one.name].derived
