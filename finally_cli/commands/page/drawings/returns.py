"""What money has earned: how much a coin grew in each asset, beside its gain."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from finally_cli.commands.page.drawings.months_said import months_of
from finally_cli.commands.page.drawings.most import largest
from finally_cli.commands.report.returns import Return
from finally_cli.model.drawing import Bar, Bars, Drawing, Figure, Words
from finally_cli.model.result import Result


def draw(result: Result) -> Drawing | None:
    """A bar of the time-weighted return of each, the largest assets first; None without any.

    Rates of several do not add up: those that have no place are in the table alone.
    """
    rows = [row for row in result.rows if isinstance(row, Return)]
    known = [row for row in rows if row.time_weighted is not None and name_of(row)]
    if not known:
        return None
    named, _ = largest(known, lambda row: row.closing or row.opening or Decimal(0))
    bars = [bar_of(row) for row in named]
    return Drawing(Bars(bars), in_words(result, known, named), result)


def name_of(row: Return) -> str:
    """The asset or the category; nothing for the total."""
    return row.asset or row.name or ""


def bar_of(row: Return) -> Bar:
    """The bar of one: its rate, and beside it the gain."""
    rate = Figure(row, "time_weighted")
    gain: Words = [" · ", Figure(row, "gain")] if row.gain is not None else []
    lost = row.time_weighted is not None and row.time_weighted < 0
    return Bar(name_of(row), rate, [rate, *gain], look="bad" if lost else "good")


def in_words(result: Result, known: Sequence[Return], named: Sequence[Return]) -> Words:
    """What all of it has earned, and the best and the worst."""
    total = result.totals
    assert isinstance(total, Return)
    words: list[str | Figure] = [f"{months_of(result)}:"]
    if total.gain is not None:
        words += [" a gain of ", Figure(total, "gain"), f" {result.about['currency']}"]
    if total.time_weighted is not None:
        words += [f"{',' if total.gain is not None else ''} TWR ", Figure(total, "time_weighted")]
    if total.money_weighted is not None:
        words += [", IRR ", Figure(total, "money_weighted"), " a year"]
    if len(known) > 1:
        best = max(known, key=lambda row: row.time_weighted or Decimal(0))
        worst = min(known, key=lambda row: row.time_weighted or Decimal(0))
        words += [
            f". The best was {name_of(best)} at ", Figure(best, "time_weighted"),
            f", the worst {name_of(worst)} at ", Figure(worst, "time_weighted"),
        ]  # fmt: skip
    if len(named) < len(known):
        words.append(f". Drawn are the {len(named)} largest of {len(known)}")
    return [*words, "."]
