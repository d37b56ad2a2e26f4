"""A workbook of Excel, written sheet by sheet in bounded memory by XlsxWriter.

Without times and names of people, so that the same results are the same bytes.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import suppress
from datetime import datetime
from pathlib import Path
from typing import IO, TYPE_CHECKING

from finally_cli.model.errors import FinallyError, Refused, ResourceFull
from finally_cli.model.result import Result
from finally_cli.output.document import CHUNK, FULL
from finally_cli.output.scratch_folder import scratch_folder
from finally_cli.output.spreadsheet_cells import Shortfall

if TYPE_CHECKING:
    from xlsxwriter.workbook import Workbook

MADE = datetime(2000, 1, 1)  # noqa: DTZ001  a file must say when it was made
OPTIONS = {
    "constant_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
}


def require_writer() -> None:
    """Raise Refused where what writes workbooks is not installed."""
    try:
        import xlsxwriter  # noqa: F401
    except ImportError:
        raise Refused(
            "xlsxwriter, which writes workbooks, is not installed",
            "Run: pip install 'finally-cli[xlsx]'",
            code="XLSXWRITER_NOT_INSTALLED",
        ) from None


def workbook_parts(
    lists: Iterable[tuple[str, Result]],
    reports: Iterable[tuple[str, Result]],
    short: Shortfall,
) -> Iterator[bytes]:
    """A workbook in parts: a sheet for each list and each report, by their names.

    The first part is empty, and comes before anything is done. Until the next one comes, what is
    written lies in the folder for temporary files, which TMPDIR names. What a spreadsheet cannot
    hold is counted in `short`. Raises Refused where XlsxWriter is not installed, ResourceFull.
    """
    require_writer()
    yield b""
    import tempfile

    with tempfile.TemporaryFile() as stream:
        try:
            with scratch_folder() as folder:
                write_workbook(stream, folder, lists, reports, short)
        except OSError as error:
            raise not_written(error) from None
        stream.seek(0)
        while chunk := stream.read(CHUNK):
            yield chunk


def write_workbook(
    stream: IO[bytes],
    folder: Path,
    lists: Iterable[tuple[str, Result]],
    reports: Iterable[tuple[str, Result]],
    short: Shortfall,
) -> None:
    """Write it; `folder` is for what its sheets hold until then."""
    from xlsxwriter.exceptions import FileCreateError
    from xlsxwriter.workbook import Workbook

    from finally_cli.output.sheet import Formats, Sheets

    book = Workbook(stream, {**OPTIONS, "tmpdir": str(folder)})
    try:
        book.use_zip64()  # where a sheet is so large
        book.set_properties({"created": MADE})
        sheets = Sheets(book, Formats(book), short)
        for name, result in lists:
            sheets.add_list(name, result)
        for name, result in reports:
            sheets.add_report(name, result)
        book.close()
    except FileCreateError as error:
        close_sheets(book)
        raise error.args[0] from None  # the operating system's
    except BaseException:
        close_sheets(book)
        raise


def close_sheets(book: Workbook) -> None:
    """Close the files that hold the sheets of a workbook which is not going to be."""
    for sheet in book.worksheets():
        with suppress(OSError):
            sheet.row_data_fh.close()


def not_written(error: OSError) -> FinallyError:
    """What the operating system refused while the workbook was put together."""
    import tempfile

    what = f"the workbook cannot be put together: {error.strerror or error}"
    where = tempfile.gettempdir()
    if error.errno in FULL:
        return ResourceFull(what, f"Free some space in {where}, or name another folder in TMPDIR.")
    return Refused(what, f"Name a folder in TMPDIR that can be written to; now it is {where}.")
