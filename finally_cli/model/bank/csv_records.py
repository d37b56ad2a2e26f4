"""The records of a CSV file as banks write them, each with the line that it begins in.

Line ends are CR, LF or CRLF, or CR CR LF, which is one; a line break within quotes is none. It is
read in one pass, and never held whole.
"""

from __future__ import annotations

from collections.abc import Iterator
from io import TextIOWrapper
from typing import BinaryIO, TextIO, cast

from finally_cli.model.errors import BadFile

LONGEST_LINE = 1_000_000
EXPORT_AGAIN = "If the file was cut off, download it once more."

Record = tuple[int, list[str] | None]  # its first line, and its cells; None where quotes are broken


class Records(Iterator[Record]):
    """The records that are not blank. Raises BadFile for what is no text, or ends within quotes.

    Once all are read, `is_open` says that the last line has no end: it may have been cut.
    """

    def __init__(self, file: BinaryIO, encoding: str, delimiter: str, quote: str) -> None:
        file.seek(0)
        self.encoding = encoding
        self.delimiter = delimiter
        self.quote = quote
        self.is_open = False
        self.is_read = False
        self.last_line = ""
        text = TextIOWrapper(cast(BinaryIO, Unclosed(file)), encoding=encoding, newline="")
        self.read = self.records(text)

    def __iter__(self) -> Iterator[Record]:
        return self.read

    def __next__(self) -> Record:
        return next(self.read)

    def lines(self, text: TextIO) -> Iterator[str]:
        """The lines with their ends, each looked at before it is used."""
        number = 0
        after_cr = False
        while True:
            try:
                line = text.readline(LONGEST_LINE + 1)
            except UnicodeDecodeError:
                raise BadFile(
                    f"the file is not {self.encoding} text after line {number}",
                    f"{EXPORT_AGAIN} Another encoding is said by: --encoding cp1252",
                    code="BAD_ENCODING",
                ) from None
            if not line:
                break
            if after_cr and line == "\r\n":
                after_cr = False
                continue
            number += 1
            after_cr = line[-1] == "\r"
            if len(line) > LONGEST_LINE:
                raise BadFile(
                    f"line {number} is longer than {LONGEST_LINE:,} characters", EXPORT_AGAIN
                )
            if "\0" in line:
                raise BadFile(
                    f"line {number} holds a NUL, which no CSV file does",
                    EXPORT_AGAIN,
                    code="BAD_ENCODING",
                )
            self.last_line = line
            yield line
        self.is_read = True
        self.is_open = not self.last_line.endswith(("\n", "\r"))

    def records(self, text: TextIO) -> Iterator[Record]:
        """The records, one after the other."""
        import csv

        reader = csv.reader(
            self.lines(text),
            delimiter=self.delimiter,
            quotechar=self.quote or None,
            quoting=csv.QUOTE_MINIMAL if self.quote else csv.QUOTE_NONE,
            strict=True,
        )
        line = 1
        while True:
            try:
                cells = next(reader)
            except StopIteration:
                return
            except csv.Error as error:
                if self.is_read or "field larger" in str(error):
                    raise BadFile(
                        f"line {line} opens a quote that does not close",
                        EXPORT_AGAIN,
                        code="BAD_QUOTES",
                    ) from None
                yield line, self.read_sloppy(line, reader.line_num)
            else:
                if any(cells):
                    yield line, cells
            line = reader.line_num + 1

    def read_sloppy(self, first: int, last: int) -> list[str] | None:
        """The cells of a line with quotes inside of quoted cells; None where it is several."""
        import csv

        if first != last:
            return None
        return next(csv.reader([self.last_line], delimiter=self.delimiter, quotechar=self.quote))


class Unclosed:
    """A file whose reader does not close it when it is done."""

    def __init__(self, file: BinaryIO) -> None:
        self.file = file
        self.closed = False

    def readable(self) -> bool:
        return True

    def writable(self) -> bool:
        return False

    def seekable(self) -> bool:
        return False

    def read1(self, size: int = -1) -> bytes:
        return self.file.read(size if size > 0 else 1 << 16)

    read = read1

    def flush(self) -> None:
        """There is nothing to write."""

    def close(self) -> None:
        self.closed = True
