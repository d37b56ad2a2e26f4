"""What changed from one month to the next is of what both know; the rest stands apart.

By hand, of Checking, worth 1000 in October and 1300 in November, and one other thing:

  It                              October   November   change   new   gone   no value
  bought, nothing said                  –        500     +300   500
  bought, 450 put in                    –        500     +800
  owed anew                             –       -500     +300  -500
  closed                              400          –     +300          400
  sold, recorded as 0                 400          0     -100
  not recorded in November            400          –     +300                   -400
  recorded in August, not October       –        450     +300                   +450
  not recorded, a debt               -400          –     +300                   +400
"""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from itertools import pairwise
from typing import Any

import psycopg
import pytest
from hypothesis import given

from tests.conftest import Run
from tests.reports.test_explain import AUGUST, NOVEMBER, OCTOBER, Worth, own
from tests.reports.test_generated_explain import APART, Owned, households, step
from tests.reports.test_generated_households import MONTHS, ZERO, ann, shown
from tests.support.thoroughness import examples

__all__ = ["ann"]  # a fixture
KEYS = ("change", "new", "gone", "missing_change")


def changed(run: Run, *options: str) -> Any:
    asked = run("report", "networth", *options, "--user", "ann", "--json")
    assert asked.exit_code == 0, asked.stderr
    return asked.json


def figure(value: str | None) -> Decimal:
    return Decimal(value or 0)


@pytest.mark.parametrize(
    ("category", "worth", "closed_on", "change", "new", "gone", "missing"),
    [
        ("ETF_STOCKS", {NOVEMBER: Worth(500)}, None, 300, 500, 0, 0),
        ("ETF_STOCKS", {NOVEMBER: Worth(500, put_in=450)}, None, 800, 0, 0, 0),
        ("LOAN", {NOVEMBER: Worth(-500)}, None, 300, -500, 0, 0),
        ("ETF_STOCKS", {OCTOBER: Worth(400)}, NOVEMBER, 300, 0, 400, 0),
        ("ETF_STOCKS", {OCTOBER: Worth(400), NOVEMBER: Worth(0)}, None, -100, 0, 0, 0),
        ("ETF_STOCKS", {OCTOBER: Worth(400)}, None, 300, 0, 0, -400),
        ("ETF_STOCKS", {AUGUST: Worth(100), NOVEMBER: Worth(450)}, None, 300, 0, 0, 450),
        ("LOAN", {OCTOBER: Worth(-400)}, None, 300, 0, 0, 400),
    ],
)  # fmt: skip
def test_what_only_one_month_knows_stands_apart_in_every_view(
    category: str, worth: dict[date, Worth], closed_on: date | None, change: int, new: int,
    gone: int, missing: int, run: Run, books: psycopg.Connection[Any],
) -> None:  # fmt: skip
    own(books, "Checking", "CASH", {OCTOBER: Worth(1000), NOVEMBER: Worth(1300)})
    own(books, "It", category, worth, closed_on)
    expected = dict(zip(KEYS, (change, new, gone, missing), strict=True))
    month = changed(run, "--month", "2026-11")["totals"]
    history = changed(run, "--from", "2026-11", "--to", "2026-11")["rows"][0]
    explained = shown(run, "explain", "--month", "2026-11")["totals"]
    for told in (month, history, explained):
        assert {key: figure(told[key]) for key in KEYS} == expected
    compared = Decimal(1000) + (400 if len(worth) == 2 and OCTOBER in worth else 0)
    share = (Decimal(change) / compared).quantize(Decimal("0.000001"))
    assert figure(month["change_pct"]) == figure(history["change_pct"]) == share
    for by in ("category", "asset"):
        rows = changed(run, "--month", "2026-11", "--by", by)["rows"]
        sums = {key: sum((figure(row[key]) for row in rows), ZERO) for key in KEYS}
        assert sums == expected
    whole = figure(month["net_worth"]) - figure(month["net_worth_before"])
    assert whole == change + new - gone + missing


