"""The parts of a CAMT file that are read, one after the other, in bounded memory.

The XML is read in pieces. Any DOCTYPE is refused before anything in it is looked at, so no entity
of it is ever expanded and nothing is fetched. Names count without their prefix: banks write any.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, BinaryIO

from finally_cli.model.bank.text_file import cut_off
from finally_cli.model.errors import BadFile

if TYPE_CHECKING:
    from xml.parsers.expat import ExpatError, XMLParserType

PIECE = 1 << 16  # bytes that are read at once
DEEPEST = 100
LONGEST_TEXT = 100_000  # letters in one element; the standard has 500
LONGEST_TOKEN = 1 << 20  # bytes of one tag
MOST_ELEMENTS = 100_000  # in one part that is kept
MESSAGE = "BkToCstmr"  # what the names of the three begin with; banks wrap others around them
STATEMENTS = {"Stmt", "Rpt", "Ntfctn"}
# Children of a statement that are given as wholes; of a statement itself its begin and its end.
PARTS = {"ElctrncSeqNb", "FrToDt", "Acct", "Bal", "Ntry"}
# A batch has any number of these; what comes after the first of them is let go.
DETAILS = {"NtryDtls", "TxDtls"}
MOST_DETAILS = 30


class Element:
    """An element with what is in it. Of one without children `text` is what it says."""

    __slots__ = ("children", "currency", "line", "name", "text")

    def __init__(self, name: str, currency: str | None, line: int = 0) -> None:
        self.name = name
        self.currency = currency  # its attribute Ccy
        self.line = line  # of a part; of what is in it none is kept
        self.text = ""
        self.children: list[Element] = []

    def find(self, path: str) -> Element | None:
        """The first element at a path below this one."""
        found = self
        for name in path.split("/"):
            for child in found.children:
                if child.name == name:
                    found = child
                    break
            else:
                return None
        return found

    def all(self, path: str) -> list[Element]:
        """All elements at a path below this one."""
        found = [self]
        for name in path.split("/"):
            found = [child for one in found for child in one.children if child.name == name]
        return found

    def say(self, *paths: str) -> str | None:
        """The text at the first of the paths that has one."""
        for path in paths:
            one = self.find(path)
            if one is not None and one.text:
                return one.text
        return None


@dataclass(frozen=True, slots=True)
class Begin:
    """A statement, report or notification begins."""

    line: int
    name: str


@dataclass(frozen=True, slots=True)
class End:
    """It ends."""


Event = Begin | End | Element


def read_elements(file: BinaryIO) -> Iterator[Event]:
    """The statements of the file and their parts, in order. Raises BadFile."""
    from xml.parsers.expat import ExpatError

    reader = TreeReader()
    file.seek(0)
    given = 0
    try:
        while piece := file.read(PIECE):
            reader.parser.Parse(piece, False)
            given += len(piece)
            if given - reader.parser.CurrentByteIndex > LONGEST_TOKEN:
                raise malformed(reader.parser.CurrentLineNumber, "a tag has no end")
            yield from reader.events
            reader.events.clear()
        reader.parser.Parse(b"", True)
    except ExpatError as fault:
        raise bad_xml(fault, reader) from None
    except LookupError:
        raise malformed(1, "its encoding is none that is known") from None
    yield from reader.events


class TreeReader:
    """Puts what the parser finds together to elements."""

    def __init__(self) -> None:
        from xml.parsers.expat import ParserCreate

        self.events: list[Event] = []
        self.path: list[str] = []
        self.open: list[Element] = []  # of the part that is being read
        self.pieces: list[str] = []
        self.letters = self.elements = 0
        parser: XMLParserType = ParserCreate()
        parser.buffer_text = True
        parser.StartElementHandler = self.start
        parser.EndElementHandler = self.end
        parser.CharacterDataHandler = self.say
        parser.StartDoctypeDeclHandler = self.refuse_doctype
        self.parser = parser

    def refuse_doctype(self, *_: object) -> None:
        raise BadFile(
            f"line {self.parser.CurrentLineNumber} has a DOCTYPE, which no bank's CAMT file has",
            "It was not read any further; download the file again at the bank.",
            code="XML_DOCTYPE",
            details={"line": self.parser.CurrentLineNumber},
        )

    def start(self, name: str, attributes: dict[str, str]) -> None:
        if ":" in name:
            name = name.rpartition(":")[2]
        if self.open:
            self.start_inside(Element(name, attributes.get("Ccy")))
            return
        path = self.path
        path.append(name)
        if len(path) > DEEPEST:
            raise self.refuse("its elements are nested too deep")
        outer = path[-2] if len(path) > 1 else ""
        if name in PARTS and outer in STATEMENTS:
            element = Element(name, attributes.get("Ccy"), self.parser.CurrentLineNumber)
            self.open.append(element)
            self.elements = 0
            self.pieces = []
        elif name in STATEMENTS and outer.startswith(MESSAGE):
            self.events.append(Begin(self.parser.CurrentLineNumber, name))

    def start_inside(self, element: Element) -> None:
        """An element inside of a part."""
        self.elements += 1
        if self.elements > MOST_ELEMENTS:
            raise self.refuse("an entry has no end")
        if len(self.open) > DEEPEST:
            raise self.refuse("its elements are nested too deep")
        self.open[-1].children.append(element)
        self.open.append(element)
        self.pieces, self.letters = [], 0

    def say(self, text: str) -> None:
        if self.open:
            self.letters += len(text)
            if self.letters > LONGEST_TEXT:
                raise self.refuse("an element has too long a text")
            self.pieces.append(text)

    def end(self, _: str) -> None:
        if not self.open:
            name = self.path.pop()
            if name in STATEMENTS and self.path and self.path[-1].startswith(MESSAGE):
                self.events.append(End())
            return
        element = self.open.pop()
        if self.pieces:
            element.text = "".join(self.pieces).strip()
            self.pieces, self.letters = [], 0
        if not self.open:
            self.path.pop()
            self.events.append(element)
        elif element.name in DETAILS and len(self.open[-1].children) > MOST_DETAILS:
            self.open[-1].children.pop()
            self.elements = 0

    def refuse(self, why: str) -> BadFile:
        return malformed(self.parser.CurrentLineNumber, why)


def bad_xml(fault: ExpatError, reader: TreeReader) -> BadFile:
    """That the file is cut off, if its end is missing; or that it is no XML."""
    from xml.parsers.expat import errors

    at_end = {
        errors.codes[name]
        for name in (
            errors.XML_ERROR_NO_ELEMENTS,
            errors.XML_ERROR_UNCLOSED_TOKEN,
            errors.XML_ERROR_PARTIAL_CHAR,
            errors.XML_ERROR_UNCLOSED_CDATA_SECTION,
        )
    }
    if fault.code in at_end:
        path = reader.path + [element.name for element in reader.open[1:]]
        inside = f"<{path[-1]}> is open" if path else "nothing is closed"
        return cut_off(fault.lineno, inside)
    return malformed(fault.lineno, errors.messages[fault.code])


def malformed(line: int, why: str) -> BadFile:
    return BadFile(
        f"the XML of the file is damaged in line {line}: {why}",
        "Download it again at the bank.",
        code="FILE_MALFORMED",
        details={"line": line},
    )
