"""finally report projection by a plan, and until an amount: figures worked out here by hand.

The household is that of test_projection.py: 121 in 2026-10; 10.50 more a month by the average
change, 10 % by growth, 7 saved, which is the average of 2025-09 to 2026-08.
"""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import psycopg
import pytest

from tests.conftest import Run
from tests.reports.test_projection import ann, codes, flow, hold, household, report

__all__ = ["ann", "household"]  # fixtures


def planned(document: Any) -> list[str | None]:
    return [row["plan"] for row in document["rows"]]


def reached(document: Any) -> list[str | None]:
    """When the average change, growth, savings and the plan reach the amount."""
    keys = ("line_reached", "compound_reached", "savings_reached", "plan_reached")
    return [document["totals"][key] for key in keys]


def message(document: Any, code: str) -> str:
    [found] = [note["message"] for note in document["notes"] if note["code"] == code]
    return str(found)


# -- a plan


def test_what_is_saved_comes_at_the_end_of_each_month(household: Run) -> None:
    document = report(household, "--save", "10", "--months", "3")
    assert planned(document) == ["131.00", "141.00", "151.00"]
    assert document["totals"]["plan_savings_from"] == "typed"
    assert document["totals"]["plan_growth_from"] == "nothing"
    assert message(document, "PLAN") == (
        "By plan: 10.00 saved a month, as typed; no growth, for none was typed."
    )


def test_twelve_months_of_growth_are_that_of_the_year(household: Run) -> None:
    """121 * 1.21 = 146.41, and 146.41 * 1.21 = 177.1561; a fourth less is 90.75, then 68.0625."""
    grown = planned(report(household, "--growth", "21", "--save", "0", "--months", "24"))
    assert (grown[11], grown[23]) == ("146.41", "177.1561")
    shrunk = planned(report(household, "--growth", "-25%", "--save", "0", "--months", "24"))
    assert (shrunk[11], shrunk[23]) == ("90.75", "68.0625")


def test_what_was_saved_grows_with_the_rest(household: Run) -> None:
    """Four times as much a year: a month is q = 4 ^ (1/12), and ten a month have become
    10 * (q ^ 12 - 1) / (q - 1) in a year. bc: q=e(l(4)/12); 121*4+10*3/(q-1) is 728.97385446."""
    document = report(household, "--growth", "300", "--save", "10")
    assert planned(document)[11] == "728.9739"


def test_savings_are_those_on_record_unless_they_are_typed(household: Run) -> None:
    document = report(household, "--inflation", "0", "--months", "2")
    assert planned(document) == ["128.00", "135.00"]
    assert document["totals"]["plan_savings_from"] == "months"
    assert message(document, "PLAN") == (
        "By plan: 7.00 saved a month, the average of 2025-09 to 2026-08; no growth, for none was"
        " typed; an inflation of 0 % a year, as typed."
    )


def test_without_entries_a_plan_saves_nothing(run: Run, ann: psycopg.Connection[Any]) -> None:
    hold(ann, {"2026-10": "100"})
    document = report(run, "--growth", "0", "--months", "2")
    assert planned(document) == ["100.00", "100.00"]
    assert document["totals"]["plan_savings_from"] == "nothing"
    assert message(document, "PLAN") == (
        "By plan: nothing saved, for no month that is over has incomes or expenses; a growth of 0 %"
        " a year, as typed."
    )


def test_today_s_money_is_what_prices_have_not_taken(household: Run) -> None:
    """Prices rise by 21 %: after a year 121 buy what 100 did. What grows as fast stays."""
    document = report(household, "--save", "0", "--inflation", "21")
    assert document["rows"][11]["plan_real"] == "100.00"
    document = report(household, "--save", "0", "--inflation", "21", "--growth", "21")
    assert {row["plan_real"] for row in document["rows"]} == {"121.00"}


