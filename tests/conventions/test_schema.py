"""What no table, view and function of the schema may forget."""

from typing import Any

import psycopg

from tests.support.protection import unprotected


def test_nothing_shows_anothers_books_nor_tells_of_them(owner: psycopg.Connection[Any]) -> None:
    assert unprotected(owner) == []
