"""The values of a CSV file, read line by line; what is wrong with a line is kept for the end."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from finally_cli.model.currency import parse_currency
from finally_cli.model.errors import BadUsage
from finally_cli.model.importing.csv_file import NumberedRecords
from finally_cli.model.importing.line_file import BadLine, Header, LineFile
from finally_cli.model.mills import parse_in_currency
from finally_cli.model.money import parse_money
from finally_cli.model.month import parse_month
from finally_cli.model.quantity import parse_price, parse_quantity
from finally_cli.model.text import and_list, parse_name, parse_note, quote

SIGNS = ("value", "owed", "balance")  # how the value of a debt is written
LONG = ("asset", "month", *SIGNS, "category", "currency", "contribution", "note")
LISTED = ("amount", "rate", "carried", "id")  # columns that only our own lists have
HELD = ("quantity", "price")  # columns that others may have, too: they are read of our own
WIDE = ("asset", "category", "currency")
WRITTEN = "0000-00-00"  # a month, or a day of it
FORMS = (
    "A file has the columns asset,month,value and perhaps category,currency,contribution,"
    "note; or asset, perhaps category,currency, and a column a month. A debt is what is owed,"
    " or a column balance has it below zero."
)


@dataclass(frozen=True, slots=True)
class Columns:
    """Where things stand: `named` by column, and for the wide form each month's day by place.

    `sign` says how a debt is written: as `owed`; as `balance`, below zero; or as a `value`, where a
    minus may be a slip. `is_list` says that it is a list of our own, in which debts are below zero.
    """

    named: Mapping[str, int]
    months: Mapping[int, str]
    headings: tuple[str, ...]
    sign: str
    is_list: bool = False

    @property
    def is_signed(self) -> bool:
        """Whether a debt is below zero in it."""
        return self.is_list or self.sign == "balance"

    @property
    def amounts(self) -> frozenset[int]:
        """The columns that hold amounts of money."""
        named = (*SIGNS, "contribution", "amount")
        return frozenset(self.months) | {self.named[name] for name in named if name in self.named}

    def heading_of(self, month: str) -> str | None:
        """The column of a month, as the header writes it; None in the long form."""
        return next((self.headings[i] for i, day in self.months.items() if day == month), None)


@lru_cache(maxsize=4096)
def parse_month_cell(text: str) -> str:
    """The first day, as 2026-10-01, of a month written as 2026-10 or by one of its days.

    >>> parse_month_cell("2026-10"), parse_month_cell("2026-10-31")
    ('2026-10-01', '2026-10-01')
    """
    typed = text.strip()
    if not (WRITTEN[: len(typed)] == re.sub("[0-9]", "0", typed) and len(typed) in (7, 10)):
        raise BadUsage(f"{quote(text)} is not a month written as 2026-10")
    month = parse_month(typed[:7])
    if len(typed) == 10:
        try:
            date.fromisoformat(typed)
        except ValueError:
            raise BadUsage(f"{quote(text)} is no day of any month") from None
    return month.isoformat()


def value_columns(cells: list[str]) -> Columns:
    """The columns of a header. Raises BadFile for one that is unknown, missing or there twice."""
    header = Header(cells, FORMS)
    header.need("asset")
    words = set(header.words)
    is_long = bool(words & {"month", *SIGNS})
    is_list = bool(words & set(LISTED))
    known = (*LONG, *LISTED, *(HELD if is_list else ())) if is_long else WIDE
    named = header.places(known)
    rest = {
        place: header.headings[place]
        for place, word in enumerate(header.words)
        if word not in known
    }
    if not is_long:
        return wide(header, named, rest)
    if rest:
        raise header.unknown(next(iter(rest.values())), LONG)
    header.need("month")
    signs = [word for word in SIGNS if word in words]
    if not signs:
        header.need("value")
    if len(signs) > 1:
        raise header.refusal(f"the columns {and_list(signs)} say the same")
    return Columns(named, {}, header.headings, signs[0], is_list=is_list)


def wide(header: Header, named: Mapping[str, int], rest: Mapping[int, str]) -> Columns:
    """The columns of the wide form, where all that has no other name is a month.

    Behind the month may stand how debts are written, the same for all: `2026-10 balance`.
    """
    if named["asset"] != 0:
        raise header.refusal('with a column a month, the first column is "asset"')
    if not rest:
        raise header.refusal("there is no column for a month, nor one for a value")
    months: dict[int, str] = {}
    signs = set()
    for place, heading in rest.items():
        written, _, sign = heading.rpartition(" ")
        if sign.casefold() not in SIGNS:
            written, sign = heading, "value"
        signs.add(sign.casefold())
        try:
            month = parse_month_cell(written)
        except BadUsage as error:
            if heading[:1].isdecimal():
                raise header.refusal(f"a column cannot be read: {error.message}") from None
            raise header.unknown(heading, WIDE if len(rest) > 1 else LONG) from None
        if month in months.values():
            raise header.refusal(f"the month {month[:7]} has two columns")
        months[place] = month
    if len(signs) > 1:
        raise header.refusal("the columns of the months write debts in different ways")
    return Columns(named, months, header.headings, signs.pop())


# What no rule could refuse or change: three decimals after three digits would be ambiguous.
PLAIN = r"-?(?:[0-9]{1,20}(?:\.(?:[0-9]{1,2}|[0-9]{4}))?|[0-9]{4,20}\.[0-9]{3})"
# As our own lists write an amount: a point, and three decimals are decimals.
OURS = r"-?[0-9]{1,20}\.[0-9]{2,4}"
RATE = r"[0-9]{1,12}(?:\.[0-9]{1,60})?"
STAGED = ("line", "asset", "month", "value", "category", "currency", "contribution", "note")
STAGED_LIST = (
    "line", "asset", "month", "value", "category", "contribution", "note",
    "amount", "amount_currency", "rate", "carried", "quantity", "price",
)  # fmt: skip

# A value as it is staged, in that order; everything but the line is text that the server reads.
Staged = tuple[object, ...]


class ValueFile(LineFile):
    """A file of values in either form.

    `currency_of` knows the currency of an asset by its name, where the file gives none.
    """

    def __init__(
        self, records: NumberedRecords, currency_of: Callable[[str], str] = lambda name: ""
    ) -> None:
        super().__init__(records)
        self.currency_of = currency_of
        self.columns = value_columns(self.header)

    @property
    def staged(self) -> tuple[str, ...]:
        """The columns of what `rows` gives."""
        return STAGED_LIST if self.columns.is_list else STAGED

    def rows(self) -> Iterator[Staged]:
        """Every value that can be read; the others go to `bad`."""
        if self.columns.is_list:
            return self.read_list()
        return self.wide() if self.columns.months else self.long()

    def open_end(self) -> tuple[int, str] | None:
        """The line and the amount that the file ends in, where it may have been cut off there."""
        return self.open_amount(self.columns.amounts)

    def read_list(self) -> Iterator[Staged]:
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
                    asset_name_cell(cell("asset")),
                    parse_month_cell(cell("month")),
                    parse_exact_amount(cell(sign)),
                    category_cell(cell("category")),
                    parse_exact_amount(cell("contribution"))
                    if cell("contribution").strip()
                    else None,
                    parse_note(cell("note")) or None,
                    *in_currency(cell("amount"), cell("currency"), cell("rate")),
                    flag_cell(cell("carried")),
                    *quantity_cells(cell("quantity"), cell("price")),
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
                name = asset_name_cell(cells[asset])
                said = None if currency is None else currency_cell(cells[currency])
                put_in = "" if contribution is None else cells[contribution]
                row = (
                    line,
                    name,
                    parse_month_cell(cells[month]),
                    typed if is_plain(typed) else self.amount(typed, name, said),
                    None if category is None else category_cell(cells[category]),
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
                asset = asset_name_cell(cells[0])
                facts = (
                    None if category is None else category_cell(cells[category]),
                    None if currency is None else currency_cell(cells[currency]),
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
        return value_amount(text, currency or self.currency_of(asset))


def value_amount(text: str, currency: str = "") -> str:
    """An amount of that currency as the server reads it."""
    if not text.strip():
        raise BadUsage("the value is missing")
    return f"{parse_in_currency(text, currency, parse_money):f}"


def parse_exact_amount(text: str) -> str:
    """An amount of a list of our own, as the server reads it.

    >>> parse_exact_amount("12.345"), parse_exact_amount("-1234.50")
    ('12.345', '-1234.50')
    """
    return text if re.fullmatch(OURS, text) else value_amount(text)


def in_currency(amount: str, currency: str, rate: str) -> tuple[str | None, str | None, str | None]:
    """What a list says of another currency: amount, currency and rate, or none of them."""
    filled = [bool(text.strip()) for text in (amount, currency, rate)]
    if not any(filled):
        return None, None, None
    if not all(filled):
        raise BadUsage("in a list of ours, an amount, its currency and its rate stand together")
    if not re.fullmatch(RATE, rate.strip()) or not rate.strip("0. "):
        raise BadUsage(f"{quote(rate)} is not an exchange rate")
    return parse_exact_amount(amount), parse_currency(currency), rate.strip()


def quantity_cells(quantity: str, price: str) -> tuple[str | None, str | None]:
    """A quantity and its price, as a list of ours has them, or neither."""
    if not quantity.strip() and not price.strip():
        return None, None
    how_many = parse_quantity(quantity)
    if how_many and not price.strip():
        raise BadUsage("in a list of ours, a quantity and its price stand together")
    return f"{how_many:f}", f"{parse_price(price):f}" if price.strip() else None


def flag_cell(text: str) -> str:
    """Yes or no, as our lists and spreadsheets write it; no for an empty cell."""
    word = text.strip().casefold()
    if word not in ("", "true", "false"):
        raise BadUsage(f"carried is true or false, and not {quote(text)}")
    return word or "false"


@lru_cache(maxsize=4096)
def asset_name_cell(text: str) -> str:
    """An asset's name."""
    return parse_name(text)


@lru_cache(maxsize=256)
def category_cell(text: str) -> str | None:
    """A category's code or name, which the books will know; None for an empty cell."""
    return parse_name(text) if text.strip() else None


@lru_cache(maxsize=256)
def currency_cell(text: str) -> str | None:
    """A currency's code; None for an empty cell."""
    return parse_currency(text) if text.strip() else None