def test_what_is_below_zero_does_not_grow(run: Run, ann: psycopg.Connection[Any]) -> None:
    """-100 and ten a month are 0 after ten, 10 after eleven, and then 10 * 1.5 ^ (1/12) + 10:
    bc: 10*e(l(1.5)/12)+10 is 20.34366083."""
    hold(ann, {"2026-10": "-100"})
    document = report(run, "--save", "10", "--growth", "50", "--until", "0")
    assert planned(document)[8:] == ["-10.00", "0.00", "10.00", "20.3437"]
    assert document["totals"]["plan_reached"] == "2027-08"
    assert "BELOW_ZERO" in codes(document)


def test_a_table_shows_the_plan_beside_the_others(household: Run) -> None:
    assert household(
        "report", "projection", "--until", "146.41", "--save", "0", "--growth", "21",
        "--inflation", "10", "--months", "1",
    ).stdout.splitlines()[:10] == [
        "Net worth ahead, from 121.00 in 2026-10 to 146.41 (EUR)",
        " Month     By average change   By growth   By savings   By plan   In today's money",
        "─" * 83,
        # 121 * 1.21 ^ (1/12) = 122.937..., and that by 1.1 ^ (1/12) is 121.965...
        " 2026-11              131.50      133.10       128.00    122.94             121.96",
        "",
        " Way              A month   % a month   % a year   First     Last      Months   Reached"
        "   In today's money",
        "─" * 107,
        # 121 + 10.5 * 3 = 152.50, by 1.1 ^ (3/12) 148.9; 121 * 1.1 ^ 2 = 146.41, and three months;
        # 121 + 7 * 4 = 149, and 121 + 7 * 5 = 156 by 1.1 ^ (5/12) = 1.0405 is 149.93.
        " Average change    +10.50           –          –   2026-08   2026-10        2   2027-01  "
        " 2027-01",
        " Growth                 –     +10.0 %   +213.8 %   2026-08   2026-10        2   2026-12  "
        " 2027-01",
        " Savings            +7.00           –          –   2025-09   2026-08        3   2027-02  "
        " 2027-03",
    ]  # fmt: skip


def test_a_plan_is_a_line_of_the_chart(household: Run) -> None:
    drawn = household("report", "projection", "--save", "3", "--chart").stdout
    assert drawn.splitlines()[-1].split("   ")[-1].endswith("plan")


# -- until


def test_until_a_month_is_that_many_months(household: Run) -> None:
    assert report(household, "--until", "2027-01") == report(household, "--months", "3")
    assert report(household, "--until", "jan") == report(household, "--months", "3")


def test_until_an_amount_says_the_month_that_reaches_it(household: Run) -> None:
    """151 is 30 more: 10.5 * 3 = 31.5; 121 * 1.1 ^ 3 = 161.051; 7 * 5 = 35; 10 * 3 exactly."""
    document = report(household, "--until", "151", "--save", "10")
    assert document["totals"]["until"] == "151.00"
    assert reached(document) == ["2027-01", "2027-01", "2027-03", "2027-01"]
    assert len(document["rows"]) == 12
    document = report(household, "--until", "151.0001", "--save", "10")
    assert document["totals"]["plan_reached"] == "2027-02"
    assert reached(report(household, "--until", "151"))[3] is None


def test_until_an_amount_of_today_s_money(household: Run) -> None:
    """As much growth as inflation: 121 stay 121, and 146.41 are reached in a year, then never."""
    document = report(
        household, "--until", "146.41", "--save", "0", "--growth", "21", "--inflation", "21"
    )
    assert document["totals"]["plan_reached"] == "2027-10"
    assert document["totals"]["plan_reached_real"] is None
    assert [note["message"] for note in document["notes"] if "today" in note["message"]][-1] == (
        "By plan, 146.41 of today's money is not reached within 100 years: the most is 121.00, in"
        " 2026-10."
    )


@pytest.mark.parametrize(
    ("save", "why"),
    [
        ("0", "net worth stays as it is"),
        ("-1", "net worth shrinks"),
        ("0.01", "it is 133.00 in 2126-10"),  # 121 + 1200 * 0.01
    ],
)
def test_what_never_reaches_it_says_why(save: str, why: str, household: Run) -> None:
    document = report(household, "--until", "1000", "--save", save, "--growth", "0")
    assert document["totals"]["plan_reached"] is None
    assert message(document, "NEVER_REACHED") == (
        f"By plan, 1,000.00 is not reached within 100 years: {why}."
    )


