"""A quantity and its price in a worksheet, `3 x 82.10 = 246.30 EUR`: written, and read back."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import NamedTuple

from finally_cli.commands.snapshot.holdings import Held
from finally_cli.model.errors import BadUsage
from finally_cli.model.holding import (
    CENT_OF_A_CENT,
    TIMES,
    Holding,
    parse_quantities,
)
from finally_cli.model.mills import parse_in_currency
from finally_cli.model.money import format_exact, format_money, parse_money
from finally_cli.model.quantity import format_price, parse_price
from finally_cli.model.sums import parse_sum
from finally_cli.model.text import quote

HEAD = """\
# What is kept by quantity is QUANTITY x PRICE = VALUE: change quantity or price, and the value
# follows. "120.5 x" alone is at the price on record. A value alone has no quantity.
"""
CURRENCY = r"(?:\s*(?<![A-Za-z])([A-Za-z]{3}))?"
HOLDING = (
    rf"([^xX×*=@]*?){TIMES}([^=@A-Za-z]*?){CURRENCY}"
    rf"\s*(?:=\s*([^=@A-Za-z]*?){CURRENCY})?\s*(?:@\s*([^@]*))?"
)


class TypedHolding(NamedTuple):
    """What a line says of a quantity and a price; the value that follows, and that was typed."""

    holding: Holding
    value: Decimal | None
    currencies: tuple[str, ...]
    rate: str | None


def quantity_text(quantity: Decimal) -> str:
    """A quantity as it is typed, without groups.

    >>> quantity_text(Decimal("1234.500")), quantity_text(Decimal("1E-8"))
    ('1234.5', '0.00000001')
    """
    text = f"{quantity:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def holding_text(held: Held | None, value: str) -> str:
    """What stands for the value of a month in its line: as it is, where it was typed; of what has
    none yet, and is kept by quantity, the last quantity, which alone says nothing."""
    if held is None:
        return value
    if held.present:
        quantity, price = held.present
        each = "" if price is None else f" {format_exact(price)}"
        return f"{quantity_text(quantity)} x{each} = {value}"
    if not value and held.is_by_quantity and held.quantity:
        return f"{quantity_text(held.quantity)} x"
    return value


def holding_remark(held: Held | None) -> list[str]:
    """What stands behind the value of what is kept by quantity: the price on record."""
    if held is None or not held.is_by_quantity:
        return []
    if held.price is None:
        return ["no price on record"]
    return [f"price {format_price(held.price)} of {held.price_of}"]


def read_holding(typed: str, held: Held | None, name: str, currency: str) -> TypedHolding | None:
    """The quantity and the price that were typed; None where the text is a value.

    Raises BadUsage for what cannot be read, and where a price is needed, and none is on record.
    """
    parts = re.fullmatch(HOLDING, typed)
    if parts is None:
        return None
    number, price_typed, first, value_typed, second, rate = parts.groups()
    quantity = parse_quantities(number)
    price = parse_price(price_typed) if price_typed else None
    if price is None and quantity:
        price = held.price if held is not None and held.is_by_quantity else None
        if price is None:
            raise BadUsage(
                f"no price of {quote(name)} is on record",
                f"Write what one costs, too: {quantity_text(quantity)} x 82.10",
            )
    value = None
    if value_typed:
        value = parse_sum(value_typed, lambda part: parse_in_currency(part, currency, parse_money))
    currencies = tuple(one.upper() for one in (first, second) if one)
    return TypedHolding(Holding(quantity, price), value, currencies, rate)


def refuse_contradiction(holding: Holding, value: Decimal) -> None:
    """Raises BadUsage where a value is not what its quantity and price make.

    By a unit of the last digit it may differ, as it can after a split.
    """
    if abs(holding.worth - value) <= CENT_OF_A_CENT:
        return
    each = "" if holding.price is None else f" x {format_price(holding.price)}"
    raise BadUsage(
        f"{quantity_text(holding.quantity)}{each} make {format_money(holding.worth)},"
        f" and not {format_money(value)}",
        "Change the quantity or the price; or write the value alone, which has no quantity then.",
    )
