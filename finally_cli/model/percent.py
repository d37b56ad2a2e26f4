"""Shares as people write them: in percent, read exactly."""

import re
from dataclasses import dataclass
from decimal import Decimal

from finally_cli.model.errors import BadUsage
from finally_cli.model.text import quote

PLAIN = r"([0-9]{1,3}(?:\.[0-9]*)?|\.[0-9]+)\s*(%?)"
HINT = "Write it as 60, 60% or 33.3333."
MOST_DECIMALS = 4  # of a percentage: a share has six


def parse_percent(text: str) -> Decimal:
    """A share between 0 and 1, from what was typed in percent. Raises BadUsage; never rounds.

    >>> parse_percent("60"), parse_percent("33.3333%")
    (Decimal('0.6'), Decimal('0.333333'))
    """
    typed = re.fullmatch(PLAIN, text.strip())
    if typed is None:
        if re.fullmatch(PLAIN, text.strip().removeprefix("-")):
            raise BadUsage(f"a share cannot be negative, as {quote(text)} is", HINT)
        raise BadUsage(f"{quote(text)} is not a percentage", HINT)
    if len(typed[1].partition(".")[2].rstrip("0")) > MOST_DECIMALS:
        raise BadUsage(f"the percentage {quote(text)} has more than four decimals", HINT)
    share = Decimal(typed[1]) / 100
    if share > 1:
        raise BadUsage(f"{quote(text)} is more than 100 %", "A share lies between 0 and 100 %.")
    return share


MOST_A_YEAR = 1000  # percent: beyond it nothing is projected that means anything
YEARLY_HINT = "Write it as 5, 5% or -2.5: percent a year."


def parse_yearly_rate(text: str) -> Decimal:
    """A growth or inflation of a year as a fraction, from what was typed in percent, of any sign.

    Raises BadUsage for what is no percentage, -100 % or less, and for more than 1,000 %.

    >>> parse_yearly_rate("5"), parse_yearly_rate("-2.5%")
    (Decimal('0.05'), Decimal('-0.025'))
    """
    typed = re.fullmatch(r"([+-]?(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+))\s*%?", text.strip())
    if typed is None:
        raise BadUsage(f"{quote(text)} is not a percentage", YEARLY_HINT)
    if len(typed[1].partition(".")[2].rstrip("0")) > MOST_DECIMALS:
        raise BadUsage(f"the percentage {quote(text)} has more than four decimals", YEARLY_HINT)
    percentage = Decimal(typed[1])
    if percentage <= -100:
        raise BadUsage(
            f"{quote(text)} a year leaves nothing to project", "A rate is above -100 % a year."
        )
    if percentage > MOST_A_YEAR:
        raise BadUsage(
            f"{quote(text)} is more than {MOST_A_YEAR:,} % a year",
            f"A rate is at most {MOST_A_YEAR:,} % a year.",
        )
    return percentage / 100 if percentage else Decimal(0)


def format_percent(share: Decimal) -> str:
    """The share in percent, with the decimals it has.

    >>> format_percent(Decimal("0.333333")), format_percent(Decimal("0.600000"))
    ('33.3333 %', '60 %')
    """
    text = f"{share * 100:f}"
    return f"{text.rstrip('0').rstrip('.') if '.' in text else text} %"


@dataclass(frozen=True, slots=True)
class Band:
    """How far a share may be from its target: in points, or as a part of the target itself."""

    points: Decimal | None = None
    of_target: Decimal | None = None


def parse_band(text: str) -> Band:
    """A band from `5`, for five points, or `25%`, for a quarter of the target.

    >>> parse_band("5"), parse_band("25%")
    (Band(points=Decimal('0.05'), of_target=None), Band(points=None, of_target=Decimal('0.25')))
    """
    try:
        share = parse_percent(text)
    except BadUsage:
        raise BadUsage(
            f"{quote(text)} is not a band",
            "Write 5 for five points either way, or 25% for a quarter of the target.",
        ) from None
    return Band(of_target=share) if text.strip().endswith("%") else Band(points=share)


def format_band(band: Band) -> str:
    """The band in words.

    >>> format_band(parse_band("5")), format_band(parse_band("25%"))
    ('5 points', '25 % of the target')
    """
    if band.of_target is not None:
        return f"{format_percent(band.of_target)} of the target"
    assert band.points is not None  # one of the two
    points = format_percent(band.points).removesuffix(" %")
    return f"{points} point{'' if points == '1' else 's'}"
