"""JSON as it streams: what a parser meets, with its line; only the value at hand is held."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any, BinaryIO

from finally_cli.model.errors import BadFile
from finally_cli.model.importing.csv_file import EXPORT_AGAIN, UTF_16

Event = tuple[str, Any]  # such as ("map_key", "amount"), ("string", "12.50"), ("end_map", None)
PIECE = 1 << 16  # bytes that are parsed at once
LONGEST = 1_000_000  # bytes of a value
UTF_8_MARK = b"\xef\xbb\xbf"
# One half of a character, in an escape, without the other: parsers make a question mark of it.
HALF = re.compile(
    rb"(?<!\\)(?:\\\\)*(?:\\u[dD][89abAB][0-9a-fA-F]{2}(?!\\u[dD][c-fC-F])"
    rb"|(?<!\\u[dD][89abAB][0-9a-fA-F]{2})\\u[dD][c-fC-F][0-9a-fA-F]{2})"
)


class JsonEvents(Iterator[list[Event]]):
    """What a file holds, some events at a time; `line` is the one that was read last.

    Raises BadFile for what is not JSON, is cut off, is not UTF-8, or holds a value of a megabyte.
    """

    def __init__(self, stream: BinaryIO) -> None:
        self.line = 0
        self.read = self.events(stream)

    def __iter__(self) -> Iterator[list[Event]]:
        return self.read

    def __next__(self) -> list[Event]:
        return next(self.read)

    def events(self, stream: BinaryIO) -> Iterator[list[Event]]:
        """The events of each piece of a line that ends any."""
        import ijson

        found: list[Event] = ijson.sendable_list()
        parser = ijson.basic_parse_coro(found)
        silent = 0
        is_first, is_empty, at_start = True, True, True
        while piece := stream.readline(PIECE):
            if at_start:
                self.line += 1
            at_start = piece.endswith(b"\n")
            if is_first:
                piece, is_first = self.without_mark(piece), False
            is_empty = is_empty and not piece.strip()
            self.send(ijson, parser, piece)
            if found:
                yield found
                del found[:]
                silent = 0
            else:
                silent += len(piece)
            if silent > LONGEST:
                raise BadFile(
                    f"line {self.line} holds a value of more than {LONGEST:,} bytes",
                    "No field of the books is as long: look at that line.",
                    code="BAD_JSON",
                )
        if is_empty:
            raise BadFile(
                "the file is empty", "Give what finally export json writes.", code="FILE_EMPTY"
            )
        self.close(ijson, parser)
        if found:
            yield found

    def without_mark(self, piece: bytes) -> bytes:
        """The first piece without the mark of UTF-8. Raises BadFile for other encodings."""
        if piece.startswith(UTF_16):
            raise BadFile(
                "the file is UTF-16", "JSON is UTF-8: save it as that.", code="BAD_ENCODING"
            )
        return piece.removeprefix(UTF_8_MARK)

    def send(self, ijson: Any, parser: Any, piece: bytes) -> None:  # noqa: ANN401
        """Have a piece parsed. Raises BadFile."""
        if b"\\u" in piece and HALF.search(piece):
            raise BadFile(
                f"line {self.line} holds half a character, which is no text",
                EXPORT_AGAIN,
                code="BAD_ENCODING",
            )
        try:
            parser.send(piece)
        except (ijson.JSONError, ArithmeticError, ValueError, SystemError, RecursionError):
            try:
                piece.decode()
            except UnicodeDecodeError as damage:
                if damage.reason != "unexpected end of data":
                    raise BadFile(
                        f"line {self.line} is not UTF-8 text", EXPORT_AGAIN, code="BAD_ENCODING"
                    ) from None
            raise BadFile(
                f"the file is not JSON: it is wrong in line {self.line}",
                "If it was edited, look there; if it was cut off, export it once more.",
                code="BAD_JSON",
            ) from None

    def close(self, ijson: Any, parser: Any) -> None:  # noqa: ANN401
        """Say that this was all. Raises BadFile where more should come."""
        try:
            parser.close()
        except (ijson.JSONError, ValueError, SystemError, ArithmeticError):
            raise BadFile(
                f"the file breaks off in line {self.line}",
                "It was cut off: export it once more.",
                code="FILE_CUT",
            ) from None
