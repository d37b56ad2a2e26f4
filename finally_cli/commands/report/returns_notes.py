"""What `report returns` says under its table: which figures are absent, why, and what mends it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from finally_cli.commands.report.returns_rows import MeasuredReturn, Progress, Return, Unknown
from finally_cli.model.month import shifted, written
from finally_cli.model.percent import shown_percent
from finally_cli.model.sheet import Note
from finally_cli.model.text import quoted, spelled

SAID = {
    "NOTHING_AT_WORK": "Nothing was at work in {}: nothing was there, or it came at the end of the"
    " last month and has earned nothing yet.",
    "NO_SIGN_CHANGE": "No IRR of {}: nothing was put in, or nothing is left of it.",
    "NO_RATE": "No IRR of {}: no yearly rate makes what was put in what it has become.",
    "RATE_BEYOND": "No IRR of {}: the time was so short that a yearly rate says nothing.",
    "NO_CAPITAL": "No TWR of {}: for some time nothing was at work, or less than nothing, or more"
    " was lost than there was.",
}


def returns_notes(
    rows: Sequence[MeasuredReturn],
    assets: Sequence[Progress],
    unknown: Sequence[Unknown],
    first: date,
    last: date,
) -> list[Note]:
    """Why figures are absent from `rows`, then of which `assets` a value is missing, and which are
    `unknown`."""
    found = [
        Note(code, said.format(spelled([row_name(one.row) for one in rows if code in one.lacks])))
        for code, said in SAID.items()
        if any(code in one.lacks for one in rows)
    ]
    found += [several_rates_note(one) for one in rows if "SEVERAL_RATES" in one.lacks]
    if any("MISSING" in one.lacks for one in rows):
        for month, lack in (
            (shifted(first, -1), [asset for asset in assets if asset.opening is None]),
            (last, [asset for asset in assets if asset.closing is None]),
        ):
            found += missing_notes(month, [quoted(asset.asset or "") for asset in lack])
    return [*found, *contribution_notes(unknown)]


def several_rates_note(one: MeasuredReturn) -> Note:
    """Says which rates there are: each of them solves it, so that none is the answer."""
    told = [shown_percent(rate) for rate in one.rates]
    return Note(
        "SEVERAL_RATES",
        f"No IRR of {row_name(one.row)}: money went in and out so that {len(one.rates)} yearly"
        f" rates solve it, {spelled(told)}.",
    )


def missing_notes(month: date, names: Sequence[str]) -> list[Note]:
    """Says which assets lack the value that is measured from or up to."""
    if not names:
        return []
    has, it = ("has", "it") if len(names) == 1 else ("have", "them")
    return [
        Note(
            "MISSING",
            f"{spelled(names)} {has} no value in {written(month)}: what needs {it} is absent.",
            f"finally snapshot add --month {written(month)}",
        )
    ]


def contribution_notes(unknown: Sequence[Unknown]) -> list[Note]:
    """Says which assets are in no figure, and how to say of the first that nothing was put in."""
    if not unknown:
        return []
    names = spelled([quoted(one.asset) for one in unknown])
    is_, it = ("is", "it") if len(unknown) == 1 else ("are", "each")
    return [
        Note(
            "NO_CONTRIBUTIONS",
            f"{names} {is_} in no figure: what was put in or taken out is not on record."
            f" Say of {it} in one month how much it was, or 0.",
            command_for(unknown[0]),
        )
    ]


def command_for(asset: Unknown) -> str:
    """The command that puts on record that nothing was put into an asset."""
    from shlex import quote

    return (
        f"finally snapshot edit {quote(asset.asset)} --month {written(asset.newest)}"
        " --contribution 0"
    )


def row_name(row: Return) -> str:
    """What a sentence calls a row."""
    name = row.asset or row.name
    return quoted(name) if name else "the total"
