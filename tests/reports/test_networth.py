"""finally report networth, on a small household whose every figure is worked out here by hand.

           2026-07   2026-08   2026-09   2026-10   2026-11
Checking      1000      -200      none       500       600     CASH, overdrawn in August
Fund          3000      3300      none      3000      none     ETF_STOCKS, forgotten in November
Boat          1000      1000         closed from 2026-09 on    REAL_ESTATE
Mortgage     -2000     -1900      none     -1800     -1800     carried in November
Visa          none      -100      none         0        50     overpaid in November
assets        5000      4100                3500       600
debts        -2000     -2000               -1800     -1750
net worth     3000      2100                1700     -1150
change        none      -900                none     -2850
"""

from collections.abc import Callable
from decimal import Decimal
from typing import Any

import psycopg
import pytest

from tests.conftest import Outcome, Run

Report = Callable[..., Outcome]


HOUSEHOLD = """
    WITH ann AS (SELECT set_config('finally.user_id', id::text, true)::uuid AS id FROM users),
    owned (asset, code, closed_on) AS (VALUES
        ('Checking', 'CASH', NULL::date),
        ('Fund', 'ETF_STOCKS', NULL),
        ('Boat', 'REAL_ESTATE', '2026-09-01'),
        ('Mortgage', 'MORTGAGE', NULL),
        ('Visa', 'CREDIT_CARD', NULL)
    ),
    added AS (
        INSERT INTO assets (user_id, category_id, asset_name, closed_on)
        SELECT ann.id, asset_categories.id, owned.asset, owned.closed_on
        FROM ann CROSS JOIN owned JOIN asset_categories USING (code)
        RETURNING user_id, id, asset_name
    )
    INSERT INTO asset_inputs (user_id, asset_id, year, month, total, carried)
    SELECT added.user_id, added.id, 2026, worth.month, worth.total,
        added.asset_name = 'Mortgage' AND worth.month = 11
    FROM added
    JOIN (VALUES
        ('Checking', 7, 1000), ('Checking', 8, -200), ('Checking', 10, 500), ('Checking', 11, 600),
        ('Fund', 7, 3000), ('Fund', 8, 3300), ('Fund', 10, 3000),
        ('Boat', 7, 1000), ('Boat', 8, 1000),
        ('Mortgage', 7, -2000), ('Mortgage', 8, -1900), ('Mortgage', 10, -1800),
        ('Mortgage', 11, -1800),
        ('Visa', 8, -100), ('Visa', 10, 0), ('Visa', 11, 50)
    ) AS worth (asset, month, total) ON worth.asset = added.asset_name
"""


@pytest.fixture
def household(run: Run, books: psycopg.Connection[Any]) -> Run:
    """The household above, in Ann's books."""
    books.execute(HOUSEHOLD)
    return run


def networth(run: Run, *options: str) -> Any:
    shown = run("report", "networth", *options, "--json")
    assert shown.exit_code == 0, shown.stderr
    return shown.json


def rows_of(document: Any, name: str = "category") -> dict[str, tuple[Any, ...]]:
    keys = ("value", "share", "change", "change_pct")
    return {row[name]: tuple(row[key] for key in keys) for row in document["rows"]}


def months_of(document: Any) -> list[str]:
    return [row["month"] for row in document["rows"]]


# -- one month


