"""Where an export goes: to stdout, or to a file, and what is said of it then."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Annotated, Any

import typer

from finally_cli.model.advice import books, with_books
from finally_cli.model.exporting.part import Part, parse_parts
from finally_cli.model.kinds import Kind
from finally_cli.model.result import Note, Result
from finally_cli.model.text import quote, size_text

OutputOption = Annotated[
    str | None,
    typer.Option(
        "--output", "-o", metavar="FILE", help="Write it to this file; without, to stdout."
    ),
]
ForceOption = Annotated[
    bool, typer.Option("--force", help="Replace the file, if there is one already.")
]

STDOUT = ("-", "/dev/stdout", "/dev/fd/1", "/proc/self/fd/1")


def what_option(*can: Part) -> Any:  # noqa: ANN401  what Typer's own Option gives
    """The option that says which parts of the books are wanted, of those a format can hold."""
    names = [str(part) for part in can]

    def complete(incomplete: str) -> list[str]:
        before, comma, word = incomplete.rpartition(",")
        return [f"{before}{comma}{name}" for name in names if name.startswith(word)]

    return typer.Option(
        "--what",
        parser=parse_parts(can),
        metavar="PARTS",
        help=f"Only some of: {', '.join(names)}. Without, all of them.",
        autocompletion=complete,
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class ExportRow:
    """A file that an export was written to."""

    format: str
    file: str
    bytes: Annotated[int, Kind("code")]


def names_stdout(output: str | None) -> bool:
    """Whether an export goes to stdout, where nothing else may then be said.

    >>> names_stdout(None), names_stdout("-"), names_stdout("/dev/stdout"), names_stdout("books")
    (True, True, True, False)
    """
    return output is None or output in STDOUT


def answer_export(
    name: str,
    parts: Iterable[str | bytes],
    output: str | None,
    *,
    force: bool,
    notes: Sequence[Note] = (),
) -> Result:
    """The result of an export in the format of that name: written to the file `output` now, or,
    where that names stdout, to stdout while the transaction is open.

    What people should know of it, `notes`, which may be added to while the parts are made, is said
    on stderr. Raises what `write_document` does.
    """
    if output is None or names_stdout(output):
        return Result(ExportRow, document=parts, notes=notes, aside=notes_in_words(notes))
    from finally_cli.output.document import write_document

    return written(name, output, write_document(parts, output, force=force), notes)


def written(name: str, output: str, size: int, notes: Sequence[Note] = ()) -> Result:
    """The result of an export that is in its file, or its folder."""
    return Result(
        ExportRow,
        [ExportRow(format=name, file=output, bytes=size)],
        sentences=[f"Wrote {quote(output)}, {size_text(size)}."],
        notes=notes,
        aside=notes_in_words(notes),
    )


def notes_in_words(notes: Sequence[Note]) -> str:
    """What is to be known, each with the command that mends it."""
    return "\n".join(
        f"Note: {note.message}" + (f"\n  {with_books(note.command, books)}" if note.command else "")
        for note in notes
    )
