"""One value of a table: rounded for the eye, signed, coloured, and harmless."""

from __future__ import annotations

from datetime import date
from decimal import ROUND_HALF_EVEN, Decimal
from typing import Any

from rich.text import Text

from finally_cli.model.kinds import KindName
from finally_cli.model.money import shown, shown_rate
from finally_cli.model.month import written
from finally_cli.model.percent import shown_percent
from finally_cli.model.text import visible

NUMBERS: frozenset[KindName] = frozenset(
    (
        "money", "change", "share", "growth", "pace", "part", "rate", "count", "points", "percent",
        "months",
    )
)  # fmt: skip
ABSENT = "–"
BAR, PARTS, REST = 8, " ▏▎▍▌▋▊▉", "░"


def cell(value: Any, kind: KindName, places: int = 2, absent: str = ABSENT) -> Text:
    """One value, as text that Rich does not read for markup."""
    if value is None:
        return Text(absent if kind in NUMBERS or kind == "month" else "", style="dim")
    if isinstance(value, Decimal) and kind in ("money", "change"):
        rounded = value.quantize(Decimal(1).scaleb(-places), ROUND_HALF_EVEN)
        text = shown(rounded) if places >= 2 else shown(rounded).partition(".")[0]
        return Text(
            f"+{text}" if kind == "change" and rounded > 0 else text, style=mood(rounded, kind)
        )
    if isinstance(value, Decimal) and kind == "months":
        return Text(f"{value:,.1f}")
    if isinstance(value, Decimal) and kind == "percent":
        return Text(shown_percent(value))
    if isinstance(value, Decimal) and kind == "points":
        points = (value * 100).quantize(Decimal("0.1"), ROUND_HALF_EVEN) + 0  # no negative zero
        return Text(f"{'+' if points > 0 else ''}{points:,} pp")
    if isinstance(value, Decimal) and kind in ("share", "growth", "pace", "part"):
        percent = (value * 100).quantize(Decimal("0.1"), ROUND_HALF_EVEN)
        sign = "+" if kind in ("growth", "pace") and percent > 0 else ""
        bar = f" {bar_of(value)}" if kind == "part" else ""
        return Text(f"{sign}{percent:,} %{bar}", style=mood(percent, kind))
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
        return "red" if amount > (100 if kind == "part" else 0) else ""
    if kind not in ("change", "growth") or not amount:
        return ""
    return "green" if amount > 0 else "red"
