"""Columns by their place in a file, and as a layout names them: by name, or by number."""

from __future__ import annotations

from dataclasses import fields, replace

from finally_cli.model.bank.layout import Column, Columns, column_names
from finally_cli.model.errors import BadUsage
from finally_cli.model.text import did_you_mean, fold_name, quote, suggestions

Places = dict[str, list[int]]  # of a field of Columns, the places from 0


def resolve_columns(given: dict[str, tuple[str, ...]], header: tuple[str, ...]) -> Places:
    """The places of columns that were said by number or by name. Raises BadUsage."""
    names = {fold_name(name): place for name, place in column_names(header).items()}
    places: Places = {}
    for kind, said in given.items():
        places[kind] = []
        for one in said:
            if fold_name(one) in names:
                places[kind].append(names[fold_name(one)])
            elif one.isascii() and one.isdigit() and 0 < int(one) < 1000:
                places[kind].append(int(one) - 1)
            else:
                close = did_you_mean(suggestions(one, list(column_names(header))))
                raise BadUsage(
                    f"the file has no column {quote(one)}",
                    f"{close}Say it by its number, from 1, or as the file's first line names it.",
                )
    return places


def columns_of(places: Places, header: tuple[str, ...], known: Columns) -> Columns:
    """Columns at these places, and all that is known else.

    Who says where amounts are says it anew: one column, or two.
    """
    by_place = {place: name for name, place in column_names(header).items()}
    if places.get("amount"):
        known = replace(known, money_in=None, money_out=None)
    elif places.get("money_in") or places.get("money_out"):
        known = replace(known, amount=None, flag=None)
    changes: dict[str, object] = {}
    for one in fields(Columns):
        if one.name in places:
            named: list[Column] = [by_place.get(n, n + 1) for n in places[one.name]]
            is_list = isinstance(one.default, tuple)
            changes[one.name] = tuple(named) if is_list else named[0] if named else None
    return replace(known, **changes)  # type: ignore[arg-type]


def places_of(columns: Columns, header: tuple[str, ...]) -> Places:
    """The places of a layout's columns in a header."""
    names = {fold_name(name): place for name, place in column_names(header).items()}
    places: Places = {}
    for one in fields(Columns):
        value = getattr(columns, one.name)
        listed = value if isinstance(value, tuple) else () if value is None else (value,)
        found = [
            names.get(fold_name(column)) if isinstance(column, str) else column - 1
            for column in listed
        ]
        if found:
            places[one.name] = [place for place in found if place is not None]
    return places
