"""What a table prints: halves away from zero, nothing without a sign, columns that sum up."""

import re
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from finally_cli.model.kinds import Change, Growth, Money
from finally_cli.model.result import Bars, Chart, Result, Sum
from finally_cli.model.rounding import apportion
from finally_cli.output.bars import as_bars, draw_bar
from finally_cli.output.cells import style_cell
from finally_cli.output.chart import as_chart
from finally_cli.output.figures import figures
from finally_cli.output.screen import PIPE, Screen
from finally_cli.output.table import as_table
from tests.conftest import Run


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    name: str
    amount: Money | None
    change: Change | None = None
    growth_pct: Growth | None = None


def lines(*amounts: str) -> list[Line]:
    return [Line(name=f"Row {n}", amount=Decimal(amount)) for n, amount in enumerate(amounts)]


def printed(text: str, column: int = 1) -> list[str]:
    """One column of a table, without its heading and rules."""
    rows = [re.split(r"\s{2,}", line.strip()) for line in text.splitlines() if "─" not in line]
    return [cells[column] for cells in rows[1:] if len(cells) > column]


# -- halves and nothing


@pytest.mark.parametrize(
    ("value", "kind", "places", "text"),
    [
        ("0.005", "money", 2, "0.01"), ("-0.005", "money", 2, "-0.01"),
        ("2.665", "money", 2, "2.67"), ("0.5", "money", 0, "1"), ("-1234.5", "money", 0, "-1,235"),
        ("1.2345", "money", 3, "1.235"), ("1.5", "money", 3, "1.500"),
        ("0.125", "change", 2, "+0.13"), ("-0.0050", "change", 2, "-0.01"),
        ("0.0125", "share", 2, "1.3 %"), ("-0.0125", "growth", 2, "-1.3 %"),
        ("0.0005", "growth", 2, "+0.1 %"), ("0.0125", "points", 2, "+1.3 pp"),
        ("0.25", "months", 2, "0.3"), ("12.35", "months", 2, "12.4"),
    ],
)  # fmt: skip
def test_halves_round_away_from_zero_as_people_round(
    value: str, kind: Any, places: int, text: str
) -> None:
    assert style_cell(Decimal(value), kind, places)[0] == text


@pytest.mark.parametrize(
    ("value", "kind", "places", "text"),
    [
        ("-0.0049", "money", 2, "0.00"), ("-0.4999", "money", 0, "0"), ("-0", "money", 2, "0.00"),
        ("0.0049", "change", 2, "0.00"), ("-0.0049", "change", 2, "0.00"),
        ("-0.00049", "share", 2, "0.0 %"),
        ("-0.00049", "growth", 2, "0.0 %"), ("0.00049", "growth", 2, "0.0 %"),
        ("-0.00049", "pace", 2, "0.0 %"), ("-0.00049", "points", 2, "0.0 pp"),
        ("-0.049", "months", 2, "0.0"),
    ],
)  # fmt: skip
def test_what_rounds_to_nothing_has_no_sign_and_no_colour(
    value: str, kind: Any, places: int, text: str
) -> None:
    assert style_cell(Decimal(value), kind, places) == (text, "")


def test_a_budget_is_over_only_by_what_is_printed() -> None:
    # 100.04 % of a budget is printed as 100.0 %, and 100.05 % as 100.1 %.
    assert style_cell(Decimal("1.0004"), "part") == ("100.0 % ████████", "")
    assert style_cell(Decimal("1.0005"), "part") == ("100.1 % ▓▓▓▓▓▓▓!", "red")


@pytest.mark.parametrize(
    ("value", "kind", "text"),
    [
        ("9.9994", "growth", "+999.9 %"), ("9.9995", "growth", "> +999 %"),
        ("9999999999.99", "growth", "> +999 %"), ("-123456789", "growth", "< -999 %"),
        ("12345678", "share", "> 999 %"), ("-12345678", "share", "< -999 %"),
        ("12345678", "part", "> 999 % ▓▓▓▓▓▓▓!"), ("12345678", "pace", "> +999 %"),
    ],
)  # fmt: skip
def test_a_change_from_next_to_nothing_is_no_number_of_twelve_digits(
    value: str, kind: Any, text: str
) -> None:
    assert style_cell(Decimal(value), kind)[0] == text


