"""What a chart is drawn of, as JSON inside a page: a number to draw by, and the text to read."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from typing import Any

from finally_cli.model.drawing import Drawing, Figure
from finally_cli.model.masking import hide_amounts, masking
from finally_cli.model.month import format_month
from finally_cli.model.text import escape_controls
from finally_cli.output.columns import AMOUNTS
from finally_cli.output.page.printed import Printed

# What would end a script, or begin a comment in one, or a line to those that read it as a script.
HARMFUL = str.maketrans({c: f"\\u{ord(c):04x}" for c in "<>&\u2028\u2029"})
PERCENT = ("share", "growth", "part", "pace", "points", "percent")
MASKED_UNIT = Decimal("0.0001")  # of the largest amount, to which a masked one is drawn


def drawing_json(drawing: Drawing, printed: Printed) -> str:
    """A drawing as JSON that may stand in a script: its shape by the name of its class.

    A figure is {"v": what it is drawn by, "t": what is read}. Where amounts are masked, they are
    drawn as parts of the largest, so that none is in the file. The axis is of the first figure.
    """
    scale = largest(drawing, printed) if masking.on else None
    first = next(figures_in(drawing.shape), None)
    kind = printed.kind(first) if first else None
    document = {
        "kind": type(drawing.shape).__name__.lower(),
        "masked": masking.on and kind in AMOUNTS,
        "percent": kind in PERCENT,
        **plain_drawing(drawing.shape, printed, scale),
    }
    return json.dumps(document, ensure_ascii=False, separators=(",", ":")).translate(HARMFUL)


def plain_drawing(value: Any, printed: Printed, scale: Decimal | None) -> Any:
    """A part of a shape as JSON has it."""
    if isinstance(value, Figure):
        number = printed.value(value)
        if number is not None and scale is not None and printed.kind(value) in AMOUNTS:
            number = (number / scale).quantize(MASKED_UNIT)
        return None if number is None else {"v": f"{number:f}", "t": printed.text(value)}
    if hasattr(value, "_asdict"):
        return {key: plain_drawing(one, printed, scale) for key, one in value._asdict().items()}
    if isinstance(value, str):
        return escape_controls(hide_amounts(value))
    if isinstance(value, date):
        return format_month(value)
    if isinstance(value, list | tuple):
        return [plain_drawing(one, printed, scale) for one in value]
    return value


def largest(drawing: Drawing, printed: Printed) -> Decimal:
    """The largest amount that is drawn, whatever its sign; 1 where there is none."""
    known = [
        abs(number)
        for figure in figures_in(drawing.shape)
        if printed.kind(figure) in AMOUNTS and (number := printed.value(figure)) is not None
    ]
    return max(known, default=Decimal(0)) or Decimal(1)


def figures_in(value: Any) -> Iterator[Figure]:
    """Every figure in a shape."""
    if isinstance(value, Figure):
        yield value
    elif isinstance(value, list | tuple):
        for one in value:
            yield from figures_in(one)
