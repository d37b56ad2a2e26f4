"""What is drawn of each report's answer, and in words: of rows whose figures are round."""

from __future__ import annotations

from dataclasses import fields
from datetime import date
from decimal import Decimal
from typing import Any, TypeVar

from finally_cli.commands.page.drawing_of import drawing_of
from finally_cli.commands.report.allocation import CategoryMix, MixHistory
from finally_cli.commands.report.budget import BudgetLine, BudgetTotals
from finally_cli.commands.report.cashflow import (
    CategoryFlow,
    CategoryLine,
    FlowTotals,
    MonthFlow,
)
from finally_cli.commands.report.goals import GoalProgress
from finally_cli.commands.report.liquidity import CashAccount, CashTotals
from finally_cli.commands.report.networth import AssetWorth, MonthWorth, NetWorthTotals
from finally_cli.commands.report.projection import ProjectionTotals
from finally_cli.commands.report.projection_ways import ProjectedMonth
from finally_cli.commands.report.returns import Return
from finally_cli.commands.report.spending import Spending
from finally_cli.model.drawing import Drawing, Figure
from finally_cli.model.result import Result
from finally_cli.output.page.printed import Printed

JAN, FEB, MAR = date(2026, 1, 1), date(2026, 2, 1), date(2026, 3, 1)
Row = TypeVar("Row")


def made(row_type: type[Row], **values: object) -> Row:
    """A row with these values, numbers as text; nothing, nought or no in its other fields."""
    found: dict[str, Any] = {
        field.name: False if "Flag" in str(field.type) or "bool" in str(field.type)
        or "Outside" in str(field.type) or "IsCarried" in str(field.type)
        else 0 if "Count" in str(field.type) else None
        for field in fields(row_type)  # type: ignore[arg-type]
    }  # fmt: skip
    for name, value in values.items():
        is_number = isinstance(value, str) and value.lstrip("-").replace(".", "").isdigit()
        found[name] = Decimal(value) if is_number else value  # type: ignore[arg-type]
    return row_type(**found)


def answer(rows: list[Any], totals: object = None, **more: Any) -> Result:
    """The answer of a report over three months."""
    about = {"currency": "EUR", "month": MAR, "first": JAN, "last": MAR, **more.pop("about", {})}
    return Result(type(rows[0]), rows, about=about, totals=totals, **more)


def drawn(report: str, result: Result) -> Any:
    """The shape of a chart, and what it says."""
    drawing = drawing_of(report, result)
    assert drawing is not None
    return drawing.shape, said(drawing)


def said(drawing: Drawing) -> str:
    return Printed(drawing.result).sentence(drawing.words)


def value(figure: Figure | None) -> Decimal | None:
    """What a figure is in the books."""
    return None if figure is None else Printed(answer([made(MonthWorth)])).value(figure)


def flows_of(income: dict[str, str], expenses: dict[str, str]) -> tuple[set[Any], str]:
    """Each flow as (from, to, amount), of amounts by category."""
    came = sum(map(Decimal, income.values()), Decimal(0))
    went = sum(map(Decimal, expenses.values()), Decimal(0))
    totals = made(FlowTotals, income=came, expenses=went, net=came - went)
    rows = [
        made(CategoryFlow, kind=kind, name=name, amount=amount)
        for kind, amounts in (("income", income), ("expense", expenses))
        for name, amount in amounts.items()
    ]
    net = made(CategoryLine, kind="", name="Net", amount=came - went)
    shape, words = drawn("cashflow", answer(rows, totals, closing=[net]))
    names = [node.name for node in shape.nodes]
    return {
        (names[one.source], names[one.target], str(value(one.amount))) for one in shape.flows
    }, words


def test_what_is_earned_flows_to_expenses_and_what_is_left_is_saved() -> None:
    flows, words = flows_of({"Salary": "3000", "Bonus": "500"}, {"Rent": "1200", "Food": "800"})
    assert flows == {
        ("Salary", "Income", "3000"), ("Bonus", "Income", "500"), ("Income", "Expenses", "2000"),
        ("Income", "Saved", "1500"), ("Expenses", "Rent", "1200"), ("Expenses", "Food", "800"),
    }  # fmt: skip
    assert words == (
        "2026-01 to 2026-03: 3,500.00 came in, 2,000.00 went out, +1,500.00 EUR was saved."
        " Most came from Salary 3,000.00, Bonus 500.00. Most went to Rent 1,200.00, Food 800.00."
    )


