"""One value of a table: rounded for the eye, signed, coloured, and harmless."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

from finally_cli.model.kinds import KindName
from finally_cli.model.money import format_rate
from finally_cli.model.month import format_month
from finally_cli.model.percent import format_percent
from finally_cli.model.quantity import format_price, format_quantity
from finally_cli.model.rounding import round_to
from finally_cli.model.sql_values import number_text
from finally_cli.model.text import escape_controls
from finally_cli.output.figures import printed_unit

NUMBERS: frozenset[KindName] = frozenset(
    (
        "money", "change", "share", "growth", "pace", "part", "rate", "count", "points", "percent",
        "months", "number", "quantity", "price",
    )
)  # fmt: skip
IN_ONE_PIECE: frozenset[KindName] = NUMBERS | {"month", "day", "moment", "id"}  # never folded
ABSENT = "–"
MOST = 10  # a fraction: a thousand percent
BAR, PARTS, REST, OVER = 8, " ▏▎▍▌▋▊▉", "░", "▓"


def style_cell(
    value: Any, kind: KindName, places: int = 2, absent: str = ABSENT
) -> tuple[str, str]:
    """One value as text, and how it looks: dim, red, green or nothing."""
    if value is None:
        return (absent if kind in NUMBERS or kind == "month" else ""), "dim"
    unit = printed_unit(kind, places) if isinstance(value, Decimal) else None
    if unit is not None:
        return figure(round_to(value, unit), kind, places)
    return plain_text(value, kind), "dim" if kind == "id" else ""


def plain_text(value: Any, kind: KindName) -> str:
    """A value that is not rounded, nor coloured."""
    if kind == "number" and not isinstance(value, str):
        return number_text(value)
    if kind == "value" and isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, Decimal) and kind == "percent":
        return format_percent(value)
    if isinstance(value, Decimal) and kind in ("quantity", "price"):
        return format_quantity(value) if kind == "quantity" else format_price(value)
    if isinstance(value, Decimal):
        return format_rate(value)
    if isinstance(value, date):
        return format_month(value) if kind == "month" else value.isoformat()
    if isinstance(value, bool):
        return "yes" if value else ""
    if kind == "id":
        return str(value)[:8]
    if kind == "moment":
        return str(value)[: len("2026-10-05T12:30")].replace("T", " ")
    if kind == "count":
        return f"{value:,}" if value else ABSENT
    return escape_controls(str(value))


def figure(amount: Decimal, kind: KindName, places: int) -> tuple[str, str]:
    """An amount that is rounded already. What has rounded to nothing is neither gain nor loss."""
    if kind in ("money", "change"):
        sign = "+" if kind == "change" and amount > 0 else ""
        return f"{sign}{amount:,.{places}f}", mood(amount, kind)
    if kind == "months":
        return f"{amount:,}", ""
    if kind == "points":
        return f"{'+' if amount > 0 else ''}{amount * 100:,.1f} pp", ""
    sign = "+" if kind in ("growth", "pace") and amount > 0 else ""
    bar = f" {share_bar(amount)}" if kind == "part" else ""
    return f"{percent_text(amount, sign)}{bar}", mood(amount, kind)


def percent_text(fraction: Decimal, sign: str = "") -> str:
    """A fraction in percent; of next to nothing, anything is many times as much.

    >>> percent_text(Decimal("0.125")), percent_text(Decimal("10")), percent_text(Decimal("-31.5"))
    ('12.5 %', '> 999 %', '< -999 %')
    """
    if abs(fraction) >= MOST:
        return f"> {sign}999 %" if fraction > 0 else "< -999 %"
    return f"{sign}{fraction * 100:.1f} %"


def share_bar(part: Decimal) -> str:
    """How much of a whole that is, as a bar of eight; more than all is another bar, with a mark.

    >>> share_bar(Decimal("0.5")), share_bar(Decimal(1)), share_bar(Decimal("1.2"))
    ('████░░░░', '████████', '▓▓▓▓▓▓▓!')
    """
    if part > 1:
        return OVER * (BAR - 1) + "!"
    eighths = int(max(part, Decimal(0)) * BAR * 8)
    return f"{'█' * (eighths // 8)}{PARTS[eighths % 8]}".strip().ljust(BAR, REST)


def mood(amount: Decimal, kind: KindName) -> str:
    """Green for a gain, red for a loss, and for too much; other amounts stay as they are."""
    if kind in ("pace", "part"):
        return "red" if amount > (1 if kind == "part" else 0) else ""
    if kind not in ("change", "growth") or not amount:
        return ""
    return "green" if amount > 0 else "red"
