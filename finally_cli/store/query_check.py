"""What a person's statement is, as the server understands it: checked, and not run.

It is sent by Parse alone, which takes no second statement, within a savepoint in which it is asked
as nobody who is trusted; what is set for that is taken back at the end.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, NamedTuple

from finally_cli.model.errors import Denied
from finally_cli.model.sql_text import SqlText
from finally_cli.model.sql_values import Reader, reader_of
from finally_cli.model.text import quote
from finally_cli.store.database import Database
from finally_cli.store.errors import translating_errors
from finally_cli.store.query_errors import mistake, query_failure
from finally_cli.store.query_rules import refuse_unreadable, refuse_what_does_more
from finally_cli.store.query_tree import HIDE_TREE, IS_TREE_SHOWN, SHOW_TREE, read_tree
from finally_cli.store.roles import EVERYDAY
from finally_cli.store.statements import Statement

if TYPE_CHECKING:
    import psycopg
    from psycopg.pq.abc import PGresult

TIME_LIMIT = 60.0  # seconds that the server may work on a statement
BEGIN = "SAVEPOINT finally_query"
END = "ROLLBACK TO SAVEPOINT finally_query; RELEASE SAVEPOINT finally_query"
# What holds while it is asked, whatever the login has set: it reads, in one process, as one whom
# nobody trusts with others' books, and values are written in one form.
SETTINGS = """
SET LOCAL transaction_read_only = on;
SET LOCAL row_security = on;
SET LOCAL finally.trust = 'none';
SET LOCAL search_path = public, pg_temp;
SET LOCAL max_parallel_workers_per_gather = 0;
SET LOCAL cursor_tuple_fraction = 1;
SET LOCAL standard_conforming_strings = on;
SET LOCAL TimeZone = 'UTC';
SET LOCAL DateStyle = 'ISO, YMD';
SET LOCAL IntervalStyle = postgres;
SET LOCAL extra_float_digits = 1;
SET LOCAL bytea_output = hex;
SET LOCAL xmlbinary = base64;
SET LOCAL statement_timeout = {milliseconds}
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Login:
    """As whom a login may ask."""

    name: str
    is_above: bool
    is_everyday: bool
    may_become_it: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class TypeKnown:
    """What a type is called; `element` is that of an array's elements."""

    type: int
    name: str
    element: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class TypeNamed:
    """What a word means as a type."""

    name: str
    type: int | None


LOGIN = Statement("sql/login", Login)
TYPES = Statement("sql/types", TypeKnown)
TYPE_OIDS = Statement("sql/type_oids", TypeNamed)


class QueryColumn(NamedTuple):
    """A column of what a statement gives: its name, its type as the server calls it, its oid, and
    the oid of an array's elements."""

    name: str
    type: str
    oid: int
    element: int | None

    @property
    def read(self) -> Reader:
        """What makes a value of the server's text."""
        return reader_of(self.oid, self.element)


@dataclass(frozen=True, slots=True)
class CheckedQuery:
    """A statement that the server has parsed and that only looks, with its columns and the types
    of its parameters, by name."""

    text: SqlText
    columns: tuple[QueryColumn, ...]
    types: Mapping[str, str]
    oids: tuple[int, ...]  # of the types of its parameters, in order


def check_query(
    db: Database, text: SqlText, types: Mapping[str, str] | None = None
) -> CheckedQuery:
    """A statement as the server understands it, without running it.

    `types` says of which types parameters are, by name; the server infers the others. `user_id` is
    one that every statement may have. Raises BadUsage, or BadFile for a file, where it is wrong,
    and Refused where it would do more than look.
    """
    with asking(db, text, TIME_LIMIT):
        return check(db, text, types or {})


class Failed(Exception):
    """The server refused something; `before` the statement stood characters of ours."""

    def __init__(self, error: psycopg.Error, before: int = 0, *, is_running: bool = False) -> None:
        super().__init__(str(error))
        self.error, self.before, self.is_running = error, before, is_running


@contextmanager
def asking(db: Database, text: SqlText, time_limit: float) -> Iterator[None]:
    """What is asked in the block is asked as nobody who is trusted, and changes nothing."""
    with translating_errors():
        db.connection.execute(BEGIN)
    try:
        set_up(db, time_limit)
        yield
    except Failed as failed:
        take_back(db)
        raise query_failure(
            failed.error, text, db, before=failed.before, is_running=failed.is_running
        ) from failed.error
    except BaseException:
        take_back(db)
        raise
    take_back(db)


