"""A household to be damaged."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from typing import Any

import psycopg
import pytest

from tests.conftest import Server


@pytest.fixture
def sample(server: Server, sample_database: str) -> Iterator[psycopg.Connection[Any]]:
    """The owner's connection to the household of sample.sql, rolled back after the test."""
    with closing(server.connect(sample_database)) as connection:
        connection.execute("SELECT")  # a transaction for all that follows
        yield connection
        connection.rollback()
