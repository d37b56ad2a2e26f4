"""What is known of the money that was put into assets: said, derived, or not at all."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from finally_cli.model.errors import NotFound
from finally_cli.model.kinds import Code, Month
from finally_cli.model.month import format_month, format_months
from finally_cli.model.result import Note
from finally_cli.model.text import and_list, quote
from finally_cli.store.statements import Statement


@dataclass(frozen=True, slots=True, kw_only=True)
class Unknown:
    """An asset of which nothing says what was put in; `has_quantities` of some of its values."""

    asset: str
    category: Code
    newest: Month
    has_quantities: bool


UNKNOWN = Statement("report/returns_unknown", Unknown)


def no_contributions(unknown: Sequence[Unknown], first: date, last: date) -> NotFound:
    """The refusal where there is no asset that a contribution is on record of."""
    if not unknown:
        return NotFound(
            f"there are no values of assets in {format_months(first, last)}",
            "Returns are of what you own: finally asset list",
            code="NO_SNAPSHOTS",
        )
    return NotFound(
        "it is not on record of any asset what was put into it or taken out",
        f"Say how much it was in a month, or 0: {command_for(unknown[0])}",
        code="NO_CONTRIBUTIONS",
    )


def command_for(asset: Unknown) -> str:
    """The command that puts on record that nothing was put into an asset."""
    import shlex

    month = format_month(asset.newest)
    return f"finally snapshot edit {shlex.quote(asset.asset)} --month {month} --contribution 0"


def contribution_notes(unknown: Sequence[Unknown]) -> list[Note]:
    """Says which assets are in no figure, and how to say of the first that nothing was put in."""
    if not unknown:
        return []
    names = and_list([quote(one.asset) for one in unknown])
    is_, it = ("is", "it") if len(unknown) == 1 else ("are", "each")
    return [
        Note(
            "NO_CONTRIBUTIONS",
            f"{names} {is_} in no figure: what was put in or taken out is not on record."
            f" Say of {it} in one month how much it was, or 0.",
            command_for(unknown[0]),
        ),
        *quantity_note([one for one in unknown if one.has_quantities]),
    ]


def quantity_note(unknown: Sequence[Unknown]) -> list[Note]:
    """Says of which assets quantities do not tell either, for some of their values have none."""
    import shlex

    if not unknown:
        return []
    return [
        Note(
            "NO_QUANTITY",
            f"Not each value of {and_list([quote(one.asset) for one in unknown])} has a quantity,"
            " from which it would follow what was put in.",
            f"finally snapshot list --asset {shlex.quote(unknown[0].asset)}",
        )
    ]


def derived_note(names: Sequence[str]) -> list[Note]:
    """Says of which assets it follows from quantities and prices what was put in."""
    if not names:
        return []
    return [
        Note(
            "DERIVED",
            f"What was put into {and_list([quote(name) for name in names])} follows from quantity"
            " and price where nothing else is on record. If it was another amount, say so.",
            "finally snapshot edit ASSET --month MONTH --contribution AMOUNT",
        )
    ]
