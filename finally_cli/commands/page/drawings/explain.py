"""Why net worth changed, as a waterfall from one month's end to another's."""

from __future__ import annotations

from finally_cli.commands.report.explain import ChangeTotals
from finally_cli.model.drawing import Drawing, Figure, Step, Waterfall, Words
from finally_cli.model.month import add_months, format_month
from finally_cli.model.result import Result

# The reasons in the order in which they are read: the field, its name, and whether it is taken off.
REASONS = (
    ("saved", "Saved", False), ("value_change", "Value", False),
    ("currency_change", "Currency", False), ("unexplained", "Unexplained", False),
    ("new", "New", False), ("gone", "Gone", True), ("missing_change", "No value", False),
)  # fmt: skip


def draw(result: Result) -> Drawing | None:
    """What was there before, each reason that changed it, and what is there now.

    Paying off a debt is a part of what was saved; the assets are told by the table.
    """
    totals, first, last = result.totals, result.about["first"], result.about["last"]
    assert isinstance(totals, ChangeTotals)
    before = format_month(add_months(first, -1))  # type: ignore[arg-type]
    after = format_month(last)  # type: ignore[arg-type]
    reasons = [
        Step(name, Figure(totals, field, minus=minus))
        for field, name, minus in REASONS
        if getattr(totals, field)
    ]
    steps = [
        Step(before, Figure(totals, "net_worth_before"), is_level=True),
        *reasons,
        Step(after, Figure(totals, "net_worth"), is_level=True),
    ]
    words: list[str | Figure] = [
        f"Net worth from {before} to {after}: from ", steps[0].amount, " to ", steps[-1].amount,
        f" {result.about['currency']}.",
    ]  # fmt: skip
    return Drawing(Waterfall(steps), [*words, *in_words(reasons)], result)


def in_words(reasons: list[Step]) -> Words:
    """Each reason with its amount."""
    if not reasons:
        return [" Nothing changed."]
    words: list[str | Figure] = []
    for step in reasons:
        words += [", " if words else " ", f"{step.name} ", step.amount]
    return [*words, "."]
