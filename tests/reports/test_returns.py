"""finally report returns, on households whose every figure is worked out here by hand.

Today is 2026-11-15. The fund, with what was put in beside its value:

2026-06   1000          its first value: put in at the end of the month, so that nothing is earned
2026-07   1155   +100   (1155 - 1000 - 100) / (1000 + 50)  =   55/1050
2026-08   1100   -110   (1100 - 1155 + 110) / (1155 - 55)  =   55/1100 = 0.05

Linked, 1105/1050 * 1.05 = 1.105: it has earned 10.5 %. Of 1000 and -10 more, 1100: a gain of 110.
"""

from __future__ import annotations

from datetime import date
from typing import Any

import psycopg
import pytest

from tests.conftest import Outcome, Run
from tests.support.contributions import put_by_bank

FIGURES = ("opening", "contributed", "closing", "gain", "time_weighted", "months")
NOTHING = (None, None, None, None, None, 0)


def record(run: Run, asset: str, *values: str, of: str = "ETF_STOCKS") -> None:
    """Values as `2026-07 1155 100`: a month, what it was worth, and perhaps what was put in."""
    for text in values:
        month, value, *put_in = text.split()
        more = ["--contribution", put_in[0]] if put_in else []
        done = run("snapshot", "add", asset, value, "--month", month, "--category", of, *more)
        assert done.exit_code == 0, done.stderr


@pytest.fixture
def fund(run: Run) -> Run:
    record(run, "Fund", "2026-06 1000", "2026-07 1155 100", "2026-08 1100 -110")
    return run


def report(run: Run, *options: str) -> Any:
    shown = run("report", "returns", *options, "--json")
    assert (shown.exit_code, shown.stderr) == (0, "")
    return shown.json


def figures(document: Any, name: str = "asset") -> dict[str, tuple[Any, ...]]:
    found = {row[name]: tuple(row[key] for key in FIGURES) for row in document["rows"]}
    assert len(found) == len(document["rows"]), "a row each"
    return found


def notes(document: Any) -> list[tuple[str, str, str | None]]:
    return [(note["code"], note["message"], note["command"]) for note in document["notes"]]


def worth_at(rate: str, *flows: tuple[date, float]) -> float:
    """What dated flows are worth together on the day of the first, at a yearly rate."""
    begin = flows[0][0]
    growth = 1 + float(rate)
    return float(sum(amount / growth ** ((day - begin).days / 365) for day, amount in flows))


# -- the figures


def test_an_asset_is_measured_from_its_first_month_on_record_to_its_last(fund: Run) -> None:
    document = report(fund)
    assert (document["first"], document["last"]) == ("2026-07", "2026-08")
    (row,) = document["rows"]
    assert row == {
        "asset": "Fund",
        "category": "ETF_STOCKS",
        "name": None,
        "opening": "1000.00",
        "contributed": "-10.00",
        "derived": None,
        "closing": "1100.00",
        "gain": "110.00",
        "money_weighted": row["money_weighted"],  # see the next test
        "time_weighted": "0.105",
        "time_weighted_annual": None,  # two months are no year
        "first_month": "2026-07",
        "last_month": "2026-08",
        "months": 2,
    }
    assert document["totals"] == row | {"asset": None, "category": None}
    assert document["notes"] == []


def test_the_money_weighted_rate_makes_all_flows_worth_nothing(fund: Run) -> None:
    rate = report(fund)["rows"][0]["money_weighted"]
    flows = (
        (date(2026, 6, 30), -1000.0),
        (date(2026, 7, 15), -100.0),
        (date(2026, 8, 15), 110.0),
        (date(2026, 8, 31), 1100.0),
    )
    assert abs(worth_at(rate, *flows)) < 0.001
    assert abs(worth_at("0.81", *flows)) > 0.9  # the rate is no other one


def test_a_year_and_two_years_are_told_a_year(run: Run) -> None:
    """1000 become 1210 in two years: 10 % a year. 730 days: both are the same."""
    record(run, "Fund", "2024-10 1000 1000", "2026-10 1210 0")
    (row,) = report(run, "--from", "2024-11")["rows"]
    assert (row["time_weighted"], row["time_weighted_annual"]) == ("0.21", "0.1")
    assert (row["money_weighted"], row["months"]) == ("0.1", 24)


