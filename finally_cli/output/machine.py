"""JSON and CSV: what programs read. Exact, with stable keys, never shortened."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import fields
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from finally_cli.model.csvfile import guarded
from finally_cli.model.errors import FinallyError
from finally_cli.model.kinds import SERIES, KindName, kinds_of
from finally_cli.model.money import exact
from finally_cli.model.month import written
from finally_cli.model.sheet import Sheet
from finally_cli.model.text import UNSEEN, is_control

FRACTIONS = ("share", "growth", "rate", "part", "pace", "points", "shares", "percent", "months")


def as_json(sheet: Sheet, schema: str) -> str:
    """One object: schema, what holds for all rows, rows, totals and notes."""
    document: dict[str, Any] = {"schema": f"finally.{schema}/1"}
    document |= {key: plain(value) for key, value in sheet.about.items()}
    kinds = kinds_of(sheet.row_type)
    document["rows"] = [record(row, kinds) for row in sheet.rows]
    if sheet.totals is not None:
        document["totals"] = record(sheet.totals, kinds_of(type(sheet.totals)))
    document["notes"] = [
        {"code": note.code, "message": note.message, "command": note.command}
        for note in sheet.notes
    ]
    return harmless(json.dumps(document, indent=2, ensure_ascii=False))


def as_csv(sheet: Sheet) -> str:
    """A header of column names and a line a row. Totals and notes are in --json."""
    kinds = kinds_of(sheet.row_type)
    months = plain(sheet.about.get("months"))
    header = [
        title for name, kind in kinds.items() for title in (months if kind in SERIES else [name])
    ]
    rows = ([defused(cell) for cell in flat(record(row, kinds).values())] for row in sheet.rows)
    return "\n".join([line_of(header), *map(line_of, rows)])


def flat(values: Iterable[Any]) -> list[Any]:
    """The cells of a line, where a list stands for several."""
    return [cell for value in values for cell in (value if isinstance(value, list) else [value])]


def line_of(cells: list[Any]) -> str:
    """One line of CSV.

    Before Python 3.13 a carriage return is quoted only where it is part of the line's end.
    """
    import csv
    import io

    stream = io.StringIO()
    csv.writer(stream, lineterminator="\r\n").writerow(cells)
    return stream.getvalue().removesuffix("\r\n")


def error_as_json(error: FinallyError) -> str:
    """The last line of stderr when a command that was asked for JSON fails."""
    return harmless(
        json.dumps(
            {
                "schema": "finally.error/1",
                "code": error.code,
                "exit": int(error.exit_code),
                "message": error.message,
                "hint": error.hint,
                **error.details,
            },
            ensure_ascii=False,
        )
    )


def harmless(document: str) -> str:
    """The same JSON with what could act on a terminal written as \\u escapes."""
    return (
        "".join(
            f"\\u{ord(c):04x}" if c != "\n" and (is_control(c) or c in UNSEEN) else c
            for c in document
        )
        if not (document.isascii() and "\x7f" not in document)
        else document
    )


def record(row: object, kinds: Mapping[str, KindName]) -> dict[str, Any]:
    """A row's values by name, each in the form JSON gives it."""
    return {
        field.name: plain(getattr(row, field.name), kinds[field.name])
        for field in fields(row)  # type: ignore[arg-type]
    }


def plain(value: Any, kind: KindName | None = None) -> Any:
    """A value as JSON holds it: money and shares as decimal strings, a month as 2026-10."""
    if isinstance(value, list):
        return [plain(one, kind) for one in value]
    if isinstance(value, Decimal):
        if kind in FRACTIONS:
            text = f"{value:f}"
            return text.rstrip("0").rstrip(".") if "." in text else text
        return exact(value)
    if isinstance(value, datetime):
        return value.isoformat()
    if isinstance(value, date):
        return written(value) if kind in (None, "month") else value.isoformat()
    return value


def defused(cell: Any) -> Any:
    """A cell that no spreadsheet runs; numbers stay numbers."""
    if isinstance(cell, bool):
        return "true" if cell else "false"
    return guarded(cell) if isinstance(cell, str) else cell
