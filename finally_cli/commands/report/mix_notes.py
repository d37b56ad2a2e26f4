"""What a mix of assets leaves out or takes over, each with the command that mends it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Protocol

from finally_cli.commands.report.mix import MixPart, drift_base_notes
from finally_cli.commands.report.networth import carried_note
from finally_cli.model.money import format_money
from finally_cli.model.month import format_month
from finally_cli.model.result import Note
from finally_cli.model.text import and_list, plural


class InMix(Protocol):
    """A category, or an asset, in a mix."""

    @property
    def category(self) -> str: ...
    @property
    def name(self) -> str: ...
    @property
    def value(self) -> Decimal | None: ...
    @property
    def target(self) -> Decimal | None: ...
    @property
    def outside(self) -> bool: ...


def mix_row_name(row: InMix) -> str:
    """The asset, where the row is one, else the category."""
    return getattr(row, "asset", None) or row.name


def target_notes(total: Decimal | None, beside: Decimal, month: date) -> list[Note]:
    """Says that there are no targets, or what drift is measured in; `beside` has no target."""
    if total is None:
        message = f"There are no targets in {format_month(month)}."
        command = f"finally target set CODE PCT --from {format_month(month)}"
        return [Note("NO_TARGETS", message, command)]
    return drift_base_notes(total, beside)


def untargeted_notes(
    rows: Sequence[InMix], total: Decimal | None, as_one: Sequence[MixPart] = ()
) -> list[Note]:
    """Says what has no target, where others have one; what is moved as one is told by itself."""
    if total is None:
        return []
    told = {part.category for part in as_one}
    names = [
        mix_row_name(row)
        for row in rows
        if row.target is None and row.value and row.category not in told
    ]
    if not names:
        return []
    has = "has" if len(names) == 1 else "have"
    return [Note("WITHOUT_TARGET", f"{and_list(names)} {has} no target, and nothing to move.")]


def joined_parts(
    parts: Sequence[MixPart], moves: Mapping[str, Decimal], rows: Sequence[InMix]
) -> list[MixPart]:
    """What is to be moved in a category whose assets do not say how much in each."""
    alone = {row.category for row in rows if getattr(row, "asset", "") is None}
    return [
        part
        for part in parts
        if part.asset is None and part.category not in alone and moves.get(part.id)
    ]


def moved_as_one_notes(as_one: Sequence[MixPart], moves: Mapping[str, Decimal]) -> list[Note]:
    """Says how much that is."""
    return [
        Note(
            "MOVED_AS_ONE",
            f"The assets of {part.name} have no shares of it:"
            f" {format_money(abs(moves[part.id]))} is to be"
            f" {'put in' if moves[part.id] > 0 else 'sold'}"
            " there in all.",
            "finally target set --asset NAME PCT",
        )
        for part in as_one
    ]


def outside_band_notes(
    rows: Sequence[InMix], month: date, band: str, *, by_asset: bool
) -> list[Note]:
    """Says what is further from its target than the band."""
    names = [mix_row_name(row) for row in rows if row.outside]
    if not names:
        return []
    are = "is" if len(names) == 1 else "are"
    by = " --by asset" if by_asset else ""
    return [
        Note(
            "OUTSIDE_BAND",
            f"{and_list(names)} {are} more than {band} away from the target.",
            f"finally report rebalance --month {format_month(month)}{by}",
        )
    ]


def value_notes(missing: int, carried: int, month: date) -> list[Note]:
    """Says which values are missing or carried forward."""
    found = []
    if missing:
        them = "it" if missing == 1 else "them"
        found.append(
            Note(
                "MISSING",
                f"{plural(missing, 'asset has', 'assets have')} no value in {format_month(month)}"
                f"; shares are without {them}.",
                f"finally snapshot carry --month {format_month(month)}",
            )
        )
    return [*found, *carried_note(carried, month)]
