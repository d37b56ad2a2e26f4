"""What net worth is made of in a month: a bar for each asset and debt, or for each category."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal

from finally_cli.commands.page.drawings.months_said import month_of
from finally_cli.commands.page.drawings.most import largest, others_bar
from finally_cli.commands.report.networth import AssetWorth, NetWorthTotals, Worth
from finally_cli.model.drawing import Bar, Bars, Drawing, Figure, Look, Words
from finally_cli.model.result import Result


def draw_parts(result: Result, rows: Sequence[Worth]) -> Drawing | None:
    """A bar for each of the largest; debts go the other way. None of fewer than two."""
    known = [row for row in rows if row.value is not None]
    if len(known) < 2:
        return None
    named, others = largest(known, lambda row: row.value or Decimal(0))
    bars = [bar_of(row) for row in named]
    bars += bars_of_others(named, others)
    return Drawing(Bars(bars), in_words(result, named), result)


def bars_of_others(named: Sequence[Worth], others: Sequence[Worth]) -> Iterator[Bar]:
    """What is owned and what is owed each by itself: a sum of both would hide both. One alone keeps
    its name, as the bar is there anyway."""
    owned = [row for row in others if row.kind == "asset"]
    owed = [row for row in others if row.kind != "asset"]
    sizes = [row.value for row in named]
    for rows, of in ((owned, "Assets: "), (owed, "Debts: ")):
        if len(rows) == 1:
            yield bar_of(rows[0])
        elif rows:
            amount = sum((row.value for row in rows if row.value is not None), Decimal(0))
            yield others_bar(len(rows), sizes, amount, of if owned and owed else "")


def name_of(row: Worth) -> str:
    """What a bar is called."""
    return row.asset if isinstance(row, AssetWorth) else row.name


def bar_of(row: Worth) -> Bar:
    """The bar of an asset or a category."""
    value = Figure(row, "value")
    look: Look = "owed" if row.kind == "liability" else "plain"
    share: Words = [" · ", Figure(row, "share")] if row.share is not None else []
    return Bar(name_of(row), value, [value, *share], look=look)


def in_words(result: Result, named: Sequence[Worth]) -> Words:
    """The sums, and the largest of both sides."""
    totals = result.totals
    assert isinstance(totals, NetWorthTotals)
    words: list[str | Figure] = [
        f"In {month_of(result)}, assets of ",
        Figure(totals, "assets"), " and debts of ", Figure(totals, "debts"),
        " make a net worth of ", Figure(totals, "net_worth"), f" {result.about['currency']}.",
    ]  # fmt: skip
    for kind, what in (("asset", "asset"), ("liability", "debt")):
        side = [row for row in named if row.kind == kind and row.value]
        if side:
            most = max(side, key=lambda row: abs(row.value or Decimal(0)))
            words += [f" The largest {what} is {name_of(most)}, at ", Figure(most, "value"), "."]
    return words
