"""One value of a table: rounded for the eye, signed, coloured, and harmless."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

from rich.text import Text

from finally_cli.model.apportioning import rounded
from finally_cli.model.kinds import KindName
from finally_cli.model.money import shown_rate
from finally_cli.model.month import written
from finally_cli.model.percent import shown_percent
from finally_cli.model.text import visible
from finally_cli.output.figures import unit_of

NUMBERS: frozenset[KindName] = frozenset(
    (
        "money", "change", "share", "growth", "pace", "part", "rate", "count", "points", "percent",
        "months",
    )
)  # fmt: skip
ABSENT = "–"
MOST = 10  # a fraction: a thousand percent
BAR, PARTS, REST = 8, " ▏▎▍▌▋▊▉", "░"


def cell(value: Any, kind: KindName, places: int = 2, absent: str = ABSENT) -> Text:
    """One value, as text that Rich does not read for markup."""
    if value is None:
        return Text(absent if kind in NUMBERS or kind == "month" else "", style="dim")
    unit = unit_of(kind, places) if isinstance(value, Decimal) else None
    if unit is not None:
        return figure(rounded(value, unit), kind, places)
    if isinstance(value, Decimal) and kind == "percent":
        return Text(shown_percent(value))
    if isinstance(value, Decimal):
        return Text(shown_rate(value))
    if isinstance(value, date):
        return Text(written(value) if kind == "month" else value.isoformat())
    if isinstance(value, bool):
        return Text("yes" if value else "")
    if kind == "id":
        return Text(str(value)[:8], style="dim")
    if kind == "count":
        return Text(f"{value:,}" if value else ABSENT)
    return Text(visible(str(value)))


def figure(amount: Decimal, kind: KindName, places: int) -> Text:
    """An amount that is rounded already. What has rounded to nothing is neither gain nor loss."""
    if kind in ("money", "change"):
        sign = "+" if kind == "change" and amount > 0 else ""
        return Text(f"{sign}{amount:,.{places}f}", style=mood(amount, kind))
    if kind == "months":
        return Text(f"{amount:,}")
    if kind == "points":
        return Text(f"{'+' if amount > 0 else ''}{amount * 100:,.1f} pp")
    sign = "+" if kind in ("growth", "pace") and amount > 0 else ""
    bar = f" {bar_of(amount)}" if kind == "part" else ""
    return Text(f"{percent_text(amount, sign)}{bar}", style=mood(amount, kind))


def percent_text(fraction: Decimal, sign: str = "") -> str:
    """A fraction in percent; of next to nothing, anything is many times as much.

    >>> percent_text(Decimal("0.125")), percent_text(Decimal("10")), percent_text(Decimal("-31.5"))
    ('12.5 %', '> 999 %', '< -999 %')
    """
    if abs(fraction) >= MOST:
        return f"> {sign}999 %" if fraction > 0 else "< -999 %"
    return f"{sign}{fraction * 100:.1f} %"


def bar_of(part: Decimal) -> str:
    """How much of a whole that is, as a bar of eight; what is more than all ends in a mark.

    >>> bar_of(Decimal("0.5")), bar_of(Decimal("1.2"))
    ('████░░░░', '███████!')
    """
    if part > 1:
        return "█" * (BAR - 1) + "!"
    eighths = int(max(part, Decimal(0)) * BAR * 8)
    return f"{'█' * (eighths // 8)}{PARTS[eighths % 8]}".strip().ljust(BAR, REST)


def mood(amount: Decimal, kind: KindName) -> str:
    """Green for a gain, red for a loss, and for too much; other amounts stay as they are."""
    if kind in ("pace", "part"):
        return "red" if amount > (1 if kind == "part" else 0) else ""
    if kind not in ("change", "growth") or not amount:
        return ""
    return "green" if amount > 0 else "red"
