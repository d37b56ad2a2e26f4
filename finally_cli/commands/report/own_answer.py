"""What a report of the user's own answers, and whether its header is true of its statement."""

from __future__ import annotations

from collections.abc import Generator, Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from datetime import date
from decimal import Decimal
from itertools import islice
from typing import NamedTuple

from finally_cli.commands.lookup import categories_of, find_asset
from finally_cli.model.errors import (
    BadFile,
    BadUsage,
    Denied,
    FinallyError,
    Locked,
    NotReachable,
    ResourceFull,
)
from finally_cli.model.kinds import Kind, KindName
from finally_cli.model.month import format_month, this_month
from finally_cli.model.named_rows import NamedRow, named_row_type
from finally_cli.model.report_fields import Column, Fault, Param
from finally_cli.model.report_file import NO_ROWS, ReportFile
from finally_cli.model.report_proof import compare_columns, compare_params
from finally_cli.model.result import Result
from finally_cli.model.sql_text import SqlText, read_sql
from finally_cli.model.text import quote
from finally_cli.settings.report_folder import report_path
from finally_cli.store.database import Database
from finally_cli.store.execution import Execution, write_out
from finally_cli.store.query import CheckedQuery, OpenQuery, check_query, open_query

PART = 5_000  # rows that are looked at before any of them is shown
MOST_DIGITS = 20  # before the point of what is rounded and summed up in a table
FIGURES: tuple[KindName, ...] = ("money", "change", "share", "growth", "rate")


class Bound(NamedTuple):
    """A value for the statement, and as JSON and the title say what was asked."""

    value: object
    said: object


def answer(db: Database, report: ReportFile, given: Mapping[str, object]) -> Result:
    """The rows of a report. Raises BadFile where its header is not true of its statement, before
    any of them is shown; and what `open_query` does."""
    with without_record(db):
        with naming(report):
            checked = check_query(db, sql_text(report))
        if faults := compare(report, checked):
            raise bad_report(report, faults)
        bound = {param.name: bind(db, param, given[param.name]) for param in report.params}
        values = {name: one.value for name, one in bound.items()}
        with naming(report):
            found = open_query(db, sql_text(report), values)
    if db.executions is not None:
        record(db, report, {"user_id": db.user.id, **values})
    rows = checked_rows(report, found)
    first = list(islice(rows, PART))
    about: dict[str, object] = {name: one.said for name, one in bound.items()}
    if any(row.type.kind in ("money", "change") for row in report.rows):
        about.setdefault("currency", db.user.base_currency)
    return Result(
        named_row_type({row.name: Kind(row.type.kind, always=True) for row in report.rows}),
        () if len(first) == PART else first,
        f"{report.title}{asked_of(report, about)}",
        about=about,
        schema=f"report.{report.name}",
        stream=go_on(first, rows) if len(first) == PART else None,
        drawn=report.chart.word if report.chart else "",
    )


def go_on(first: Sequence[NamedRow], rows: Generator[NamedRow]) -> Generator[NamedRow]:
    """The rows that are there and those that follow; closed, nothing more is asked for."""
    with closing(rows):
        yield from first
        yield from rows


@contextmanager
def without_record(db: Database) -> Iterator[None]:
    """What is asked in the block is no part of what answers."""
    kept, db.executions = db.executions, None
    try:
        yield
    finally:
        db.executions = kept


def record(db: Database, report: ReportFile, values: Mapping[str, object]) -> None:
    """Keep the statement of a report as it was executed; one without parameters stands as it is.

    Written out, it is looked at once more, for that is what would be run of it: a value that stood
    elsewhere than in its quotes would be a part of the statement.
    """
    bound = {name: values[name] for name in sql_text(report).names}
    made = Execution(f"report/{report.name}", report.sentence, report.body, bound or None)
    if bound:
        text = write_out(db.connection, made)
        with without_record(db), naming(report):
            check_query(db, SqlText(text, text, (), ((0, 0),), source=report.file))
    if db.executions is not None:
        db.executions.append(made)


def asked_of(report: ReportFile, about: Mapping[str, object]) -> str:
    """The months and the currency of an answer, behind its title."""
    months = [about[param.name] for param in report.params if param.word == "month"]
    words = [format_month(month) for month in months if isinstance(month, date)]
    words += [str(about["currency"])] if about.get("currency") else []
    return f" ({', '.join(words)})" if words else ""


def sql_text(report: ReportFile) -> SqlText:
    """A report's statement, with the places of its file."""
    return read_sql(report.text, source=report.file)


def prove(db: Database, report: ReportFile) -> list[Fault]:
    """What is wrong with a report: what its header says of itself, and what the server makes of its
    statement, which is not run. Raises what has nothing to do with the report."""
    told = [fault.message for fault in report.faults]
    if told and (NO_ROWS not in told or not report.body.strip()):
        return report.faults
    try:
        checked = check_query(db, sql_text(report))
    except FinallyError as error:
        if isinstance(error, Locked | NotReachable | ResourceFull):
            raise
        return [*report.faults, fault_of(report, error)]
    if report.faults:
        gives = [(column.name, column.type) for column in checked.columns]
        lines = "; ".join(f"-- row  {name}  {type_}" for name, type_ in gives)
        return [
            fault._replace(hint=f"Write, a line each: {lines}")
            if fault.message == NO_ROWS
            else fault
            for fault in report.faults
        ]
    return compare(report, checked)


