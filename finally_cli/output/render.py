"""Writing a result to stdout, and a failure to stderr: the only module that does."""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Iterable, Iterator
from itertools import chain

from finally_cli.model.errors import FinallyError, ResourceFull
from finally_cli.model.masking import hide_amounts, masking
from finally_cli.model.result import Bars, Result
from finally_cli.model.text import escape_controls
from finally_cli.output.screen import PIPE, Screen, stdout_screen
from finally_cli.output.terminal import write_remark

FORMS = ("json", "csv", "table")
CHUNK = 1 << 16  # characters that are written at once


def render(result: Result, schema: str, *, form: str, paged: bool = False) -> None:
    """Write a result as `json`, `csv` or, for people, as `table`; `paged`, through their pager."""
    screen = stdout_screen()
    is_terminal = screen.width is not None
    if result.document is not None:
        from finally_cli.output.document import stdout_chunks

        for chunk in stdout_chunks(result.document, form=form, is_terminal=is_terminal):
            if not write_out(chunk):
                return
        return
    if form == "table" and result.lines is not None and not result.lines:
        return
    if printed := result.printed.get(form):
        parts: Iterator[str] = iter([hide_amounts(printed, loose=True)])
    else:
        parts = render_parts(result, schema, form=form, screen=screen)
    if is_terminal and (printed or form == "csv"):  # exact in a file, harmless here
        parts = (escape_controls(part, but="\n\t" if printed else "\n") for part in parts)
    parts = chain(parts, ["\n"])
    if paged and form == "table" and is_terminal:
        from finally_cli.output.pager import through_pager

        parts = through_pager(parts)
    write_stdout(parts)


def as_text(result: Result, schema: str, *, form: str) -> str:
    """A result in one of the FORMS as any pipe takes it, without the last line break, in full."""
    with masking.lifted():
        return "".join(render_parts(result, schema, form=form, screen=PIPE))


def render_parts(result: Result, schema: str, *, form: str, screen: Screen) -> Iterator[str]:
    """A result in one of the FORMS, part by part as it is known, without the last line break."""
    if form == "json":
        from finally_cli.output.serialize import json_parts

        parts = json_parts(result, schema)
        yield from (re.sub(r"\n *", "", part) for part in parts) if result.one_line else parts
    elif form == "csv":
        from finally_cli.output.serialize import csv_parts

        yield from csv_parts(result)
    elif result.lines is not None:
        from finally_cli.output.summary import summary_lines

        yield "\n".join(summary_lines(result.lines, screen))
    elif result.sentences:
        yield "\n".join(escape_controls(hide_amounts(line)) for line in result.sentences)
    else:
        yield from for_people(result, screen)


def for_people(result: Result, screen: Screen) -> Iterator[str]:
    """The table, and under it the chart if the result has one."""
    from finally_cli.output.table import table_parts

    yield from table_parts(result.table or result, screen)
    if isinstance(result.chart, Bars):
        from finally_cli.output.bars import as_bars

        yield f"\n\n{as_bars(result.chart, screen)}"
    elif result.chart is not None and result.chart.months:
        from finally_cli.output.chart import as_chart

        yield f"\n\n{as_chart(result.chart, screen)}"


def write_stdout(parts: Iterable[str]) -> None:
    """Write to stdout and see it out. A reader that went away is no failure; a full disk is."""
    waiting: list[str] = []
    size = 0
    for part in parts:
        waiting.append(part)
        size += len(part)
        if size >= CHUNK:
            if not write_out("".join(waiting)):
                return
            waiting, size = [], 0
    write_out("".join(waiting))


def write_out(part: str | bytes) -> bool:
    """Write to stdout; False where nobody reads it any more."""
    try:
        if isinstance(part, bytes):
            sys.stdout.buffer.write(part)
        else:
            sys.stdout.write(part)
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


def render_failure(error: FinallyError, *, form: str) -> None:
    """Write a failure: two lines, or one line of JSON, as the last thing on stderr.

    Where it has a place in something that was written, that line stands between the two.
    """
    if form == "json":
        from finally_cli.output.serialize import error_as_json

        with masking.lifted():
            write_remark(error_as_json(error))
        return
    write_remark(f"finally: {escape_controls(error.message)}")
    if error.excerpt:
        from finally_cli.output.excerpt import draw_excerpt

        write_remark("\n".join(draw_excerpt(error.excerpt)))
    if error.hint:
        write_remark(f"  {escape_controls(error.hint)}")
