"""How many of an asset there are, and what one costs: reading what people type, exactly."""

from __future__ import annotations

import re
from decimal import Decimal

from finally_cli.model.errors import BadUsage
from finally_cli.model.money import MOST_DIGITS, format_money
from finally_cli.model.text import quote

LONGEST = 12  # decimals that are shown of a price
MOST_DECIMALS = 18  # what the smallest part of a coin has
# 1,234.56 and 1.234,56 are clear, as is 1234,5; a point alone is always before decimals.
PLAIN = r"[0-9]+(?:\.[0-9]*)?|\.[0-9]+"
COMMA = r"[0-9]*,[0-9]+"
GROUPED = "([0-9]{1,3})(?:([., '\u00a0\u202f’])[0-9]{3})(?:\\2[0-9]{3})*(?:([.,])([0-9]+))?"
AMBIGUOUS = r"[1-9][0-9]{0,2},[0-9]{3}"
QUANTITY_HINT = "Write it as 120.5: digits, a point, at most 18 decimals."
PRICE_HINT = "Write it as 82.10: digits, a point, at most 18 decimals."


def parse_quantity(text: str) -> Decimal:
    """An exact number of shares, units or coins; below zero, one that is owed.

    A point stands before decimals, also before three: shares of funds have as many. Raises
    BadUsage; never rounds.

    >>> parse_quantity("120.5"), parse_quantity("0.00000001"), parse_quantity("1.234")
    (Decimal('120.5'), Decimal('1E-8'), Decimal('1.234'))
    >>> parse_quantity("1,234.5"), parse_quantity("-3,5")
    (Decimal('1234.5'), Decimal('-3.5'))
    """
    return exact_number(text, "quantity", QUANTITY_HINT)


def parse_price(text: str) -> Decimal:
    """What one costs, exactly: above zero.

    >>> parse_price("82.10"), parse_price("0.00000812")
    (Decimal('82.10'), Decimal('0.00000812'))
    """
    price = exact_number(text, "price", PRICE_HINT)
    if price <= 0:
        raise BadUsage(
            "a price is above zero",
            "What is worth nothing has no price: record a value of 0, or a quantity of 0.",
            code="PRICE_NOT_ABOVE_ZERO",
        )
    return price


def exact_number(text: str, what: str, hint: str) -> Decimal:
    """The exact number in a text, which is called `what` where it cannot be read."""
    typed = text.strip()
    sign, digits = "", typed
    if typed[:1] in ("+", "-", "−"):
        sign, digits = ("" if typed[0] == "+" else "-"), typed[1:]
    if re.fullmatch(AMBIGUOUS, digits):
        whole, part = digits.split(",")
        raise BadUsage(
            f"the {what} {quote(text)} can be read in two ways",
            f"Write {sign}{whole}{part} for thousands, or {sign}{whole}.{part} for decimals.",
        )
    if re.fullmatch(PLAIN, digits):
        number = digits
    elif re.fullmatch(COMMA, digits):
        number = digits.replace(",", ".")
    elif (parts := re.fullmatch(GROUPED, digits)) and parts[3] != parts[2]:
        point = digits.rfind(parts[3]) if parts[3] else len(digits)
        number = re.sub(r"\D", "", digits[:point]) + (f".{parts[4]}" if parts[4] else "")
    else:
        raise BadUsage(f"{quote(text)} is not a {what}", hint)
    whole, _, decimals = number.partition(".")
    if len(decimals.rstrip("0")) > MOST_DECIMALS:
        raise BadUsage(f"the {what} {quote(text)} has more than {MOST_DECIMALS} decimals", hint)
    if len(whole.lstrip("0")) > MOST_DIGITS:
        raise BadUsage(
            f"the {what} {quote(text)} is too large",
            f"At most {MOST_DIGITS} digits fit before the point.",
        )
    exact = Decimal(f"{whole or '0'}.{decimals[:MOST_DECIMALS]}")
    return -exact if sign and exact else exact


def format_price(price: Decimal) -> str:
    """The price for a person: as it was recorded, or twelve digits of one that a split made.

    >>> format_price(Decimal("82.1")), format_price(Decimal("36.488888888888888889"))
    ('82.10', '36.4888888889')
    """
    if -price.as_tuple().exponent > LONGEST:  # type: ignore[operator]
        price = price.quantize(Decimal(1).scaleb(max(price.adjusted() - 11, -MOST_DECIMALS)))
    return format_money(price)


def format_quantity(quantity: Decimal) -> str:
    """The quantity for a person: groups of three, and no more decimals than it has.

    >>> format_quantity(Decimal("1234.500")), format_quantity(Decimal("1E-8"))
    ('1,234.5', '0.00000001')
    """
    whole, _, decimals = f"{quantity:f}".partition(".")
    sign = "-" if whole.startswith("-") else ""
    decimals = decimals.rstrip("0")
    return f"{sign}{int(whole.lstrip('-')):,}{decimals and '.'}{decimals}"
