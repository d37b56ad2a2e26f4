"""The cash in each account, and for how many months of spending it would last."""

from __future__ import annotations

from decimal import Decimal

from finally_cli.commands.page.drawings.months_said import month_of
from finally_cli.commands.page.drawings.most import largest, others_bar
from finally_cli.commands.report.liquidity import CashAccount, CashTotals
from finally_cli.model.drawing import Bar, Bars, Drawing, Figure, Look, Words
from finally_cli.model.result import Result


def draw(result: Result) -> Drawing | None:
    """A bar for each account; None where none has a value."""
    rows = [row for row in result.rows if isinstance(row, CashAccount) and row.value is not None]
    totals = result.totals
    if not rows or not isinstance(totals, CashTotals):
        return None
    named, others = largest(rows, lambda row: row.value or Decimal(0))
    bars = [bar_of(row) for row in named]
    if others:
        sums = sum((row.value for row in others if row.value is not None), Decimal(0))
        bars.append(others_bar(len(others), [row.value for row in named], sums))
    return Drawing(Bars(bars), in_words(result, totals), result)


def bar_of(row: CashAccount) -> Bar:
    """The bar of an account; what is overdrawn goes the other way."""
    value = Figure(row, "value")
    lasts: Words = (
        [" · ", Figure(row, "months_covered"), " months"] if row.months_covered is not None else []
    )
    look: Look = "owed" if row.value is not None and row.value < 0 else "plain"
    return Bar(row.asset, value, [value, *lasts], look=look)


def in_words(result: Result, totals: CashTotals) -> Words:
    """All cash, its share, and how long it would last."""
    words: list[str | Figure] = [
        f"Cash in {month_of(result)}: ", Figure(totals, "cash"), f" {result.about['currency']}",
    ]  # fmt: skip
    if totals.share is not None:
        words += [", ", Figure(totals, "share"), " of all assets"]
    if totals.months_covered is not None and totals.average_spending is not None:
        words += [
            ". It would last ", Figure(totals, "months_covered"), " months at ",
            Figure(totals, "average_spending"), " a month",
        ]  # fmt: skip
    return [*words, "."]
