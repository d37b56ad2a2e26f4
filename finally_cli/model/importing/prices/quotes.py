"""What every reader of a file of prices gives: quotes, one after the other, and what it left out.

A file of market caps is read in the same way; the figure of a quote is then one of those.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Literal

from finally_cli.model.bank.dates import DateOrder
from finally_cli.model.bank.numbers import Decimal_
from finally_cli.model.errors import BadFile
from finally_cli.model.importing.line_file import BadLine

What = Literal["price", "market cap"]
MOST_BAD = 100  # lines; a file with more of them is something else than it was taken for


@dataclass(frozen=True, slots=True)
class Quote:
    """What one cost on a day. Of name, currency and source, what the file does not say is empty.

    `currency` is as the file writes it: a code, or a symbol that may be of several.
    """

    line: int
    name: str
    day: date
    figure: Decimal
    currency: str = ""
    source: str = ""


@dataclass(frozen=True, slots=True)
class Sayings:
    """What the command line says of how a file is read; None where it is for the file to tell."""

    dates: DateOrder | None = None
    decimal: Decimal_ | None = None
    encoding: str | None = None


@dataclass(slots=True)
class QuoteFile:
    """A file that is known, and what was found on the way through its quotes.

    `of_their_day` says that its prices are those of the shares of their own days, as a ledger
    keeps them, and not of today's, as price services restate them after a split. `lines`, `bad`
    and the counts are complete when all quotes are read. `is_wanted` is asked of each name: what
    is wrong with the prices of others is nobody's business here.
    """

    form: str  # the program or service that writes such files
    each: str = "line"  # what its numbers count
    names_assets: bool = False
    of_their_day: bool = False
    lines: int = 0
    empty: int = 0  # rows of a day without a figure
    early: int = 0  # figures of days before the books can begin
    open_end: tuple[int, str] | None = None  # the line and figure that it may have been cut off in
    bad: list[BadLine] = field(default_factory=list)
    is_wanted: Callable[[str], bool] = lambda name: True
    quotes: Iterator[Quote] = field(default_factory=lambda: iter(()))

    @property
    def many(self) -> str:
        """What its numbers count, of several."""
        return "entries" if self.each == "entry" else f"{self.each}s"

    def refuse(self, line: int, reason: str) -> None:
        """Keep why a line cannot be read. Raises BadFile where there are too many of them."""
        self.bad.append(BadLine(line, reason))
        if len(self.bad) >= MOST_BAD:
            first = self.bad[0]
            raise BadFile(
                f"{MOST_BAD} of {self.lines:,} {self.many} so far cannot be read; {self.each}"
                f" {first.line}: {first.reason}",
                "Nothing was written. Look whether it is the file that you meant.",
                code="BAD_LINES",
                details={"lines": [{"line": one.line, "reason": one.reason} for one in self.bad]},
            )
