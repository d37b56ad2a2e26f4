"""One figure has one value: a share of assets is the same in every report, and they sum to 1."""

from __future__ import annotations

import random
from collections import defaultdict
from decimal import Decimal
from fractions import Fraction
from typing import Any

import psycopg
import pytest

from tests.conftest import Run

CATEGORIES = ("CASH", "ETF_STOCKS", "CRYPTO", "REAL_ESTATE")
MILLIONTH = Fraction(1, 1_000_000)


def hold(db: psycopg.Connection[Any], holdings: list[tuple[str, str, Decimal]]) -> None:
    """Assets by name and category, with their values in 2026-11, and a debt that counts nowhere."""
    db.execute("SELECT set_config('finally.user_id', id::text, true) FROM users")
    for name, code, total in [*holdings, ("Loan", "LOAN", Decimal(-777))]:
        db.execute(
            "WITH added AS (INSERT INTO assets (user_id, category_id, asset_name)"
            " SELECT current_user_id(), id, %s FROM asset_categories WHERE code = %s"
            " RETURNING user_id, id)"
            " INSERT INTO asset_inputs (user_id, asset_id, year, month, total)"
            " SELECT user_id, id, 2026, 11, %s FROM added",
            [name, code, total],
        )


def shares(run: Run, name: str, *options: str, key: str) -> dict[str, Fraction]:
    document = run("report", name, *options, "--json").json
    return {
        row[key]: Fraction(row["share"]) for row in document["rows"] if row["share"] is not None
    }


@pytest.mark.parametrize("seed", range(12))
def test_every_report_has_the_same_shares(
    seed: int, run: Run, books: psycopg.Connection[Any]
) -> None:
    """Twelve random households, of which each second has an account that is overdrawn.

    Each share is less than a millionth away from what it is exactly; those of categories sum to 1,
    and those of assets to their category's.
    """
    chance = random.Random(seed)
    holdings = [
        (f"Asset {n}", chance.choice(CATEGORIES), Decimal(chance.randrange(1, 10**8)) / 100)
        for n in range(9)
    ]
    holdings.append(("Giro", "CASH", Decimal(-100 if seed % 2 else 100)))
    hold(books, holdings)
    if seed % 3:
        run("target", "set", "cash", "60", "crypto", "40" if seed % 3 == 1 else "10")
    by_category = shares(run, "networth", key="category")
    by_asset = shares(run, "networth", "--by", "asset", key="asset")
    assert shares(run, "allocation", key="category") | by_category == by_category | {
        code: Fraction(0) for code in ("CASH", "CRYPTO") if code not in by_category and seed % 3
    }
    found = shares(run, "allocation", "--by", "asset", key="asset")
    assert {name: share for name, share in found.items() if name} == by_asset
    months = run("report", "allocation", "--months", "1", "--json").json["rows"]
    assert {
        row["category"]: Fraction(row["shares"][0]) for row in months if Fraction(row["shares"][0])
    } == {code: share for code, share in by_category.items() if share}

    cash = run("report", "liquidity", "--json").json
    assert Fraction(cash["totals"]["share"]) == by_category["CASH"]
    of_accounts = {row["asset"]: Fraction(row["share"]) for row in cash["rows"]}
    assert of_accounts == {name: by_asset[name] for name, code, _ in holdings if code == "CASH"}

    whole = Fraction(sum(total for _, _, total in holdings))
    of_category: defaultdict[str, Fraction] = defaultdict(Fraction)
    worth: defaultdict[str, Fraction] = defaultdict(Fraction)
    for name, code, total in holdings:
        assert abs(by_asset[name] - Fraction(total) / whole) < MILLIONTH
        of_category[code] += by_asset[name]
        worth[code] += Fraction(total)
    assert of_category == by_category
    assert sum(by_category.values()) == 1
    for code, share in by_category.items():
        assert abs(share - worth[code] / whole) < MILLIONTH


def test_a_plan_begins_with_the_drift_that_allocation_says(
    run: Run, books: psycopg.Connection[Any]
) -> None:
    """Thirds: 0.333334, 0.333333 and 0.333333 of what has targets, in both."""
    hold(books, [(code, code, Decimal(100)) for code in CATEGORIES])
    run("target", "set", "cash", "50", "etf_stocks", "30", "crypto", "20")
    for by in ("category", "asset"):
        told = run("report", "allocation", "--by", by, "--json").json["rows"]
        drifts = {row["category"]: row["drift"] for row in told if row["drift"] is not None}
        plan = run("report", "rebalance", "--by", by, "--json").json["rows"]
        assert {row["category"]: row["drift_before"] for row in plan} == drifts
        assert sum(map(Fraction, drifts.values())) == 0
        assert sorted(Fraction(row["share_within"]) for row in told if row["share_within"]) == [
            Fraction("0.333333"), Fraction("0.333333"), Fraction("0.333334"),
        ]  # fmt: skip


def test_a_whole_of_nothing_or_less_has_no_shares_anywhere(
    run: Run, books: psycopg.Connection[Any]
) -> None:
    hold(books, [("A", "CASH", Decimal(-300)), ("B", "CRYPTO", Decimal(100))])
    for name, *options in (["networth"], ["networth", "--by", "asset"], ["allocation"],
                           ["allocation", "--by", "asset"], ["liquidity"]):  # fmt: skip
        document = run("report", name, *options, "--json").json
        assert {row["share"] for row in document["rows"]} == {None}
