"""finally sql: one statement of a person's own, and what there is to ask."""

from __future__ import annotations

from typing import Annotated

import typer

from finally_cli.commands.command import Noun, reads
from finally_cli.commands.sql.statement import parse_param, read_statement
from finally_cli.model.errors import BadUsage
from finally_cli.model.result import Result
from finally_cli.model.text import quote
from finally_cli.store.database import Database

app = Noun("Ask the books one statement in SQL, which only looks.")
SHORTEST_WAIT, LONGEST_WAIT = 0.1, 3600  # seconds


def parse_seconds(text: str) -> float:
    """How long a statement may take, in seconds. Raises BadUsage.

    >>> parse_seconds("2.5")
    2.5
    """
    try:
        seconds = float(text)
    except ValueError:
        seconds = 0
    if not SHORTEST_WAIT <= seconds <= LONGEST_WAIT:
        raise BadUsage(
            f"{quote(text)} is no time that a statement may take",
            f"Write a number of seconds, at most {LONGEST_WAIT}.",
        )
    return seconds


@app.command()
@reads(paged=True)
def sql(
    db: Database,
    file: Annotated[
        str | None,
        typer.Argument(
            metavar="[FILE]",
            help="A file with one statement, or - for standard input; with --tables, a table.",
        ),
    ] = None,
    statement: Annotated[
        str | None,
        typer.Option("--command", "-c", metavar="STATEMENT", help="The statement itself."),
    ] = None,
    param: Annotated[
        list[str] | None,
        typer.Option(
            "--param",
            parser=parse_param,
            metavar="NAME=VALUE",
            help="The value of %(NAME)s in it; may be given again.",
        ),
    ] = None,
    tables: Annotated[
        bool,
        typer.Option(
            "--tables", help="List what there is to ask; with the name of a table, its columns."
        ),
    ] = False,
    timeout: Annotated[
        float,
        typer.Option(
            "--timeout",
            parser=parse_seconds,
            metavar="SECONDS",
            help="How long the server may work on it; at most an hour.",
        ),
    ] = 60,
    is_explained: Annotated[
        bool, typer.Option("--explain", help="Show how it would be answered, and do not run it.")
    ] = False,
) -> Result:
    """Ask the books one statement in SQL, which only looks.

    Examples:
        finally sql -c "SELECT * FROM assets WHERE asset_name = %(a)s" --param a=Car
        finally sql --tables net_worth_by_month
    """
    if tables:
        from finally_cli.commands.sql.tables import list_tables

        if statement is not None or param or is_explained:
            raise BadUsage(
                "--tables asks no statement", "Leave -c, --param and --explain out, or --tables."
            )
        return list_tables(db, file)
    from finally_cli.commands.sql.answer import answer_of, plan_of
    from finally_cli.commands.sql.params import bind_params
    from finally_cli.store.query import open_query

    text = read_statement(file, statement)
    values, types = bind_params(db, text, param or [])
    if is_explained:
        return plan_of(db, text, values, types)
    return answer_of(open_query(db, text, values, types, time_limit=timeout))
