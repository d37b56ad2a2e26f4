"""Whether every table and index can be read through: what a disk damaged shows only then."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any

from finally_cli.model.text import plural, truncated_list
from finally_cli.store.doctor.context import Context, Finding, NotSeen, error, is_damage
from finally_cli.store.errors import one_line
from finally_cli.store.statements import Statement

if TYPE_CHECKING:
    import psycopg

EXTENSION = "amcheck"
FROM_A_BACKUP = (
    "Write nothing more, check the disk, and bring the books back from a proven backup:"
    " finally db restore"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Relation:
    """A table or an index; `table_name` is the table that it is, or belongs to."""

    oid: int
    schema_name: str
    name: str
    table_name: str
    is_index: bool

    @property
    def label(self) -> str:
        if self.is_index:
            return f"index {self.name} of table {self.table_name}"
        aside = " (what is stored aside)" if self.table_name != self.name else ""
        return f"table {self.table_name}{aside}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Extension:
    schema_name: str


RELATIONS = Statement("doctor/relations", Relation)
AMCHECK = Statement("doctor/amcheck", Extension)


def check_rows(context: Context) -> Iterator[Finding]:
    """Read every row of every table, to nowhere; a table that fails does not stop the next.

    Raises NotSeen, at last, for the tables that this login may not read.
    """
    from psycopg import sql

    refused: dict[str, list[str]] = {}
    for table in context.all(RELATIONS):
        if table.is_index or table.schema_name == "pg_toast":
            continue  # what is stored aside is read with its table
        # Not a SELECT: planning one looks into the indexes, whose damage is not the table's.
        query = sql.SQL("COPY {} TO STDOUT").format(sql.Identifier(table.schema_name, table.name))
        said = server_failure(context, partial(read_all_rows, context.connection, query))
        if isinstance(said, RefusedCheck):
            refused.setdefault(said.reason, []).append(table.name)
        elif said is not None:
            context.broken.add(said)
            yield error(f"{table.label} cannot be read through: {said}", FROM_A_BACKUP)
    if refused:
        raise NotSeen(
            "; ".join(f"{why} ({truncated_list(names)})" for why, names in refused.items())
        )


def read_all_rows(connection: psycopg.Connection[Any], query: psycopg.sql.Composed) -> None:
    """Let the server send all rows of a query, and keep none."""
    with connection.cursor() as cursor, cursor.copy(query) as copy:
        for _ in copy:
            pass


def check_structure(context: Context) -> Iterator[Finding]:
    """Check tables and indexes with amcheck: pages, rows, order, and every row in every index.

    Raises NotSeen where the server does not let this login.
    """
    from psycopg import sql

    schema = amcheck_schema(context)
    for relation in context.all(RELATIONS):
        function = "bt_index_check" if relation.is_index else "verify_heapam"
        query = sql.SQL("SELECT * FROM {}({}, {})").format(
            sql.Identifier(schema, function),
            sql.Literal(relation.oid) + sql.SQL("::regclass"),
            sql.SQL("heapallindexed => true" if relation.is_index else "check_toast => true"),
        )
        wrong: list[str] = []
        said = server_failure(context, partial(collect_faults, context, query, wrong))
        if isinstance(said, RefusedCheck):
            raise NotSeen(f"{EXTENSION}: {said.reason}")
        if said is not None and said not in context.broken:
            wrong.append(said)
        if wrong:
            more = f", and {plural(len(wrong) - 1, 'more fault')}" if len(wrong) > 1 else ""
            yield error(
                f"{relation.label} is damaged: {wrong[0]}{more}",
                f'REINDEX INDEX "{relation.schema_name}"."{relation.name}";'
                if relation.is_index
                else FROM_A_BACKUP,
            )


def collect_faults(context: Context, query: psycopg.sql.Composed, wrong: list[str]) -> None:
    """Collect what verify_heapam tells; bt_index_check gives nothing, or an error."""
    for row in context.connection.execute(query):
        if len(row) == 4:
            block, offset, _, said = row
            wrong.append(f"block {block}, row {offset}: {said}")


def amcheck_schema(context: Context) -> str:
    """The schema of amcheck, which is made if need be: the transaction is rolled back.

    Raises NotSeen where this login may not make it, or the server has none.
    """
    import psycopg

    found = context.all(AMCHECK)
    if found:
        return found[0].schema_name
    try:
        with context.connection.transaction():
            context.connection.execute("CREATE EXTENSION amcheck WITH SCHEMA public")
    except psycopg.Error as refused:
        said = one_line(refused.diag.message_primary or str(refused))
        raise NotSeen(f"{EXTENSION} is not installed in this database ({said})") from None
    return "public"


@dataclass(frozen=True, slots=True)
class RefusedCheck:
    """Why the server did not look."""

    reason: str


def server_failure(context: Context, work: Callable[[], None]) -> str | RefusedCheck | None:
    """What the server said when it stumbled over a piece of work, or would not do it."""
    import psycopg

    try:
        with context.connection.transaction():
            work()
    except psycopg.Error as broken:
        if context.connection.closed:
            raise
        said = one_line(broken.diag.message_primary or str(broken))
        return said if is_damage(broken) else RefusedCheck(said)
    return None