def test_bars_and_charts_round_as_tables_do() -> None:
    # 0.5 of an eighth is one eighth; a quarter of a half cell is nothing.
    assert draw_bar(Decimal("0.0625"), None, 1) == "▏"
    shares = [Decimal("0.0125"), Decimal("0.9875")]  # of equals the first has the half
    drawn = as_bars(Bars(["Cash", "Gold"], shares, [None, None]), Screen(80))
    assert re.findall(r"[-0-9.]+ %", drawn) == ["1.3 %", "98.7 %"]
    months = [date(2026, 1, 1), date(2026, 2, 1)]
    chart = as_chart(Chart(months, {"net": [Decimal("-0.4"), Decimal("2.5")]}), Screen(80))
    assert labels(chart) == ["3", "2", "1", "0", "-1"]
    chart = as_chart(
        Chart(months, {"share": [Decimal("-0.0004"), Decimal("0.0125")]}, in_percent=True),
        Screen(80),
    )
    assert labels(chart) == ["1.5 %", "1.0 %", "0.5 %", "0.0 %", "-0.5 %"]


def labels(chart: str) -> list[str]:
    """What stands beside the rows of a chart, from above."""
    beside = [re.split("[│┤┼]", line)[0].strip() for line in chart.splitlines()[:-2]]
    return [label for label in beside if label]


# -- columns sum to their totals


def test_the_cents_of_a_column_go_to_those_that_lost_most() -> None:
    # 33.3333 + 33.3333 + 33.3334 = 100.00; each by itself would be 33.33, and one is left: it goes
    # to the third, which lost 0.0034.
    rows = lines("33.3333", "33.3333", "33.3334")
    result = Result(Line, rows, closing=[Line(name="Total", amount=Decimal(100))])
    assert printed(as_table(result, PIPE)) == ["33.33", "33.33", "33.34", "100.00"]


def test_they_do_so_where_a_narrow_terminal_drops_the_decimals() -> None:
    # 1,010.40 + 1,020.40 + 1,030.40 = 3,061.20, printed as 3,061: 1,010, 1,020 and 1,030 would
    # leave one over, the first's.
    rows = lines("1010.40", "1020.40", "1030.40")
    result = Result(Line, rows, closing=[Line(name="Total", amount=Decimal("3061.20"))])
    shown = as_table(result, Screen(15))
    assert re.findall(r"[0-9],[0-9.]+", shown) == ["1,011", "1,020", "1,030", "3,061"]
    assert " ".join(shown.split()).endswith("Too narrow for: cents. --csv has all.")


def test_a_line_that_is_no_sum_of_the_rows_changes_none_of_them() -> None:
    rows = lines("33.3349", "33.3349")
    result = Result(Line, rows, closing=[Line(name="All time", amount=Decimal(500))])
    assert printed(as_table(result, PIPE)) == ["33.33", "33.33", "500.00"]


def test_subtotals_sum_to_the_total_and_rows_to_their_subtotals() -> None:
    # In yen: 0.4 + 0.4 = 0.8 of assets, -0.3 of debts, 0.5 in all. Printed 1 and 0, which is 1.
    first, second, debt = rows = lines("0.4", "0.4", "-0.3")
    assets, debts, net = under = lines("0.8", "-0.3", "0.5")
    result = Result(
        Line,
        rows,
        about={"currency": "JPY"},
        closing=under,
        sums=[Sum(assets, [first, second]), Sum(debts, [debt]), Sum(net, [assets, debts])],
    )
    assert printed(as_table(result, PIPE)) == ["1", "0", "0", "1", "0", "1"]


FIGURE = r"[-+]?[0-9][0-9,]*(?:\.[0-9]+)?(?![0-9,.]|-[0-9])"
finest = st.decimals(-1000, 1000, places=4)


@given(st.lists(finest, min_size=1, max_size=8), st.lists(finest, max_size=8), st.integers(0, 3))
def test_whatever_the_figures_are_they_sum_up_and_none_is_a_unit_off(
    plus: list[Decimal], minus: list[Decimal], places: int
) -> None:
    """A tree: all = inside (a sum of rows) less outside (a sum of rows), as printed, too."""
    unit = Decimal(1).scaleb(-places)
    came, went = lines(*map(str, plus)), lines(*map(str, minus))
    inside, outside, net = lines(
        str(sum(plus)), str(sum(minus)), str(sum(plus) - sum(minus, Decimal(0)))
    )
    result = Result(
        Line,
        [*came, *went],
        closing=[inside, outside, net],
        sums=[Sum(inside, came), Sum(outside, went), Sum(net, [inside], less=[outside])],
    )
    shown = figures(result, lambda line: line.amount, unit, adds_up=False)  # type: ignore[attr-defined]
    exact = [line.amount or Decimal(0) for line in [*came, *went, inside, outside, net]]
    assert shown[-1] == shown[-3] - shown[-2]
    assert shown[-3] == sum(shown[: len(plus)])
    assert shown[-2] == sum(shown[len(plus) : -3])
    # A total of totals is rounded by itself, its parts to it, and theirs to them.
    assert all(abs(one - amount) < 2 * unit for one, amount in zip(shown, exact, strict=True))
    assert abs(shown[-1] - exact[-1]) <= unit / 2


