"""How the status says figures and names: short, and masked where amounts are."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from finally_cli.model.currency import decimals
from finally_cli.model.masking import hide_amounts, masking
from finally_cli.model.rounding import round_to

LONGEST = 40  # characters of a name
MOST = 3  # names in a line
MOST_SHARE = 10  # a fraction: a thousand percent


def amount_text(amount: Decimal, currency: str, *, signed: bool = False) -> str:
    """An amount as reports print it, with its sign where that is a change."""
    if masking.on:
        return masking.mark
    places = decimals(currency)
    shown = round_to(amount, Decimal(1).scaleb(-places))
    return f"{'+' if signed and shown > 0 else ''}{shown:,.{places}f}"


def share_text(share: Decimal, *, signed: bool = False) -> str:
    """A fraction in percent with one decimal, unless that is zero.

    >>> share_text(Decimal("0.84")), share_text(Decimal("-0.0315")), share_text(Decimal("31.5"))
    ('84 %', '-3.2 %', '> 999 %')
    """
    if abs(share) >= MOST_SHARE:
        return "> 999 %" if share > 0 else "< -999 %"
    return f"{tenths(share, signed=signed)} %"


def points_text(drift: Decimal) -> str:
    """How far a share is from its target, in points: 7.0 pp over."""
    points = round_to(abs(drift) * 100, Decimal("0.1"))
    return f"{points:,} pp {'over' if drift > 0 else 'under'}"


def tenths(share: Decimal, *, signed: bool) -> str:
    """The hundredfold with one decimal, unless that is zero."""
    shown = round_to(share * 100, Decimal("0.1"))
    return f"{'+' if signed and shown > 0 else ''}{f'{shown:f}'.removesuffix('.0')}"


def exact_share(share: Decimal | None) -> str | None:
    """A fraction as JSON has it.

    >>> exact_share(Decimal("0.7500"))
    '0.75'
    """
    if share is None:
        return None
    text = f"{share:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def name_text(name: str) -> str:
    """What somebody called a thing, no longer than there is room in a line."""
    shown = hide_amounts(name, loose=True)
    return shown if len(shown) <= LONGEST else f"{shown[: LONGEST - 1]}…"


def listed(parts: Sequence[str], most: int = MOST) -> list[str]:
    """Each as a piece of a line, with a comma where another follows; the rest are counted.

    >>> listed(["House", "Car"]), listed(["a", "b", "c", "d", "e"])
    (['House,', ' Car'], ['a,', ' b,', ' c', ' and 2 more'])
    """
    shown = list(parts[:most])
    pieces = [
        f"{' ' if place else ''}{part}{',' if place < len(shown) - 1 else ''}"
        for place, part in enumerate(shown)
    ]
    return [*pieces, *([f" and {len(parts) - most:,} more"] if len(parts) > most else [])]
