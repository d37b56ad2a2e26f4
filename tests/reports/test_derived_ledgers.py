"""Five years of holdings, beside hledger and beancount: values at cost and at market, and returns.

They are told the trades; our books are told how many there were and at what price, and must come to
the same money put in. Numbers are such that each product comes out even in four decimals.
"""

from __future__ import annotations

import csv
import io
from collections import defaultdict
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path
from random import Random
from typing import Any

import psycopg

from finally_cli.model.month import add_months
from tests.conftest import Run
from tests.support.ledger_programs import need, output_of

FIRST, MONTHS = date(2021, 10, 1), 60
ZERO = Decimal(0)
KEEP, SPLIT, SPLIT_MONTH = "ANEW", "ETFB", 30  # bought once; split 4:1 on the 10th of a month


@dataclass(frozen=True)
class Held:
    """What there is of a holding at the end of a month, in the shares of that month."""

    quantity: Decimal
    price: Decimal  # in the holding's currency
    rate: Decimal | None


def holdings() -> dict[str, list[Held]]:
    """Three in EUR and two in USD: bought, sold, sold out and bought again, as chance has it."""
    chance = Random(17)
    rates = [Decimal(chance.randrange(80, 100)) / 100 for _ in range(MONTHS)]
    made: dict[str, list[Held]] = {}
    for name in (KEEP, SPLIT, "ETFC", "USAD", "USAE"):
        foreign, many, price = name.startswith("USA"), Decimal(100), Decimal(80)
        step = Decimal("0.1") if foreign else Decimal("0.01")
        made[name] = []
        for month in range(MONTHS):
            price = max(step, price + chance.randrange(-60, 75) * step * 10)
            if name == SPLIT and month == SPLIT_MONTH:
                many, price = many * 4, (price / 4).quantize(step)
            if name != KEEP and month:
                traded = chance.choice((0, 0, chance.randrange(1, 900), -chance.randrange(1, 500)))
                many = max(ZERO, many + traded * step)
                if name == "ETFC" and month % 20 == 19:
                    many = ZERO
            made[name].append(Held(many, price, rates[month] if foreign else None))
    return made


def month_of(place: int) -> date:
    return add_months(FIRST, place)


def end_of(month: date) -> date:
    return add_months(month, 1) - timedelta(days=1)


def trades(name: str, held: list[Held]) -> list[tuple[date, Decimal, Decimal]]:
    """What was bought or sold at the end of each month and its price in EUR, in today's shares."""
    found, before = [], ZERO
    for place, one in enumerate(held):
        times = 4 if name == SPLIT and place < SPLIT_MONTH else 1
        quantity = one.quantity * times
        price = one.price * (one.rate or 1) / times
        found.append((month_of(place), quantity - before, price))
        before = quantity
    return found


def journal(made: dict[str, list[Held]]) -> str:
    lines = ["commodity 1000.00000000 EUR", ""]
    for name, held in made.items():
        for month, change, price in trades(name, held):
            day = end_of(month)
            lines.append(f'P {day} "{name}" {price} EUR')
            if change:
                lines += [f"{day} trade", f'    assets:{name}    {change} "{name}" @ {price} EUR',
                          "    equity", ""]  # fmt: skip
    return "\n".join(lines) + "\n"


def beancount(made: dict[str, list[Held]]) -> str:
    lines = ["2000-01-01 open Equity:Own"]
    for name, held in made.items():
        lines.append(f"2000-01-01 open Assets:{name}")
        for month, change, price in trades(name, held):
            day = end_of(month)
            lines.append(f"{day} price {name} {price} EUR")
            if change:
                lines += [f'{day} * "trade"', f"  Assets:{name}  {change} {name} @ {price} EUR",
                          "  Equity:Own"]  # fmt: skip
    return "\n".join(lines) + "\n"


Table = dict[tuple[str, date], Decimal]


def of_hledger(file: Path, *options: str) -> Table:
    text = output_of("hledger", "-f", file, "balance", "assets", "-M", "-E", "-N", *options,
                     "-O", "csv")  # fmt: skip
    header, *rows = csv.reader(io.StringIO(text))
    return {
        (name.removeprefix("assets:"), date.fromisoformat(f"{month}-01")): Decimal(cell.split()[0])
        for name, *cells in rows
        for month, cell in zip(header[1:], cells, strict=True)
    }


def of_beancount(file: Path) -> tuple[Table, Table]:
    """What was put in month by month at cost, and the units there were, times their price."""
    asked = (
        "SELECT year, month, account, sum(number), sum(number(weight))"
        " WHERE account ~ 'Assets' GROUP BY year, month, account"
    )
    prices = "SELECT date, currency, number(amount) FROM #prices"
    cost: Table = defaultdict(Decimal)
    bought: Table = defaultdict(Decimal)
    _, *rows = csv.reader(io.StringIO(output_of("bean-query", "-f", "csv", file, asked)))
    for year, month, account, number, weight in rows:
        posted = account.strip().removeprefix("Assets:"), date(int(year), int(month), 1)
        cost[posted], bought[posted] = Decimal(weight.strip()), Decimal(number.strip())
    market: Table = {}
    units: dict[str, Decimal] = defaultdict(Decimal)
    _, *rows = csv.reader(io.StringIO(output_of("bean-query", "-f", "csv", file, prices)))
    for day, name, price in sorted(rows):
        priced = name.strip(), date.fromisoformat(day).replace(day=1)
        units[name.strip()] += bought[priced]
        market[priced] = units[name.strip()] * Decimal(price.strip())
    return cost, market