def test_shares_are_of_assets_alone_and_an_overdrawn_account_has_a_negative_one(
    household: Run,
) -> None:
    # -200 / 4100 = -0.0487805; 3300 / 4100 = 0.8048780; 1000 / 4100 = 0.2439024: they sum to 1.
    august = networth(household, "--month", "2026-08")
    assert rows_of(august) == {
        "ETF_STOCKS": ("3300.00", "0.804878", "300.00", "0.1"),
        "REAL_ESTATE": ("1000.00", "0.243902", "0.00", "0"),
        "CASH": ("-200.00", "-0.04878", "-1200.00", "-1.2"),
        "MORTGAGE": ("-1900.00", None, "100.00", "0.05"),
        "CREDIT_CARD": ("-100.00", None, None, None),  # new
    }
    assert list(rows_of(august)) == [
        "ETF_STOCKS", "REAL_ESTATE", "CASH", "MORTGAGE", "CREDIT_CARD",
    ], "assets before debts, the largest first, and a credit card by what is owed"  # fmt: skip
    assert august["totals"] == {
        "assets": "4100.00",
        "debts": "-2000.00",
        "net_worth": "2100.00",
        "change": "-800.00",  # 2100 - 3000 without the card's -100
        "change_pct": "-0.266667",  # -800 / 3000
        "missing": 0,
        "carried": 0,
        "net_worth_before": "3000.00",
        "new": "-100.00",
        "gone": "0.00",
        "missing_change": "0.00",
        "missing_before": 0,
    }
    assert (august["month"], august["currency"], august["notes"]) == ("2026-08", "EUR", [])
    assert august["schema"] == "finally.report.networth/1"


def test_the_first_month_on_record_has_no_change(household: Run) -> None:
    first = networth(household, "--month", "2026-07")
    assert rows_of(first) == {
        "ETF_STOCKS": ("3000.00", "0.6", None, None),
        "CASH": ("1000.00", "0.2", None, None),
        "REAL_ESTATE": ("1000.00", "0.2", None, None),
        "MORTGAGE": ("-2000.00", None, None, None),
    }
    assert (first["totals"]["change"], first["totals"]["change_pct"]) == (None, None)


def test_a_month_after_one_without_values_has_no_change_either(household: Run) -> None:
    october = networth(household, "--month", "2026-10")
    assert {row["change"] for row in october["rows"]} == {None}
    assert (october["totals"]["net_worth"], october["totals"]["change"]) == ("1700.00", None)


def test_an_asset_that_vanishes_stays_as_a_row_without_value_and_as_a_note(
    household: Run,
) -> None:
    november = networth(household)  # the newest month with values is the default
    assert november["month"] == "2026-11"
    assert rows_of(november) == {
        "CASH": ("600.00", "1", "100.00", "0.2"),
        "ETF_STOCKS": (None, None, None, None),
        "MORTGAGE": ("-1800.00", None, "0.00", "0"),
        "CREDIT_CARD": ("50.00", None, "50.00", None),  # from 0, of which nothing is a share
    }
    assert november["totals"] == {
        "assets": "600.00",
        "debts": "-1750.00",
        "net_worth": "-1150.00",
        "change": "150.00",  # -1150 - (1700 - 3000), without the fund in both months
        "change_pct": "0.115385",  # 150 / 1300 = 0.11538461…
        "missing": 1,
        "carried": 1,
        "net_worth_before": "1700.00",
        "new": "0.00",
        "gone": "0.00",
        "missing_change": "-3000.00",
        "missing_before": 0,
    }
    assert november["notes"] == [
        {
            "code": "MISSING",
            "message": "1 asset has no value in 2026-11;"
            ' values and changes are without it: "Fund".',
            "command": "finally snapshot carry --month 2026-11",
        },
        {
            "code": "CARRIED",
            "message": "1 value is carried forward from an earlier month.",
            "command": "finally snapshot add --month 2026-11",
        },
    ]


def test_by_asset_there_is_a_row_for_each_and_it_says_what_is_carried(household: Run) -> None:
    november = networth(household, "--by", "asset")
    assert rows_of(november, "asset") == {
        "Checking": ("600.00", "1", "100.00", "0.2"),
        "Fund": (None, None, None, None),
        "Mortgage": ("-1800.00", None, "0.00", "0"),
        "Visa": ("50.00", None, "50.00", None),
    }
    assert [row["asset"] for row in november["rows"] if row["carried"]] == ["Mortgage"]
    # Less debt is a gain: +100 of the 2000 that were owed. 1000 to -200 is -1200, -120 %.
    august = rows_of(networth(household, "--by", "asset", "--month", "2026-08"), "asset")
    assert august["Mortgage"] == ("-1900.00", None, "100.00", "0.05")
    assert august["Checking"] == ("-200.00", "-0.04878", "-1200.00", "-1.2")
    assert november["totals"] == networth(household)["totals"]


