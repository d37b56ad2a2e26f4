"""The values of a CSV file, read line by line; what is wrong with a line is kept for the end."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from finally_cli.model.csvfile import Records
from finally_cli.model.currency import parse_currency
from finally_cli.model.errors import BadUsage
from finally_cli.model.linefile import BadLine, LineFile
from finally_cli.model.money import parse_money
from finally_cli.model.text import parse_name, parse_note
from finally_cli.model.valuecolumns import columns_of, month_of

# What no rule could refuse or change: three decimals after three digits would be ambiguous.
PLAIN = r"-?(?:[0-9]{1,20}(?:\.(?:[0-9]{1,2}|[0-9]{4}))?|[0-9]{4,20}\.[0-9]{3})"
STAGED = ("line", "asset", "month", "value", "category", "currency", "contribution", "note")

# A value as it is staged, in that order; everything but the line is text that the server reads.
Staged = tuple[int, str, str, str, str | None, str | None, str | None, str | None]


class ValueFile(LineFile):
    """A file of values in either form."""

    def __init__(self, records: Records) -> None:
        super().__init__(records)
        self.columns = columns_of(self.header)

    def rows(self) -> Iterator[Staged]:
        """Every value that can be read; the others go to `bad`."""
        return self.wide() if self.columns.months else self.long()

    def long(self) -> Iterator[Staged]:
        """A value a line."""
        is_plain = re.compile(PLAIN).fullmatch
        named = self.columns.named
        asset, month, value = named["asset"], named["month"], named["value"]
        category, currency = named.get("category"), named.get("currency")
        contribution, note = named.get("contribution"), named.get("note")
        for line, cells in self.whole():
            typed = cells[value]
            try:
                row = (
                    line,
                    name_of(cells[asset]),
                    month_of(cells[month]),
                    typed if is_plain(typed) else amount_of(typed),
                    None if category is None else category_of(cells[category]),
                    None if currency is None else currency_of(cells[currency]),
                    None if contribution is None else contribution_of(cells[contribution]),
                    None if note is None else parse_note(cells[note]) or None,
                )
            except BadUsage as error:
                self.bad.append(BadLine(line, error.message))
            else:
                yield row

    def wide(self) -> Iterator[Staged]:
        """A value for each cell that is filled, under the month that its column names."""
        is_plain = re.compile(PLAIN).fullmatch
        columns = self.columns
        category, currency = columns.named.get("category"), columns.named.get("currency")
        for line, cells in self.whole():
            try:
                asset = name_of(cells[0])
                facts = (
                    None if category is None else category_of(cells[category]),
                    None if currency is None else currency_of(cells[currency]),
                )
            except BadUsage as error:
                self.bad.append(BadLine(line, error.message))
                continue
            for place, month in columns.months.items():
                typed = cells[place]
                if not is_plain(typed):
                    if not typed.strip():
                        continue
                    try:
                        typed = amount_of(typed)
                    except BadUsage as error:
                        bad = BadLine(line, error.message, columns.headings[place])
                        self.bad.append(bad)
                        continue
                yield line, asset, month, typed, *facts, None, None


def amount_of(text: str) -> str:
    """An amount as the server reads it."""
    if not text.strip():
        raise BadUsage("the value is missing")
    return f"{parse_money(text):f}"


def contribution_of(text: str) -> str | None:
    """What was put in, as the server reads it; None for an empty cell."""
    return amount_of(text) if text.strip() else None


@lru_cache(maxsize=4096)
def name_of(text: str) -> str:
    """An asset's name."""
    return parse_name(text)


@lru_cache(maxsize=256)
def category_of(text: str) -> str | None:
    """A category's code or name, which the books will know; None for an empty cell."""
    return parse_name(text) if text.strip() else None


@lru_cache(maxsize=256)
def currency_of(text: str) -> str | None:
    """A currency's code; None for an empty cell."""
    return parse_currency(text) if text.strip() else None
