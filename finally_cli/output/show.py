"""Writing a sheet to stdout, and a failure to stderr: the only module that does."""

from __future__ import annotations

import os
import sys

from finally_cli.model.errors import FinallyError, ResourceFull
from finally_cli.model.sheet import Bars, Sheet
from finally_cli.model.text import visible
from finally_cli.output.talk import remark

FORMS = ("json", "csv", "table")


def show(sheet: Sheet, schema: str, *, form: str) -> None:
    """Write a sheet as `json`, `csv` or, for people, as `table`."""
    terminal = sys.stdout.isatty()
    text = sheet.printed.get(form) or as_text(sheet, schema, form=form, terminal=terminal)
    if form == "csv" and terminal:
        text = "\n".join(map(visible, text.split("\n")))  # exact in a file, harmless here
    put(text + "\n")


def as_text(sheet: Sheet, schema: str, *, form: str, terminal: bool) -> str:
    """A sheet in one of the FORMS, without the last line break."""
    if form == "json":
        from finally_cli.output.machine import as_json

        return as_json(sheet, schema)
    if form == "csv":
        from finally_cli.output.machine import as_csv

        return as_csv(sheet)
    if sheet.sentences:
        return "\n".join(visible(line) for line in sheet.sentences)
    return for_people(sheet, terminal=terminal)


def for_people(sheet: Sheet, *, terminal: bool) -> str:
    """The table, and under it the chart if the sheet has one."""
    from finally_cli.output.table import as_table

    text = as_table(sheet, terminal=terminal)
    colour = terminal and not os.environ.get("NO_COLOR")
    if isinstance(sheet.chart, Bars):
        from finally_cli.output.bars import as_bars

        return f"{text}\n\n{as_bars(sheet.chart, colour=colour)}"
    if sheet.chart is not None and sheet.chart.months:
        from finally_cli.output.chart import as_chart

        return f"{text}\n\n{as_chart(sheet.chart, colour=colour)}"
    return text


def put(text: str) -> None:
    """Write to stdout and see it out. A reader that went away is no failure; a full disk is."""
    try:
        sys.stdout.write(text)
        sys.stdout.flush()
    except BrokenPipeError:
        silence()  # the reader has what it wanted
    except OSError as error:
        silence()
        raise ResourceFull(
            f"the answer could not be written: {error.strerror}",
            "The command itself was done; only its answer is lost. Free some space.",
        ) from None


def silence() -> None:
    """Send what stdout still holds nowhere, so that it cannot fail once more at the end."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def fail(error: FinallyError, *, form: str) -> None:
    """Write a failure: two lines, or one line of JSON, as the last thing on stderr."""
    if form == "json":
        from finally_cli.output.machine import error_as_json

        remark(error_as_json(error))
        return
    remark(f"finally: {visible(error.message)}")
    if error.hint:
        remark(f"  {visible(error.hint)}")
