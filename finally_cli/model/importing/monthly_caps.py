"""Market caps from day to day, as services give them: of each month, the last day's is kept."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from datetime import date

from finally_cli.model.bank.detect import decode_head
from finally_cli.model.importing.marketcaps import Staged
from finally_cli.model.importing.prices.columns import DAYS, plain_name
from finally_cli.model.importing.prices.quotes import Quote, QuoteFile
from finally_cli.model.text import quote

Kept = dict[tuple[str, date], Quote]  # by asset and month


def is_daily(begin: bytes) -> bool:
    """Whether a file is of days, by the names of its columns, which its first bytes hold.

    >>> is_daily(b"snapped_at,price,market_cap\\n"), is_daily(b"Month;Asset;market_cap\\n")
    (True, False)
    """
    first, end, _ = decode_head(begin).lstrip("\ufeff \t\r\n").partition("\n")
    words = {plain_name(word) for word in re.split("[,;\t]", first)}
    return bool(end) and "month" not in words and not words.isdisjoint(DAYS)


class MonthlyCaps:
    """The market caps of a file of days, asset by asset and month by month.

    `find` gives the names of the assets that a quote is for. What contradicts itself goes to the
    file's bad lines.
    """

    def __init__(self, file: QuoteFile, find: Callable[[Quote], Iterable[str]]) -> None:
        self.file = file
        self.find = find
        self.kept: Kept = {}

    def read(self) -> None:
        """Read all of the file; of each month, its last day is kept."""
        for one in self.file.quotes:
            for asset in self.find(one):
                key = asset, one.day.replace(day=1)
                known = self.kept.get(key)
                if known is None or one.day > known.day:
                    self.kept[key] = one
                elif one.day == known.day and one.figure != known.figure:
                    self.file.refuse(
                        one.line,
                        f"{quote(asset)} has another market cap on {one.day.isoformat()} in line"
                        f" {known.line}",
                    )

    def rows(self) -> Iterator[Staged]:
        """The market caps as they are staged."""
        for (asset, month), one in sorted(self.kept.items()):
            figure = f"{one.figure:f}"
            yield one.line, asset, month.isoformat(), figure, one.source or self.file.form
