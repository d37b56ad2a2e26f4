"""What the schema says of itself by COMMENT ON: a sentence for each thing that can be asked."""

import re
from typing import Any

import psycopg
import pytest

RELATIONS = """
    SELECT oid, relname FROM pg_class
    WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'p', 'v')
"""
COMMENTS = f"""
    SELECT relname, obj_description(oid, 'pg_class') FROM ({RELATIONS}) AS relations
    UNION ALL
    SELECT relname || '.' || attname, col_description(attrelid, attnum)
    FROM ({RELATIONS}) AS relations
    JOIN pg_attribute ON attrelid = oid AND attnum > 0 AND NOT attisdropped
    UNION ALL
    SELECT oid::regprocedure::text, obj_description(oid, 'pg_proc') FROM pg_proc
    WHERE pronamespace = 'public'::regnamespace
        AND has_function_privilege('finally_app', oid, 'EXECUTE')
    ORDER BY 1
"""


def comments(db: psycopg.Connection[Any]) -> dict[str, str | None]:
    """What is said of each table, view, column, and function that the everyday role may call."""
    return dict(db.execute(COMMENTS.encode()).fetchall())


def lacking(db: psycopg.Connection[Any]) -> list[str]:
    """What nobody has said in a sentence what it is."""
    sentence = re.compile(r"\S[^\n]{0,118}\.")
    return [name for name, said in comments(db).items() if not sentence.fullmatch(said or "")]


def test_each_table_view_column_and_function_says_what_it_is(
    owner: psycopg.Connection[Any],
) -> None:
    assert lacking(owner) == []
    said = comments(owner)
    assert len(said) > 400
    assert said["asset_inputs.total"] == (
        "The value; below zero for what is owed, so that the sum is the net worth."
    )


@pytest.mark.parametrize(
    ("made", "name"),
    [
        ("CREATE TABLE public.cellos ()", "cellos"),
        ("CREATE VIEW public.cellos AS SELECT FROM assets", "cellos"),
        ("ALTER TABLE assets ADD COLUMN cello text", "assets.cello"),
        ("CREATE FUNCTION public.cello() RETURNS integer RETURN 1", "cello()"),
    ],
)
def test_what_is_added_without_a_sentence_is_named(
    made: str, name: str, owner: psycopg.Connection[Any]
) -> None:
    owner.execute(made.encode())
    assert lacking(owner) == [name]
