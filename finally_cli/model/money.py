"""Amounts of money: reading what people type, exactly, and writing it back."""

import re
from decimal import ROUND_HALF_UP, Decimal

from finally_cli.model.currency import decimals as decimals_of
from finally_cli.model.errors import BadUsage
from finally_cli.model.rounding import round_to
from finally_cli.model.text import quote

MOST_DIGITS = 20  # before the point: numeric(24,4)
MOST_RATE_DECIMALS = 12
# Patterns are compiled when an amount is read: a report reads none, and starts sooner.
PLAIN = r"[+-]?[0-9]+(?:\.[0-9]+)?"
DECIMAL = r"(?:[0-9]+[.,]?[0-9]*|[.,][0-9]+)"
# 1,234.56 · 1.234,56 · 1 234,56 · 1'234.56 · 1,234,567: one mark for groups, another for decimals.
GROUPED = "([0-9]{1,3})(?:([., '\u00a0\u202f’])[0-9]{3})(?:\\2[0-9]{3})*(?:([.,])([0-9]+))?"
AMBIGUOUS = r"[1-9][0-9]{0,2}[.,][0-9]{3}"
HINT = "Write it as 1234.56: digits, a point, at most four decimals."
AMOUNT_IS_ZERO = "AMOUNT_IS_ZERO"
SUFFIXES = {"K": 3, "M": 6, "B": 9, "T": 12}  # of market caps: how far the point moves
MARKET_CAP_HINT = "Write it as 3.1T, 450B, 12M or 900K, or in full: 3100000000000."


def parse_money(text: str) -> Decimal:
    """An exact amount with at most four decimals and twenty digits before the point.

    Separators are accepted where they can mean one thing only: `1,234.56` and `1.234,56` are
    clear, `1.234` is not. Raises BadUsage; never rounds.

    >>> parse_money("1,234.56"), parse_money("-12,5")
    (Decimal('1234.56'), Decimal('-12.5'))
    """
    return amount_in(text, text.strip(), "", HINT)


def amount_in(text: str, typed: str, suffix: str, hint: str) -> Decimal:
    """The exact amount in `typed`, which is `text` without its suffix; see `parse_money`."""
    sign, digits = "", typed
    if typed[:1] in ("+", "-", "−"):
        sign, digits = ("" if typed[0] == "+" else "-"), typed[1:]
    if re.fullmatch(AMBIGUOUS, digits):
        whole, part = re.split("[.,]", digits)
        raise BadUsage(
            f"the amount {quote(text)} can be read in two ways",
            f"Write {sign}{whole}{part}{suffix} for thousands,"
            f" or {sign}{whole}.{part}0{suffix} for decimals.",
        )
    if re.fullmatch(DECIMAL, digits):
        number = digits.replace(",", ".")
    elif (parts := re.fullmatch(GROUPED, digits)) and parts[3] != parts[2]:
        point = digits.rfind(parts[3]) if parts[3] else len(digits)
        number = re.sub(r"\D", "", digits[:point]) + (f".{parts[4]}" if parts[4] else "")
    else:
        raise BadUsage(f"{quote(text)} is not an amount of money", hint)
    whole, decimals = shift_point(number, SUFFIXES.get(suffix.upper(), 0))
    if len(decimals) > 4:
        raise BadUsage(f"the amount {quote(text)} has more than four decimals", hint)
    if len(whole.lstrip("0")) > MOST_DIGITS:
        raise BadUsage(
            f"the amount {quote(text)} is too large",
            f"At most {MOST_DIGITS} digits fit before the point.",
        )
    number = f"{whole}.{decimals}"
    amount = Decimal(sign + number)
    return amount if amount else Decimal(number)  # there is no negative zero


def shift_point(number: str, places: int) -> tuple[str, str]:
    """The digits before and after the point, once that has moved to the right.

    >>> shift_point("3.1", 12), shift_point("3.1", 0)
    (('3100000000000', ''), ('3', '1'))
    """
    whole, _, decimals = number.partition(".")
    decimals = decimals.ljust(places, "0")
    return whole + decimals[:places], decimals[places:]