def test_where_more_is_spent_than_earned_the_rest_flows_from_savings() -> None:
    flows, words = flows_of({"Salary": "1000"}, {"Rent": "1200", "Food": "100"})
    assert flows == {
        ("Salary", "Income", "1000"), ("Income", "Expenses", "1000"),
        ("From savings", "Expenses", "300"), ("Expenses", "Rent", "1200"),
        ("Expenses", "Food", "100"),
    }  # fmt: skip
    assert "300.00 EUR came from savings" in words


def test_a_category_that_was_refunded_flows_back_and_income_paid_back_flows_out() -> None:
    """900 - 100 came in, 700 - 50 went out: 150 are left. Each node gives what it takes."""
    flows, _ = flows_of({"Salary": "900", "Bonus": "-100"}, {"Rent": "700", "Shoes": "-50"})
    assert flows == {
        ("Salary", "Income", "900"), ("Income", "Bonus, paid back", "100"),
        ("Income", "Expenses", "650"), ("Income", "Saved", "150"),
        ("Shoes, refunded", "Expenses", "50"), ("Expenses", "Rent", "700"),
    }  # fmt: skip


def test_every_node_between_takes_what_it_gives_whatever_the_signs() -> None:
    for income in ({"A": "10"}, {"A": "0"}, {"A": "-4"}, {"A": "7", "B": "-9"}, {}):
        for expenses in ({"X": "6"}, {"X": "25"}, {"X": "-3"}, {"X": "5", "Y": "-8"}, {"X": "0"}):
            if not any(Decimal(one) for one in [*income.values(), *expenses.values()]):
                continue
            flows, _ = flows_of(income, expenses)
            assert all(Decimal(amount) > 0 for _, _, amount in flows)
            for node in ("Income", "Expenses"):
                takes = sum(Decimal(amount) for _, target, amount in flows if target == node)
                gives = sum(Decimal(amount) for source, _, amount in flows if source == node)
                assert takes == gives, (income, expenses, flows)


def test_many_categories_are_the_largest_and_the_others_as_one() -> None:
    """Of 1 to 20 the twelve largest are 9 to 20; the others sum to 36."""
    flows, _ = flows_of({"Pay": "210"}, {f"C{size}": str(size) for size in range(1, 21)})
    targets = {target: amount for source, target, amount in flows if source == "Expenses"}
    assert len(targets) == 13
    assert targets["8 others"] == "36"


def test_two_hundred_assets_are_fifteen_bars_and_one_of_the_others() -> None:
    """Of 1 to 199 and a debt of 500, the debt and 186 to 199 have bars; 1 to 185 sum to 17,205."""
    rows = [
        made(AssetWorth, asset=f"A{size}", kind="asset", value=str(size)) for size in range(1, 200)
    ]
    rows.append(made(AssetWorth, asset="Loan", kind="liability", value="-500"))
    totals = made(NetWorthTotals, assets="19900", debts="-500", net_worth="19400")
    shape, words = drawn("networth", answer(rows, totals))
    assert len(shape.bars) == 16
    assert [bar.look for bar in shape.bars[-2:]] == ["owed", "rest"]
    others = shape.bars[-1]
    assert (others.name, [value(one) for one in others.said]) == ("185 others", [Decimal(17205)])
    assert others.length is None  # beside it no other bar would be seen
    assert words.endswith(
        "The largest asset is A199, at 199.00. The largest debt is Loan, at -500.00."
    )


def test_others_that_are_owned_and_owed_are_not_set_off_against_each_other() -> None:
    """Of assets of 1 to 16 and 100 and debts of 1 and 2, the fifteen largest are 100 and 3 to 16;
    left are 2 and 1 of the assets, 3 together, and both debts; of one debt its own bar."""
    rows = [
        made(AssetWorth, asset=f"A{size}", kind="asset", value=str(size))
        for size in (*range(1, 17), 100)
    ]
    card = made(AssetWorth, asset="Card", kind="liability", value="-1")
    loan = made(AssetWorth, asset="Loan", kind="liability", value="-2")
    totals = made(NetWorthTotals, assets="236", debts="-3", net_worth="233")
    for debts, said_of_them in (
        ([card, loan], ("Debts: 2 others", Decimal(-3))),
        ([card], ("Card", Decimal(-1))),
    ):
        shape, _ = drawn("networth", answer([*rows, *debts], totals))
        assert [(bar.name, value(bar.said[0])) for bar in shape.bars[-2:]] == [
            ("Assets: 2 others", Decimal(3)), said_of_them,
        ]  # fmt: skip


