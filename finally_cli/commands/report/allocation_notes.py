"""What a mix of assets leaves out or takes over, each with the command that mends it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import Protocol

from finally_cli.commands.report.networth_month import carried_noted
from finally_cli.model.month import written
from finally_cli.model.percent import shown_percent
from finally_cli.model.sheet import Note
from finally_cli.model.text import plural, spelled


class InMix(Protocol):
    """A category, or an asset, in a mix."""

    @property
    def name(self) -> str: ...
    @property
    def value(self) -> Decimal | None: ...
    @property
    def target(self) -> Decimal | None: ...
    @property
    def outside(self) -> bool: ...


def named(row: InMix) -> str:
    """The asset, where the row is one, else the category."""
    return getattr(row, "asset", None) or row.name


def targets_noted(total: Decimal | None, month: date) -> list[Note]:
    """Says that there are no targets, or what they leave open."""
    if total is None:
        message = f"There are no targets in {written(month)}."
        command = f"finally target set CODE PCT --from {written(month)}"
        return [Note("NO_TARGETS", message, command)]
    if total in (0, 1):
        return []
    return [
        Note(
            "TARGETS_BELOW_100",
            f"The targets sum to {shown_percent(total)}:"
            f" {shown_percent(1 - total)} of the assets has none.",
        )
    ]


def untargeted(rows: Sequence[InMix], total: Decimal | None) -> list[Note]:
    """Says what has no target, where others have one."""
    if total is None:
        return []
    names = [named(row) for row in rows if row.target is None and row.value]
    if not names:
        return []
    has = "has" if len(names) == 1 else "have"
    return [Note("WITHOUT_TARGET", f"{spelled(names)} {has} no target, and nothing to move.")]


def outside(rows: Sequence[InMix], month: date, band: str, *, by_asset: bool) -> list[Note]:
    """Says what is further from its target than the band."""
    names = [named(row) for row in rows if row.outside]
    if not names:
        return []
    are = "is" if len(names) == 1 else "are"
    by = " --by asset" if by_asset else ""
    return [
        Note(
            "OUTSIDE_BAND",
            f"{spelled(names)} {are} more than {band} away from the target.",
            f"finally report rebalance --month {written(month)}{by}",
        )
    ]


def values_noted(missing: int, carried: int, month: date) -> list[Note]:
    """Says which values are missing or carried forward."""
    found = []
    if missing:
        them = "it" if missing == 1 else "them"
        found.append(
            Note(
                "MISSING",
                f"{plural(missing, 'asset has', 'assets have')} no value in {written(month)}"
                f"; shares are without {them}.",
                f"finally snapshot carry --month {written(month)}",
            )
        )
    return [*found, *carried_noted(carried, month)]
