"""Values of any type as a server writes them, as what is printed of them: exact, or in its words.

Numbers become numbers, and dates dates. What Python has no number or date for (NaN, infinity, the
year 44 BC) stays text, and so do times, intervals, ranges and every other type. Times are in UTC.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from datetime import date
from decimal import Decimal

from finally_cli.model.kinds import KindName

Reader = Callable[[str], object]
BOOLEAN, DATE, STAMP, STAMP_WITH_ZONE = 16, 1082, 1114, 1184  # oids, the same on every server
WHOLE = (20, 21, 23, 26)  # bigint, smallint, integer, oid
NUMERIC = 1700
FLOATS = (700, 701)
DOCUMENTS = (114, 3802)  # json, jsonb
DAY = r"\d{4}-\d\d-\d\d"


class JsonText(str):
    """A JSON document as the server wrote it: a value of JSON output, and text elsewhere."""

    __slots__ = ()


class ArrayText(str):
    """An array as the server writes it, with its elements for JSON, each read by `read`."""

    read: Reader

    def __new__(cls, text: str, read: Reader) -> ArrayText:
        made = super().__new__(cls, text)
        made.read = read
        return made

    @property
    def elements(self) -> list[object]:
        """Its elements, in lists of lists where it has several dimensions."""
        return read_array(self, self.read)


def reader_of(oid: int, element: int | None = None) -> Reader:
    """What reads the text of a type, by its oid; `element` is that of an array's elements."""
    if element is not None:
        inner = reader_of(element)
        return lambda text: ArrayText(text, inner)
    if oid == BOOLEAN:
        return "t".__eq__
    if oid in WHOLE:
        return int
    if oid == NUMERIC:
        return read_number
    if oid in FLOATS:
        return read_float
    if oid == DATE:
        return read_date
    if oid in (STAMP, STAMP_WITH_ZONE):
        return read_moment
    return JsonText if oid in DOCUMENTS else str


def kind_of(oid: int, element: int | None = None) -> KindName:
    """How a column of a type is shown."""
    is_number = element is None and oid in (*WHOLE, NUMERIC, *FLOATS)
    return "number" if is_number else "value"


def read_number(text: str) -> Decimal | str:
    """A numeric; NaN and infinity stay text.

    >>> read_number("3200.0000"), read_number("NaN")
    (Decimal('3200.0000'), 'NaN')
    """
    return Decimal(text) if text[-1].isdecimal() else text


def read_float(text: str) -> float | str:
    """A float, whose shortest digits are those that the server wrote.

    >>> read_float("1e+20"), read_float("-Infinity")
    (1e+20, '-Infinity')
    """
    return float(text) if text[-1].isdecimal() else text


def read_date(text: str) -> date | str:
    """A date; infinity, and what is before the year 1 or after 9999, stays text.

    >>> read_date("2026-10-05"), read_date("0044-03-15 BC")
    (datetime.date(2026, 10, 5), '0044-03-15 BC')
    """
    return date.fromisoformat(text) if re.fullmatch(DAY, text) else text


def read_moment(text: str) -> str:
    """A time as ISO 8601 has it; UTC, where it has a zone.

    >>> read_moment("2026-10-05 12:30:59.5+00"), read_moment("infinity")
    ('2026-10-05T12:30:59.5Z', 'infinity')
    """
    found = re.fullmatch(rf"({DAY}) ([\d:.]+)(\+00)?", text)
    return f"{found[1]}T{found[2]}{'Z' if found[3] else ''}" if found else text


def read_array(text: str, read: Reader) -> list[object]:
    """The elements of an array, in lists of lists where it has several dimensions.

    >>> read_array('{{1,NULL},{3,4}}', int), read_array('[0:1]={"a,b",c}', str)
    ([[1, None], [3, 4]], ['a,b', 'c'])
    """
    begin = text.index("{")
    lists: list[list[object]] = [[]]
    for token in array_tokens(text[begin:]):
        if token == "{":
            lists.append([])
        elif token == "}":
            done = lists.pop()
            lists[-1].append(done)
        elif token.startswith('"'):
            lists[-1].append(read(re.sub(r"\\(.)", r"\1", token[1:-1], flags=re.DOTALL)))
        else:
            lists[-1].append(None if token == "NULL" else read(token))
    (found,) = lists[0]
    assert isinstance(found, list)
    return found


def array_tokens(text: str) -> Iterator[str]:
    """The braces and elements of an array's text; an element in quotes still has them."""
    for found in re.finditer(r'[{}]|"(?:[^"\\]|\\.)*"|[^{},"]+', text, re.DOTALL):
        yield found[0]


def compact_json(text: str) -> str:
    """A JSON document without blanks between its parts.

    >>> compact_json('{"a b": [1,\\n 2.50]}')
    '{"a b":[1,2.50]}'
    """
    return re.sub(r'("(?:[^"\\]|\\.)*")|\s+', lambda found: found[1] or "", text)


def number_text(number: int | float | Decimal) -> str:
    """A number in full: one with decimals as amounts are written, with at least two of them.

    >>> [number_text(Decimal(text)) for text in ("3200.0000", "0.12500", "2026", "1E+3")]
    ['3200.00', '0.125', '2026', '1000']
    >>> number_text(12), number_text(0.1)
    ('12', '0.1')
    """
    if not isinstance(number, Decimal):
        return repr(number)
    from finally_cli.model.money import format_exact

    exponent = number.as_tuple().exponent
    return format_exact(number) if isinstance(exponent, int) and exponent < 0 else f"{number:f}"
