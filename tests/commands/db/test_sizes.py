"""finally db sizes and indexes, against what the server says by itself."""

from __future__ import annotations

from typing import Any

import psycopg

from tests.conftest import Run


def measure(run: Run, verb: str) -> Any:
    shown = run("db", verb, "--json")
    assert (shown.exit_code, shown.stderr) == (0, "")
    return shown.json


def test_every_table_is_there_the_largest_first_as_the_seeds_query_has_them(
    run: Run, books: psycopg.Connection[Any]
) -> None:
    def by_seed() -> dict[str, str]:
        return dict(
            books.execute(
                "SELECT tablename,"
                " pg_size_pretty(pg_total_relation_size(schemaname||'.'||tablename))"
                " FROM pg_tables WHERE schemaname = 'public'"
            ).fetchall()
        )

    before, document, after = by_seed(), measure(run, "sizes"), by_seed()
    sizes = {row["table"]: row["size"] for row in document["rows"]}
    assert sizes.keys() == before.keys()
    # The server may clear what other tests left, at any moment.
    assert [t for t in sizes if sizes[t] not in (before[t], after[t])] == []
    bytes_ = [row["bytes"] for row in document["rows"]]
    assert bytes_ == sorted(bytes_, reverse=True)
    whole = books.execute("SELECT pg_database_size(current_database())").fetchone()
    assert whole is not None
    assert document["totals"]["bytes"] >= sum(bytes_)


def test_every_index_is_there_with_what_it_is_for(run: Run, books: psycopg.Connection[Any]) -> None:
    rows = {row["index"]: row for row in measure(run, "indexes")["rows"]}
    by_server = books.execute(
        "SELECT indexname FROM pg_indexes WHERE schemaname = 'public'"
    ).fetchall()
    assert set(rows) == {name for (name,) in by_server}
    assert rows["snapshot_month_taken"]["is_unique"] is True
    assert rows["asset_inputs_by_month"]["is_unique"] is False
    assert rows["asset_inputs_by_month"]["table"] == "asset_inputs"
    scans = [row["scans"] for row in rows.values()]
    assert scans == sorted(scans, reverse=True)


def test_the_tables_say_it_in_words(run: Run) -> None:
    assert run("db", "sizes").stdout.startswith("Tables; the whole database takes ")
    assert run("db", "indexes").stdout.startswith("Indexes, by how often they were used\n")


def test_no_user_means_no_answer_and_says_why(app: psycopg.Connection[Any], run: Run) -> None:
    shown = run("db", "sizes", "--user", "nobody", "--json")
    assert (shown.exit_code, shown.error["code"]) == (5, "USER_NOT_FOUND")