def parse_amount(text: str) -> Decimal:
    """An amount that came in or went out: as `parse_money`, but never zero.

    >>> parse_amount("-25")
    Decimal('-25')
    """
    amount = parse_money(text)
    if not amount:
        raise BadUsage("an amount cannot be zero", HINT, code=AMOUNT_IS_ZERO)
    return amount


def parse_market_cap(text: str) -> Decimal:
    """What a whole company or coin is worth: above zero, in full or with K, M, B or T behind it.

    The suffix moves the point by 3, 6, 9 or 12 places; four decimals may be left after that.

    >>> parse_market_cap("3.1T"), parse_market_cap("12,5 m"), parse_market_cap("450")
    (Decimal('3100000000000'), Decimal('12500000'), Decimal('450'))
    """
    typed = text.strip()
    suffix = typed[-1:] if typed[-1:].upper() in SUFFIXES else ""
    amount = amount_in(text, typed.removesuffix(suffix).rstrip(), suffix, MARKET_CAP_HINT)
    if amount <= 0:
        raise BadUsage(
            "a market cap is above zero", MARKET_CAP_HINT, code="MARKET_CAP_NOT_ABOVE_ZERO"
        )
    return amount


def parse_rate(text: str) -> Decimal:
    """An exchange rate: above zero, at most twelve decimals and twelve digits before the point.

    >>> parse_rate("1.0835")
    Decimal('1.0835')
    """
    if not re.fullmatch(PLAIN, text.strip()):
        raise BadUsage(f"{quote(text)} is not an exchange rate", "Write it as 1.0835.")
    rate = Decimal(text.strip())
    whole, _, decimals = text.strip().lstrip("+").partition(".")
    if rate <= 0 or len(decimals) > MOST_RATE_DECIMALS or len(whole.lstrip("0")) > 12:
        raise BadUsage(
            f"{quote(text)} cannot be an exchange rate",
            "A rate is above zero and has at most twelve digits on either side of the point.",
        )
    return rate


def format_rate(rate: Decimal) -> str:
    """The rate for a person: as it was recorded, or twelve digits of the inverse of one.

    >>> format_rate(Decimal("1.080000")), format_rate(Decimal("200"))
    ('1.08', '200')
    >>> format_rate(Decimal("0.000038022813688212927756653992395437"))
    '0.0000380228136882'
    """
    if -rate.as_tuple().exponent > MOST_RATE_DECIMALS:  # type: ignore[operator]
        rate = rate.quantize(Decimal(1).scaleb(rate.adjusted() - 11), ROUND_HALF_UP)
    text = f"{rate:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def format_exact(amount: Decimal) -> str:
    """The amount in full, with at least two decimals and no exponent: what machines read.

    >>> [format_exact(Decimal(text)) for text in ("1200", "0.1250", "-0.5000")]
    ['1200.00', '0.125', '-0.50']
    >>> format_exact(Decimal("-0.00"))
    '0.00'
    """
    text = f"{amount if amount else abs(amount):f}"
    whole, _, decimals = text.partition(".")
    return f"{whole}.{decimals.rstrip('0'):0<2}"


def format_money(amount: Decimal) -> str:
    """The amount for a person: groups of three, and cents, or as many decimals as it has.

    >>> format_money(Decimal("1234567.8")), format_money(Decimal("-0.1250"))
    ('1,234,567.80', '-0.125')
    """
    whole, _, decimals = format_exact(amount).partition(".")
    sign = "-" if whole.startswith("-") else ""
    return f"{sign}{int(whole.lstrip('-')):,}.{decimals}"


def format_sum(amount: Decimal, currency: str) -> str:
    """An amount that nobody typed for a person: to the decimals of its currency, as tables have it.

    What was multiplied by a price or a rate is kept to four decimals, and sums of it have them.

    >>> format_sum(Decimal("562932.2792"), "USD"), format_sum(Decimal("1.0005"), "KWD")
    ('562,932.28', '1.001')
    >>> format_sum(Decimal("-0.4"), "JPY")
    '0'
    """
    return f"{round_to(amount, Decimal(1).scaleb(-decimals_of(currency))):,}"
