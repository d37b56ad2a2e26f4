"""The books as one JSON object that streams: what they are first, then each table, a row a line."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from decimal import Decimal
from json.encoder import encode_basestring
from operator import attrgetter
from typing import Any

from finally_cli.model.kinds import KindName, kinds_of
from finally_cli.output.serialize import dump_json, escape_json, in_json, plain

Lines = Iterable[object]  # rows of one dataclass


def books_parts(
    about: Mapping[str, object], tables: Iterable[tuple[str, type, Collection[str], Lines]]
) -> Iterator[str]:
    """The object in parts. Each table is its name, its dataclass, the fields that are left out,
    and its rows, which are asked for when their turn comes."""
    yield escape_json(dump_json(about).removesuffix("\n}"))
    for name, row_type, left_out, rows in tables:
        yield f',\n  "{name}": ['
        write = row_writer(row_type, left_out)
        before = "\n    "
        for row in rows:
            yield escape_json(f"{before}{write(row)}")
            before = ",\n    "
        yield "]" if before == "\n    " else "\n  ]"
    yield "\n}\n"


def row_writer(row_type: type, left_out: Collection[str]) -> Callable[[object], str]:
    """What writes a row of that dataclass as an object in one line."""
    kinds = {name: kind for name, kind in kinds_of(row_type).items() if name not in left_out}
    columns = [
        (f'{"{" if place == 0 else ", "}"{name}": ', kind)
        for place, (name, kind) in enumerate(kinds.items())
    ]
    values = attrgetter(*kinds)

    def write(row: object) -> str:
        pieces = [
            key + in_line(value, kind)
            for (key, kind), value in zip(columns, values(row), strict=True)
        ]
        return "".join(pieces) + "}"

    return write


def in_line(value: Any, kind: KindName) -> str:
    """A value as JSON, in a line."""
    if value is None:
        return "null"
    if isinstance(value, str):
        return encode_basestring(value)
    if isinstance(value, Decimal):
        return f'"{plain(value, kind)}"'
    return in_json(plain(value, kind))