def test_a_month_without_values_is_a_gap_and_one_asset_is_no_chart() -> None:
    months = [
        made(MonthWorth, month=MAR, assets="30", debts="0", net_worth="30"),
        made(MonthWorth, month=FEB),
        made(MonthWorth, month=JAN, assets="20", debts="0", net_worth="20"),
    ]
    shape, words = drawn("networth", answer(months))
    assert shape.months == [JAN, FEB, MAR]
    assert [value(one) for one in shape.lines[0].figures] == [Decimal(20), None, Decimal(30)]
    assert [line.name for line in shape.lines] == ["Net worth", "Assets"]  # nothing is owed
    assert words.startswith("Net worth from 2026-01 to 2026-03: from 20.00 to 30.00 EUR.")
    assert drawing_of("networth", answer(months[:1])) is None
    one = answer([made(AssetWorth, asset="Cash", kind="asset", value="5")])
    assert drawing_of("networth", one) is None


def test_shares_stand_beside_their_targets_and_those_outside_the_band_are_marked() -> None:
    rows = [
        made(CategoryMix, name="Stocks", share_within="0.8", target="0.6", outside=True),
        made(CategoryMix, name="Cash", share_within="0.2"),
        made(CategoryMix, name="Gold", target="0.4"),
        made(CategoryMix, name="Nothing"),
    ]
    shape, words = drawn("allocation", answer(rows))
    assert [(bar.name, value(bar.length), value(bar.mark), bar.look) for bar in shape.bars] == [
        ("Stocks", Decimal("0.8"), Decimal("0.6"), "bad"), ("Cash", Decimal("0.2"), None, "plain"),
        ("Gold", None, Decimal("0.4"), "plain"),
    ]  # fmt: skip
    assert words == (
        "The mix of assets in 2026-03: Stocks 80.0 % of 60.0 %, Cash 20.0 %, Gold nothing of"
        " 40.0 %. Too far from the target: Stocks."
    )


def test_shares_over_months_are_lines_of_what_was_held() -> None:
    half, none = Decimal("0.5"), None
    rows = [
        made(MixHistory, name="Stocks", shares=[half, none, Decimal(1)]),
        made(MixHistory, name="Never", shares=[Decimal(0), none, Decimal(0)]),
    ]
    shape, words = drawn("allocation", answer(rows, about={"months": [JAN, FEB, MAR]}))
    assert [line.name for line in shape.lines] == ["Stocks"]
    assert [value(one) for one in shape.lines[0].figures] == [half, None, Decimal(1)]
    assert words.endswith("in the last one: Stocks 100.0 %.")


def test_budgets_are_of_the_month_of_the_year_or_none_and_refunds_are_below_nought() -> None:
    rows = [
        made(BudgetLine, name="Food", budget="100", carried="20", available="120", spent="150",
             left_over="-30", used_pct="1.25", overspent=True),
        made(BudgetLine, name="Shoes", budget="50", carried="0", available="50", spent="-10",
             left_over="60", used_pct="-0.2"),
        made(BudgetLine, name="Tax", spent="0", year_budget="1000", year_spent="250",
             year_left="750", year_used_pct="0.25"),
        made(BudgetLine, name="Other", spent="7"),
    ]  # fmt: skip
    totals = made(BudgetTotals, budgets=2, budgeted="140", available="170", left_over="30")
    shape, words = drawn("budget", answer(rows, totals, about={"month_gone": Decimal("0.75")}))
    printed = Printed(answer(rows))
    assert [(bar.name, value(bar.length), value(bar.mark), bar.look) for bar in shape.bars] == [
        ("Food", Decimal("1.25"), Decimal("0.75"), "bad"),
        ("Shoes", Decimal("-0.2"), Decimal("0.75"), "plain"),
        ("Tax", Decimal("0.25"), None, "plain"), ("Other", None, None, "plain"),
    ]  # fmt: skip
    assert [printed.sentence(bar.said) for bar in shape.bars] == [
        "150.00 of 120.00 · 125.0 %", "-10.00 of 50.00 · -20.0 %",
        "250.00 of 1,000.00 in the year", "7.00, no budget",
    ]  # fmt: skip
    assert words == (
        "Budgets in 2026-03: 140.00 spent of 170.00 EUR, +30.00 left. Over: Food by 30.00."
    )
    assert drawing_of("budget", answer(rows[3:], totals)) is None


def test_months_have_columns_for_both_sides_and_gaps_where_nothing_is_on_record() -> None:
    rows = [
        made(MonthFlow, month=MAR, income="100", expenses="130", net="-30"),
        made(MonthFlow, month=FEB),
        made(MonthFlow, month=JAN, income="100", expenses="60", net="40"),
    ]
    totals = made(FlowTotals, income="200", expenses="190", net="10", savings_rate="0.05")
    shape, words = drawn("cashflow", answer(rows, totals))
    assert [line.role for line in shape.columns] == ["in", "out"]
    assert [value(one) for one in shape.line.figures] == [Decimal(40), None, Decimal(-30)]
    assert words == (
        "From 2026-01 to 2026-03, 200.00 came in and 190.00 went out: net +10.00 EUR, a saving"
        " rate of 5.0 %. The best month was 2026-01, at +40.00, the worst 2026-03, at -30.00."
    )


