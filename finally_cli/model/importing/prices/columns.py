"""Which column of a CSV file is what, by the names that services and programs give them.

The close of a day is its price, and never an adjusted close: that is lowered by dividends which
were paid after it, and nobody ever bought at it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from finally_cli.model.bank.column_profile import is_amount
from finally_cli.model.bank.dates import day_readings, without_accents
from finally_cli.model.bank.layout import clean_name
from finally_cli.model.importing.prices.figures import EXPONENT
from finally_cli.model.importing.prices.quotes import What

# In each list the likeliest name stands first; names are compared without accents and brackets.
DAYS = (
    "date day datum data fecha dag dia jour tag snapped_at timeopen timestamp datetime"
).split()  # fmt: skip
PRICES = (
    *"close price quote marketprice schlusskurs schluss kurs zamkniecie close/last last".split(),
    *"letzter cours cloture dernier prezzo chiusura ultimo quotazione precio cierre".split(),
    *"cotizacion cotacao preco fecho koers slotkoers slot nav value".split(),
)
CAPS = ("market_cap", "market cap", "marketcap", "marktkapitalisierung", "kapitalizacja")
NAMES = (
    *"ticker symbol asset isin wkn commodity security name".split(),
    "ticker symbol", "ticker-symbol", "security name", "wertpapiername", "wertpapier",
)  # fmt: skip
CURRENCIES = tuple("currency wahrung ccy devise divisa moneda valuta moeda waluta".split())
OTHERS = ("open", "high", "low", "adj close", "adj. close", "otwarcie", "najwyzszy", "najnizszy")


@dataclass(frozen=True, slots=True)
class QuoteColumns:
    """The places of the columns that are read; `line` is that of the header, 0 without one.

    `by_asset` are the columns of a file that has one for each asset, by the asset's name.
    """

    form: str
    line: int
    width: int
    day: int
    figure: int = -1
    name: int = -1
    currency: int = -1
    source: int = -1
    period: int = -1  # of what each row is, in Stooq's archives: D for a day
    others: tuple[int, ...] = ()  # that have figures of the same form
    by_asset: dict[str, int] = field(default_factory=dict)

    @property
    def least(self) -> int:
        """How many cells a row has at least."""
        return 1 + max(self.day, self.figure, self.name, self.currency, *self.by_asset.values())


def plain_name(cell: str) -> str:
    """A name of a column as it is looked up.

    >>> plain_name("<CLOSE>"), plain_name(" Währung ")
    ('close', 'wahrung')
    """
    return without_accents(clean_name(cell)).strip("<>")


def find_columns(
    records: Sequence[tuple[int, list[str]]], what: What = "price"
) -> QuoteColumns | None:
    """The columns of a file that begins with these records, its header among them; None without."""
    for line, cells in records:
        if found := named_columns(line, cells, what):
            return found
    if what == "price":
        for line, cells in records[:1]:
            if found := columns_by_asset(line, cells):
                return found
    return unnamed_columns(records[0][1]) if records else None


def named_columns(line: int, cells: list[str], what: What) -> QuoteColumns | None:
    """The columns of a header that names a day and a figure."""
    names = [plain_name(cell) for cell in cells]

    def place(words: Sequence[str]) -> int:
        return next((names.index(word) for word in words if word in names), -1)

    day, figure = place(DAYS), place(PRICES if what == "price" else CAPS)
    if day < 0 or figure < 0 or day == figure:
        return None
    return QuoteColumns(
        form=form_of(cells, names),
        line=line,
        width=len(cells),
        day=day,
        figure=figure,
        name=place(NAMES),
        currency=place(CURRENCIES),
        source=place(("source", "datasource")),
        period=place(("per",)),
        others=tuple(names.index(word) for word in OTHERS if word in names),
    )


def form_of(cells: list[str], names: list[str]) -> str:
    """Which program or service names its columns so."""
    if {"adj close", "adj. close"} & set(names):
        return "Yahoo"
    if "zamkniecie" in names or clean_name(cells[0]).startswith("<"):
        return "Stooq"
    if names[:5] == ["date", "open", "high", "low", "close"]:
        return "Stooq"
    if "marketprice" in names:
        return "Ghostfolio"
    if "snapped_at" in names:
        return "CoinGecko"
    if len(names) == 2 and names[1] in ("quote", "kurs"):
        return "Portfolio Performance"
    return "CSV"


def columns_by_asset(line: int, cells: list[str]) -> QuoteColumns | None:
    """The columns of a file with a day, and beside it one for each asset, by its name."""
    names = [clean_name(cell) for cell in cells]
    others = [name for name in names[1:] if name]
    if plain_name(names[0]) not in DAYS or not others:
        return None
    if len(set(others)) < len(others) or any(day_readings(one) or is_number(one) for one in others):
        return None
    by_asset = {name: place for place, name in enumerate(names) if place and name}
    return QuoteColumns("Portfolio Performance", line, len(cells), day=0, by_asset=by_asset)


def unnamed_columns(cells: list[str]) -> QuoteColumns | None:
    """The columns of a file without a header: name, day, figure and perhaps a currency."""
    if len(cells) in (3, 4) and day_readings(cells[1]) and is_figure(cells[2]):
        currency = 3 if len(cells) == 4 else -1
        return QuoteColumns("CSV", 0, len(cells), day=1, figure=2, name=0, currency=currency)
    if len(cells) == 2 and day_readings(cells[0]) and is_figure(cells[1]):
        return QuoteColumns("CSV", 0, 2, day=0, figure=1)
    return None


def is_number(cell: str) -> bool:
    """Whether a cell has no letter in it, as every asset's name has."""
    return not any(letter.isalpha() for letter in cell)


def is_figure(cell: str) -> bool:
    """Whether a cell may be a price."""
    return is_amount(cell.strip()) or EXPONENT.fullmatch(cell.strip()) is not None