def test_a_range_opens_with_the_month_before_it(fund: Run) -> None:
    document = report(fund, "--from", "2026-08", "--to", "2026-08")
    assert figures(document) == {"Fund": ("1155.00", "-110.00", "1100.00", "55.00", "0.05", 1)}
    document = report(fund, "--to", "2026-07")
    assert figures(document) == {
        # 55/1050 = 0.0523809…
        "Fund": ("1000.00", "100.00", "1155.00", "55.00", "0.052381", 1)
    }


def test_a_range_that_begins_before_the_books_do_takes_the_first_value_as_put_in(
    fund: Run,
) -> None:
    document = report(fund, "--from", "2020-01")
    assert (document["first"], document["last"]) == ("2026-06", "2026-08")
    # 1000 + 100 - 110 put in; nothing is earned in June, at whose end the first of it came.
    assert figures(document) == {"Fund": ("0.00", "990.00", "1100.00", "110.00", "0.105", 2)}
    assert document["rows"][0]["first_month"] == "2026-07"


def test_an_asset_that_begins_within_the_range_is_measured_from_its_first_month(fund: Run) -> None:
    record(fund, "Known", "2026-07 525 500", "2026-08 525", of="CRYPTO")
    record(fund, "Found", "2026-07 400", "2026-08 440 0", of="CRYPTO")
    shown = figures(report(fund))
    # 25 on the 500 with which it begins in the middle of July; nothing since.
    assert shown["Known"] == ("0.00", "500.00", "525.00", "25.00", "0.05", 2)
    # Nobody said what was put into this one in July: its value at the end of it.
    assert shown["Found"] == ("0.00", "400.00", "440.00", "40.00", "0.1", 1)
    (crypto,) = (r for r in report(fund, "--by", "category")["rows"] if r["category"] == "CRYPTO")
    # July: (925 - 900) / (500 + 0) = 0.05; August: (965 - 925) / 925 = 0.0432432…; linked,
    # 1.05 * 965/925 = 1.0954054…
    assert (crypto["gain"], crypto["time_weighted"]) == ("65.00", "0.095405")


def test_a_return_begins_with_the_first_money_and_ends_with_the_last(fund: Run) -> None:
    record(fund, "Entered", "2026-07 510 500", of="CRYPTO")
    record(fund, "Sold", "2026-06 1000 1000", "2026-07 0 -1100", "2026-08 0", of="CRYPTO")
    record(fund, "Both", "2026-06 1100 1000", "2026-07 1600 500", "2026-08 0 -1920", of="CRYPTO")
    record(fund, "Again", "2026-05 100", "2026-06 0 -110", "2026-07 500 500", "2026-08 525")
    shown = figures(report(fund, "--to", "2026-07"))
    assert shown["Entered"] == ("0.00", "500.00", "510.00", "10.00", "0.02", 1)
    shown = figures(report(fund))
    assert shown["Sold"][3:5] == ("100.00", "0.1")
    assert shown["Again"][3:5] == ("35.00", "0.155")  # 110/100 * 525/500
    # As the textbooks have it: 1,000, +10 %, 500 in, +20 %, all sold.
    shown = figures(report(fund, "--from", "2026-06"))
    assert shown["Both"][3:5] == ("420.00", "0.32")


def test_what_is_in_another_currency_is_measured_in_the_users_own(run: Run) -> None:
    """100 dollars at 0.9; then 10 put in, 110 in all, at 0.8: the euro has earned the loss."""
    run("asset", "add", "Dollars", "--category", "CASH", "--currency", "USD")
    run("fx", "set", "USD/EUR", "0.9", "--month", "2026-06")
    run("fx", "set", "USD/EUR", "0.8", "--month", "2026-07")
    run("snapshot", "add", "Dollars", "100", "--month", "2026-06")
    run("snapshot", "add", "Dollars", "110", "--month", "2026-07", "--contribution", "10")
    # (88 - 90 - 8) / (90 + 4) = -10/94 = -0.106382…
    assert figures(report(run)) == {"Dollars": ("90.00", "8.00", "88.00", "-10.00", "-0.106383", 1)}


def test_a_month_without_a_contribution_counts_as_none_once_any_is_recorded(run: Run) -> None:
    record(run, "Fund", "2026-06 1000", "2026-07 1100", "2026-08 1210 0")
    assert figures(report(run)) == {"Fund": ("1000.00", "0.00", "1210.00", "210.00", "0.21", 2)}


# -- what was closed


