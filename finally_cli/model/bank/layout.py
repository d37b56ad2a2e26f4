"""How a source's CSV files are read: what is written down about them once, and kept.

A column is known by its name where the file has a header, so that a re-ordered file still reads,
and else by its number, from 1. Of several columns with one name, the second is `Name (2)`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from typing import Literal

from finally_cli.model.bank.dates import ORDERS
from finally_cli.model.errors import BadFile
from finally_cli.model.text import did_you_mean, quote, suggestions

Column = str | int
Sign = Literal["as-is", "spending-positive", "plus-is-in"]
SIGNS = ("as-is", "spending-positive", "plus-is-in")
DECIMALS = (".", ",")


@dataclass(frozen=True, slots=True, kw_only=True)
class Columns:
    """Which column is what; at least the day, and an amount or money in or out."""

    day: tuple[Column, ...] = ()  # the first of them that is not empty
    value_day: Column | None = None
    text: tuple[Column, ...] = ()
    amount: Column | None = None
    money_in: Column | None = None
    money_out: Column | None = None
    flag: Column | None = None  # says whether the amount came in or went out
    fee: Column | None = None  # taken besides the amount
    balance: Column | None = None  # after the row
    id: Column | None = None
    counter_account: Column | None = None
    account: Column | None = None
    currency: Column | None = None
    category: tuple[Column, ...] = ()  # from the whole to the part
    state: Column | None = None  # says whether the row is booked

    def used(self) -> list[Column]:
        """Every column that is read."""
        found: list[Column] = []
        for one in fields(self):
            value = getattr(self, one.name)
            found += value if isinstance(value, tuple) else [] if value is None else [value]
        return found


@dataclass(frozen=True, slots=True, kw_only=True)
class Words:
    """What stands in a column that is words; compared without regard to case."""

    money_in: tuple[str, ...] = ()  # in the flag column
    money_out: tuple[str, ...] = ()
    booked: tuple[str, ...] = ()  # in the state column; without any, all that is neither below
    pending: tuple[str, ...] = ()
    skipped: tuple[str, ...] = ()  # rows that were never booked, such as failed ones
    opening: tuple[str, ...] = ()  # in a text column: what an account was opened with


@dataclass(frozen=True, slots=True, kw_only=True)
class Layout:
    """How to read a file; what is None is read wherever there is one way to read it."""

    name: str = ""  # of the program or bank
    encoding: str = "utf-8"  # of files that are not Unicode
    delimiter: str = ","
    quote: str = '"'  # empty: none
    header: tuple[str, ...] = ()  # its names; empty: the file has none
    dates: str | None = None  # one of ORDERS
    decimal: str | None = None  # one of DECIMALS
    sign: Sign = "as-is"
    out_has_minus: bool = False  # the column of money out is written below zero
    in_has_minus: bool = False  # so is that of money in, as cards do with what is paid
    balance_is_debt: bool = False  # the balance is what is owed
    two_lines: bool = False  # a line without a day and amount has more of the text above
    short_rows: bool = False  # empty cells at a row's end may be left out
    skip: int = 0  # lines at the top that are none of the rows, where there is no header
    details: bool = False  # a row without an amount says more of the one above, and is none
    closing: str = ""  # beside which words, above the header, the balance at the end stands
    currency: str = ""  # of all rows, where no column says it
    columns: Columns = field(default_factory=Columns)
    words: Words = field(default_factory=Words)


NAMES = {"money_in": "in", "money_out": "out"}  # how a field is written
TYPES = {"str": str, "bool": bool}


def as_document(layout: Layout) -> dict[str, object]:
    """The layout as plain values, for TOML and JSON; what is as ever is left out."""
    return table_of(layout)


def table_of(value: object) -> dict[str, object]:
    """The fields that are not as they are by default."""
    written: dict[str, object] = {}
    for one in fields(value):  # type: ignore[arg-type]  # a dataclass
        content = getattr(value, one.name)
        if isinstance(content, Columns | Words):
            content = table_of(content)
        elif isinstance(content, tuple):
            is_one_column = isinstance(value, Columns) and len(content) == 1
            content = content[0] if is_one_column else list(content)
        empty = content is None or content == [] or content == {}
        if not empty and content != one.default:
            written[NAMES.get(one.name, one.name)] = content
    return written


def layout_of(document: Mapping[str, object]) -> Layout:
    """The layout of plain values. Raises BadFile, with what is wrong in a sentence."""
    given = read_table(Layout, document, "")
    layout = Layout(**given)  # type: ignore[arg-type]  # read_table looks at each type
    check_layout(layout)
    return layout


def read_table(kind: type, document: Mapping[str, object], where: str) -> dict[str, object]:
    """The values of a table by the fields of their dataclass."""
    known = {NAMES.get(one.name, one.name): one for one in fields(kind)}
    given: dict[str, object] = {}
    for key, value in document.items():
        if key not in known:
            close = did_you_mean(suggestions(key, list(known)))
            raise bad_layout(
                f"the layout has an unknown key {quote(where + key)}",
                f"{close}Take it away, or write it right.",
            )
        one = known[key]
        given[one.name] = read_value(str(one.type), value, where + key)
    return given


def read_value(kind: str, value: object, key: str) -> object:
    """One value, of the type that its field is annotated with."""
    if kind in ("Columns", "Words"):
        if not isinstance(value, Mapping):
            raise bad_layout(f"{quote(key)} of the layout is not a table", f"Write it as [{key}].")
        table = Columns if kind == "Columns" else Words
        return table(**read_table(table, value, f"{key}."))  # type: ignore[arg-type]
    if kind.startswith("tuple"):
        listed = value if isinstance(value, list) else [value]
        inner = "Column" if "Column" in kind else "str"
        return tuple(read_value(inner, one, key) for one in listed)
    if "Column" in kind:
        if isinstance(value, bool) or not isinstance(value, str | int) or not value:
            raise bad_layout(
                f"{quote(key)} of the layout is not a column",
                'Write its name in the header, "Date", or its number, from 1.',
            )
        if isinstance(value, int) and value < 1:
            raise bad_layout(f"{quote(key)} of the layout is {value}", "Columns count from 1.")
        return value
    if kind == "int":
        if isinstance(value, bool) or not isinstance(value, int) or value < 0:
            raise bad_layout(f"{quote(key)} of the layout is not a number", "Write it as 0 or 3.")
        return value
    wanted = bool if kind == "bool" else str
    if not isinstance(value, wanted):
        written = "true or false" if wanted is bool else "text in quotes"
        raise bad_layout(f"{quote(key)} of the layout is not {written}", f"Write it as {written}.")
    return value


def check_layout(layout: Layout) -> None:
    """Refuse what could not be read. Raises BadFile."""
    refuse_other("dates", layout.dates, ORDERS)
    refuse_other("decimal", layout.decimal, DECIMALS)
    refuse_other("sign", layout.sign, SIGNS)
    if len(layout.delimiter) != 1 or layout.delimiter in '\r\n"':
        raise bad_layout("the delimiter of the layout is not one character", 'Write it as ";".')
    if len(layout.quote) > 1 or layout.quote == layout.delimiter:
        raise bad_layout("the quote of the layout is not one character", 'Write it as "\'".')
    check_encoding(layout.encoding)
    columns = layout.columns
    if not columns.day:
        raise bad_layout("the layout names no column of days", "Add it: day = 1, under [columns].")
    if columns.amount is None and columns.money_in is None and columns.money_out is None:
        raise bad_layout(
            "the layout names no column of amounts",
            "Add amount, or in and out, under [columns].",
        )
    if columns.amount is not None and (columns.money_in or columns.money_out) is not None:
        raise bad_layout(
            "the layout names an amount, and money in or out as well", "Keep one of the two."
        )
    if columns.flag is not None and not (layout.words.money_in and layout.words.money_out):
        raise bad_layout(
            "the layout has a flag column, and not its words for in and for out",
            'Add in = ["C"] and out = ["D"] under [words].',
        )
    if layout.header:
        names = column_names(layout.header)
        for column in columns.used():
            if isinstance(column, str) and column not in names:
                close = did_you_mean(suggestions(column, list(names)))
                raise bad_layout(
                    f"the layout reads a column {quote(column)}, which its header does not have",
                    f"{close}Write it as the header does.",
                )
    elif any(isinstance(column, str) for column in columns.used()):
        raise bad_layout(
            "the layout has no header, and names columns by words",
            "Add the header, or write columns by number, from 1.",
        )


def refuse_other(key: str, value: str | None, known: tuple[str, ...]) -> None:
    if value is not None and value not in known:
        raise bad_layout(
            f"{key} of the layout is {quote(value)}", f"It can be {' or '.join(map(quote, known))}."
        )


def check_encoding(name: str) -> None:
    import codecs

    try:
        codecs.lookup(name)
    except (LookupError, ValueError):
        raise bad_layout(
            f"there is no encoding {quote(name)}", 'Write it as "utf-8", "cp1252" or "cp1250".'
        ) from None


def bad_layout(message: str, hint: str) -> BadFile:
    return BadFile(message, hint, code="BAD_LAYOUT")


def clean_name(cell: str) -> str:
    """A name in a header without what is around it, a comma too many among that."""
    return " ".join(cell.replace("\ufeff", "").split()).strip(" ,;:\"'")


def column_names(header: tuple[str, ...] | list[str]) -> dict[str, int]:
    """Each name of a header with its place, from 0; a second of one name is `Name (2)`.

    >>> column_names(["Date", "Amount", "Amount", ""])
    {'Date': 0, 'Amount': 1, 'Amount (2)': 2}
    """
    names: dict[str, int] = {}
    seen: dict[str, int] = {}
    for place, cell in enumerate(header):
        name = clean_name(cell)
        if not name:
            continue
        seen[name] = seen.get(name, 0) + 1
        names[name if seen[name] == 1 else f"{name} ({seen[name]})"] = place
    return names


def write_toml(layout: Layout) -> str:
    """The layout as a TOML file to share."""
    import tomli_w

    return tomli_w.dumps(as_document(layout))


def read_toml(text: str, file: str) -> Layout:
    """The layout of a TOML file. Raises BadFile."""
    import tomllib

    try:
        document = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise bad_layout(
            f"{quote(file)} is not TOML: {error}", "See one with: finally source show NAME --toml"
        ) from None
    return layout_of(document)


def write_json(layout: Layout) -> str:
    """The layout as it is kept in the books."""
    import json

    return json.dumps(as_document(layout), ensure_ascii=False)


def read_json(text: str) -> Layout:
    """The layout that is kept in the books. Raises BadFile where a person has changed it there."""
    import json

    return layout_of(json.loads(text))