def compare(report: ReportFile, checked: CheckedQuery) -> list[Fault]:
    """Where the header is not what the server makes of the statement."""
    gives = [(column.name, column.type) for column in checked.columns]
    return compare_columns(report, gives) + compare_params(report, checked.types)


def fault_of(report: ReportFile, error: FinallyError) -> Fault:
    """The refusal of a statement, as a fault of its file."""
    line = error.details.get("line")
    message = error.message.removeprefix(f"{report.file}, line {line}: ")
    message = message.removeprefix(f"{report.file}: ")
    return Fault(line if isinstance(line, int) else 0, message, error.hint, error.excerpt)


@contextmanager
def naming(report: ReportFile) -> Iterator[None]:
    """What is refused of the statement in the block is told with its file and line."""
    try:
        yield
    except FinallyError as error:
        if not (error.code.startswith("SQL_") or isinstance(error, Denied)):
            raise
        fault = fault_of(report, error)
        at = f", line {fault.line}" if fault.line else ""
        raise type(error)(
            f"{report_path(report.name)}{at}: {fault.message}",
            "Ask for less, such as fewer months." if "--timeout" in fault.hint else fault.hint,
            code=error.code,
            details=error.details,
            excerpt=error.excerpt,
        ) from None


def bad_report(report: ReportFile, faults: Sequence[Fault]) -> BadFile:
    """The refusal of a report for what is wrong with it: the first thing, and how many more."""
    first, *more = faults
    at = f", line {first.line}" if first.line else ""
    others = f"; all {len(faults)} faults: finally report check {report.name}"
    return BadFile(
        f"{report_path(report.name)}{at}: {first.message}",
        f"{first.hint.removesuffix('.')}{others}" if more else first.hint,
        code="BAD_REPORT",
        excerpt=first.excerpt,
    )


def bind(db: Database, param: Param, value: object) -> Bound:
    """What was typed as the statement gets it: an asset or a category by its id.

    Raises NotFound, and BadUsage for a subcategory.
    """
    if value is None:
        # A month that must be one, where there are no values yet, is the one it is.
        month = this_month() if param.word == "month" and not param.nullable else None
        return Bound(month, month)
    if param.word == "asset":
        asset = find_asset(db, str(value))
        return Bound(asset.id, asset.asset)
    if param.word in ("expense category", "income category"):
        chosen = categories_of(db, param.word.split()[0]).choose(str(value))
        if chosen.subcategory is not None:
            raise BadUsage(
                f"{quote(str(value))} is a subcategory, and {param.flag} takes a category",
                f"Did you mean {chosen.category.code}?",
            )
        return Bound(chosen.category_id, chosen.category.code)
    if isinstance(value, date) and param.word != "month":
        return Bound(value, value.isoformat())
    if isinstance(value, Decimal) and param.word != "money":
        return Bound(value, f"{value:f}")
    return Bound(value, value)


def checked_rows(report: ReportFile, found: OpenQuery) -> Generator[NamedRow]:
    """The rows one by one. Raises BadFile for a null that its header has no word of, and for what
    is no number in a column of numbers."""
    names = [row.name for row in report.rows]
    columns = [(row, row.type.kind in FIGURES) for row in report.rows]
    with closing(found.rows) as rows, naming(report):
        for number, values in enumerate(rows, start=1):
            for (column, is_figure), value in zip(columns, values, strict=True):
                if value is None and not column.nullable:
                    raise bad_report(report, [null_found(column, number)])
                if is_figure and isinstance(value, str):
                    raise bad_report(report, [no_number(column, number, value)])
                if is_figure and isinstance(value, Decimal) and value.adjusted() >= MOST_DIGITS:
                    raise bad_report(report, [too_long(column, number)])
            yield NamedRow(dict(zip(names, values, strict=True)))


def null_found(column: Column, number: int) -> Fault:
    """The refusal of a null where the header says that there is none."""
    return Fault(
        column.line,
        f"{quote(column.name)} is null in row {number}, and its line says that it never is",
        f"Write: -- row  {column.name}  {column.said}?",
    )


def no_number(column: Column, number: int, value: str) -> Fault:
    """The refusal of NaN and infinity, which no column of figures can show."""
    return Fault(
        column.line,
        f"{quote(column.name)} is {value} in row {number}, which is no number to show",
        f"Make it null in the statement: nullif({column.name}, '{value}')",
    )


def too_long(column: Column, number: int) -> Fault:
    """The refusal of a number that has more digits than any amount."""
    return Fault(
        column.line,
        f"{quote(column.name)} has more than {MOST_DIGITS} digits in row {number}",
        f"Write: -- row  {column.name}  numeric",
    )
