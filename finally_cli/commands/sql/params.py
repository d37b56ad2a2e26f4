"""The values of --param: as they are typed, or as the header of the file says that they are."""

from __future__ import annotations

from functools import partial
from typing import NamedTuple

from finally_cli.commands.report.own_answer import bind
from finally_cli.model.errors import BadUsage
from finally_cli.model.mills import read_all_in
from finally_cli.model.month import NEWEST
from finally_cli.model.report_fields import Param
from finally_cli.model.report_file import parse_report
from finally_cli.model.report_types import param_word
from finally_cli.model.sql_text import SqlText
from finally_cli.model.text import quote
from finally_cli.store.database import Database


class BoundParams(NamedTuple):
    """The values for a statement by name, and the types that a header says of some."""

    values: dict[str, object]
    types: dict[str, str]


def read_params(params: list[str]) -> dict[str, str]:
    """The values of parameters by name. Raises BadUsage for one that is said twice.

    >>> read_params(["month=2026-10-01", "note=a=b"])
    {'month': '2026-10-01', 'note': 'a=b'}
    """
    found: dict[str, str] = {}
    for param in params:
        name, _, value = param.partition("=")
        if name in found:
            raise BadUsage(f"{quote(name)} has two values", "Leave one out.")
        if "\0" in value:
            raise BadUsage(f"the value of {quote(name)} holds a NUL character", "Take it out.")
        found[name] = value
    if "user_id" in found:
        raise BadUsage("user_id is whose books are open", "Name them with --user EMAIL")
    return found


def bind_params(db: Database, text: SqlText, params: list[str]) -> BoundParams:
    """The values for a statement. One that the header of a file knows is read as an option of a
    report is: a month is a month, money is money; it may be null, or be something by default.

    Raises BadUsage for what cannot be read, and NotFound for what is not there.
    """
    typed = read_params(params)
    header = {one.name: one for one in parse_report("", text.typed).params} if text.source else {}
    values: dict[str, object] = {
        name: partial(read_by_type, db, name, value) for name, value in typed.items()
    }
    types: dict[str, str] = {}
    for name, param in header.items():
        if name not in text.names:
            continue
        types[name] = param.type.sql
        said = typed.get(name, param.default)
        if said is not None:
            values[name] = read_value(db, param, said)
        elif param.nullable:
            values[name] = None
    return BoundParams(values, types)


def read_by_type(db: Database, name: str, typed: str, type_: str) -> object:
    """A value of a type that the server has inferred: a date may be a month, or today.

    What cannot be read here is left to the server.
    """
    if type_ != "date":
        return typed
    try:
        return read_value(db, Param(name, param_word(name, type_), False, None, "", 0), typed)
    except BadUsage:
        return typed


def read_value(db: Database, param: Param, typed: str) -> object:
    """One value, as its header has it."""
    value = param.type.parse(typed)
    if value == NEWEST:
        from finally_cli.commands.newest_month import resolve_newest

        value = resolve_newest(db, "sql", {"month": value})["month"]
    (value,) = read_all_in({param.name: value}, db.user.base_currency).values()
    return bind(db, param, value).value