def test_a_closed_asset_gives_back_its_last_value(fund: Run) -> None:
    record(fund, "Old", "2026-06 200", "2026-07 220 0", of="CRYPTO")
    fund("asset", "close", "Old", "--month", "2026-08")
    document = report(fund)
    # 10 % in July; taken out in August, in which it earns nothing.
    assert figures(document)["Old"] == ("200.00", "-220.00", "0.00", "20.00", "0.1", 2)
    # July: (1375 - 1200 - 100) / (1200 + 50) = 0.06; August: (1100 - 1375 + 330) / (1375 - 165)
    # = 55/1210; 1.06 * 1265/1210 = 1.1081818…
    assert document["totals"]["time_weighted"] == "0.108182"
    assert document["totals"]["gain"] == "130.00"
    assert document["notes"] == []


def test_what_was_still_worth_something_in_the_month_of_its_closing_leaves_the_month_after(
    fund: Run,
) -> None:
    record(fund, "Old", "2026-06 200", "2026-07 220 0", of="CRYPTO")
    fund("asset", "close", "Old", "--month", "2026-07")
    assert figures(report(fund))["Old"] == ("200.00", "-220.00", "0.00", "20.00", "0.1", 2)
    assert figures(report(fund, "--to", "2026-07"))["Old"][:4] == (
        "200.00", "0.00", "220.00", "20.00",
    )  # fmt: skip


def test_what_was_closed_before_the_range_is_not_in_it(fund: Run) -> None:
    record(fund, "Old", "2026-06 200 200", of="CRYPTO")
    fund("asset", "close", "Old", "--month", "2026-07")
    assert set(figures(report(fund))) == {"Fund", "Old"}
    assert set(figures(report(fund, "--from", "2026-08"))) == {"Fund"}


# -- what is missing


def test_a_month_without_a_value_makes_a_longer_stretch(run: Run) -> None:
    record(run, "Fund", "2026-06 1000", "2026-08 1155 100")
    record(run, "Other", "2026-06 1000", "2026-07 1000 40", "2026-08 1045", of="CRYPTO")
    document = report(run)
    shown = figures(document)
    # One stretch of two months, the 100 at work in the last quarter of it: 55 / (1000 + 25)
    assert shown["Fund"] == ("1000.00", "100.00", "1155.00", "55.00", "0.053659", 2)
    # -40 / (1000 + 20), then 45 / 1000: 980/1020 * 1.045 = 1.0040196…
    assert shown["Other"] == ("1000.00", "40.00", "1045.00", "5.00", "0.00402", 2)
    # Of both: 60 / (2000 + 25 + 40 * 3/4) = 60/2055
    assert document["totals"]["time_weighted"] == "0.029197"
    assert document["notes"] == []


@pytest.mark.parametrize(
    ("values", "month", "known"),
    [
        (["2026-05 900", "2026-07 1100 0", "2026-08 1210"], "2026-06", (None, "1210.00")),
        (["2026-05 900", "2026-06 1000", "2026-07 1100 0"], "2026-08", ("1000.00", None)),
    ],
)
def test_without_the_value_at_an_end_there_is_no_return_and_it_is_said(
    fund: Run, values: list[str], month: str, known: tuple[str | None, str | None]
) -> None:
    record(fund, "Other", *values, of="CRYPTO")
    document = report(fund, "--from", "2026-07")
    rows = {row["asset"]: row for row in document["rows"]}
    other, total = rows["Other"], document["totals"]
    assert (other["opening"], other["closing"]) == known
    for row in (other, total):
        assert (row["gain"], row["money_weighted"], row["time_weighted"]) == (None, None, None)
    assert total["contributed"] == "-10.00"
    assert rows["Fund"]["time_weighted"] == "0.105"
    assert notes(document) == [
        (
            "MISSING",
            f'"Other" has no value in {month}: what needs it is absent.',
            f"finally snapshot add --month {month}",
        )
    ]


def test_an_asset_without_a_contribution_is_in_no_figure_and_named(fund: Run) -> None:
    record(fund, 'Anne\'s "nest egg"', "2026-06 5", "2026-08 50", of="CASH")
    for name in ("Box", "Chest", "Drawer"):
        record(fund, name, "2026-07 70", of="CASH")
    fund("snapshot", "add", "Loan", "9", "--month", "2026-07", "--category", "LOAN")
    document = report(fund)
    shown = figures(document)
    assert list(shown) == ["Fund", 'Anne\'s "nest egg"', "Box", "Chest", "Drawer"]
    assert [shown[name] for name in list(shown)[1:]] == [NOTHING] * 4
    assert (document["totals"]["gain"], document["totals"]["closing"]) == ("110.00", "1100.00")
    assert notes(document) == [
        (
            "NO_CONTRIBUTIONS",
            '"Anne\'s "nest egg"", "Box", "Chest" and 1 more are in no figure: what was put in or'
            " taken out is not on record. Say of each in one month how much it was, or 0.",
            "finally snapshot edit 'Anne'\"'\"'s \"nest egg\"' --month 2026-08 --contribution 0",
        )
    ]
    assert set(figures(report(fund, "--by", "category"), "category")) == {"ETF_STOCKS"}