def test_a_hundred_years_are_the_last_that_count(run: Run, ann: psycopg.Connection[Any]) -> None:
    hold(ann, {"2026-10": "0"})
    assert report(run, "--until", "1200", "--save", "1")["totals"]["plan_reached"] == "2126-10"
    assert report(run, "--until", "1201", "--save", "1")["totals"]["plan_reached"] is None


@pytest.mark.parametrize("until", ["121", "-5", "0"])
def test_an_amount_that_is_reached_already_is_refused(until: str, household: Run) -> None:
    refused = household("report", "projection", "--until", until)
    assert (refused.exit_code, refused.stdout) == (1, "")
    assert refused.stderr == (
        f"finally: net worth is 121.00 in 2026-10: {Decimal(until):.2f} is reached already\n"
        "  Give --until a larger amount.\n"
    )


@pytest.mark.parametrize(
    ("options", "told"),
    [
        (["--until", "2026-10"], "2026-10 is not after 2026-10, where the projection begins"),
        (["--until", "2000-01"], "2000-01 is not after 2026-10, where the projection begins"),
        (["--until", "2035"], '"2035" can be a year and an amount'),
        (["--until", "soon"], '"soon" is neither a month nor an amount'),
        (["--until", "2027-13"], '"2027-13" is not a month: there is no month 13'),
        (["--until", "1.234"], 'the amount "1.234" can be read in two ways'),
        (["--until"], "--until says a month or an amount"),
        (["--until", "2027-01", "--months", "3"], "--months and --until both say how far ahead"),
        (["--growth", "-100"], '"-100" a year leaves nothing to project'),
        (["--growth", "1000.5"], '"1000.5" is more than 1,000 % a year'),
        (["--growth", "1e3"], '"1e3" is not a percentage'),
        (["--growth", "5.00001"], 'the percentage "5.00001" has more than four decimals'),
        (["--inflation", "-101"], '"-101" a year leaves nothing to project'),
        (["--save", "much"], '"much" is not an amount of money'),
    ],
)
def test_what_makes_no_plan_is_refused(options: list[str], told: str, household: Run) -> None:
    refused = household("report", "projection", *options)
    assert (refused.exit_code, refused.stdout) == (2, "")
    assert refused.stderr.splitlines()[0] == f"finally: {told}"


@pytest.mark.parametrize(
    ("typed", "amount"),
    [
        ("1M", "1000000.00"),
        ("1.5k", "1500.00"),
        ("1,000,000", "1000000.00"),
        ("2035.00", "2035.00"),
    ],
)
def test_an_amount_may_be_short(typed: str, amount: str, household: Run) -> None:
    assert report(household, "--until", typed)["totals"]["until"] == amount


def test_who_grows_beyond_every_figure_is_told_and_still_reaches_it(household: Run) -> None:
    """Eleven times as much a year: 121 * 11 ^ 21 has 24 digits, and a year later it has more."""
    document = report(
        household, "--growth", "1000", "--save", "0", "--until", "99999999999999999999",
        "--months", "300",
    )  # fmt: skip
    # 121 * 11 ^ 17 is 6.1e19, and 11 ^ 18 times it 6.7e20: in the eighteenth year.
    assert "2043-10" < document["totals"]["plan_reached"] <= "2044-10"
    assert any(note["code"] == "TOO_LARGE" for note in document["notes"])
    assert planned(document)[-1] is None


def test_entries_alone_are_what_a_plan_goes_on_with(run: Run, ann: psycopg.Connection[Any]) -> None:
    hold(ann, {"2026-10": "100"})
    flow(ann, {"2026-10": (10, 4)})
    assert planned(report(run, "--growth", "0", "--months", "1")) == ["106.00"]
