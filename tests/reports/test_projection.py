"""finally report projection, on a household whose every figure is worked out here by hand.

Today is 2026-11-15.

            net worth    income   expenses
2025-08                    9999              more than twelve months before 2026-08
2025-09          7777        30         10   its values are thirteen months before 2026-10
2026-03                                  5
2026-08           100        12          6
2026-09            50                        between the two: of no account
2026-10           121
2026-11           999      5000              not over

Average change: (121 - 100) / 2 = 10.5. Growth: (121 / 100) ^ (1/2) - 1 = 0.1, and in a year
1.1 ^ 12 - 1 = 2.138428376721. Average savings: (20 - 5 + 6) / 3 = 7.
"""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from typing import Any

import psycopg
import pytest

from tests.conftest import Outcome, Run

WORTH = {"2025-09": "7777", "2026-08": "100", "2026-09": "50", "2026-10": "121", "2026-11": "999"}
FLOWS = {
    "2025-08": (9999, 0), "2025-09": (30, 10), "2026-03": (0, 5), "2026-08": (12, 6),
    "2026-11": (5000, 0),
}  # fmt: skip


@pytest.fixture
def ann(books: psycopg.Connection[Any]) -> psycopg.Connection[Any]:
    books.execute("SELECT set_config('finally.user_id', id::text, true) FROM users")
    return books


def hold(db: psycopg.Connection[Any], worth: dict[str, str], name: str = "Fund") -> None:
    """An asset and its values, which may be below zero."""
    db.execute(
        "INSERT INTO assets (user_id, category_id, asset_name, created_at)"
        " SELECT current_user_id(), id, %s, '2020-01-01' FROM asset_categories"
        " WHERE code = 'CASH'",
        [name],
    )
    for month, total in worth.items():
        db.execute(
            "INSERT INTO asset_inputs (user_id, asset_id, year, month, total)"
            " SELECT user_id, id, %s, %s, %s FROM assets WHERE asset_name = %s",
            [int(month[:4]), int(month[5:]), Decimal(total), name],
        )


def flow(db: psycopg.Connection[Any], flows: dict[str, tuple[int, int]]) -> None:
    """Income and expenses of each month."""
    for month, amounts in flows.items():
        for kind, table, amount in zip(
            ("income", "expense"), ("incoming_items", "expense_items"), amounts, strict=True
        ):
            db.execute(
                f"INSERT INTO {table} (user_id, category_id, year, month, amount)"
                f" SELECT current_user_id(), id, %s, %s, %s FROM {kind}_categories"
                " WHERE code = 'OTHER' AND %s <> 0",
                [int(month[:4]), int(month[5:]), amount, amount],
            )


@pytest.fixture
def household(run: Run, ann: psycopg.Connection[Any]) -> Run:
    hold(ann, WORTH)
    flow(ann, FLOWS)
    return run


def report(run: Run, *options: str) -> Any:
    shown = run("report", "projection", *options, "--json")
    assert (shown.exit_code, shown.stderr) == (0, "")
    return shown.json


def codes(document: Any) -> list[str]:
    return [note["code"] for note in document["notes"]]


def ways(document: Any) -> list[tuple[Any, ...]]:
    """Each month, and net worth by the three ways that there are without a plan."""
    return [tuple(row.values())[:4] for row in document["rows"]]


def test_the_rates_and_the_months_that_each_comes_from(household: Run) -> None:
    totals = report(household)["totals"]
    assert {key: totals[key] for key in list(totals)[:12]} == {
        "start": "2026-10",
        "net_worth": "121.00",
        "average_change": "10.50",
        "growth_monthly": "0.1",
        "growth_annual": "2.138428376721",
        "change_first": "2026-08",
        "change_last": "2026-10",
        "change_months": 2,
        "average_savings": "7.00",
        "savings_first": "2025-09",
        "savings_last": "2026-08",
        "savings_months": 3,
    }
    assert set(list(totals.values())[12:]) == {None}, "nobody made a plan"


