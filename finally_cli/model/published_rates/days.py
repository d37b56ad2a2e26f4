"""The days of a publication, and which of them stands for a month."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal, InvalidOperation

from finally_cli.model.currency import CODES
from finally_cli.model.errors import BadFile
from finally_cli.model.month import add_months
from finally_cli.model.text import quote

EURO = "EUR"
LARGEST = 32 << 20  # bytes of a publication; the European Central Bank's of all days is 7 million
OLDEST = timedelta(days=10)  # before a month's end, that a rate may be of; banks close for five


@dataclass(frozen=True, slots=True, kw_only=True)
class PairRate:
    """What one `from_currency` cost in `to_currency` on the last day of a month that says it.

    One euro cost `in_from` of the first and `in_to` of the second, so that the rate is the second
    divided by the first, which may have no end.
    """

    month: date
    from_currency: str
    to_currency: str
    in_from: Decimal
    in_to: Decimal
    published_on: date


def pair_with(currency: str, own: str) -> tuple[str, str]:
    """Which way round a rate is recorded: of the euro as it is published, else in one's own.

    >>> pair_with("USD", "EUR"), pair_with("EUR", "USD"), pair_with("GBP", "USD")
    (('EUR', 'USD'), ('EUR', 'USD'), ('GBP', 'USD'))
    """
    return (own, currency) if own == EURO else (currency, own)


@dataclass(slots=True)
class PublishedRates:
    """What one euro cost in each currency, on each day of a publication."""

    days: dict[date, dict[str, Decimal]] = field(default_factory=dict)
    by_month: dict[date, list[date]] | None = None  # once all days are there; the newest first

    def add(self, day: str, currency: str, rate: str | Decimal, line: int) -> None:
        """One rate. Currencies that no longer are, such as the guilder, are left out.

        Raises BadFile for what is no day and no rate, and for a second rate of the same day.
        """
        of_day = self.days.setdefault(read_day(day, line), {})
        currency = currency.strip().upper()
        if currency not in CODES or currency == EURO:
            return
        exact = read_rate(rate, currency, line)
        if of_day.setdefault(currency, exact) != exact:
            raise malformed(line, f"{currency} has two rates of {day}")

    def month_end(self, month: date, currency: str, own: str, today: date) -> PairRate | None:
        """The last rate of a month between two currencies, if it is none too old.

        A month that is not over ends today.
        """
        if self.by_month is None:
            self.by_month = {}
            for day in sorted(self.days, reverse=True):
                self.by_month.setdefault(day.replace(day=1), []).append(day)
        end = min(add_months(month, 1) - timedelta(days=1), today)
        first, second = pair_with(currency, own)
        for day in self.by_month.get(month, []):
            rates = {EURO: Decimal(1), **self.days[day]}
            if day >= end - OLDEST and first in rates and second in rates:
                return PairRate(
                    month=month, from_currency=first, to_currency=second,
                    in_from=rates[first], in_to=rates[second], published_on=day,
                )  # fmt: skip
        return None


def read_day(text: str, line: int) -> date:
    """A day as 2026-11-27. Raises BadFile for anything else."""
    try:
        day = date.fromisoformat(text.strip())
    except ValueError:
        raise malformed(line, f"{quote(text)} is not a day") from None
    if text.strip() != day.isoformat():
        raise malformed(line, f"{quote(text)} is not a day")
    return day


def read_rate(text: str | Decimal, currency: str, line: int) -> Decimal:
    """A rate above zero that the books can keep. Raises BadFile for anything else."""
    try:
        rate = Decimal(text)
    except InvalidOperation:
        rate = Decimal("NaN")
    if not rate.is_finite() or rate <= 0 or rate.adjusted() > 11:
        raise malformed(line, f"{quote(str(text))} is not a rate of {currency}")
    if -rate.as_tuple().exponent > 12 and rate != rate.quantize(Decimal(1).scaleb(-12)):  # type: ignore[operator]
        raise malformed(line, f"{quote(str(text))} has more than twelve decimals")
    return rate


def malformed(line: int, why: str) -> BadFile:
    """The refusal of a publication, with the line that is wrong; 0 where there are no lines."""
    where = f"in line {line}: " if line else ""
    return BadFile(
        f"the rates are damaged {where}{why}" if line else f"the rates are damaged: {why}",
        "Nothing was written; download them again.",
        code="RATES_MALFORMED",
        details={"line": line} if line else {},
    )


def not_rates(why: str) -> BadFile:
    """The refusal of what is no publication of rates at all."""
    return BadFile(
        f"this is no list of exchange rates: {why}",
        "Use eurofxref-hist.xml or .zip of the European Central Bank, or what Frankfurter answers.",
        code="NOT_EXCHANGE_RATES",
    )