# -- through the reports


@pytest.fixture
def tokyo(run: Run) -> Run:
    """Books in yen with amounts finer than that, as other currencies and interest leave them."""
    run("user", "edit", "--currency", "JPY")
    for name, category, now, before in (
        ("Bank", "CASH", "1000.4", "900.3"), ("Post", "CASH", "1000.4", "900.3"),
        ("Box", "CASH", "1000.4", "900.3"), ("Fund", "ETF_STOCKS", "2000.3", "1800.4"),
        ("Card", "CREDIT_CARD", "300.3", "200.4"), ("Loan", "LOAN", "300.3", "200.4"),
    ):  # fmt: skip
        run("asset", "add", name, "--category", category)
        run("snapshot", "add", name, before, "--month", "2026-09")
        run("snapshot", "add", name, now, "--month", "2026-10")
    for month in ("2026-09", "2026-10"):
        run("income", "add", "5000.4", "SALARY", "--month", month)
        run("income", "add", "700.4", "BONUS", "--month", month)
        for category, amount in (("FOOD", "100.4"), ("RENT", "100.4"), ("FEES", "100.4")):
            run("expense", "add", amount, category, "--month", month)
            run("budget", "set", category, "99.6", "--month", month)
        run("expense", "add", "33.4", "WELLNESS", "--month", month)
    run("target", "set", "CASH", "60", "ETF_STOCKS", "40", "--from", "2026-09")
    return run


def rows_of(text: str) -> dict[str, list[str]]:
    """The figures of each line by its name, of the first table."""
    lines = [re.split(r"\s{2,}", line.strip()) for line in text.split("\n\n")[0].splitlines()[3:]]
    return {cells[0]: cells[1:] for cells in lines if len(cells) > 1}


def test_net_worth_is_assets_and_debts_as_printed(tokyo: Run) -> None:
    """5,001.5 of assets and -600.6 of debts are 4,400.9, so 4,401: 5,001 and -601 leave one over,
    which goes to the assets, that lost 0.5 where the debts lost 0.4.

    Of 5,002 the fund's 2,000.3 are 2,000 and three times 1,000.4 are 3,000: two are left, for those
    that lost most, the first two of the three. -300.3 twice are -602 and 1. The changes, 100.1
    three times, 199.9 and twice -99.9, are 300.4: 299 and one for 199.9, which lost most.
    """
    shown = tokyo("report", "networth", "--month", "2026-10", "--by", "asset").stdout
    assert rows_of(shown) == {
        "Fund": ["2,000", "40.0 %", "+200", "+11.1 %"],
        "Bank": ["1,001", "20.0 %", "+100", "+11.1 %"],
        "Box": ["1,001", "20.0 %", "+100", "+11.1 %"],
        "Post": ["1,000", "20.0 %", "+100", "+11.1 %"],
        "Card": ["-300", "–", "-100", "-49.9 %"],
        "Loan": ["-301", "–", "-100", "-49.9 %"],
        "Assets": ["5,002"],
        "Debts": ["-601"],
        "Net worth": ["4,401", "+300", "+7.3 %"],
    }


def test_what_is_left_of_the_income_is_that_less_the_expenses_as_printed(tokyo: Run) -> None:
    """10,000.8 + 1,400.8 - 3 * 200.8 - 66.8 = 10,732.4, so 10,732.

    Rounded down, 10,000 + 1,400 - 3 * 201 - 67 = 10,730 leave two, for the incomes, which lost 0.8
    each where the expenses lost 0.2. On average 5,366.2, so 5,366, in the same way.
    """
    shown = tokyo("report", "cashflow", "--by", "category").stdout
    amounts = re.findall(r"(\S+) +(-?[0-9,]+) +(?:[0-9.]+ % +)?(-?[0-9,]+)$", shown, re.MULTILINE)
    assert amounts == [
        ("Salary", "10,001", "5,000"), ("Bonus", "1,401", "700"), ("Fees", "201", "100"),
        ("Food", "201", "100"), ("housing", "201", "100"), ("Wellness", "67", "34"),
        ("Net", "10,732", "5,366"),
    ]  # fmt: skip


def test_a_budget_and_what_is_beside_it_sum_to_what_was_spent_as_printed(tokyo: Run) -> None:
    """Three times 100.4 and 33.4 of no budget are 334.6, so 335: 301 and 33 leave one over, for the
    33.4. The budgets are three times 99.6, 298.8, so 299; of what is left, -2.4, each has -0.8.
    """
    shown = tokyo("report", "budget", "--month", "2026-10").stdout
    found = {name: cells[:3] for name, cells in rows_of(shown).items()}
    assert {name: cells for name, cells in found.items() if cells[:2] != ["–", "0"]} == {
        "Rent and housing": ["100", "101", "0"],
        "Food": ["100", "100", "-1"],
        "Fees": ["99", "100", "-1"],
        "Wellness": ["–", "34", "–"],
        "Budgeted": ["299", "301", "-2"],
        "Unbudgeted": ["34"],
        "Total": ["335"],
    }


