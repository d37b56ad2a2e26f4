"""Databases to be looked over, on connections that are rolled back."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import psycopg

from finally_cli.model.profile import Profile
from finally_cli.store.doctor.context import Context, Finding, Report
from finally_cli.store.doctor.run import run_connected_checks
from finally_cli.store.remote import RemoteInstance

# The tests' server has fsync off, another that is given may lack checksums, and no book a backup.
OF_THE_TESTS = ("settings", "checksums", "backups")
PROFILE = Profile(name="home", engine="server", data_dir=Path("/nowhere"))


def context_of(connection: psycopg.Connection[Any]) -> Context:
    instance = RemoteInstance(PROFILE, lambda sentence: None)
    instance._database = connection.info.dbname  # which it would ask a server of PROFILE for
    return Context(instance, connection)


def looked_over(connection: psycopg.Connection[Any], *, deep: bool = False) -> Report:
    report = Report()
    run_connected_checks(context_of(connection), report, deep=deep)
    return report


def diagnosed(
    connection: psycopg.Connection[Any], *, deep: bool = False
) -> list[tuple[str, Finding]]:
    """What was found, without what every database of the tests has."""
    found = looked_over(connection, deep=deep).findings
    return [(check, one) for check, one in found if check not in OF_THE_TESTS]
