"""finally price split: one share became several, and what was recorded before is restated."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Annotated, NamedTuple

import typer

from finally_cli.commands.command import Terminal, writes
from finally_cli.commands.lookup import find_asset
from finally_cli.commands.options import AssetArgument, DateOption
from finally_cli.commands.snapshot.record import CORRECT_COPIES
from finally_cli.model.errors import BadUsage, Conflict
from finally_cli.model.kinds import Count, Day, Month
from finally_cli.model.month import EARLIEST, format_month, today
from finally_cli.model.result import Note, Result
from finally_cli.model.text import plural, quote
from finally_cli.store.database import Database
from finally_cli.store.statements import Statement

MOST = 1_000_000


class Ratio(NamedTuple):
    """So many shares for so many before."""

    numerator: int
    denominator: int


def parse_ratio(text: str) -> Ratio:
    """How many there are after a split for how many before it, as 4:1.

    >>> parse_ratio("4:1"), parse_ratio("1:10")
    (Ratio(numerator=4, denominator=1), Ratio(numerator=1, denominator=10))
    """
    parts = re.fullmatch(r"\s*([0-9]{1,7})\s*:\s*([0-9]{1,7})\s*", text)
    if parts is None:
        raise BadUsage(
            f"{quote(text)} is not a split",
            "Write how many there are for how many before: 4:1, or 1:10 where ten became one.",
        )
    ratio = Ratio(int(parts[1]), int(parts[2]))
    if not all(0 < part <= MOST for part in ratio):
        raise BadUsage(
            f"a split of {quote(text)} leaves nothing to count",
            f"Both numbers are from 1 to {MOST:,}: 4:1, or 1:10 where ten became one.",
        )
    if ratio.numerator == ratio.denominator:
        raise BadUsage(f"a split of {quote(text)} changes nothing", "Write it as 4:1.")
    return ratio


RatioArgument = Annotated[
    Ratio,
    typer.Argument(
        parser=parse_ratio, metavar="RATIO", help="How many for how many before: 4:1, 3:2, 1:10."
    ),
]


@dataclass(frozen=True, slots=True, kw_only=True)
class SplitRecorded:
    """A split, and how many quantities and prices before it are restated; `unsplit` is the first
    month that ended after it, where as many are on record as in the last one before."""

    asset: str
    date: Day
    numerator: Count
    denominator: Count
    quantities: Count
    prices: Count
    unsplit: Month | None


@dataclass(frozen=True, slots=True, kw_only=True)
class SplitKept:
    date: Day
    numerator: Count
    denominator: Count


SPLIT = Statement("price/split", SplitRecorded)
SPLITS = Statement("price/splits", SplitKept)


@writes(dated=True)
def split(
    db: Database,
    terminal: Terminal,
    asset: AssetArgument,
    ratio: RatioArgument,
    date: DateOption = None,
) -> Result:
    """Record a split: quantities and prices before its day are restated, and no value changes.

    That day is the first with as many as after it. What was recorded is kept as it was, in closed
    months too, and shown in the shares of today.

    Examples:
        finally price split "World fund" 4:1 --date 2026-06-10
    """
    found = find_asset(db, asset)
    day = date or today()
    done = db.one(
        SPLIT, id=found.id, date=day, numerator=ratio.numerator, denominator=ratio.denominator
    )
    if done is None:
        kept = next(row for row in db.all(SPLITS, id=found.id) if row.date == day)
        raise Conflict(
            f"{quote(found.asset)} was split {kept.numerator}:{kept.denominator} on"
            f" {day.isoformat()} already",
            "If that one is wrong, take it back first: finally undo, or find it with"
            " finally audit list",
            code="SPLIT_EXISTS",
        )
    db.one(CORRECT_COPIES, id=found.id, month=EARLIEST)
    what = f"{plural(done.quantities, 'quantity', 'quantities')} and {plural(done.prices, 'price')}"
    notes = unsplit_notes(done)
    for note in notes:
        terminal.say(f"Note: {note.message} {note.command}")
    return Result(
        SplitRecorded,
        [done],
        "Recorded",
        sentences=[
            f"Split {quote(done.asset)} {done.numerator}:{done.denominator} on"
            f" {done.date.isoformat()}: {what} before it are restated; no value changes."
        ],
        notes=notes,
    )


def unsplit_notes(done: SplitRecorded) -> list[Note]:
    """Says that a month that ended after the split has as many as if there had been none."""
    if done.unsplit is None:
        return []
    month = format_month(done.unsplit)
    return [
        Note(
            "QUANTITY_UNSPLIT",
            f"{month} ended after it, and has as many of {quote(done.asset)} on record as the month"
            " before it had then. If they were counted before the split, say how many there are.",
            f"finally snapshot edit {quote(done.asset)} --quantity QUANTITY --month {month}",
        )
    ]