def columns(text: str) -> list[list[Decimal]]:
    """The figures over each figure of the first line under the rule, and that one itself."""
    body = text.split("\n\n")[0].splitlines()
    rules = [number for number, line in enumerate(body) if "─" in line]
    lines = [*body[rules[0] + 1 : rules[1]], body[rules[1] + 1]]
    figures_of = [
        {match.end(): Decimal(match[0].replace(",", "")) for match in re.finditer(FIGURE, line)}
        for line in lines
    ]
    return [[line[end] for line in figures_of if end in line] for end in figures_of[-1]]


@pytest.mark.parametrize(
    ("command", "sums"),
    [
        (["report", "cashflow", "--from", "2026-09", "--to", "2026-10"], 3),
        (["report", "spending", "--from", "2026-09", "--to", "2026-10"], 5),
        (["report", "explain", "--month", "2026-10"], 1),
        (["report", "allocation", "--month", "2026-10"], 2),
        (["report", "allocation", "--month", "2026-10", "--by", "asset"], 1),
        (["report", "liquidity", "--month", "2026-10"], 3),
        (["report", "rebalance", "--month", "2026-10"], 4),
        (["expense", "list"], 1),
    ],
)
def test_each_column_of_a_report_sums_to_its_total_as_printed(
    command: list[str], sums: int, tokyo: Run
) -> None:
    shown = tokyo(*command).stdout
    found = [(parts, total) for *parts, total in columns(shown) if len(parts) > 1]
    summed = [sum(parts) == total for parts, total in found if abs(sum(parts) - total) < 5]
    assert (len(summed), all(summed)) == (sums, True), shown


def test_a_budget_is_not_over_by_nothing(run: Run) -> None:
    """0.004 more than 100.00 is 0.00 as printed; 0.005 is 0.01, and over."""
    run("budget", "set", "FOOD", "100")
    run("budget", "set", "RENT", "--yearly", "100")
    for category in ("FOOD", "RENT"):
        run("expense", "add", "100.0040", category)
    row = next(
        row for row in run("report", "budget", "--json").json["rows"] if row["category"] == "FOOD"
    )
    assert (row["left_over"], row["overspent"]) == ("-0.004", False)
    checked = run("report", "budget", "--check")
    assert (checked.exit_code, checked.stdout) == (
        0, "No category is over its budget in 2026-11.\n",
    )  # fmt: skip
    shown = run("report", "budget").stdout
    assert "!" not in shown
    assert not re.search(r"-0\.0+(?![0-9])", shown), shown
    run("expense", "add", "0.001", "FOOD")
    assert run("report", "budget", "--check").exit_code == 1


def test_growth_from_next_to_nothing_is_no_figure(run: Run) -> None:
    """From 0.01 to 9.00 it is 899 times as much more; to 10.01, a thousand times."""
    run("asset", "add", "Fund", "--category", "ETF_STOCKS")
    run("snapshot", "add", "Fund", "0.01", "--month", "2026-09")
    run("snapshot", "add", "Fund", "9", "--month", "2026-10")
    shown = ("report", "networth", "--month", "2026-10")
    assert run(*shown, "--json").json["totals"]["change_pct"] == "899"
    assert "> +999 %" in run(*shown).stdout
    run("snapshot", "add", "Fund", "10.01", "--month", "2026-10")
    for options in ([], ["--by", "asset"], ["--months", "2"]):
        document = run("report", "networth", *options, "--json").json
        assert document["rows"][0]["change_pct"] is None, options
    assert run(*shown, "--json").json["totals"]["change_pct"] is None
    assert "%" not in run(*shown).stdout.replace("100.0 %", "").replace("Change %", "")
    run("expense", "add", "0.01", "FOOD", "--month", "2026-08")
    run("expense", "add", "1000000", "FOOD", "--month", "2026-10")
    spent = run("report", "spending", "--from", "2026-08", "--to", "2026-10", "--json").json
    assert all(row["change_pct"] is None or len(row["change_pct"]) < 9 for row in spent["rows"])


def test_parts_are_cut_where_they_are_more_than_their_whole_and_none_is_minus_nothing() -> None:
    two, one = Decimal(2), Decimal(1)
    assert apportion([two, two], one, Decimal(3)) == [one, two]
    assert [str(part) for part in apportion([Decimal("-0.0"), one], one)] == ["0", "1"]