def test_each_month_ahead_by_three_ways(household: Run) -> None:
    assert ways(report(household, "--months", "6")) == [
        # 121 + 10.5 i; 121 * 1.1 ^ i, that is 100 * 1.1 ^ (i + 2); 121 + 7 i
        ("2026-11", "131.50", "133.10", "128.00"),
        ("2026-12", "142.00", "146.41", "135.00"),
        ("2027-01", "152.50", "161.051", "142.00"),
        ("2027-02", "163.00", "177.1561", "149.00"),
        ("2027-03", "173.50", "194.8717", "156.00"),
        ("2027-04", "184.00", "214.3589", "163.00"),
    ]


@pytest.mark.parametrize(("months", "last"), [(1, "2026-11"), (12, "2027-10"), (1200, "2126-10")])
def test_as_many_months_as_were_asked_for(months: int, last: str, household: Run) -> None:
    rows = report(household, "--months", str(months))["rows"]
    assert (len(rows), rows[0]["month"], rows[-1]["month"]) == (months, "2026-11", last)


def test_it_is_twelve_months_if_nobody_says_how_many(household: Run) -> None:
    assert len(report(household)["rows"]) == 12


@pytest.mark.parametrize(
    ("first", "is_used"), [("2025-09", False), ("2025-10", True), ("2025-11", True)]
)
def test_change_goes_back_twelve_months_at_the_most(
    first: str, is_used: bool, run: Run, ann: psycopg.Connection[Any]
) -> None:
    hold(ann, {first: "100", "2026-10": "340"})
    totals = report(run)["totals"]
    # 240 over the 12 months from 2025-10, and over the 11 from 2025-11, that is 21.8182.
    expected = {"2025-10": ("20.00", 12), "2025-11": ("21.8182", 11)}.get(first, (None, 0))
    assert (totals["average_change"], totals["change_months"]) == expected
    assert totals["change_first"] == (first if is_used else None)
    assert totals["change_last"] == ("2026-10" if is_used else None)


def test_no_month_is_worked_out_from_one_that_was_rounded(
    run: Run, ann: psycopg.Connection[Any]
) -> None:
    hold(ann, {"2026-09": "3", "2026-10": "4"})
    document = report(run)
    assert document["totals"]["growth_monthly"] == "0.333333333333"
    # 4 * 1.333333333333 ^ 12 = 126.277167, in fractions; rounded each month it would be 126.2779.
    assert document["rows"][-1]["compound"] == "126.2772"


def test_compound_growth_is_right_to_the_last_digit_however_far_ahead(
    run: Run, ann: psycopg.Connection[Any]
) -> None:
    hold(ann, {"2026-09": "3", "2026-10": "4"})
    rows = report(run, "--months", "200")["rows"]
    in_fractions = [4 * Fraction("1.333333333333") ** number for number in range(1, 201)]
    assert [row["compound"] and Decimal(row["compound"]) for row in rows] == [
        Decimal(round(worth * 10**4)).scaleb(-4) if worth < 10**24 else None
        for worth in in_fractions
    ]


def test_the_line_is_the_start_and_so_many_times_the_average(
    run: Run, ann: psycopg.Connection[Any]
) -> None:
    hold(ann, {"2026-07": "0", "2026-10": "1"})
    # A third is 0.3333 of money, and 1 + 3 * 0.3333 = 1.9999.
    assert [row["line"] for row in report(run, "--months", "3")["rows"]] == [
        "1.3333", "1.6666", "1.9999",
    ]  # fmt: skip


def test_what_shrinks_goes_on_shrinking(run: Run, ann: psycopg.Connection[Any]) -> None:
    hold(ann, {"2026-08": "100", "2026-10": "81"})
    flow(ann, {"2026-10": (0, 100)})
    document = report(run, "--months", "2")
    assert document["totals"]["growth_monthly"] == "-0.1"  # 0.81 ^ (1/2) = 0.9
    assert document["totals"]["growth_annual"] == "-0.717570463519"  # 0.9 ^ 12 - 1
    assert ways(document) == [
        ("2026-11", "71.50", "72.90", "-19.00"),
        ("2026-12", "62.00", "65.61", "-119.00"),
    ]