def test_a_closed_asset_keeps_its_history_and_is_not_missing_afterwards(household: Run) -> None:
    assert "REAL_ESTATE" in rows_of(networth(household, "--month", "2026-08"))
    october = networth(household, "--month", "2026-10")
    assert "REAL_ESTATE" not in rows_of(october)
    assert october["totals"]["missing"] == 0
    household("asset", "reopen", "Boat")
    assert networth(household, "--month", "2026-10")["totals"]["missing"] == 1


def test_an_asset_is_expected_up_to_the_month_before_the_one_it_is_closed_from(
    household: Run,
) -> None:
    for closed_from, missing in (("2026-12", 1), ("2026-11", 0)):
        household("asset", "close", "Fund", "--month", closed_from)
        november = networth(household)
        assert november["totals"]["missing"] == missing
        assert [note["code"] for note in november["notes"]] == ["MISSING", "CARRIED"][
            -1 - missing :
        ]
        assert networth(household, "--months", "1")["rows"][0]["missing"] == missing
    household("snapshot", "delete", "Checking", "--month", "2026-11", "--yes")
    assert networth(household)["notes"][0]["message"] == (
        '1 asset has no value in 2026-11; values and changes are without it: "Checking".'
    )


def test_the_table_shows_what_the_json_says(household: Run) -> None:
    shown = household("report", "networth", "--month", "2026-11")
    assert (shown.exit_code, shown.stderr) == (0, "")
    assert shown.stdout == (
        "Net worth in 2026-11 (EUR)\n"
        " Category           Value     Share    Change   Change %    No value\n"
        "─────────────────────────────────────────────────────────────────────\n"
        " Cash              600.00   100.0 %   +100.00    +20.0 %           –\n"
        " Stock ETFs             –         –         –          –   -3,000.00\n"
        " Mortgage       -1,800.00         –      0.00      0.0 %           –\n"
        " Credit cards       50.00         –    +50.00          –           –\n"
        "─────────────────────────────────────────────────────────────────────\n"
        " Assets            600.00\n"
        " Debts          -1,750.00\n"
        " Net worth      -1,150.00             +150.00    +11.5 %   -3,000.00\n"
        'Note: 1 asset has no value in 2026-11; values and changes are without it: "Fund".\n'
        "  finally snapshot carry --month 2026-11\n"
        "Note: 1 value is carried forward from an earlier month.\n"
        "  finally snapshot add --month 2026-11\n"
    )


def test_the_csv_holds_the_rows_alone(household: Run) -> None:
    shown = household("report", "networth", "--month", "2026-11", "--csv")
    assert shown.stdout == (
        "category,name,kind,value,share,change,change_pct,new,gone,missing_change\n"
        "CASH,Cash,asset,600.00,1,100.00,0.2,,,\n"
        "ETF_STOCKS,Stock ETFs,asset,,,,,,,-3000.00\n"
        "MORTGAGE,Mortgage,liability,-1800.00,,0.00,0,,,\n"
        "CREDIT_CARD,Credit cards,liability,50.00,,50.00,,,,\n"
    )


def test_the_notes_names_three_of_many_missing_assets(run: Run) -> None:
    for name in ("A", "B", "C", "D", "E"):
        run("snapshot", "add", name, "1", "--category", "CASH", "--month", "2026-09")
    run("snapshot", "add", "A", "1", "--month", "2026-10")
    assert networth(run, "--month", "2026-10")["notes"][0]["message"] == (
        "4 assets have no value in 2026-10;"
        ' values and changes are without them: "B", "C", "D" and 1 more.'
    )


