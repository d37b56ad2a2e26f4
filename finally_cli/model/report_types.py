"""What the header of a report of the user's own may say of a parameter and of a column.

A type is one of SQL's, or a word of ours that says more: `month` is a date, `money` a numeric. The
word decides how an option is read, and how a column is shown.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from decimal import Decimal
from functools import partial
from typing import NamedTuple

from finally_cli.model.errors import BadUsage
from finally_cli.model.kinds import KindName
from finally_cli.model.mills import in_mills
from finally_cli.model.money import PLAIN, parse_money, parse_rate
from finally_cli.model.month import parse_day, parse_month
from finally_cli.model.percent import parse_percent
from finally_cli.model.text import parse_note, quote

MOST_FIGURES = 100  # of a plain number

# How else SQL writes its types: what a server calls them comes last.
SQL_NAMES: Mapping[str, str] = {
    "int": "integer", "int4": "integer", "int8": "bigint", "int2": "smallint",
    "bool": "boolean", "decimal": "numeric", "dec": "numeric",
    "varchar": "character varying", "char": "character", "float": "double precision",
    "float8": "double precision", "float4": "real",
    "timestamp": "timestamp without time zone", "timestamptz": "timestamp with time zone",
}  # fmt: skip


class ParamType(NamedTuple):
    """How a parameter is typed on a command line: by `parse`, called `metavar`, as `sql` bound."""

    sql: str
    metavar: str
    parse: Callable[[str], object]
    about: str  # what the option is for, where the header does not say


def parse_whole(text: str, *, bits: int) -> int:
    """A whole number that fits into so many bits. Raises BadUsage.

    >>> parse_whole("-12", bits=32)
    -12
    """
    typed = text.strip()
    if not re.fullmatch(r"[+-]?[0-9]{1,20}", typed):
        raise BadUsage(f"{quote(text)} is not a whole number", "Write it as 12.")
    number = int(typed)
    if not -(1 << bits - 1) <= number < 1 << bits - 1:
        raise BadUsage(
            f"the number {quote(text)} is too large", f"At most {(1 << bits - 1) - 1} fits here."
        )
    return number


def parse_number(text: str) -> Decimal:
    """A number as it stands, with a point before its decimals. Raises BadUsage.

    >>> parse_number("-0.125")
    Decimal('-0.125')
    """
    typed = text.strip()
    if not re.fullmatch(PLAIN, typed) or len(typed) > MOST_FIGURES:
        raise BadUsage(
            f"{quote(text)} is not a number", f"Write it as 12.5; at most {MOST_FIGURES} figures."
        )
    return Decimal(typed)


def parse_uuid(text: str) -> str:
    """An id in full, as --json gives it. Raises BadUsage.

    >>> parse_uuid("8E6C2515-0000-4000-8000-000000000001")
    '8e6c2515-0000-4000-8000-000000000001'
    """
    typed = text.strip().lower()
    if not re.fullmatch(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", typed):
        raise BadUsage(
            f"{quote(text)} is not an id", "Write all 36 characters of it, as --json gives it."
        )
    return typed


def parse_flag(text: str) -> bool:
    """What a header says that a flag is by itself. Raises BadUsage.

    >>> parse_flag("yes"), parse_flag("false")
    (True, False)
    """
    typed = text.strip().lower()
    if typed not in ("true", "false", "yes", "no"):
        raise BadUsage(f"{quote(text)} is neither yes nor no", "Write yes or no.")
    return typed in ("true", "yes")


# In the order of the page that lists them.
PARAM_TYPES: Mapping[str, ParamType] = {
    "month": ParamType("date", "[MONTH]", parse_month, "The month."),
    "date": ParamType("date", "DATE", parse_day, "The day: 2026-10-05, today or yesterday."),
    "money": ParamType("numeric", "AMOUNT", in_mills(parse_money), "An amount of money."),
    "share": ParamType("numeric", "PERCENT", parse_percent, "A share: 60 or 33.3%."),
    "rate": ParamType("numeric", "RATE", parse_rate, "An exchange rate."),
    "numeric": ParamType("numeric", "NUMBER", parse_number, "A number."),
    "integer": ParamType("integer", "N", partial(parse_whole, bits=32), "A whole number."),
    "bigint": ParamType("bigint", "N", partial(parse_whole, bits=64), "A whole number."),
    "smallint": ParamType("smallint", "N", partial(parse_whole, bits=16), "A whole number."),
    "text": ParamType("text", "TEXT", parse_note, "A text."),
    "boolean": ParamType("boolean", "", parse_flag, "Whether it is so."),
    "uuid": ParamType("uuid", "ID", parse_uuid, "An id."),
    "asset": ParamType("uuid", "ASSET", parse_note, "Its name, or the beginning of its id."),
    "expense category": ParamType(
        "uuid", "CATEGORY", parse_note, "A code or name: finally category list --kind expense."
    ),
    "income category": ParamType(
        "uuid", "CATEGORY", parse_note, "A code or name: finally category list --kind income."
    ),
}  # fmt: skip
BY_NAME = ("asset", "expense category", "income category")  # found in the books by what was typed


class RowType(NamedTuple):
    """How a column is shown, and which types of the server it can be of."""

    kind: KindName
    sql: tuple[str, ...]


NUMBERS = ("numeric",)
WHOLE = ("integer", "bigint", "smallint")
ROW_TYPES: Mapping[str, RowType] = {
    "month": RowType("month", ("date",)),
    "money": RowType("money", NUMBERS),
    "change": RowType("change", NUMBERS),
    "share": RowType("share", NUMBERS),
    "growth": RowType("growth", NUMBERS),
    "rate": RowType("rate", NUMBERS),
    "count": RowType("count", WHOLE),
}
# Any other type of SQL is shown so, and as the server writes it where it is none of these.
SHOWN: Mapping[str, KindName] = {
    "date": "day",
    "numeric": "number",
    **dict.fromkeys(WHOLE, "number"),
    "uuid": "id",
    "timestamp with time zone": "moment",
    "real": "number",
    "double precision": "number",
}


def param_word(name: str, said: str) -> str:
    """The word of PARAM_TYPES for a parameter; what was said, where there is none.

    A date that is called a month is one: our own reports have it so.

    >>> param_word("month", "date"), param_word("since", "date"), param_word("most", "int")
    ('month', 'date', 'integer')
    """
    word = SQL_NAMES.get(said, said)
    return "month" if word == "date" and is_month_name(name) else word


def row_type(name: str, said: str) -> RowType:
    """How a column of that name and type is shown."""
    if said in ROW_TYPES:
        return ROW_TYPES[said]
    known = SQL_NAMES.get(said, said)
    if known == "date" and is_month_name(name):
        return ROW_TYPES["month"]
    return RowType(SHOWN.get(known, "value"), (known,))


def is_month_name(name: str) -> bool:
    """Whether a date of that name is a month."""
    return name == "month" or name.endswith("_month")
