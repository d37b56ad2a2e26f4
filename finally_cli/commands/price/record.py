"""Prices on their way into the books: staged, compared with what is there, asked about, written."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from finally_cli.commands.command import Terminal, confirm_month
from finally_cli.commands.import_.stage import report_writing, stage_rows
from finally_cli.commands.import_.summary import open_end_notes
from finally_cli.commands.price.match import AssetNames, refuse_unmatched
from finally_cli.commands.price.set import PriceOn, jump_in_words
from finally_cli.model.errors import BadFile
from finally_cli.model.importing.line_file import BadLine
from finally_cli.model.importing.prices.quotes import QuoteFile, What
from finally_cli.model.jumps import FACTOR
from finally_cli.model.kinds import Count, Day, Price
from finally_cli.model.money import format_exact
from finally_cli.model.quantity import format_price
from finally_cli.model.result import Note, Result
from finally_cli.model.text import plural, quote, truncated_list
from finally_cli.store.database import Database
from finally_cli.store.statements import NoRows, Statement

COLUMNS = ("line", "asset_id", "day", "price", "source")
LONGEST_SOURCE = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class RepeatedPrice:
    line: int
    asset: str
    date: Day
    price: Price
    first_line: int
    first_price: Price


@dataclass(frozen=True, slots=True, kw_only=True)
class JumpingPrice:
    asset: str
    before_date: Day
    before_price: Price
    date: Day
    price: Price


@dataclass(frozen=True, slots=True, kw_only=True)
class DifferingPrice:
    line: int
    asset: str
    date: Day
    price: Price
    file_price: Price


@dataclass(frozen=True, slots=True, kw_only=True)
class PricesImported:
    """What became of the prices of an asset: `kept` are those on record that the file has
    otherwise. The last price is that of the last day, of one of today's shares."""

    asset: str
    currency: str
    added: Count
    replaced: Count
    unchanged: Count
    kept: Count
    first_date: Day
    last_date: Day
    last_price: Price


STAGE = Statement("price/stage", NoRows)
DECIDE = Statement("price/decide", NoRows)
REPEATED = Statement("price/repeated", RepeatedPrice)
JUMPS = Statement("price/jumps", JumpingPrice)
DIFFERING = Statement("price/differing", DifferingPrice)
WRITE = Statement("price/write", PricesImported)
UNSTAGE = Statement("price/unstage", NoRows)


@dataclass(frozen=True, slots=True, kw_only=True)
class Choices:
    """How prices are taken: `of_their_day` where they are of the shares of their days, and not of
    today's; `replace` in place of those on record; only those of `first` to `last`."""

    of_their_day: bool = False
    replace: bool = False
    first: date | None = None
    last: date | None = None


def record_prices(
    db: Database,
    terminal: Terminal,
    file: QuoteFile,
    names: AssetNames,
    choices: Choices,
    *,
    source: str,
) -> Result:
    """Record the prices of a file, all of them or none, and say what became of them.

    Raises BadFile for what cannot be read, Refused, and what `terminal.confirm` does for prices
    that jump.
    """
    db.lock_user()
    db.run(STAGE)
    file.is_wanted = names.wants
    taken = Taken(file, names, choices, source)
    staged = stage_rows(db, terminal, "prices", "staged_prices", COLUMNS, taken.rows())
    bad = file.bad + [repeated_in_words(row) for row in db.all(REPEATED)]
    refuse_bad(terminal, file, bad)
    if not staged and names.unknown:
        raise refuse_unmatched(names)
    db.run(DECIDE, of_their_day=choices.of_their_day, replace=choices.replace)
    jumps = confirm_jumps(terminal, db.all(JUMPS, factor=FACTOR))
    differing = db.all(DIFFERING)
    with report_writing(terminal, "prices", staged):
        rows = db.all(WRITE)
    db.run(UNSTAGE)
    if rows:
        confirm_month(terminal, max(row.last_date for row in rows))
    notes = [
        *jumps,
        *differing_notes(differing),
        *passed_over_notes(file, names, taken.outside),
    ]
    if len(rows) == 1:  # a table, and what stands in place of one, has them below
        for note in notes:
            terminal.say(note.message)
    return Result(
        PricesImported,
        rows,
        f"Imported prices ({source})",
        about={"source": source},
        beside={"differing": [differing_to_json(row) for row in differing]},
        notes=notes,
        sentences=[summary(row, source) for row in rows] if len(rows) < 2 else [],
        nothing="The file has no price to record.",
    )


class Taken:
    """The prices that are for assets of the books; `outside` are of days not asked for."""

    def __init__(self, file: QuoteFile, names: AssetNames, choices: Choices, source: str) -> None:
        self.file = file
        self.names = names
        self.choices = choices
        self.source = source
        self.outside = 0

    def rows(self) -> Iterator[tuple[object, ...]]:
        """Each as it is staged, once for every asset that takes it."""
        first, last = self.choices.first or date.min, self.choices.last or date.max
        for quote_ in self.file.quotes:
            takers = self.names.takers(quote_.line, quote_.name, quote_.currency)
            if takers is None:
                continue
            if not first <= quote_.day <= last:
                self.outside += 1
                continue
            price = quote_.figure
            if takers.in_hundredths:
                sign, digits, exponent = price.as_tuple()
                price = Decimal((sign, digits, int(exponent) - 2))  # exactly, of any length
            said = quote_.source if 0 < len(quote_.source) <= LONGEST_SOURCE else ""
            source = said if said.isprintable() and said else self.source
            for asset in takers.assets:
                yield quote_.line, asset.id, quote_.day.isoformat(), f"{price:f}", source