def test_an_asset_that_never_had_a_value_is_to_be_added_not_carried(
    run: Run, books: psycopg.Connection[Any]
) -> None:
    run("snapshot", "add", "Cash", "1", "--category", "CASH", "--month", "2026-10")
    run("asset", "add", "Car", "--category", "REAL_ESTATE")
    books.execute("UPDATE assets SET created_at = '2026-10-20' WHERE asset_name = 'Car'")
    document = networth(run)
    assert document["totals"]["missing"] == 1
    assert document["notes"][0]["command"] == "finally snapshot add --month 2026-10"


def test_an_asset_is_not_missing_before_its_first_value(household: Run) -> None:
    july = networth(household, "--month", "2026-07")  # Visa came in August
    assert july["totals"]["missing"] == 0


def test_an_asset_that_was_closed_before_it_was_there_is_never_missing(household: Run) -> None:
    before = household("report", "networth", "--months", "12", "--json").json
    household("asset", "add", "Piano", "--category", "CASH")  # now, in 2026-11
    household("asset", "close", "Piano", "--month", "2026-05")
    assert household("report", "networth", "--months", "12", "--json").json == before


def test_a_household_of_debts_alone_has_no_shares(run: Run) -> None:
    run("snapshot", "add", "Loan", "10", "--category", "LOAN", "--month", "2026-10")
    document = networth(run)
    assert rows_of(document) == {"LOAN": ("-10.00", None, None, None)}
    assert document["totals"]["assets"] == "0.00"


def test_assets_that_sum_to_zero_have_no_shares(run: Run) -> None:
    run("snapshot", "add", "A=5", "B=-5", "--category", "CASH", "--month", "2026-10")
    by_asset = rows_of(networth(run, "--by", "asset"), "asset")
    assert by_asset == {"A": ("5.00", None, None, None), "B": ("-5.00", None, None, None)}


def test_a_way_out_of_debt_is_a_gain_in_percent_too(run: Run) -> None:
    # From -100 to -50 is +50, which is +50 % of the 100 that was owed; then to 25: +75, +150 %.
    for month, owed in (("2026-08", "100"), ("2026-09", "50"), ("2026-10", "-25")):
        words = ["Visa", owed, "--category", "CREDIT_CARD", "--month", month, "--yes"]
        assert run("snapshot", "add", *words).exit_code == 0
    history = networth(run, "--months", "3")["rows"]
    assert [(row["change"], row["change_pct"]) for row in history] == [
        ("75.00", "1.5"),
        ("50.00", "0.5"),
        (None, None),
    ]
    assert networth(run)["totals"]["change_pct"] == "1.5"


def test_sums_are_exact_to_the_last_decimal(run: Run) -> None:
    # In binary floating point 0.1 + 0.2 is not 0.3, and 0.0001 is lost beside twenty digits.
    largest = "99999999999999999999.9999"
    run("snapshot", "add", "A=0.1", "B=0.2", "--category", "CASH", "--month", "2026-09")
    assert networth(run)["totals"]["net_worth"] == "0.30"
    run("snapshot", "add", f"A={largest}", "B=0.0001", "--category", "CASH", "--month", "2026-10")
    assert networth(run)["totals"]["net_worth"] == "100000000000000000000.00"


# -- refusals


def test_empty_books_say_how_to_begin(run: Run) -> None:
    shown = run("report", "networth")
    assert shown == Outcome(
        5,
        "",
        "finally: there are no values yet\n"
        "  Record one with: finally snapshot add NAME VALUE --category CODE, or look around with:"
        " finally demo\n",
    )
    for options in (["--months", "3"], ["--from", "2026-01"], ["--chart"], ["--month", "2026-10"]):
        assert run("report", "networth", *options, "--json").error["code"] == "NO_SNAPSHOTS"


def test_a_month_without_values_is_named_with_the_newest_that_has_some(household: Run) -> None:
    assert household("report", "networth", "--month", "2026-09") == Outcome(
        5,
        "",
        "finally: there are no values in 2026-09\n  The newest month with values is 2026-11.\n",
    )


