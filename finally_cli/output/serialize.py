"""JSON and CSV: what programs read. Exact, with stable keys, never shortened."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import fields
from datetime import date, datetime
from decimal import Decimal
from json.encoder import encode_basestring
from typing import Any

from finally_cli.model.errors import FinallyError
from finally_cli.model.importing.csv_file import guard_formula
from finally_cli.model.kinds import SERIES, KindName, kinds_of
from finally_cli.model.money import format_exact
from finally_cli.model.month import format_month
from finally_cli.model.result import Result
from finally_cli.model.sql_values import ArrayText, JsonText, compact_json, number_text
from finally_cli.model.text import escape_characters

FRACTIONS = (
    "share", "growth", "rate", "part", "pace", "points", "shares", "percent", "months", "quantity",
)  # fmt: skip


def json_parts(result: Result, schema: str) -> Iterator[str]:
    """One object in parts, each as soon as it is known: schema, facts, rows, totals and notes."""
    about = {key: plain(value) for key, value in result.about.items()}
    before = dump_json({"schema": f"finally.{schema}/1", **about})
    yield escape_json(f'{before[:-2]},\n  "rows": ')
    kinds = kinds_of(result.row_type)
    opening = "["
    for row in result.every_row:
        values = ",\n".join(
            f"      {encode_basestring(name)}: {in_json(plain(getattr(row, name), kind))}"
            for name, kind in kinds.items()
        )
        yield escape_json(f"{opening}\n    {{\n{values}\n    }}")
        opening = ","
    yield "[]" if opening == "[" else "\n  ]"
    after: dict[str, Any] = {}
    if result.totals is not None:
        after["totals"] = row_to_json(result.totals, kinds_of(type(result.totals)))
    after |= result.beside
    after["notes"] = [
        {"code": note.code, "message": note.message, "command": note.command}
        for note in result.notes
    ]
    yield escape_json(f",{dump_json(after).removeprefix('{')}")


def dump_json(value: Any) -> str:
    """A value as JSON for people to read."""
    return json.dumps(value, indent=2, ensure_ascii=False)


def in_json(value: Any) -> str:
    """A value of a row as JSON, where it stands in a document."""
    if isinstance(value, JsonText):
        return compact_json(value)
    if isinstance(value, ArrayText):
        return elements_in_json(value.elements)
    if isinstance(value, str):
        return encode_basestring(value)
    if value is None:
        return "null"
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int):  # the module's own indented form leaves a cycle for each value
        return str(value)
    return dump_json(value).replace("\n", "\n      ")


def elements_in_json(elements: list[Any]) -> str:
    """The elements of an array of the server's, which may be arrays."""
    inner = (
        elements_in_json(one) if isinstance(one, list) else in_json(plain(one, "number"))
        for one in elements
    )
    return f"[{', '.join(inner)}]"


def csv_parts(result: Result) -> Iterator[str]:
    """A header of column names and a line a row; the line breaks stand before the lines.

    Before Python 3.13 a carriage return is quoted only where it is part of the line's end.
    """
    import csv

    kinds = kinds_of(result.row_type)
    months = plain(result.about.get("months"))
    header = [
        title for name, kind in kinds.items() for title in (months if kind in SERIES else [name])
    ]
    write = csv.writer(Echo(), lineterminator="\r\n").writerow
    yield str(write(map(defuse_cell, header))).removesuffix("\r\n")
    for row in result.every_row:
        cells = (
            cell
            for name, kind in kinds.items()
            for cell in csv_cells(plain(getattr(row, name), kind), kind)
        )
        yield "\n" + str(write(map(defuse_cell, cells))).removesuffix("\r\n")


class Echo:
    """A file that gives back what is written to it."""

    def write(self, text: str) -> str:
        return text


def csv_cells(value: Any, kind: KindName) -> list[Any]:
    """The cells of a value: of a series one each month, of any other list one for all of it."""
    if not isinstance(value, list):
        return [value]
    return value if kind in SERIES else [", ".join(map(str, value))]


def error_as_json(error: FinallyError) -> str:
    """The last line of stderr when a command that was asked for JSON fails."""
    return escape_json(
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


def escape_json(document: str) -> str:
    """JSON with what could act on a terminal written as \\u escapes."""
    if document.isascii() and "\x7f" not in document:
        return document
    return escape_characters(document, lambda c: f"\\u{ord(c):04x}", but="\n")


def row_to_json(row: object, kinds: Mapping[str, KindName]) -> dict[str, Any]:
    """A row's values by name, each in the form JSON gives it."""
    return {
        field.name: plain(getattr(row, field.name), kinds[field.name])
        for field in fields(row)  # type: ignore[arg-type]
    }


def plain(value: Any, kind: KindName | None = None) -> Any:
    """A value as JSON holds it: money and shares as decimal strings, a month as 2026-10.

    In a list, and in an object by name, each is so.
    """
    if isinstance(value, list):
        return [plain(one, kind) for one in value]
    if isinstance(value, dict):
        return {key: plain(one, kind) for key, one in value.items()}
    if isinstance(value, Decimal):
        if kind == "number":
            return number_text(value)
        if kind in FRACTIONS:
            text = f"{value:f}"
            return text.rstrip("0").rstrip(".") if "." in text else text
        return format_exact(value)
    if isinstance(value, datetime):
        return value.isoformat()
    if isinstance(value, date):
        return format_month(value) if kind in (None, "month") else value.isoformat()
    return value


def defuse_cell(cell: Any) -> Any:
    """A cell that no spreadsheet runs; numbers stay numbers."""
    if isinstance(cell, bool):
        return "true" if cell else "false"
    return guard_formula(cell) if isinstance(cell, str) else cell