def repeated_in_words(row: RepeatedPrice) -> BadLine:
    """Two prices of one day, in words."""
    return BadLine(
        row.line,
        f"{quote(row.asset)} is {format_price(row.price)} on {row.date.isoformat()} here, and"
        f" {format_price(row.first_price)} in line {row.first_line}",
    )


def refuse_bad(terminal: Terminal, file: QuoteFile, bad: list[BadLine]) -> None:
    """List every bad line. Raises BadFile if there is one."""
    if not bad:
        return
    bad.sort(key=lambda one: one.line)
    for one in bad:
        terminal.say(f"{file.each} {one.line}: {one.reason}")
    count = len({one.line for one in bad})
    raise BadFile(
        f"{count:,} of {plural(file.lines, file.each, file.many)} cannot be imported; nothing was"
        " written",
        "Mend them in the file, and import it again.",
        code="BAD_LINES",
        details={"lines": [{"line": one.line, "reason": one.reason} for one in bad]},
    )


def confirm_jumps(terminal: Terminal, jumps: Sequence[JumpingPrice]) -> list[Note]:
    """Ask once about all prices that are ten times their neighbour in time, or a tenth.

    Where --yes or --dry-run has said so beforehand, that is noted.
    """
    if not jumps:
        return []
    first, count = jumps[0], len(jumps) - 1
    earlier = PriceOn(date=first.before_date, price=first.before_price)
    later = PriceOn(date=first.date, price=first.price)
    words = jump_in_words(first.asset, earlier, later)
    if count:
        words += f", and {plural(count, 'more price')} {'jumps' if count == 1 else 'jump'} as far"
    terminal.confirm(f"{words}. Record {'them' if count else 'it'}?")
    return [Note("PRICES_JUMP", f"{words}.")] if terminal.yes else []


def summary(row: PricesImported, source: str) -> str:
    """What became of the prices of one asset, in a sentence."""
    total = row.added + row.replaced + row.unchanged + row.kept
    days = f"from {row.first_date.isoformat()} to {row.last_date.isoformat()}"
    if row.first_date == row.last_date:
        days = f"of {row.first_date.isoformat()}"
    kept = f", {row.kept:,} kept" if row.kept else ""
    return (
        f"Imported {plural(total, 'price')} of {quote(row.asset)} {days}: {row.added:,} added,"
        f" {row.replaced:,} replaced, {row.unchanged:,} unchanged{kept}."
    )


def differing_to_json(row: DifferingPrice) -> dict[str, object]:
    """A price on record that the file has otherwise, as JSON holds it."""
    return {
        "line": row.line,
        "asset": row.asset,
        "date": row.date.isoformat(),
        "price": format_exact(row.price),
        "file_price": format_exact(row.file_price),
    }


def differing_notes(rows: Sequence[DifferingPrice]) -> list[Note]:
    """Says which prices on record the file has otherwise."""
    if not rows:
        return []
    shown = truncated_list(
        [
            f"{quote(row.asset)} {format_price(row.price)} on {row.date.isoformat()}, in the file"
            f" {format_price(row.file_price)}"
            for row in rows
        ]
    )
    stay = "1 price on record differs, and stays"
    if len(rows) > 1:
        stay = f"{len(rows):,} prices on record differ, and stay"
    return [Note("PRICES_DIFFER", f"{stay}: {shown}. To take the file's: --replace")]


def passed_over_notes(
    file: QuoteFile, names: AssetNames, outside: int, what: What = "price"
) -> list[Note]:
    """Says what of the file was left out, and why."""

    def how_many(count: int) -> str:
        return plural(count, what)

    notes = []
    if file.empty:
        rows = plural(file.empty, file.each, file.many)
        notes.append(Note("WITHOUT_A_PRICE", f"{rows} without a {what} passed over."))
    if file.early:
        message = f"{how_many(file.early)} of days before 2000 passed over; books begin then."
        notes.append(Note("BEFORE_2000", message))
    if names.unknown:
        shown = truncated_list([quote(name) for name in names.unknown])
        count = how_many(sum(names.unknown.values()))
        message = f"{count} passed over of what no asset has as ticker or name: {shown}."
        notes.append(Note("ASSETS_UNKNOWN", message, "finally asset edit ASSET --ticker TICKER"))
    if names.elsewhere:
        message = f"{how_many(names.elsewhere)} passed over that are not in {names.currency}."
        notes.append(Note("OTHER_CURRENCIES", message))
    if outside:
        notes.append(Note("OTHER_DAYS", f"{how_many(outside)} of other days passed over."))
    return [*notes, *open_end_notes(file.open_end)]
