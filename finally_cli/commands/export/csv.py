"""finally export csv: a file for each list, in a zip or in a folder."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Annotated

import typer

from finally_cli.commands.command import Terminal, reads
from finally_cli.commands.export.export_file import (
    ForceOption,
    answer_export,
    names_stdout,
    what_option,
    written,
)
from finally_cli.commands.export.lists import exported_lists
from finally_cli.commands.options import FromOption, ToOption
from finally_cli.model.errors import BadUsage
from finally_cli.model.exporting.part import Part
from finally_cli.model.month import refuse_reversed
from finally_cli.model.profile import Profile
from finally_cli.model.result import Result
from finally_cli.model.text import quote
from finally_cli.store.database import Database

BOM = "\ufeff"


@reads
def csv(
    db: Database,
    profile: Profile,
    terminal: Terminal,
    output: Annotated[
        str | None,
        typer.Option(
            "--output",
            "-o",
            metavar="ZIP|FOLDER",
            help="Write a zip of this name, or into a folder, which ends in / or is there;"
            " without, a zip to stdout.",
        ),
    ] = None,
    force: ForceOption = False,
    first: FromOption = None,
    last: ToOption = None,
    what: Annotated[frozenset[Part] | None, what_option(*Part)] = None,
    bom: Annotated[
        bool,
        typer.Option("--bom", help="Begin each file with a mark, by which Excel knows UTF-8."),
    ] = False,
) -> Result:
    """Write each list of the books as a CSV file, into a zip or a folder.

    Each is what its command prints with --csv, and those that an import reads come in again. A
    folder is written whole or not at all; with --force, only files of the same names are replaced.

    Examples:
        finally export csv -o books.zip
        finally export csv -o books/ --what values,items --from 2026
    """
    refuse_reversed(first, last)
    files = csv_files(exported_lists(db, profile, terminal, what, first, last), bom=bom)
    if output is not None and is_folder(output):
        from finally_cli.output.folder import write_folder

        return written("csv", output, write_folder(files, output, force=force))
    from finally_cli.output.archive import zip_parts

    return answer_export("csv", zip_parts(files), output, force=force)


def csv_files(
    lists: Iterator[tuple[str, Result]], *, bom: bool
) -> Iterator[tuple[str, Iterator[str]]]:
    """Each list as a file: its name, and its text in parts."""
    for name, result in lists:
        yield f"{name}.csv", csv_file(result, bom=bom)


def csv_file(result: Result, *, bom: bool) -> Iterator[str]:
    """The text of one file."""
    from finally_cli.output.serialize import csv_parts

    if bom:
        yield BOM
    yield from csv_parts(result)
    yield "\n"


def is_folder(output: str) -> bool:
    """Whether files go into a folder of that name, and not into a zip.

    Raises BadUsage for a name that says neither.
    """
    if not output:
        raise BadUsage("the name of what is to be written is empty", "Name a zip or a folder.")
    if names_stdout(output):
        return False
    mode = 0
    with suppress(OSError, ValueError):
        mode = Path(output).stat().st_mode
    if output.endswith(("/", os.sep)) or stat.S_ISDIR(mode):
        return True
    ending = Path(output).suffix
    if ending.lower() == ".zip" or (mode and not stat.S_ISREG(mode)):
        return False  # a device or a pipe takes a zip, too
    if not ending:
        return True
    raise BadUsage(
        f"{quote(output)} ends in {quote(ending)}, and this export is several files",
        "Name a zip, as in books.zip, or a folder, as in books/.",
    )