def test_spending_has_a_cell_for_each_month_and_the_small_ones_are_one_row() -> None:
    rows = [
        made(Spending, category="X", name=f"C{size}", total=Decimal(size),
             amounts=[Decimal(size), Decimal(0), Decimal(-1)])
        for size in range(20, 0, -1)
    ]  # fmt: skip
    whole = made(Spending, name="Total", total="210", amounts=[])
    shape, words = drawn("spending", answer(rows, whole, about={"months": [JAN, FEB, MAR]}))
    assert len(shape.rows) == 16
    others = shape.rows[-1]
    assert (others.name, [value(one) for one in others.figures]) == (
        "5 others", [Decimal(15), Decimal(0), Decimal(-5)],
    )  # fmt: skip
    assert words == (
        "2026-01 to 2026-03: 210.00 EUR was spent, most on C20, 20.00. The most in one month"
        " was C20 in 2026-01, 20.00."
    )


def test_returns_are_of_what_has_a_rate_losses_in_another_colour() -> None:
    rows = [
        made(Return, asset="Fund", closing="200", gain="20", time_weighted="0.1", months=3),
        made(Return, asset="Coin", closing="50", gain="-50", time_weighted="-0.5", months=3),
        made(Return, asset="Unknown", months=0),
    ]
    total = made(Return, gain="-30", time_weighted="-0.1", money_weighted="-0.3", months=3)
    shape, words = drawn("returns", answer(rows, total))
    assert [(bar.name, bar.look) for bar in shape.bars] == [("Fund", "good"), ("Coin", "bad")]
    assert words == (
        "2026-01 to 2026-03: a gain of -30.00 EUR, TWR -10.0 %, IRR -30.0 % a year. The best was"
        " Fund at +10.0 %, the worst Coin at -50.0 %."
    )


def test_goals_say_what_is_reached_of_what_and_when() -> None:
    rows = [
        made(GoalProgress, goal="Car", target="100", reached="120", share="1.2", outlook="reached"),
        made(GoalProgress, goal="House", target="200", reached="50", share="0.25",
             outlook="late", there=date(2028, 5, 1)),
        made(GoalProgress, goal="Rest", outlook="unknown"),
    ]  # fmt: skip
    shape, words = drawn("goals", answer(rows))
    assert [(bar.name, value(bar.length), bar.look) for bar in shape.bars] == [
        ("Car", Decimal("1.2"), "good"), ("House", Decimal("0.25"), "bad"), ("Rest", None, "plain"),
    ]  # fmt: skip
    assert words == (
        "Goals in 2026-03: Car, 120.00 of 100.00 · reached; House, 50.00 of 200.00 · late, 2028-05;"
        " Rest, unknown."
    )
    assert drawing_of("goals", answer(rows[2:])) is None


def test_an_account_that_is_overdrawn_is_owed() -> None:
    rows = [
        made(CashAccount, asset="Savings", value="900", months_covered="3"),
        made(CashAccount, asset="Giro", value="-150", months_covered="-0.5"),
        made(CashAccount, asset="New"),
    ]
    totals = made(CashTotals, cash="750", share="0.5", months_covered="2.5", average_spending="300")
    shape, words = drawn("liquidity", answer(rows, totals))
    assert [(bar.name, bar.look) for bar in shape.bars] == [("Savings", "plain"), ("Giro", "owed")]
    assert words == (
        "Cash in 2026-03: 750.00 EUR, 50.0 % of all assets. It would last 2.5 months at 300.00 a"
        " month."
    )


def test_each_way_ahead_begins_at_what_is_and_says_what_it_assumes() -> None:
    rows = [
        made(ProjectedMonth, month=FEB, line="110", savings="105"),
        made(ProjectedMonth, month=MAR, line="120", savings="110"),
    ]
    totals = made(
        ProjectionTotals, start=JAN, net_worth="100", average_change="10", average_savings="5"
    )
    shape, words = drawn("projection", answer(rows, totals))
    assert shape.months == [JAN, FEB, MAR]
    assert [[value(one) for one in line.figures] for line in shape.lines] == [
        [100, 110, 120], [100, 105, 110],
    ]  # fmt: skip
    assert words == (
        "From 100.00 EUR in 2026-01, net worth in 2026-03 would be: by average change 120.00"
        " (+10.00 a month); by savings 110.00 (+5.00 a month)."
    )
