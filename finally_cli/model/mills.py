"""Amounts such as 1.234: a thousand or one and a quarter, but in a currency that has mills.

Dinars and rials of three decimals (KWD, BHD, JOD, OMR, TND; also IQD and LYD) are written so, and
there 1.234 is read in one way. The currency is known once the books are open: until then such an
amount is `InMills`, and `read_in` reads it or refuses it. 1,234 stays refused: it is a thousand to
whoever writes 1,234.567.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from decimal import Decimal
from typing import Any

from finally_cli.model.currency import decimals

FORM = r"[+\-−]?[1-9][0-9]{0,2}\.[0-9]{3}"
Parser = Callable[[str], Decimal]


class InMills(Decimal):
    """An amount that is what it seems in a currency with mills, and refused in any other.

    `of_asset` says that the currency is that of the asset it is of, and not the user's.
    """

    typed: str
    parse: Parser
    of_asset: bool

    def __new__(cls, typed: str, parse: Parser, *, of_asset: bool = False) -> InMills:
        """Raises BadUsage for what the parser refuses in any currency."""
        amount = super().__new__(cls, parse(four_decimals(typed)))
        amount.typed, amount.parse, amount.of_asset = typed, parse, of_asset
        return amount


def four_decimals(typed: str) -> str:
    """An amount with one more nought, so that what is ambiguous (1.234) is read in one way."""
    return f"{typed.strip()}0"


def in_mills(parse: Parser, *, of_asset: bool = False) -> Parser:
    """A parser for the command line that lets the currency decide what 1.234 is.

    >>> from finally_cli.model.money import parse_money
    >>> in_mills(parse_money)("1.5"), isinstance(in_mills(parse_money)("1.234"), InMills)
    (Decimal('1.5'), True)
    """

    def read(text: str) -> Decimal:
        if re.fullmatch(FORM, text.strip()):
            return InMills(text, parse, of_asset=of_asset)
        return parse(text)

    return read


def read_in(amount: Decimal, currency: str) -> Decimal:
    """The amount, now that its currency is known. Raises BadUsage where it can mean two things."""
    if not isinstance(amount, InMills):
        return amount
    return parse_in_currency(amount.typed, currency, amount.parse)


def read_all_in(given: dict[str, Any], currency: str) -> dict[str, Any]:
    """The arguments of a command, with the amounts read that are of the user's own currency."""
    return {
        name: read_in(value, currency)
        if isinstance(value, InMills) and not value.of_asset
        else value
        for name, value in given.items()
    }


class Typed(str):
    """A word of the command line as it was typed, with the amount in it."""

    amount: Decimal

    @classmethod
    def of(cls, word: str, amount: Decimal) -> Typed:
        """The word, which stays the same text."""
        typed = cls(word)
        typed.amount = amount
        return typed


def refuse_unread(given: Iterable[object]) -> None:
    """Raises BadUsage for the first amount that only its currency could have explained."""
    for value in given:
        for one in value if isinstance(value, list) else [value]:
            amount = one.amount if isinstance(one, Typed) else one
            if isinstance(amount, InMills):
                amount.parse(amount.typed)


def parse_in_currency(text: str, currency: str, parse: Parser) -> Decimal:
    """An amount of a currency that is known.

    >>> from finally_cli.model.money import parse_money
    >>> parse_in_currency("1.234", "KWD", parse_money)
    Decimal('1.2340')
    """
    if decimals(currency) == 3 and re.fullmatch(FORM, text.strip()):
        return parse(four_decimals(text))
    return parse(text)