def set_up(db: Database, time_limit: float) -> None:
    """Say what holds for a statement. Raises Denied where row security would not hold it."""
    from psycopg import sql

    login = db.one(LOGIN)
    assert login is not None  # whoever asks is there
    said = sql.SQL(SETTINGS).format(milliseconds=sql.Literal(round(time_limit * 1000)))
    if login.may_become_it and not login.is_everyday:
        said = sql.SQL("{}; SET LOCAL ROLE {}").format(said, sql.Identifier(EVERYDAY))
    elif login.is_above:
        raise Denied(
            f"row security does not hold the login {quote(login.name)}, which could see all books",
            f"Ask as a login that joins {EVERYDAY}: finally user grant EMAIL --role ROLE",
            code="LOGIN_ABOVE_THE_RULES",
        )
    with translating_errors():
        db.connection.execute(said)


def take_back(db: Database) -> None:
    """Undo all that was set; a transaction that is over has nothing to take back."""
    from psycopg.pq import TransactionStatus

    status = db.connection.info.transaction_status
    if status in (TransactionStatus.INTRANS, TransactionStatus.INERROR):
        with translating_errors():
            db.connection.execute(END)


def check(db: Database, text: SqlText, types: Mapping[str, str]) -> CheckedQuery:
    """The statement as the server parses it, if that only looks."""
    refuse_unreadable(text)
    declared = declared_types(db, text, types)
    told: list[tuple[str, str]] = []

    def hear(notice: psycopg.errors.Diagnostic) -> None:
        told.append((notice.message_primary or "", notice.message_detail or ""))

    connection = db.connection
    with translating_errors():
        connection.execute(SHOW_TREE)
    connection.add_notice_handler(hear)
    try:
        described = parse(connection, text, [declared.get(name, 0) for name in text.names])
    finally:
        connection.remove_notice_handler(hear)
    with translating_errors():
        is_shown = connection.execute(IS_TREE_SHOWN).fetchone() == (True,)
        connection.execute(HIDE_TREE)
    tree = read_tree(told) if is_shown else None
    if tree is None and described.nfields == 0:
        raise mistake(text, "there is no statement", "Write one SELECT.")
    refuse_what_does_more(db, text, tree)
    if described.nparams > len(text.names):
        at = re.search(r"\$\d", text.typed)
        raise mistake(
            text,
            "a parameter has no name",
            "Write %(name)s in place of it, and say its value: --param name=VALUE",
            at=at.start() if at else None,
        )
    if described.nfields == 0:
        raise mistake(text, "the statement gives no column", "Name one behind SELECT.", at=0)
    oids = tuple(described.param_type(place) for place in range(described.nparams))
    found = [(described.fname(i) or b"", described.ftype(i)) for i in range(described.nfields)]
    known = {one.type: one for one in db.all(TYPES, types=[*oids, *(type_ for _, type_ in found)])}
    return CheckedQuery(
        text,
        tuple(
            QueryColumn(
                name.decode(connection.info.encoding),
                known[type_].name,
                type_,
                known[type_].element,
            )
            for name, type_ in found
        ),
        {name: known[type_].name for name, type_ in zip(text.names, oids, strict=True)},
        oids,
    )


def declared_types(db: Database, text: SqlText, types: Mapping[str, str]) -> dict[str, int]:
    """The oids of the types that are said of parameters, and of user_id."""
    said = {"user_id": "uuid", **types}
    wanted = {name: said[name] for name in text.names if name in said}
    if not wanted:
        return {}
    known = {one.name: one.type for one in db.all(TYPE_OIDS, words=[*wanted.values()])}
    found: dict[str, int] = {}
    for name, type_ in wanted.items():
        oid = known[type_]
        if oid is None:
            raise mistake(
                text, f"there is no type {quote(type_)}", f"Say which type {quote(name)} has."
            )
        found[name] = oid
    return found


def parse(connection: psycopg.Connection[Any], text: SqlText, oids: Sequence[int]) -> PGresult:
    """Have the server parse a statement, and say what it takes and gives."""
    from psycopg import pq
    from psycopg.errors import error_from_result

    encoding = connection.info.encoding
    sent = connection.pgconn.prepare(b"", text.sent.encode(encoding), oids)
    if sent.status == pq.ExecStatus.COMMAND_OK:
        sent = connection.pgconn.describe_prepared(b"")
    if sent.status != pq.ExecStatus.COMMAND_OK:
        raise Failed(error_from_result(sent, encoding))
    return sent
