"""The European Central Bank's XML: a Cube for each day, in it one for each currency.

The shape is that of eurofxref-daily.xml, -hist-90d.xml and -hist.xml. Any DOCTYPE is refused before
anything in it is looked at, so that no entity is expanded and nothing is fetched.
"""

from __future__ import annotations

from finally_cli.model.errors import BadFile
from finally_cli.model.published_rates.days import PublishedRates, malformed, not_rates

DEEPEST = 20
CUBE = "Cube"


def read_xml(content: bytes) -> PublishedRates:
    """The rates of a publication. Raises BadFile for what is none, or is not whole."""
    from xml.parsers.expat import ExpatError, ParserCreate, errors

    published = PublishedRates()
    parser = ParserCreate(namespace_separator=" ")
    path: list[str] = []
    day: list[str] = []  # of the cube that is open

    def start(name: str, attributes: dict[str, str]) -> None:
        path.append(name.rpartition(" ")[2])
        if len(path) == 1 and path[0] != "Envelope":
            raise not_rates(f"it begins with <{path[0][:40]}>")
        if len(path) > DEEPEST:
            raise malformed(parser.CurrentLineNumber, "its elements are nested too deep")
        if path[-1] != CUBE:
            return
        line = parser.CurrentLineNumber
        if "time" in attributes:
            day[:] = [attributes["time"]]
        elif "currency" in attributes or "rate" in attributes:
            if not day or not {"currency", "rate"} <= attributes.keys():
                raise malformed(line, "a rate has no day, no currency or no figure")
            published.add(day[0], attributes["currency"], attributes["rate"], line)

    def end(_: str) -> None:
        path.pop()

    def refuse_doctype(*_: object) -> None:
        raise BadFile(
            f"line {parser.CurrentLineNumber} has a DOCTYPE, which no list of rates has",
            "It was not read any further, and nothing was written; download it again.",
            code="XML_DOCTYPE",
            details={"line": parser.CurrentLineNumber},
        )

    parser.StartElementHandler = start
    parser.EndElementHandler = end
    parser.StartDoctypeDeclHandler = refuse_doctype
    try:
        parser.Parse(content, True)
    except ExpatError as fault:
        if not path and fault.lineno == 1:
            raise not_rates(f"its XML is broken ({errors.messages[fault.code]})") from None
        raise malformed(fault.lineno, errors.messages[fault.code]) from None
    except (LookupError, ValueError):
        raise malformed(1, "its encoding is none that is known") from None
    if not published.days:
        raise not_rates("it holds no day")
    return published
