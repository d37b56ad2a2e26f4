"""The market caps of a CSV file, read line by line into what the books take."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal
from functools import lru_cache, partial

from finally_cli.model.errors import BadUsage
from finally_cli.model.importing.csv_file import NumberedRecords
from finally_cli.model.importing.line_file import BadLine, Header, LineFile
from finally_cli.model.importing.values import OURS, asset_name_cell, parse_month_cell
from finally_cli.model.mills import parse_in_currency
from finally_cli.model.money import parse_market_cap
from finally_cli.model.text import LONGEST_NAME, is_control, quote

COLUMNS = ("asset", "market_cap", "month", "source")
LISTED = ("change",)  # what our own list has beside them, and says nothing more
NEEDED = ("asset", "market_cap", "month")
FORM = "A file has the columns asset,market_cap,month and perhaps source."
STAGED = ("line", "asset", "month", "market_cap", "source")

# A market cap as it is staged, in that order; all but the line is text that the server reads.
Staged = tuple[int, str, str, str, str | None]


class MarketCapFile(LineFile):
    """A file of market caps, one a line."""

    def __init__(self, records: NumberedRecords, currency: str = "") -> None:
        super().__init__(records)
        self.currency = currency
        self.named = marketcap_columns(self.header)
        self.is_ours = "change" in self.named

    def rows(self) -> Iterator[Staged]:
        """Every market cap that can be read; the others go to `bad`."""
        asset, market_cap, month = (self.named[name] for name in NEEDED)
        source = self.named.get("source")
        read = parse_exact_cap if self.is_ours else partial(market_cap_of, currency=self.currency)
        for line, cells in self.whole():
            try:
                row = (
                    line,
                    asset_name_cell(cells[asset]),
                    parse_month_cell(cells[month]),
                    read(cells[market_cap]),
                    None if source is None else source_of(cells[source]),
                )
            except BadUsage as error:
                self.bad.append(BadLine(line, error.message))
            else:
                yield row

    def open_end(self) -> tuple[int, str] | None:
        """The line and the amount that the file ends in, where it may have been cut off there."""
        return self.open_amount({self.named["market_cap"]})


def marketcap_columns(cells: list[str]) -> dict[str, int]:
    """Where each column stands. Raises BadFile for one that is unknown, missing or there twice."""
    header = Header(cells, FORM)
    for heading, word in zip(header.headings, header.words, strict=True):
        if word not in (*COLUMNS, *LISTED):
            raise header.unknown(heading, COLUMNS)
    for column in NEEDED:
        header.need(column)
    return header.places((*COLUMNS, *LISTED))


def market_cap_of(text: str, currency: str = "") -> str:
    """A market cap in that currency as the server reads it."""
    if not text.strip():
        raise BadUsage("the market cap is missing")
    return f"{parse_in_currency(text, currency, parse_market_cap):f}"


def parse_exact_cap(text: str) -> str:
    """A market cap of our own list: a point stands before decimals, also before three."""
    return text if re.fullmatch(OURS, text) and Decimal(text) > 0 else market_cap_of(text)


@lru_cache(maxsize=256)
def source_of(text: str) -> str | None:
    """A source; None for an empty cell."""
    return parse_source(text) if text.strip() else None


def parse_source(text: str) -> str:
    """Where a figure is from: 1 to 200 characters on one line, outer blanks dropped.

    Raises BadUsage.

    >>> parse_source(" annual report ")
    'annual report'
    """
    source = text.strip()
    if not source:
        raise BadUsage("a source cannot be empty", "Say where the figure is from, or leave it out.")
    if len(source) > LONGEST_NAME:
        raise BadUsage(
            f"the source {quote(source)} has {len(source):,} characters",
            f"At most {LONGEST_NAME} fit here.",
        )
    if any(map(is_control, source)):
        raise BadUsage(
            f"the source {quote(source)} holds a control character", "Use one line of plain text."
        )
    return source
