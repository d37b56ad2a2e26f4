"""What an asset stands at in a ledger: shares at a price, or an amount in base currency."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Context, Decimal

from finally_cli.model.exporting.ledger_books import LedgerValue

NOTHING = Decimal(0)
FINEST = Decimal("1e-18")  # of a share, that is shown anywhere
MILL = Decimal("0.0001")  # that every amount has
EXACT = Context(prec=200, rounding=ROUND_HALF_UP)
# beancount reckons with 28 digits. Of a quantity or a price no more are written than leave it room.
WRITTEN = Context(prec=25, rounding=ROUND_HALF_UP)


@dataclass(frozen=True, slots=True, kw_only=True)
class Holding:
    """So many shares that are worth `total` at `price` each, or no shares and `total` alone.

    All but the units is in base currency. `price` is None where it is an amount, or nothing.
    `since` is the month it is of; None where nothing is on record.
    """

    total: Decimal = NOTHING
    units: Decimal = NOTHING
    price: Decimal | None = None
    since: date | None = None

    @property
    def amount(self) -> Decimal:
        """What is no shares."""
        return NOTHING if self.units else self.total

    def split(self, numerator: int, denominator: int) -> Holding:
        """As many shares as become of these, worth the same."""
        units = EXACT.divide(EXACT.multiply(self.units, Decimal(numerator)), Decimal(denominator))
        price = self.price
        if price is not None:
            price = EXACT.divide(EXACT.multiply(price, Decimal(denominator)), Decimal(numerator))
            price = shortened(price)
        return Holding(total=self.total, units=written_units(units), price=price, since=self.since)


def holding_of(value: LedgerValue, since: date) -> Holding:
    """What a value says. The price is in base currency, at the rate of the value."""
    if value.quantity is None:
        return Holding(total=value.total, since=since)
    price = None
    if value.price is not None and value.quantity:
        price = shortened(EXACT.multiply(value.price, value.rate or Decimal(1)))
    return Holding(total=value.total, units=written_units(value.quantity), price=price, since=since)


def cost_of_change(before: Holding, after: Holding, contribution: Decimal | None) -> Decimal:
    """What the shares that came cost, below zero what those that went brought, in base currency.

    It is what was put in, where that is on record and has the sign of the change; otherwise they
    are as many at the price of the month, and all of them what they were worth. What nothing was
    known of before comes at its value, as what was an amount does.
    """
    came = units_between(before, after)
    if not came:
        return NOTHING
    if before.since is None or before.amount:
        return after.total
    if after.amount:
        return -before.total
    if contribution and (contribution > 0) == (came > 0):
        return contribution
    if after.price is None:
        return -before.total
    return EXACT.multiply(came, after.price).quantize(MILL, ROUND_HALF_UP)


def units_between(before: Holding, after: Holding) -> Decimal:
    """How many shares came, below zero where they went."""
    return EXACT.subtract(after.units, before.units)


def written_units(quantity: Decimal) -> Decimal:
    """A quantity as it is written: to 18 decimals, and to 25 digits in all.

    >>> written_units(Decimal("0.12345678901234567890"))
    Decimal('0.123456789012345679')
    """
    units = quantity
    if -int(units.as_tuple().exponent) > 18:
        units = units.quantize(FINEST, ROUND_HALF_UP, context=EXACT)
    return shortened(units)


def shortened(number: Decimal) -> Decimal:
    """To 25 digits, without zeros at the end.

    >>> shortened(Decimal("118.40")), shortened(Decimal("300"))
    (Decimal('118.4'), Decimal('3E+2'))
    """
    return WRITTEN.plus(number).normalize(WRITTEN)