def keep(db: psycopg.Connection[Any], made: dict[str, list[Held]]) -> None:
    """Our books: how many there were at the end of each month, and at what price; the split."""
    db.execute(
        "SELECT set_config('finally.user_id', id::text, true) FROM users WHERE email LIKE 'ann%'"
    )
    for name, held in made.items():
        currency = "USD" if held[0].rate else None
        (asset_id,) = db.execute(
            "INSERT INTO assets (user_id, category_id, asset_name, currency, kept_by)"
            " SELECT current_user_id(), id, %s, %s, 'quantity' FROM asset_categories"
            " WHERE code = 'ETF_STOCKS' RETURNING id",
            [name, currency],
        ).fetchone() or (None,)
        if name == SPLIT:
            db.execute(
                "INSERT INTO splits (user_id, asset_id, day, numerator, denominator)"
                " VALUES (current_user_id(), %s, %s, 4, 1)",
                [asset_id, month_of(SPLIT_MONTH).replace(day=10)],
            )
        for place, one in enumerate(held):
            native = one.quantity * one.price
            db.execute(
                "INSERT INTO asset_inputs (user_id, asset_id, year, month, total, native_amount,"
                " currency, rate, quantity, price) VALUES (current_user_id(), %s, %s, %s, %s, %s,"
                " %s, %s, %s, %s)",
                [
                    asset_id, month_of(place).year, month_of(place).month,
                    native * (one.rate or 1), native if one.rate else None, currency, one.rate,
                    one.quantity, one.price,
                ],
            )  # fmt: skip


def test_five_years_are_worth_and_have_cost_what_hledger_and_beancount_say(
    run: Run, books: psycopg.Connection[Any], tmp_path: Path
) -> None:
    need("hledger", "bean-check", "bean-query")
    made = holdings()
    keep(books, made)
    (tmp_path / "a.journal").write_text(journal(made))
    (tmp_path / "a.beancount").write_text(beancount(made))
    months = [month_of(place) for place in range(MONTHS)]
    everything = [(name, month) for name in made for month in months]
    assert output_of("bean-check", tmp_path / "a.beancount") == ""
    their_cost = of_hledger(tmp_path / "a.journal", "-B")
    their_value = of_hledger(tmp_path / "a.journal", "-H", "--value=end,EUR")
    bean_cost, bean_value = of_beancount(tmp_path / "a.beancount")

    ours = dict.fromkeys(everything, ZERO)
    for name, month, amount, source in books.execute(
        "SELECT asset_name, period, amount, source"
        " FROM month_contributions(current_user_id(), %s, %s) AS put"
        " JOIN assets ON assets.id = put.asset_id",
        [months[0], months[-1]],
    ):
        assert source == "derived"
        ours[name, month] = amount
    worth = {
        (name, month): total
        for name, month, total in books.execute(
            "SELECT asset_name, period, total FROM asset_inputs JOIN assets ON assets.id = asset_id"
        )
    }
    assert len(worth) == len(everything) == 300
    for name, month in everything:
        key = name, month
        if month > months[0]:
            assert ours[key] == their_cost.get(key, ZERO) == bean_cost.get(key, ZERO), key
        assert worth[key] == their_value.get(key, ZERO) == bean_value[key], key

    ends = "--from", f"{months[1]:%Y-%m}", "--to", f"{months[-1]:%Y-%m}"
    explained = run("report", "explain", *ends, "--json").json
    returned = run("report", "returns", *ends, "--json").json
    put = {one["asset"]: Decimal(one["derived"]) for one in explained["put_in"]}
    for name in made:
        theirs = sum((their_cost.get((name, month), ZERO) for month in months[1:]), ZERO)
        assert put.get(name, ZERO) == theirs
        (row,) = (row for row in returned["rows"] if row["asset"] == name)
        assert Decimal(row["derived"]) == theirs
    assert Decimal(returned["totals"]["closing"]) == sum(worth[name, months[-1]] for name in made)

    # Over 365 days in which nothing moved, a year's return is one thing, however it is defined.
    asked = ["--inv", f"assets:{KEEP}", "--pnl", "nothing", "--value=then,EUR"]
    asked += ["-b", "2025-01-01", "-e", "2026-01-01"]
    line = output_of("hledger", "-f", tmp_path / "a.journal", "roi", *asked).splitlines()[3]
    irr, twr = (
        Decimal(cell.strip().removesuffix("%")) / 100 for cell in line.strip("|").split("|")[-2:]
    )
    year = run("report", "returns", "--from", "2025-01", "--to", "2025-12", "--json").json
    (row,) = (row for row in year["rows"] if row["asset"] == KEEP)
    assert irr != 0
    for ours_of, theirs_of in (("money_weighted", irr), ("time_weighted_annual", twr)):
        assert abs(Decimal(row[ours_of]) - theirs_of) <= Decimal("0.00006")
