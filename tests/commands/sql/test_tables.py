"""finally sql --tables: what there is to ask, in the words of the schema."""

from typing import Any

import psycopg
import pytest

from finally_cli.commands.sql.tables import Column, Described, list_tables
from finally_cli.model.errors import NotFound
from finally_cli.store.database import CurrentUser, Database
from tests.conftest import Run
from tests.support.outcomes import refusal

BY_MONTH = ["budget_by_month", "cash_flow_by_month", "net_worth_by_month", "values_by_month"]


def test_every_table_and_view_that_may_be_read_is_listed_with_every_column(
    run: Run, books: psycopg.Connection[Any]
) -> None:
    rows = run("sql", "--tables", "--json").json["rows"]
    known = books.execute(
        "SELECT table_name::text, column_name::text FROM information_schema.columns"
        " WHERE table_schema = 'public'"
    ).fetchall()
    assert len(known) > 350
    assert {(row["name"], row["column_name"]) for row in rows} == {
        *known,
        *((table, None) for table, _ in known),
    }
    assert all(row["comment"] for row in rows)
    assert [row["name"] for row in rows if row["column_name"] is None][:5] == [
        *BY_MONTH,
        "asset_categories",
    ]


def test_people_see_a_sentence_on_each(run: Run) -> None:
    shown = run("sql", "--tables").stdout.splitlines()
    assert shown[0] == "What there is to ask. The columns of one: finally sql --tables NAME"
    assert [line.split()[0] for line in shown[3:7]] == BY_MONTH
    assert shown[5].endswith(
        "  What is owned, owed and left at the end of each month,"
        " as report networth --months has it."
    )


def test_a_name_shows_the_columns_of_one(run: Run) -> None:
    shown = run("sql", "--tables", "fx_rates")
    assert shown.stdout.splitlines()[0] == (
        "fx_rates: What a currency cost in another in a month, as it was recorded."
    )
    (rate,) = (line for line in shown.stdout.splitlines() if line.startswith(" rate "))
    assert rate.split(maxsplit=2) == [
        "rate", "numeric(24,12)", "What one unit of from_currency costs in to_currency.",
    ]  # fmt: skip
    assert run("sql", "--tables", "public.FX_rates") == shown
    rows = run("sql", "--tables", "fx_rates", "--json").json["rows"]
    assert rows[0]["column_name"] is None
    assert rows[9] == {
        "name": "fx_rates",
        "kind": "table",
        "column_name": "created_at",
        "type": "timestamp with time zone",
        "is_required": True,
        "comment": "When the row was added.",
    }


def test_a_table_of_somebody_elses_is_listed_where_it_may_be_read(
    owner: psycopg.Connection[Any],
) -> None:
    owner.execute(
        """
        CREATE TABLE public."My notes" (note text);
        CREATE TABLE public.secrets (secret text);
        GRANT SELECT ON public."My notes" TO finally_app;
        SET ROLE finally_app
        """
    )
    nobody = CurrentUser(id="", email="", display_name=None, base_currency="")
    db = Database(owner, nobody, nested=True)
    names = {row.name for row in list_tables(db, None).rows if isinstance(row, Described)}
    assert {"My notes", "assets"} <= names
    assert "secrets" not in names
    shown = list_tables(db, "My notes").table
    assert shown is not None
    assert shown.title == "My notes: Nobody has said what it is."
    assert shown.rows == [Column(name="note", type="text", comment=None)]
    with pytest.raises(NotFound):
        list_tables(db, "secrets")


def test_an_unknown_name_is_told_with_those_like_it(run: Run) -> None:
    assert run("sql", "--tables", "budjets") == refusal(
        5,
        'there is no table or view "budjets"',
        'Did you mean "budgets", "budget_moves" or "yearly_budgets"?'
        " See them all with: finally sql --tables",
    )


def test_it_asks_no_statement(run: Run) -> None:
    for asked in (["-c", "SELECT 1"], ["--param", "a=1"], ["--explain"]):
        assert run("sql", "--tables", *asked) == refusal(
            2,
            "--tables asks no statement",
            "Leave -c, --param and --explain out, or --tables.",
        )
