"""Amounts with their currencies or commodities beside them, as other programs write them."""

from __future__ import annotations

import re
from collections.abc import Iterable
from decimal import Decimal

from finally_cli.model.currency import CODES, parse_currency
from finally_cli.model.errors import BadUsage
from finally_cli.model.money import AMBIGUOUS, parse_money
from finally_cli.model.text import quote

NUMBER = r"[0-9](?:[0-9.,'\u00a0\u202f ]*[0-9.])?"
SYMBOL = r'"[^"]*"|[^\s0-9.,+"-]+'
AMOUNT = (
    rf"(?P<sign>[+-]?)(?P<left>{SYMBOL})?\s*(?P<inner>[+-]?)"
    rf"(?P<number>{NUMBER})\s*(?P<right>{SYMBOL})?"
)
NOUGHTS = r"([.,][0-9]{4}[0-9]*?)0+$"
SEVERAL = r'(?:"[^"]*"|[^",]|,(?! ))+'  # what stands between the commas of a cell

# What a symbol means everywhere; those that several currencies have are the user's own if it fits.
SYMBOLS = {
    "€": "EUR", "£": "GBP", "₹": "INR", "₽": "RUB", "₩": "KRW", "₺": "TRY", "₴": "UAH", "₪": "ILS",
    "zł": "PLN", "Kč": "CZK", "Ft": "HUF", "Fr.": "CHF", "Fr": "CHF", "R$": "BRL", "US$": "USD",
    "A$": "AUD", "AU$": "AUD", "C$": "CAD", "CA$": "CAD", "NZ$": "NZD", "HK$": "HKD", "S$": "SGD",
}  # fmt: skip
SHARED = {
    "$": "USD AUD CAD NZD HKD SGD MXN CLP COP ARS TWD",
    "¥": "JPY CNY",
    "kr": "SEK NOK DKK ISK",
}


class Currencies:
    """The currencies that commodities are; `own` is that of the books."""

    def __init__(self, own: str, said: list[tuple[str, str]]) -> None:
        self.own = own
        self.said = {commodity: parse_currency(code) for commodity, code in said}

    def find(self, commodity: str) -> str | None:
        """The currency of a commodity; None for one that needs a price, or could be several.

        >>> own = Currencies("USD", [("SEK kr", "SEK")])
        >>> [own.find(text) for text in ("$", "€", "EUR", "", "VTI", "SEK kr", "kr")]
        ['USD', 'EUR', 'EUR', 'USD', None, 'SEK', None]
        """
        if commodity in self.said:
            return self.said[commodity]
        if not commodity:
            return self.own
        if commodity.upper() in CODES:
            return commodity.upper()
        if commodity in SHARED:
            return self.own if self.own in SHARED[commodity].split() else None
        return SYMBOLS.get(commodity)


def split_amounts(cell: str) -> list[tuple[str, str]]:
    """What a cell holds, each as its commodity and its number. Raises BadUsage for other text.

    >>> split_amounts('$1200.50, 3 "ACME 3", -7438,00 EUR')
    [('$', '1200.50'), ('ACME 3', '3'), ('EUR', '-7438,00')]
    >>> split_amounts("-$5"), split_amounts("0")
    ([('$', '-5')], [('', '0')])
    """
    found = []
    for part in re.findall(SEVERAL, cell):
        match = re.fullmatch(AMOUNT, part.strip())
        if (
            match is None
            or (match["left"] and match["right"])
            or (match["sign"] and match["inner"])
        ):
            raise BadUsage(f"{quote(cell)} is not an amount")
        commodity = (match["left"] or match["right"] or "").strip().strip('"')
        sign = "-" if "-" in (match["sign"], match["inner"]) else ""
        found.append((commodity, sign + match["number"]))
    if not found:
        raise BadUsage("the amount is missing")
    return found


def decimal_mark_of(number: str) -> str | None:
    """The mark before the decimals of a number that tells it; None for one that does not.

    >>> [decimal_mark_of(text) for text in ("1.50", "1,234.5", "1.234", "1.234.567", "12")]
    ['.', '.', None, ',', None]
    """
    marks: list[str] = re.findall("[.,]", number)
    if not marks or re.fullmatch(f"[+-]?{AMBIGUOUS}", number):
        return None
    if len(set(marks)) == 2:
        return marks[-1]
    if len(marks) > 1:
        return "," if marks[0] == "." else "."
    return marks[0]


class DecimalMarks:
    """The mark before decimals in each commodity, as all of its numbers together tell it."""

    def __init__(self, amounts: Iterable[tuple[str, str]]) -> None:
        found: dict[str, set[str]] = {}
        for commodity, number in amounts:
            if mark := decimal_mark_of(number):
                found.setdefault(commodity, set()).add(mark)
        self.marks = {name: marks.pop() for name, marks in found.items() if len(marks) == 1}

    def read(self, commodity: str, number: str) -> Decimal:
        """The number, exactly. Raises BadUsage for one that could mean two things.

        Noughts after its fourth decimal, which some programs add, say nothing.

        >>> marks = DecimalMarks([("EUR", "1,5"), ("EUR", "1,234")])
        >>> marks.read("EUR", "1,234"), marks.read("EUR", "-1.234,50")
        (Decimal('1.2340'), Decimal('-1234.50'))
        """
        mark = self.marks.get(commodity)
        if mark and re.fullmatch(f"[+-]?{AMBIGUOUS}", number):
            number = f"{number}0" if mark in number else re.sub("[.,]", "", number)
        return parse_money(re.sub(NOUGHTS, r"\1", number))
