"""The mix of assets beside the one that was meant, in a month or month by month."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from finally_cli.commands.page.drawings.months_said import month_of
from finally_cli.commands.page.drawings.most import Others, largest, others_name
from finally_cli.commands.report.allocation import AssetMix, CategoryMix, MixHistory
from finally_cli.commands.report.mix import mix_row_name
from finally_cli.model.drawing import Bar, Bars, Drawing, Figure, Line, Lines, Words
from finally_cli.model.result import Result

Mix = CategoryMix | AssetMix


def draw(result: Result) -> Drawing | None:
    """A bar for each share, with a mark at its target; or a line for each category over months."""
    history = [row for row in result.rows if isinstance(row, MixHistory)]
    if history:
        return draw_history(result, history)
    rows = [row for row in result.rows if isinstance(row, CategoryMix | AssetMix)]
    known = [row for row in rows if row.share_within is not None or row.target is not None]
    if not known:
        return None
    named, others = largest(known, size_of)
    bars = [bar_of(row) for row in named]
    if others:
        rest = Others(
            name=others_name(len(others)),
            share=sum((row.share_within or Decimal(0) for row in others), Decimal(0)),
        )
        share = Figure(rest, "share")
        bars.append(Bar(rest.name, share, [share], look="rest"))
    has_targets = any(row.target is not None for row in named)
    shape = Bars(bars, mark_name="Target" if has_targets else "")
    return Drawing(shape, in_words(result, named), result)


def size_of(row: Mix) -> Decimal:
    """What makes one worth a bar of its own: what it is, or what was meant."""
    return max(row.share_within or Decimal(0), row.target or Decimal(0))


def bar_of(row: Mix) -> Bar:
    """The bar of a category or an asset."""
    share = Figure(row, "share_within") if row.share_within is not None else None
    target = Figure(row, "target") if row.target is not None else None
    said: list[str | Figure] = [share] if share else ["no value"]
    if target:
        said += [" of ", target]
    return Bar(mix_row_name(row), share, said, target, "bad" if row.outside else "plain")


def in_words(result: Result, named: Sequence[Mix]) -> Words:
    """Each share with its target, and which are further from it than they may be."""
    words: list[str | Figure] = [f"The mix of assets in {month_of(result)}:"]
    for place, row in enumerate(named):
        share = Figure(row, "share_within") if row.share_within is not None else "nothing"
        words += [f"{',' if place else ''} {mix_row_name(row)} ", share]
        if row.target is not None:
            words += [" of ", Figure(row, "target")]
    outside = [mix_row_name(row) for row in named if row.outside]
    if outside:
        words.append(f". Too far from the target: {', '.join(outside)}")
    return [*words, "."]


def draw_history(result: Result, rows: Sequence[MixHistory]) -> Drawing | None:
    """A line for each category that has held something; None of a single month."""
    months: Sequence[object] = result.about["months"]  # type: ignore[assignment]
    held = [row for row in rows if any(row.shares)]
    if len(months) < 2 or not held:
        return None
    lines = [
        Line(
            row.name,
            [
                None if share is None else Figure(row, "shares", place)
                for place, share in enumerate(row.shares)
            ],
        )
        for row in held
    ]
    words: list[str | Figure] = ["Shares of all assets, month by month; in the last one:"]
    for place, row in enumerate(held):
        last = Figure(row, "shares", len(months) - 1) if row.shares[-1] is not None else "unknown"
        words += [f"{',' if place else ''} {row.name} ", last]
    shape = Lines(months, lines)  # type: ignore[arg-type]
    return Drawing(shape, [*words, "."], result)
