"""Writing a sheet to stdout, and a failure to stderr: the only module that does."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable, Iterator
from itertools import chain

from finally_cli.model.errors import FinallyError, ResourceFull
from finally_cli.model.sheet import Bars, Sheet
from finally_cli.model.text import visible
from finally_cli.output.talk import remark
from finally_cli.output.terminal import PIPE, Screen, stdout_screen

FORMS = ("json", "csv", "table")
CHUNK = 1 << 16  # characters that are written at once


def show(sheet: Sheet, schema: str, *, form: str, paged: bool = False) -> None:
    """Write a sheet as `json`, `csv` or, for people, as `table`; `paged`, through their pager."""
    screen = stdout_screen()
    is_terminal = screen.width is not None
    if printed := sheet.printed.get(form):
        parts: Iterator[str] = iter([printed])
    else:
        parts = parts_of(sheet, schema, form=form, screen=screen)
    if form == "csv" and is_terminal:  # exact in a file, harmless here
        parts = ("\n".join(map(visible, part.split("\n"))) for part in parts)
    parts = chain(parts, ["\n"])
    if paged and form == "table" and is_terminal:
        from finally_cli.output.pager import through_pager

        parts = through_pager(parts)
    put(parts)


def as_text(sheet: Sheet, schema: str, *, form: str) -> str:
    """A sheet in one of the FORMS as any pipe takes it, without the last line break."""
    return "".join(parts_of(sheet, schema, form=form, screen=PIPE))


def parts_of(sheet: Sheet, schema: str, *, form: str, screen: Screen) -> Iterator[str]:
    """A sheet in one of the FORMS, part by part as it is known, without the last line break."""
    if form == "json":
        from finally_cli.output.machine import json_parts

        yield from json_parts(sheet, schema)
    elif form == "csv":
        from finally_cli.output.machine import csv_parts

        yield from csv_parts(sheet)
    elif sheet.sentences:
        yield "\n".join(visible(line) for line in sheet.sentences)
    else:
        yield from for_people(sheet, screen)


def for_people(sheet: Sheet, screen: Screen) -> Iterator[str]:
    """The table, and under it the chart if the sheet has one."""
    from finally_cli.output.table import table_parts

    yield from table_parts(sheet, screen)
    if isinstance(sheet.chart, Bars):
        from finally_cli.output.bars import as_bars

        yield f"\n\n{as_bars(sheet.chart, screen)}"
    elif sheet.chart is not None and sheet.chart.months:
        from finally_cli.output.chart import as_chart

        yield f"\n\n{as_chart(sheet.chart, screen)}"


def put(parts: Iterable[str]) -> None:
    """Write to stdout and see it out. A reader that went away is no failure; a full disk is."""
    waiting: list[str] = []
    size = 0
    for part in parts:
        waiting.append(part)
        size += len(part)
        if size >= CHUNK:
            if not written("".join(waiting)):
                return
            waiting, size = [], 0
    written("".join(waiting))


def written(text: str) -> bool:
    """Write to stdout; False where nobody reads it any more."""
    try:
        sys.stdout.write(text)
        sys.stdout.flush()
    except BrokenPipeError:
        silence()  # the reader has what it wanted
        return False
    except OSError as error:
        silence()
        raise ResourceFull(
            f"the answer could not be written: {error.strerror}",
            "The command itself was done; only its answer is lost. Free some space.",
        ) from None
    return True


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