@pytest.mark.parametrize(
    ("first", "last"), [("-100", "50"), ("100", "-50"), ("-100", "-50"), ("0", "50"), ("50", "0")]
)
def test_debts_that_are_larger_than_assets_do_not_compound(
    first: str, last: str, run: Run, ann: psycopg.Connection[Any]
) -> None:
    hold(ann, {"2026-09": first, "2026-10": last})
    document = report(run, "--months", "1")
    totals = document["totals"]
    assert (totals["growth_monthly"], totals["growth_annual"]) == (None, None)
    after = int(last) + (int(last) - int(first))
    assert ways(document) == [("2026-11", f"{after}.00", None, None)]
    (note,) = (note for note in document["notes"] if note["code"] == "NO_GROWTH")
    assert note["message"] == (
        "Net worth is not above zero in both 2026-09 and 2026-10: there is no growth to compound."
    )


def test_one_month_of_values_goes_on_by_savings_alone(
    run: Run, ann: psycopg.Connection[Any]
) -> None:
    hold(ann, {"2025-09": "5", "2026-10": "100"})
    flow(ann, {"2026-10": (10, 4)})
    document = report(run, "--months", "2")
    assert ways(document) == [
        ("2026-11", None, None, "106.00"),
        ("2026-12", None, None, "112.00"),
    ]
    assert [(note["code"], note["message"], note["command"]) for note in document["notes"]] == [
        (
            "ONE_MONTH",
            "The 12 months before 2026-10 have no values: there is no change to go on with.",
            "finally snapshot add --month 2026-09",
        )
    ]
    assert run("report", "projection", "--months", "1").stdout.splitlines()[1].split() == [
        "Month", "By", "savings",
    ]  # fmt: skip


def test_without_any_way_there_are_no_months_ahead(run: Run, ann: psycopg.Connection[Any]) -> None:
    hold(ann, {"2026-10": "100"})
    document = report(run)
    assert document["rows"] == []
    assert document["totals"]["net_worth"] == "100.00"
    assert codes(document) == ["ONE_MONTH", "NO_ENTRIES"]
    shown = run("report", "projection", "--chart").stdout.splitlines()
    assert shown[:2] == [
        "Net worth ahead, from 100.00 in 2026-10 (EUR)",
        "There is nothing to go by yet.",
    ]
    assert {line[:5] for line in shown[2:]} == {"Note:", "  fin"}


def test_a_month_that_is_not_over_is_left_out_and_told(household: Run) -> None:
    document = report(household)
    assert [(note["code"], note["message"]) for note in document["notes"]] == [
        ("PARTIAL_MONTH", "2026-11 is not over and left out: the projection begins at 2026-10.")
    ]


def test_months_without_values_before_this_one_are_told(
    run: Run, ann: psycopg.Connection[Any]
) -> None:
    hold(ann, {"2026-07": "100", "2026-08": "110"})
    document = report(run, "--months", "1")
    assert ways(document) == [("2026-09", "120.00", "121.00", None)]
    assert [(note["code"], note["command"]) for note in document["notes"][:1]] == [
        ("NO_VALUES", "finally snapshot add --month 2026-10")
    ]
    assert document["notes"][0]["message"] == (
        "2026-10 is over and has no values: the projection begins at 2026-08."
    )


def test_what_either_month_lacks_is_named(run: Run, ann: psycopg.Connection[Any]) -> None:
    hold(ann, {"2026-06": "100", "2026-10": "121"})
    hold(ann, {"2025-08": "1", "2026-09": "1"}, "Purse")
    hold(ann, {"2025-07": "1", "2026-10": "1"}, "Box")
    flow(ann, {"2026-10": (1, 0)})
    assert [(note["message"], note["command"]) for note in report(run)["notes"]] == [
        (
            '1 asset has no value in 2026-10; values and changes are without it: "Purse".',
            "finally snapshot carry --month 2026-10",
        ),
        (
            "2 assets have no value in 2026-06; values and changes are without them:"
            ' "Box", "Purse".',
            "finally snapshot carry --month 2026-06",
        ),
    ]


def test_what_was_carried_forward_is_taken_as_it_is(
    household: Run, ann: psycopg.Connection[Any]
) -> None:
    ann.execute("UPDATE asset_inputs SET carried = true")
    assert codes(report(household)) == ["PARTIAL_MONTH"]


