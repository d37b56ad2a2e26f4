"""The values of a CSV file, read line by line; what is wrong with a line is kept for the end."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from functools import lru_cache

from finally_cli.model.csvfile import Records
from finally_cli.model.currency import parse_currency
from finally_cli.model.errors import BadUsage
from finally_cli.model.linefile import BadLine, LineFile
from finally_cli.model.mills import parsed
from finally_cli.model.money import parse_money
from finally_cli.model.text import parse_name, parse_note, quoted
from finally_cli.model.valuecolumns import columns_of, month_of

# What no rule could refuse or change: three decimals after three digits would be ambiguous.
PLAIN = r"-?(?:[0-9]{1,20}(?:\.(?:[0-9]{1,2}|[0-9]{4}))?|[0-9]{4,20}\.[0-9]{3})"
# As our own lists write an amount: a point, and three decimals are decimals.
OURS = r"-?[0-9]{1,20}\.[0-9]{2,4}"
RATE = r"[0-9]{1,12}(?:\.[0-9]{1,60})?"
STAGED = ("line", "asset", "month", "value", "category", "currency", "contribution", "note")
STAGED_LIST = (
    "line", "asset", "month", "value", "category", "contribution", "note",
    "amount", "amount_currency", "rate", "carried",
)  # fmt: skip

# A value as it is staged, in that order; everything but the line is text that the server reads.
Staged = tuple[object, ...]


class ValueFile(LineFile):
    """A file of values in either form.

    `currency_of` knows the currency of an asset by its name, where the file gives none.
    """

    def __init__(
        self, records: Records, currency_of: Callable[[str], str] = lambda name: ""
    ) -> None:
        super().__init__(records)
        self.currency_of = currency_of
        self.columns = columns_of(self.header)

    @property
    def staged(self) -> tuple[str, ...]:
        """The columns of what `rows` gives."""
        return STAGED_LIST if self.columns.is_list else STAGED

    def rows(self) -> Iterator[Staged]:
        """Every value that can be read; the others go to `bad`."""
        if self.columns.is_list:
            return self.listed()
        return self.wide() if self.columns.months else self.long()

    def cut(self) -> tuple[int, str] | None:
        """The line and the amount that the file ends in, where it may have been cut off there."""
        return self.open_amount(self.columns.amounts)

    def listed(self) -> Iterator[Staged]:
        """A value a line, as our own lists have it: in the books' currency, a debt below zero."""
        named, sign = self.columns.named, self.columns.sign
        absent = [""]
        for line, found in self.whole():
            cells = found + absent  # where a column is not there, it is empty

            def cell(name: str, cells: list[str] = cells) -> str:
                return cells[named.get(name, -1)]

            try:
                row = (
                    line,
                    name_of(cell("asset")),
                    month_of(cell("month")),
                    exact_of(cell(sign)),
                    category_of(cell("category")),
                    exact_of(cell("contribution")) if cell("contribution").strip() else None,
                    parse_note(cell("note")) or None,
                    *in_currency(cell("amount"), cell("currency"), cell("rate")),
                    flag_of(cell("carried")),
                )
            except BadUsage as error:
                self.bad.append(BadLine(line, error.message))
            else:
                yield row

    def long(self) -> Iterator[Staged]:
        """A value a line."""
        is_plain = re.compile(PLAIN).fullmatch
        named = self.columns.named
        asset, month, value = named["asset"], named["month"], named[self.columns.sign]
        category, currency = named.get("category"), named.get("currency")
        contribution, note = named.get("contribution"), named.get("note")
        for line, cells in self.whole():
            typed = cells[value]
            try:
                name = name_of(cells[asset])
                said = None if currency is None else currency_of(cells[currency])
                put_in = "" if contribution is None else cells[contribution]
                row = (
                    line,
                    name,
                    month_of(cells[month]),
                    typed if is_plain(typed) else self.amount(typed, name, said),
                    None if category is None else category_of(cells[category]),
                    said,
                    self.amount(put_in, name, said) if put_in.strip() else None,
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
                        typed = self.amount(typed, asset, facts[1])
                    except BadUsage as error:
                        bad = BadLine(line, error.message, columns.headings[place])
                        self.bad.append(bad)
                        continue
                yield line, asset, month, typed, *facts, None, None

    def amount(self, text: str, asset: str, currency: str | None) -> str:
        """An amount of an asset as the server reads it, in the currency given or the asset's."""
        return amount_of(text, currency or self.currency_of(asset))


def amount_of(text: str, currency: str = "") -> str:
    """An amount of that currency as the server reads it."""
    if not text.strip():
        raise BadUsage("the value is missing")
    return f"{parsed(text, currency, parse_money):f}"


def exact_of(text: str) -> str:
    """An amount of a list of our own, as the server reads it.

    >>> exact_of("12.345"), exact_of("-1234.50")
    ('12.345', '-1234.50')
    """
    return text if re.fullmatch(OURS, text) else amount_of(text)


def in_currency(amount: str, currency: str, rate: str) -> tuple[str | None, str | None, str | None]:
    """What a list says of another currency: amount, currency and rate, or none of them."""
    filled = [bool(text.strip()) for text in (amount, currency, rate)]
    if not any(filled):
        return None, None, None
    if not all(filled):
        raise BadUsage("in a list of ours, an amount, its currency and its rate stand together")
    if not re.fullmatch(RATE, rate.strip()) or not rate.strip("0. "):
        raise BadUsage(f"{quoted(rate)} is not an exchange rate")
    return exact_of(amount), parse_currency(currency), rate.strip()


def flag_of(text: str) -> str:
    """Yes or no, as our lists and spreadsheets write it; no for an empty cell."""
    word = text.strip().casefold()
    if word not in ("", "true", "false"):
        raise BadUsage(f"carried is true or false, and not {quoted(text)}")
    return word or "false"


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