@pytest.mark.parametrize(
    ("options", "message", "hint"),
    [
        (
            ["--month", "2026-10", "--months", "2"],
            "--month and --by show one month; --months, --from, --to and --chart a history",
            "Leave one or the other out.",
        ),
        (
            ["--by", "asset", "--chart"],
            "--month and --by show one month; --months, --from, --to and --chart a history",
            "Leave one or the other out.",
        ),
        (
            ["--months", "2", "--from", "2026-07", "--to", "2026-08"],
            "--months goes with --from or --to, not with both",
            "Leave one out.",
        ),
        (
            ["--from", "2026-09", "--to", "2026-08"],
            "--from is after --to",
            "Did you mean --from 2026-08 --to 2026-09?",
        ),
        (
            ["--months", "0"],
            "Invalid value for '--months': 0 is not in the range 1<=x<=1200",
            "See: finally report networth --help",
        ),
        (
            ["--by", "colour"],
            "Invalid value for '--by': 'colour' is not one of 'category', 'asset'",
            "See: finally report networth --help",
        ),
    ],
)
def test_options_that_do_not_go_together_are_refused(
    options: list[str], message: str, hint: str, household: Run
) -> None:
    shown = household("report", "networth", *options)
    assert shown == Outcome(2, "", f"finally: {message}\n  {hint}\n")


# -- month by month


def test_the_history_shows_a_month_without_values_empty_and_all_of_it_missing(
    household: Run,
) -> None:
    history = networth(household, "--months", "5")
    keys = ("assets", "debts", "net_worth", "change", "change_pct", "carried", "missing")
    assert [(row["month"], *(row[key] for key in keys)) for row in history["rows"]] == [
        # 150 / 1300 = 0.1153846; -800 / 3000 = -0.2666667
        ("2026-11", "600.00", "-1750.00", "-1150.00", "150.00", "0.115385", 1, 1),
        ("2026-10", "3500.00", "-1800.00", "1700.00", None, None, 0, 0),
        ("2026-09", None, None, None, None, None, 0, 4),  # the boat is closed by then
        ("2026-08", "4100.00", "-2000.00", "2100.00", "-800.00", "-0.266667", 0, 0),
        ("2026-07", "5000.00", "-2000.00", "3000.00", None, None, 0, 0),
    ]
    assert (history["schema"], history["currency"]) == ("finally.report.networth/1", "EUR")
    assert history["notes"] == [
        {
            "code": "MISSING",
            "message": "2 months lack the value of an asset.",
            "command": "finally report networth --month 2026-11",
        }
    ]


def test_where_a_month_lacks_everything_the_note_names_what_fills_it(household: Run) -> None:
    history = networth(household, "--from", "2026-09", "--to", "2026-10")
    command = history["notes"][0]["command"]
    assert command == "finally snapshot carry --month 2026-09"
    assert household(*command.split()[1:]).exit_code == 0
    assert networth(household, "--from", "2026-09", "--to", "2026-10")["notes"] == []


def test_the_first_row_of_a_part_knows_its_change_from_the_month_before_it(
    household: Run,
) -> None:
    assert networth(household, "--from", "2026-08", "--to", "2026-08")["rows"][0]["change"] == (
        "-800.00"
    )


@pytest.mark.parametrize(
    ("options", "months"),
    [
        (["--months", "2"], ["2026-11", "2026-10"]),
        (["--months", "1"], ["2026-11"]),
        (["--months", "1200"], ["2026-11", "2026-10", "2026-09", "2026-08", "2026-07"]),
        (["--from", "2026-10"], ["2026-11", "2026-10"]),
        (["--from", "2000-01", "--to", "2026-08"], ["2026-08", "2026-07"]),
        (["--to", "2026-08"], ["2026-08", "2026-07"]),
        (["--to", "2100-12", "--months", "2"], ["2026-11", "2026-10"]),
        (["--from", "2026-08", "--months", "2"], ["2026-09", "2026-08"]),
        (["--to", "2026-08", "--months", "1"], ["2026-08"]),
        (["--from", "last"], ["2026-11", "2026-10"]),  # today is 2026-11-15
        (["--from", "-2", "--to", "this"], ["2026-11", "2026-10", "2026-09"]),
        (["--to", "2026-06"], []),
        (["--from", "2026-12"], []),
        (["--from", "2100-12", "--months", "1200"], []),
    ],
)
def test_the_months_shown_are_those_asked_for_that_are_on_record(
    options: list[str], months: list[str], household: Run
) -> None:
    assert months_of(networth(household, *options)) == months