def test_the_table_shows_where_each_way_comes_from(household: Run) -> None:
    assert household("report", "projection", "--months", "2").stdout == (
        "Net worth ahead, from 121.00 in 2026-10 (EUR)\n"
        " Month     By average change   By growth   By savings\n"
        + "─"
        * 54
        + "\n 2026-11              131.50      133.10       128.00\n"
        " 2026-12              142.00      146.41       135.00\n"
        "\n"
        " Way              A month   % a month   % a year   First     Last      Months\n"
        + "─"
        * 78
        + "\n Average change    +10.50           –          –   2026-08   2026-10        2\n"
        " Growth                 –     +10.0 %   +213.8 %   2026-08   2026-10        2\n"
        " Savings            +7.00           –          –   2025-09   2026-08        3\n"
        "Note: 2026-11 is not over and left out: the projection begins at 2026-10.\n"
    )


def test_a_chart_draws_the_ways_that_there_are(run: Run, ann: psycopg.Connection[Any]) -> None:
    hold(ann, {"2026-09": "-1", "2026-10": "2"})
    flow(ann, {"2026-10": (10, 4)})
    drawn = run("report", "projection", "--chart").stdout.splitlines()
    assert drawn[-1].strip() == "⠒⠒⠒⠒ average change   ⠂⠂⠂⠂ savings"
    assert drawn[-2].split()[0] == "2026-10"  # the start
    # From 2 to 2 + 12 * 6 = 74, and 2 + 12 * 3 = 38 by the average change: in steps of 20.
    assert [line.split()[0] for line in drawn if "┤" in line] == ["80", "60", "40", "20"]


@pytest.mark.parametrize("form", [[], ["--json"], ["--csv"], ["--chart"]])
def test_who_doubles_every_month_outgrows_every_figure(
    form: list[str], run: Run, ann: psycopg.Connection[Any]
) -> None:
    hold(ann, {"2026-09": "1", "2026-10": "2"})
    shown = run("report", "projection", "--months", "1200", *form)
    assert (shown.exit_code, shown.stderr) == (0, "")
    # 2 ^ 80 is the first power of two with more than 24 digits, and 79 months after the start.
    if form == ["--json"]:
        rows = {row["month"]: row["compound"] for row in shown.json["rows"]}
        assert rows["2033-04"] == "604462909807314587353088.00"  # 2 ^ 79
        assert rows["2033-05"] is None
        (note,) = (note for note in shown.json["notes"] if note["code"] == "TOO_LARGE")
        assert note["message"] == (
            "From 2033-05 on, net worth by growth has more than 24 digits and is left out."
        )
    if form == ["--chart"]:
        assert "⠒⠒⠒⠒" not in shown.stdout  # one line is left, and needs no name


@pytest.mark.parametrize("form", [[], ["--json"], ["--csv"], ["--chart"]])
@pytest.mark.parametrize(
    ("first", "last"),
    [("0.0001", "99999999999999999999.9999"), ("99999999999999999999.9999", "0.0001")],
)
def test_the_largest_change_that_can_be_recorded_is_shown_as_far_as_it_goes(
    first: str, last: str, form: list[str], run: Run, ann: psycopg.Connection[Any]
) -> None:
    hold(ann, {"2026-09": first, "2026-10": last})
    shown = run("report", "projection", "--months", "1200", *form)
    assert (shown.exit_code, shown.stderr) == (0, "")
    if form == ["--json"]:
        # last + 1200 * (last - first), exact to the last digit
        exactly = int(last.replace(".", "")) * 1201 - int(first.replace(".", "")) * 1200
        assert shown.json["rows"][-1]["line"] == f"{exactly}"[:-4] + "." + f"{exactly}"[-4:]


def test_only_a_month_that_is_over_can_be_gone_on_from(
    run: Run, ann: psycopg.Connection[Any]
) -> None:
    hold(ann, {"2026-11": "100"})
    assert run("report", "projection") == Outcome(
        5,
        "",
        "finally: no month that is over has values: the newest are of 2026-11\n"
        "  Record those of last month with: finally snapshot add --month last,"
        " or wait until this one is over.\n",
    )
    assert run("report", "projection", "--json").error["code"] == "NO_WHOLE_MONTH"


def test_empty_books_are_told(run: Run) -> None:
    told = run("report", "projection", "--json")
    assert (told.exit_code, told.error["code"]) == (5, "NO_SNAPSHOTS")


@pytest.mark.parametrize("months", ["0", "-1", "1201", "many"])
def test_months_that_cannot_be_are_refused(months: str, run: Run) -> None:
    told = run("report", "projection", "--months", months)
    assert (told.exit_code, told.stdout) == (2, "")