def test_what_was_closed_in_the_month_before_is_unknown_as_long_as_its_value_opens_the_range(
    fund: Run,
) -> None:
    """Closed in July with its value of July: that is still there when August begins, and leaves in
    it. In a range from September on nothing is left to be told of it."""
    record(fund, "Fund", "2026-09 1100")
    record(fund, "Old", "2026-06 200", "2026-07 220", of="CASH")
    fund("asset", "close", "Old", "--month", "2026-07")
    assert set(figures(report(fund))) == {"Fund", "Old"}
    august = report(fund, "--from", "2026-08")
    assert figures(august)["Old"] == NOTHING
    assert [code for code, _, _ in notes(august)] == ["NO_CONTRIBUTIONS"]
    september = report(fund, "--from", "2026-09")
    assert set(figures(september)) == {"Fund"}
    assert september["notes"] == []


def test_the_command_of_that_note_mends_it(fund: Run) -> None:
    record(fund, "Nest egg", "2026-06 100", "2026-07 110", "2026-08 121", of="CASH")
    document = report(fund)
    ((_, message, _),) = notes(document)
    assert message.startswith('"Nest egg" is in no figure: ')
    mended = fund("snapshot", "edit", "Nest egg", "--month", "2026-08", "--contribution", "0")
    assert mended.exit_code == 0
    document = report(fund)
    assert figures(document)["Nest egg"] == ("100.00", "0.00", "121.00", "21.00", "0.21", 2)
    assert document["notes"] == []
    # What is said of August is not known yet in a report up to July.
    july = report(fund, "--to", "2026-07")
    assert figures(july)["Nest egg"] == NOTHING
    assert july["totals"]["closing"] == "1155.00"


# -- what cannot be told


def test_all_lost_has_no_money_weighted_rate_and_says_so(fund: Run) -> None:
    record(fund, "Coin", "2026-06 100", "2026-07 0 0", "2026-08 0", of="CRYPTO")
    document = report(fund)
    (coin,) = (row for row in document["rows"] if row["asset"] == "Coin")
    assert (coin["money_weighted"], coin["time_weighted"]) == (None, "-1")
    assert (coin["gain"], coin["months"], coin["last_month"]) == ("-100.00", 1, "2026-07")
    assert document["totals"]["money_weighted"] is not None
    assert notes(document) == [
        (
            "NO_SIGN_CHANGE",
            'No IRR of "Coin": nothing was put in, or nothing is left of it.',
            None,
        )
    ]


def test_what_no_rate_explains_has_none_and_says_so(run: Run) -> None:
    """500 in, 1200 out, 800 in and all gone: 500 x^2 - 1200 x + 800 has no root."""
    record(run, "Bet", "2026-05 0 0", "2026-06 500 500", "2026-07 0 -1200", "2026-08 0 800")
    document = report(run)
    (row,) = document["rows"]
    assert (row["contributed"], row["gain"]) == ("100.00", "-100.00")
    # 500 became 1200, of which 800 were lost whole.
    assert (row["money_weighted"], row["time_weighted"]) == (None, "-1")
    assert notes(document) == [
        (
            "NO_RATE",
            'No IRR of "Bet" and the total: no yearly rate makes what was put in what it has'
            " become.",
            None,
        ),
    ]


def test_what_is_worth_less_than_nothing_has_no_time_weighted_return_and_says_so(
    run: Run,
) -> None:
    """An account with an overdraft of 100, of which 20 are paid back; and 50 out of nothing."""
    record(run, "Account", "2026-05 -100", "2026-06 -80 20", of="CASH")
    record(run, "Find", "2026-05 0", "2026-06 0 -50", of="CRYPTO")
    document = report(run)
    assert {row["asset"]: row["time_weighted"] for row in document["rows"]} == {
        "Account": None, "Find": None,
    }  # fmt: skip
    codes = {code: message for code, message, _ in notes(document)}
    assert codes["NO_CAPITAL"] == (
        'No TWR of "Account", "Find" and the total: for some time nothing was at work, or less'
        " than nothing, or more was lost than there was."
    )


