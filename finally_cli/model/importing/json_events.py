"""JSON as it streams: what a parser meets, with its line; only the value at hand is held."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import suppress
from typing import Any, BinaryIO

from finally_cli.model.errors import BadFile
from finally_cli.model.importing.csv_file import EXPORT_AGAIN, UTF_16

Event = tuple[str, Any]  # such as ("map_key", "amount"), ("string", "12.50"), ("end_map", None)
PIECE = 1 << 16  # bytes that are parsed at once
LONGEST = 1_000_000  # bytes of a value
UTF_8_MARK = b"\xef\xbb\xbf"
FORM = "Give what finally export json writes."
PAIR = 12  # bytes of a character that is written as two escapes
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
        self.before = b""  # the end of the last piece, if its line goes on
        self.read = self.events(stream)

    def __iter__(self) -> Iterator[list[Event]]:
        return self.read

    def __next__(self) -> list[Event]:
        return next(self.read)

    def events(self, stream: BinaryIO) -> Iterator[list[Event]]:
        """The events of each piece of a line that ends any."""
        import ijson

        errors = (ijson.JSONError, ArithmeticError, ValueError, SystemError, RecursionError)
        found: list[Event] = ijson.sendable_list()
        parser = ijson.basic_parse_coro(found)
        silent, is_empty = 0, True
        try:
            for piece in self.pieces(stream):
                is_empty = is_empty and not piece.strip()
                try:
                    parser.send(piece)
                except errors:
                    raise self.wrong(piece) from None
                if found:
                    yield found
                    del found[:]
                    silent = 0
                elif (silent := silent + len(piece)) > LONGEST:
                    raise BadFile(
                        f"line {self.line} holds a value of more than {LONGEST:,} bytes",
                        "No field of the books is as long: look at that line.",
                        code="BAD_JSON",
                    )
            if is_empty:
                raise BadFile("the file is empty", FORM, code="FILE_EMPTY")
            try:
                parser.close()
            except errors:
                raise BadFile(
                    f"the file breaks off in line {self.line}",
                    "It was cut off: export it once more.",
                    code="FILE_CUT",
                ) from None
            yield found
        finally:
            with suppress(*errors):  # where it waits for more
                parser.close()

    def pieces(self, stream: BinaryIO) -> Iterator[bytes]:
        """The lines, those that are long in pieces. Raises BadFile for what is not UTF-8."""
        is_new = True
        while piece := stream.readline(PIECE):
            if not self.line:
                if piece.startswith(UTF_16):
                    hint = "JSON is UTF-8: save it as that."
                    raise BadFile("the file is UTF-16", hint, code="BAD_ENCODING")
                piece = piece.removeprefix(UTF_8_MARK)
            self.line += is_new
            is_new = piece.endswith(b"\n")
            self.refuse_halves(piece, goes_on=not is_new)
            yield piece

    def refuse_halves(self, piece: bytes, *, goes_on: bool) -> None:
        """Raises BadFile for half a character; near an end, once what follows is there."""
        window = self.before + piece
        if b"\\u" in window:
            first = PAIR if self.before else 0
            last = len(window) - (PAIR if goes_on else 0)
            if any(first <= one.start() and one.end() <= last for one in HALF.finditer(window)):
                raise BadFile(
                    f"line {self.line} holds half a character, which is no text",
                    EXPORT_AGAIN,
                    code="BAD_ENCODING",
                )
        self.before = window[-2 * PAIR :] if goes_on else b""

    def wrong(self, piece: bytes) -> BadFile:
        """The refusal of a piece that is not JSON, for what it is not."""
        try:
            piece.decode()
        except UnicodeDecodeError as damage:
            if damage.reason != "unexpected end of data":
                what = f"line {self.line} is not UTF-8 text"
                return BadFile(what, EXPORT_AGAIN, code="BAD_ENCODING")
        return BadFile(
            f"the file is not JSON: it is wrong in line {self.line}",
            "If it was edited, look there; if it was cut off, export it once more.",
            code="BAD_JSON",
        )