def test_months_of_which_none_is_on_record_are_no_failure(household: Run) -> None:
    shown = household("report", "networth", "--to", "2026-06")
    assert shown == Outcome(0, "Net worth by month (EUR)\nNo values in these months.\n", "")
    assert household("report", "networth", "--to", "2026-06", "--csv").stdout == (
        "month,assets,debts,net_worth,change,change_pct,carried,missing,new,gone,missing_change\n"
    )


def test_without_months_the_history_is_of_a_year(run: Run) -> None:
    run("snapshot", "add", "A", "1", "--category", "CASH", "--month", "2024-01")
    run("snapshot", "add", "A", "2", "--month", "2026-10")
    months = months_of(networth(run, "--to", "2026-10"))
    assert (len(months), months[0], months[-1]) == (12, "2026-10", "2025-11")


def test_a_year_ends_in_december_and_the_change_goes_across_it(run: Run) -> None:
    run("snapshot", "add", "A", "10", "--category", "CASH", "--month", "2025-12")
    run("snapshot", "add", "A", "15", "--month", "2026-01")
    assert networth(run)["totals"]["change"] == "5.00"
    assert networth(run, "--months", "1")["rows"][0]["change_pct"] == "0.5"


def test_the_chart_is_drawn_under_the_table_and_not_into_the_data(household: Run) -> None:
    plain = household("report", "networth", "--months", "5").stdout
    drawn = household("report", "networth", "--months", "5", "--chart").stdout
    assert drawn.startswith(plain.rstrip("\n") + "\n\n")
    picture = drawn.removeprefix(plain)
    assert "2026-07" in picture
    assert "2026-11" in picture
    assert "\x1b" not in picture
    with_chart = networth(household, "--months", "5", "--chart")
    assert with_chart == networth(household, "--months", "5")


def test_a_chart_of_one_month_or_none_is_no_failure(household: Run) -> None:
    assert household("report", "networth", "--months", "1", "--chart").exit_code == 0
    assert household("report", "networth", "--to", "2026-06", "--chart").exit_code == 0


# -- what it stands on


def test_the_kept_net_worth_agrees_with_the_sum_of_the_values(
    household: Run, books: psycopg.Connection[Any]
) -> None:
    networth(household)  # identifies Ann for what follows in this transaction
    kept = books.execute(
        "SELECT period, net_worth, snapshots FROM networth_materialized"
    ).fetchall()
    summed = books.execute(
        "SELECT period, sum(total), count(*)::integer FROM asset_inputs GROUP BY period"
    ).fetchall()
    assert sorted(kept) == sorted(summed)
    assert [total for _, total, _ in sorted(kept)] == [
        Decimal(3000), Decimal(2100), Decimal(1700), Decimal(-1150),
    ]  # fmt: skip


def test_the_books_of_another_user_never_show(household: Run) -> None:
    household("user", "add", "bob@example.org", "--currency", "GBP")
    bob, ann = ["--user", "bob"], ["--user", "ann"]
    before = networth(household, *ann)
    for name in ("Checking", "Stamps"):
        household("snapshot", "add", name, "777", "--category", "CASH", "--month", "2026-12", *bob)
    assert networth(household, *ann) == before
    bobs = networth(household, *bob)
    assert (bobs["month"], bobs["currency"]) == ("2026-12", "GBP")
    assert bobs["totals"]["net_worth"] == "1554.00"
    assert months_of(networth(household, "--months", "12", *bob)) == ["2026-12"]
    assert household("asset", "list", "--all", *ann).stdout.count("Stamps") == 0