def test_where_several_rates_solve_it_none_is_given_and_all_are_named(
    run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    """-100 (x - 1.15)(x - 1.2) is -100 x^2 + 235 x - 138, each a year of 365 days apart: 100 in,
    235 out, 138 in and lost."""
    monkeypatch.setenv("FINALLY_TODAY", "2027-03-01")
    record(run, "Pump", "2025-01 0", "2025-02 100 100", "2026-01 115", "2026-02 0 -235")
    record(run, "Pump", "2027-01 0", "2027-02 0 138")
    document = report(run)
    assert [row["money_weighted"] for row in document["rows"]] == [None]
    told = "money went in and out so that 2 yearly rates solve it, 15 % and 20 %."
    assert notes(document) == [
        ("SEVERAL_RATES", f'No IRR of "Pump": {told}', None),
        ("SEVERAL_RATES", f"No IRR of the total: {told}", None),
    ]


def test_a_rate_of_a_few_days_is_not_given_and_that_is_not_called_impossible(run: Run) -> None:
    """1 in the middle of a month and 100 at its end: a hundredfold in 15 days, 10^48 in a year."""
    record(run, "Ticket", "2026-05 0", "2026-06 100 1", of="CRYPTO")
    document = report(run)
    assert [row["money_weighted"] for row in document["rows"]] == [None]
    assert notes(document) == [
        (
            "RATE_BEYOND",
            'No IRR of "Ticket" and the total: the time was so short that a yearly rate says'
            " nothing.",
            None,
        )
    ]


def test_a_fortune_has_a_rate_too(run: Run) -> None:
    """From the end of one December to that of the next, 7 % on 10^18."""
    record(run, "Vault", "2024-12 1000000000000000000", "2025-12 1070000000000000000 0")
    document = report(run, "--from", "2025-01", "--to", "2025-12")
    assert (document["rows"][0]["money_weighted"], document["notes"]) == ("0.07", [])


def test_what_came_at_the_end_of_the_last_month_has_earned_nothing_yet(fund: Run) -> None:
    record(fund, "New", "2026-08 70", of="CASH")
    fund("snapshot", "add", "New", "80", "--month", "2026-09", "--contribution", "0")
    # Up to August nothing is known of it.
    assert figures(report(fund, "--to", "2026-08"))["New"] == NOTHING
    record(fund, "Fund", "2026-09 1100")
    record(fund, "Newer", "2026-09 5", of="CASH")
    record(fund, "Idle", "2026-08 0", "2026-09 0 0", of="CASH")
    document = report(fund)
    assert figures(document)["Idle"] == ("0.00", "0.00", "0.00", "0.00", None, 0)
    assert [code for code, _, _ in notes(document)] == ["NOTHING_AT_WORK", "NO_CONTRIBUTIONS"]
    assert notes(document)[0][1].startswith('Nothing was at work in "Idle"')


# -- how it is shown


def test_the_table_has_a_line_for_the_total(fund: Run) -> None:
    record(fund, "Coin", "2026-06 100", "2026-07 0 0", "2026-08 0", of="CRYPTO")
    shown = fund("report", "returns").stdout.splitlines()
    assert shown[0] == "Returns, 2026-07 to 2026-08 (EUR)"
    assert shown[1].split("  ")[0].strip() == "Asset"
    assert [line.split()[0] for line in shown[3:5]] == ["Fund", "Coin"]
    assert shown[3].split()[1:5] == ["1,000.00", "-10.00", "1,100.00", "+110.00"]
    # Opening, put in, closing and gain of both
    assert shown[6].split()[:5] == ["Total", "1,100.00", "-10.00", "1,100.00", "+10.00"]


def test_by_category_each_has_its_name_and_by_total_there_is_one_row(fund: Run) -> None:
    document = report(fund, "--by", "category")
    (row,) = document["rows"]
    assert (row["asset"], row["category"], row["name"]) == (None, "ETF_STOCKS", "Stock ETFs")
    assert row["time_weighted"] == "0.105"
    assert "Total" in fund("report", "returns", "--by", "category").stdout
    document = report(fund, "--by", "total")
    assert document["rows"] == [document["totals"]]
    shown = fund("report", "returns", "--by", "total").stdout.splitlines()
    assert len(shown) == 4
    assert shown[1].split()[0] == "Opening"


def test_a_neighbour_is_in_no_figure(fund: Run) -> None:
    fund("user", "add", "bob@example.org", "--currency", "EUR")
    bob = ("--user", "bob")
    for month, value in (("2026-06", "1"), ("2026-07", "777")):
        fund("snapshot", "add", "Fund", value, "--month", month, "--category", "ETF_STOCKS",
             "--contribution", "0", *bob)  # fmt: skip
    assert figures(report(fund, "--user", "ann"))["Fund"][3:5] == ("110.00", "0.105")


# -- months that cannot be asked for


@pytest.mark.parametrize(
    ("options", "exit_code", "message", "hint"),
    [
        (
            ["--from", "2026-08", "--to", "2026-07"], 2,
            "--from is after --to", "Did you mean --from 2026-07 --to 2026-08?",
        ),
        (
            ["--to", "2026-10"], 5,
            "there are no values in 2026-10", "There are values from 2026-06 to 2026-08.",
        ),
        (
            ["--from", "2026-10"], 5,
            "there are no values from 2026-10 on", "There are values from 2026-06 to 2026-08.",
        ),
        (
            ["--to", "2026-06"], 5,
            "2026-06 is the first month with values: nothing comes before it",
            "There are values from 2026-06 to 2026-08.",
        ),
    ],
)  # fmt: skip
def test_months_without_values_are_refused(
    options: list[str], exit_code: int, message: str, hint: str, fund: Run
) -> None:
    assert fund("report", "returns", *options) == Outcome(
        exit_code, "", f"finally: {message}\n  {hint}\n"
    )


def test_one_month_is_too_few(run: Run) -> None:
    record(run, "Fund", "2026-06 1000 1000")
    assert run("report", "returns") == Outcome(
        5,
        "",
        "finally: 2026-06 is the first month with values: nothing comes before it\n"
        "  What was earned shows from one month to the next. Record another with:"
        " finally snapshot add --month 2026-07\n",
    )
    assert figures(report(run, "--from", "2026-06")) == {
        "Fund": ("0.00", "1000.00", "1000.00", "0.00", "0", 1)
    }


def test_empty_books_and_books_of_debts_are_told(run: Run) -> None:
    told = run("report", "returns", "--json")
    assert (told.exit_code, told.error["code"]) == (5, "NO_SNAPSHOTS")
    record(run, "Loan", "2026-06 5 5", "2026-07 4 1", of="LOAN")
    assert run("report", "returns") == Outcome(
        5,
        "",
        "finally: there are no values of assets in 2026-07\n"
        "  Returns are of what you own: finally asset list\n",
    )


def test_books_without_any_contribution_are_told_how_to_begin(run: Run) -> None:
    record(run, "World fund", "2026-06 5", "2026-07 6")
    assert run("report", "returns") == Outcome(
        5,
        "",
        "finally: it is not on record of any asset what was put into it or taken out\n"
        "  Say how much it was in a month, or 0:"
        " finally snapshot edit 'World fund' --month 2026-07 --contribution 0\n",
    )
    assert run("report", "returns", "--json").error["code"] == "NO_CONTRIBUTIONS"


# -- what bank rows put in


def test_bank_rows_are_what_was_put_in_where_nothing_is_on_record(
    run: Run, books: psycopg.Connection[Any]
) -> None:
    """The fund of above, whose 100 came in two bank rows, and whose 110 that were taken out are on
    record, too: they count once. What was there at first was put in at once, bank row or not."""
    record(run, "Fund", "2026-06 1000", "2026-07 1155", "2026-08 1100 -110")
    put_by_bank(
        books, "Fund",
        (date(2026, 6, 3), 400), (date(2026, 7, 1), 60), (date(2026, 7, 31), 40),
        (date(2026, 8, 5), -90),
    )  # fmt: skip
    document = report(run)
    assert figures(document) == {
        "Fund": ("1000.00", "-10.00", "1100.00", "110.00", "0.105", 2),
    }


def test_a_bank_row_alone_makes_an_asset_known(run: Run, books: psycopg.Connection[Any]) -> None:
    """Without, nobody can tell what it earned. (1155 - 1000 - 100) / (1000 + 50) = 55/1050."""
    record(run, "Fund", "2026-06 1000", "2026-07 1155")
    record(run, "Gold", "2026-06 500", "2026-07 505")
    put_by_bank(books, "Fund", (date(2026, 7, 1), 100))
    document = report(run)
    assert figures(document)["Gold"] == NOTHING
    assert figures(document)["Fund"][3] == "55.00"
    assert document["rows"][0]["time_weighted"][:6] == "0.0523"
    assert "Gold" in str(notes(document)) and "Fund" not in str(notes(document))
