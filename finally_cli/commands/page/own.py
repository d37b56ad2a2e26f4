"""The reports of the user's own that say how they are drawn, asked for a page."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from itertools import islice

from finally_cli.commands.page.asked import panel_of, recorded
from finally_cli.commands.page.span import Span
from finally_cli.commands.report import own_reports
from finally_cli.commands.report.own_answer import answer
from finally_cli.commands.report.own_report import load_report
from finally_cli.model.errors import BadUsage, ExitCode, FinallyError
from finally_cli.model.mills import read_all_in
from finally_cli.model.month import NEWEST, format_month
from finally_cli.model.page import Panel
from finally_cli.model.report_fields import Param
from finally_cli.model.report_file import ReportFile
from finally_cli.model.result import Note, Result
from finally_cli.store.database import Database
from finally_cli.store.statements import NoRows

MOST_ROWS = 500  # of a table on a page
OURS = (ExitCode.NOT_REACHABLE, ExitCode.SCHEMA, ExitCode.INTEGRITY)  # failures of no report


def own_panels(db: Database, span: Span) -> Iterator[Panel]:
    """A panel for each report of the user's own with a chart line; in place of an answer that it
    does not give, the reason."""
    for name in own_reports():
        try:
            report = load_report(name)
        except FinallyError:
            continue  # finally report check says why
        if report.chart is not None:
            with recorded(db):
                result = ask_own(db, report, span)
                yield panel_of(db, name, result, own_command(report, span))


def ask_own(db: Database, report: ReportFile, span: Span) -> Result:
    """What a report answers of the months of a page, as far as it has room, or why it does not."""
    try:
        return few_rows(answer(db, report, {p.name: value_of(db, p, span) for p in report.params}))
    except FinallyError as error:
        if error.exit_code in OURS:
            raise
        reason = f"{error.message[:1].upper()}{error.message[1:]}."
        said = [reason, *([error.hint] if error.hint else [])]
        return Result(NoRows, title=report.title, sentences=said)


def few_rows(result: Result) -> Result:
    """An answer with no more rows than a page has room for, and a note where there are more."""
    if result.stream is None:
        rows, more = list(result.rows[:MOST_ROWS]), len(result.rows) > MOST_ROWS
    else:
        with closing(result.stream) as stream:  # type: ignore[type-var]
            rows, more = list(islice(stream, MOST_ROWS)), True
    note = Note("MORE_ROWS", f"It has more rows; these are the first {MOST_ROWS}.")
    notes = [*result.notes, *([note] if more else [])]
    return replace(result, rows=rows, stream=None, notes=notes)


def value_of(db: Database, param: Param, span: Span) -> object:
    """What a parameter is on a page: what its header says, or the page's own month.

    Raises BadUsage for what somebody must say.
    """
    if param.default is not None:
        said = {param.name: param.type.parse(param.default)}
        value = read_all_in(said, db.user.base_currency)[param.name]
        return span.month if value == NEWEST else value
    if is_of_page(param):
        return span.month
    if param.nullable:
        return None
    if param.word == "boolean":
        return False
    raise BadUsage(
        f"it needs {param.flag}, which nobody says on a page",
        f"Write a default for it: -- param  {param.name}  {param.word}=…, or {param.word}?",
    )


def is_of_page(param: Param) -> bool:
    """Whether the month of the page is meant: a month that must be one."""
    return param.word == "month" and param.default is None and not param.nullable


def own_command(report: ReportFile, span: Span) -> str:
    """What asks it in a terminal."""
    months = [f"{p.flag} {format_month(span.month)}" for p in report.params if is_of_page(p)]
    return " ".join(["finally report", report.name, *months])