def test_a_mortgage_that_is_not_typed_yet_is_no_gain(run: Run) -> None:
    """3200 and 41250.50 become 5162.75 and 42010.75: 2723 of 44450.50 is 6.1 %. The mortgage of
    182000, which November does not know, stands apart."""
    run("snapshot", "add", "Checking", "3200", "--category", "cash", "--month", "2026-10")
    run(
        "snapshot", "add", "World ETF", "41250.50", "--category", "etf_stocks", "--month", "2026-10"
    )
    run("snapshot", "add", "Mortgage", "182000", "--category", "mortgage", "--month", "2026-10")
    run("snapshot", "add", "Checking=5162.75", "World ETF=42010.75", "--month", "2026-11")
    assert run("report", "networth").stdout == (
        "Net worth in 2026-11 (EUR)\n"
        " Category         Value    Share      Change   Change %      No value\n"
        "──────────────────────────────────────────────────────────────────────\n"
        " Stock ETFs   42,010.75   89.1 %     +760.25     +1.8 %             –\n"
        " Cash          5,162.75   10.9 %   +1,962.75    +61.3 %             –\n"
        " Mortgage             –        –           –          –   +182,000.00\n"
        "──────────────────────────────────────────────────────────────────────\n"
        " Assets       47,173.50\n"
        " Debts             0.00\n"
        " Net worth    47,173.50            +2,723.00     +6.1 %   +182,000.00\n"
        'Note: 1 asset has no value in 2026-11; values and changes are without it: "Mortgage".\n'
        "  finally snapshot carry --month 2026-11\n"
    )


def test_the_months_after_it_say_which_month_lacks_a_value(run: Run) -> None:
    run("snapshot", "add", "Checking=1", "Savings=5", "--category", "cash", "--month", "2026-09")
    run("snapshot", "add", "Checking=2", "--month", "2026-10")
    run("snapshot", "add", "Checking=3", "Savings=6", "--month", "2026-11")
    november = run("report", "networth", "--json").json
    assert november["totals"]["missing_before"] == 1
    assert november["notes"] == [
        {
            "code": "MISSING_BEFORE",
            "message": '1 asset had no value in 2026-10; changes are without it: "Savings".',
            "command": "finally snapshot carry --month 2026-10",
        }
    ]


def test_a_projection_goes_on_with_the_change_of_what_is_known(
    run: Run, books: psycopg.Connection[Any]
) -> None:
    """Checking rose from 1000 in August to 1300 in October: 150 a month, 30 % in two. The loan that
    October lacks, and the fund that is new, are no part of it."""
    own(books, "Checking", "CASH", {AUGUST: Worth(1000), OCTOBER: Worth(1300)})
    own(books, "Loan", "LOAN", {AUGUST: Worth(-400)})
    own(books, "Fund", "ETF_STOCKS", {OCTOBER: Worth(500)})
    totals = run("report", "projection", "--json").json["totals"]
    assert totals["average_change"] == "150.00"
    assert totals["growth_monthly"].startswith("0.14017")  # the root of 1.3
    edited = run("snapshot", "edit", "Fund", "--month", "2026-10", "--contribution", "500")
    assert edited.exit_code == 0, edited.stderr
    assert run("report", "projection", "--json").json["totals"]["average_change"] == "400.00"


@examples(15)
@given(household=households())
def test_what_changed_and_what_stands_apart_sum_to_the_difference(
    household: list[Owned], run: Run, ann: psycopg.Connection[Any]
) -> None:
    """Month by month and asset by asset, beside a plain walk with Decimal."""
    with ann.transaction(force_rollback=True):
        for one in household:
            own(ann, one.name, one.category, one.worth, one.closed_on, one.added)
        history = changed(run, "--from", f"{MONTHS[0]:%Y-%m}", "--to", f"{MONTHS[-1]:%Y-%m}")
        valued = {month for one in household for month in one.worth}
        rows = {row["month"]: row for row in history["rows"]}
        for before, month in pairwise(MONTHS):
            row = rows.get(f"{month:%Y-%m}")
            if row is None or not {before, month} <= valued:
                assert row is None or [row[key] for key in KEYS] == [None] * 4
                continue
            apart = dict.fromkeys(APART, ZERO)
            worth = [
                sum((one.total(at) or ZERO for one in household), ZERO) for at in (before, month)
            ]
            for one in household:
                if one.total(before) is not None or one.total(month) is not None:
                    for part, amount in step(one, before, month).items():
                        if part in APART:
                            apart[part] += amount
            change = worth[1] - worth[0] - sum(apart.values(), ZERO)
            assert [figure(row[key]) for key in KEYS] == [
                change, apart["new"], -apart["gone"], apart["missing"],
            ]  # fmt: skip
            assert figure(row["net_worth"]) == worth[1]
        last = max(valued)
        of_month = changed(run, "--month", f"{last:%Y-%m}", "--by", "asset")
        for key in KEYS:
            whole = of_month["totals"][key]
            parts = [figure(row[key]) for row in of_month["rows"] if row[key] is not None]
            assert sum(parts, ZERO) == figure(whole)
