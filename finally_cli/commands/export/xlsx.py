"""finally export xlsx: a workbook with a sheet for each list and each report."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated

from finally_cli.commands.command import Terminal, reads
from finally_cli.commands.export.export_file import (
    ForceOption,
    OutputOption,
    answer_export,
    names_stdout,
    notes_in_words,
    what_option,
)
from finally_cli.commands.export.lists import exported_lists
from finally_cli.commands.export.reports import exported_reports
from finally_cli.commands.options import FromOption, ToOption
from finally_cli.model.exporting.part import Part
from finally_cli.model.month import refuse_reversed
from finally_cli.model.profile import Profile
from finally_cli.model.result import Note, Result
from finally_cli.model.text import plural
from finally_cli.output.spreadsheet_cells import Shortfall
from finally_cli.store.database import Database


@reads
def xlsx(
    db: Database,
    profile: Profile,
    terminal: Terminal,
    output: OutputOption = None,
    force: ForceOption = False,
    first: FromOption = None,
    last: ToOption = None,
    what: Annotated[frozenset[Part] | None, what_option(*Part)] = None,
) -> Result:
    """Write the books as an Excel workbook, a sheet for each list and each report.

    Numbers are numbers, dates are dates, and no text is run as a formula. Reports are of the months
    that are exported, or of the newest of them.

    Examples:
        finally export xlsx -o books.xlsx
        finally export xlsx -o 2026.xlsx --from 2026 --what values,items
    """
    refuse_reversed(first, last)
    from finally_cli.output.workbook import workbook_parts

    asked = (what, first, last)
    lists = exported_lists(db, profile, terminal, *asked)
    short, notes = Shortfall(), list[Note]()
    parts = workbook_parts(lists, exported_reports(db, profile, *asked), short)
    if output is not None and not names_stdout(output):
        return answer_export(
            "xlsx", and_then_note(parts, short, notes), output, force=force, notes=notes
        )

    def told() -> Iterator[bytes]:
        yield from and_then_note(parts, short, notes)
        if notes:
            terminal.say_lines(notes_in_words(notes))

    return answer_export("xlsx", told(), None, force=force)


def and_then_note(parts: Iterator[bytes], short: Shortfall, notes: list[Note]) -> Iterator[bytes]:
    """The parts; after the last, `notes` has what the workbook holds otherwise than the books."""
    yield from parts
    if short.figures:
        they = "it is a text" if short.figures == 1 else "they are texts"
        notes.append(
            Note(
                "FIGURES_AS_TEXT",
                f"{plural(short.figures, 'figure')} of more than 15 digits, which no spreadsheet"
                f" holds exactly: {they}, as exact as in the books.",
            )
        )
    if short.texts:
        were = "was" if short.texts == 1 else "were"
        notes.append(
            Note(
                "TEXTS_CUT",
                f"{plural(short.texts, 'text')} of more than 32,767 characters {were} cut, which is"
                " all a cell can hold.",
                "finally export csv",
            )
        )
